"""Requests that come back, and free ones: each is a file that says which table, of whom, by what, what is measured.

A request is a promise of one protected table, in the same layout every time: year, two criteria, numerator,
denominator, status. The authorisation of its study says which tables and columns it may name.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutualis.model import MutualisError, Years

FOLDER, PERSONS = "requests", "persons"
LANGUAGES = ("nl", "fr", "de", "en")
NEEDED = ("name", "asked_by", "rhythm", "table", "measure", "title")
KNOWN = {*NEEDED, "by", "filter", "years"}
RHYTHMS = ("yearly", "quarterly", "once")
CRITERIA = ("age_class", "sex", "region_code", "is_increased_reimbursement")
MOST_CRITERIA = 2
PERSON, DAY, YEAR = "person_id", "service_day", "year"


@dataclass(frozen=True)
class Filter:
    """Which rows of a table: those whose column is one of `values`, or begins with one of `beginnings`."""

    column: str
    values: tuple[str | int | bool, ...] = ()
    beginnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Request:
    """Who asks for what: rows of `table`, told apart by `by`, and `measure`: a column, or persons."""

    name: str
    asked_by: str
    rhythm: str
    table: str
    measure: str
    by: tuple[str, ...]
    filters: tuple[Filter, ...]
    years: Years | None
    title: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it reads, beside the person and the year or day."""
        own = [each for each in self.by if each not in CRITERIA]
        measured = [] if self.measure == PERSONS else [self.measure]
        return tuple(dict.fromkeys([*own, *measured, *(each.column for each in self.filters)]))


def read_requests(place: Path) -> tuple[Request, ...]:
    """The requests in the folder of a study, in the order of their names; none where it has no such folder."""
    return tuple(read_request(path) for path in sorted((place / FOLDER).glob("*.toml")))


def read_request(path: Path) -> Request:
    """A request in a file. Raises where it leaves something out, or says what no request says."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError:
        raise MutualisError(f"Request {path.name} is not written in TOML.", do="look at the other requests") from None
    _must_say(path, told)
    by, title = tuple(told.get("by", ())), told["title"]
    if len(by) > MOST_CRITERIA or len(set(by)) < len(by):
        raise MutualisError(
            f"Request '{path.stem}' is told by {', '.join(by)}.", there_is=f"at most {MOST_CRITERIA} different criteria"
        )
    if missing := [each for each in LANGUAGES if not title.get(each)]:
        raise MutualisError(f"The title of request '{path.stem}' is not there in {missing[0]}.", do="write it")
    filters = tuple(_filter(path.stem, column, given) for column, given in told.get("filter", {}).items())
    years = Years.parse(str(told["years"])) if "years" in told else None
    texts = {each: str(told[each]) for each in ("name", "asked_by", "rhythm", "table", "measure")}
    return Request(**texts, by=by, filters=filters, years=years, title=dict(title))


def _must_say(path: Path, told: Mapping[str, Any]) -> None:
    if missing := [each for each in NEEDED if not told.get(each)]:
        raise MutualisError(f"Request '{path.stem}' does not say its {missing[0]}.", do="write it")
    if unknown := sorted(set(told) - KNOWN):
        raise MutualisError(
            f"Request '{path.stem}' says '{unknown[0]}', which no request does.",
            there_is=f"a request says {', '.join(sorted(KNOWN))}",
        )
    if told["name"] != path.stem:
        raise MutualisError(f"Request '{path.stem}' calls itself otherwise.", do=f"name it '{path.stem}'")
    if told["rhythm"] not in RHYTHMS:
        raise MutualisError(
            f"Request '{path.stem}' has an unknown rhythm.", there_is=f"the rhythms are {', '.join(RHYTHMS)}"
        )


def _filter(request: str, column: str, given: Any) -> Filter:
    """A list of values, one value, or a table with `begins_with`."""
    if isinstance(given, Mapping):
        if set(given) == {"begins_with"} and given["begins_with"]:
            return Filter(column, beginnings=tuple(str(each) for each in given["begins_with"]))
        raise _unreadable(request, column)
    values = given if isinstance(given, list) else [given]
    if not values or not all(isinstance(each, str | int | bool) for each in values):
        raise _unreadable(request, column)
    return Filter(column, tuple(values))


def _unreadable(request: str, column: str) -> MutualisError:
    return MutualisError(
        f"The filter of request '{request}' on '{column}' says no values.",
        do='write a value, a list of values, or { begins_with = ["..."] }',
    )


def must_be_granted(request: Request, granted: tuple[str, ...], study_years: Years) -> None:
    """Raise where a request names a column that its authorisation does not, or years outside those of the study."""
    if unknown := [each for each in request.columns if each not in granted]:
        raise MutualisError(
            f"Request '{request.name}' names the column '{unknown[0]}' of {request.table}, which is not granted.",
            there_is=f"granted are {', '.join(granted)}",
            do="do without it, or ask for another authorisation",
        )
    if PERSON not in granted or not {DAY, YEAR} & {*granted}:
        raise MutualisError(f"Request '{request.name}' asks a table without persons or years, {request.table}.")
    years = request.years
    if years and (years.first < study_years.first or years.last > study_years.last):
        raise MutualisError(
            f"Request '{request.name}' asks {years}.", there_is=f"this run is of {study_years}", do="run those years"
        )
