"""The rows that a request asks for: a row a person and year, with its criteria and what is measured."""

from itertools import pairwise
from typing import Any

import ibis
import polars as pl

from mutualis.model import MutualisError
from mutualis.study import Desk
from mutualis.study.requests import CRITERIA, DAY, MOST_CRITERIA, PERSONS, YEAR, Request, must_be_granted

KEY = ["person_id", "year"]
LAYOUT = ["year", *(f"criterion_{at + 1}" for at in range(MOST_CRITERIA))]
ALL, MEASURE = "all", "measure"


def rows(desk: Desk, request: Request) -> pl.DataFrame:
    """In the layout of all requests: year, two criteria, measure (a number, or a yes or no), and the person.

    Refuses a request that its authorisation does not allow, and one of which there is nothing.
    """
    must_be_granted(request, desk.study.permission.columns(request.table), desk.years)
    found = desk.read(asked(desk, request))
    if found.is_empty():
        raise MutualisError(
            f"Of request '{request.name}' there is no row.", do="look at its filter, or whether its years are delivered"
        )
    return laid_out(request, found)


def asked(desk: Desk, request: Request) -> Any:
    """The rows of the table that the filters leave, summed by person, year and criteria, of the insured."""
    told, years = desk.table(request.table), request.years or desk.years
    dated = told if YEAR in told.columns else told.mutate(year=told[DAY].year().cast("int32"))
    kept = dated.filter(dated.year.between(years.first, years.last), *(_meets(dated, each) for each in request.filters))
    own = [each for each in request.by if each not in CRITERIA]
    summed = kept.group_by(*KEY, *own).agg(**{MEASURE: _measured(kept, request)})
    insured = people(desk).select(*KEY, *dict.fromkeys(["sex", "age_class", *(set(request.by) & {*CRITERIA})]))
    return summed.inner_join(insured, KEY)


def people(desk: Desk) -> Any:
    """The insured of each year, with their class of age."""
    told, bounds = desk.of_years("derived_population_year"), desk.parameters["age_from"]
    labels = [f"-{bounds[0] - 1}", *(f"{low}-{high - 1}" for low, high in pairwise(bounds))]
    branches = [(told.age < bound, label) for bound, label in zip(bounds, labels, strict=True)]
    return told.filter(told.age.notnull()).mutate(age_class=ibis.cases(*branches, else_=f"{bounds[-1]}+"))


def _meets(told: Any, given: Any) -> Any:
    column = told[given.column]
    if given.beginnings:
        return ibis.or_(*(column.startswith(each) for each in given.beginnings))
    return column.isin(given.values)


def _measured(kept: Any, request: Request) -> Any:
    """What is summed a person: rows there are for persons, a yes if any, else the column."""
    if request.measure == PERSONS:
        return (kept.count() > 0).cast("int64")
    column = kept[request.measure]
    if column.type().is_boolean():
        return column.any()
    if column.type().is_integer():
        return column.sum().cast("int64")
    raise MutualisError(
        f"Request '{request.name}' measures '{request.measure}', which is no whole number and no yes or no.",
        do=f"name another column of {request.table}, or {PERSONS}",
    )


def laid_out(request: Request, found: pl.DataFrame) -> pl.DataFrame:
    """In the one layout: each value with the name of its column, `all` where there is no criterion. Sex and class of
    age stay, for the model."""
    told = [pl.concat_str(pl.lit(f"{each}="), pl.col(each).cast(pl.String).fill_null("unknown")) for each in request.by]
    told += [pl.lit(ALL)] * (MOST_CRITERIA - len(told))
    named = dict(zip(LAYOUT[1:], told, strict=True))
    return found.select(*KEY, MEASURE, "sex", "age_class", **named).sort(KEY)
