"""Requests that come back, and free requests of a table: see protocol.md."""

from functools import partial

import polars as pl

from mutualis.study import Desk

from . import models, pictures
from .asking import LAYOUT, MEASURE, rows


def run(desk: Desk) -> None:
    """A table a request, and how what is asked changes over the years."""
    found = {request.name: rows(desk, request) for request in desk.study.requests}
    for name, each in found.items():
        put(desk, name, each)
    whole = models.insured(desk)
    desk.estimates("level", models.level(desk, found, whole))
    if (changes := models.trend(desk, found, whole)) is not None:
        desk.estimates("trend", changes)
    desk.picture("changes", partial(pictures.changes, desk))


def put(desk: Desk, name: str, found: pl.DataFrame) -> None:
    """A table in the layout of all: a yes or no is counted, a number is added up."""
    measured = {"met" if found[MEASURE].dtype == pl.Boolean else "amount": MEASURE}
    desk.persons(name, found, LAYOUT, year="year", **measured)
