"""What leaves the zone: tables of counts, through disclosure control and two people who did not make them.

An output has columns to tell rows apart (hospital_number, discharge_year, sex, ...), `denominator`, and perhaps
`numerator`. It is protected as a cross table: hospitals add up to all of them, categories to their totals; small counts
are hidden, and as many others as needed that nobody works them out, also beside earlier releases of the same output.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from mutualis import disclosure
from mutualis.disclosure import CrossTable, Earlier
from mutualis.disclosure.cross_table import COUNTS, plain
from mutualis.linkage.permit import Permit
from mutualis.linkage.project import Project
from mutualis.linkage.small_cells import smallest
from mutualis.linkage.zone.door import Zone
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file
from mutualis.reference import small_cell_rules
from mutualis.reference.authorisations import Authorisation

FOLDER, RELEASED, PREFIX = "outputs", "released", "output-"
MOST_COLUMNS = 4
PLACE, YEAR = "hospital_number", "discharge_year"
NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
CHECKERS = 2


class NotAnOutput(MutualisError):
    """The table is no table of counts that may be checked."""


@dataclass(frozen=True)
class Output:
    """A table that somebody wants out of the zone."""

    name: str
    author: str
    day: str
    made_by: str


def keep_output(zone: Zone, name: str, frame: pl.DataFrame, made_by: str) -> Output:
    """Keep a table in the zone under a name, with its author and the program or query that made it."""
    if not NAME.fullmatch(name):
        raise NotAnOutput("An output has a plain name like deaths-by-year.")
    project = zone.project
    made = Output(name, zone.grant.person, zone.day.isoformat(), made_by)
    project.node.log("zone.output", on=project.name, person=made.author, output_rows=frame.height)
    project.save(f"{PREFIX}{name}", {"table": frame})
    path = project.path / FOLDER / f"{name}.json"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_file(path, json.dumps(made.__dict__).encode(), mode=0o600)
    return made


def outputs(project: Project) -> list[Output]:
    """The outputs that wait in the zone, by name."""
    found = sorted((project.path / FOLDER).glob("*.json"))
    return [Output(**json.loads(path.read_text(encoding="utf-8"))) for path in found]


def release(permit: Permit, name: str, checkers: Sequence[str]) -> pl.DataFrame:
    """The table as it may leave: `status` shown or suppressed, hidden counts empty. Two people answer for it.

    Raises `NotAnOutput` where it is no table of counts or has a column that tells persons apart, an error without two
    different people who are not its author, and `Breach` where it cannot be protected.
    """
    project = Project(permit.node, permit.authorisation.id)
    found = next((each for each in outputs(project) if each.name == name), None)
    if found is None:
        there = ", ".join(each.name for each in outputs(project))
        raise NotAnOutput(f"There is no output '{name}' in the zone.", there_is=f"there are {there or 'none'}")
    people = _checkers(name, found.author, checkers)
    table = project.read(f"{PREFIX}{name}", "table")
    places = split_columns(table, permit.authorisation)
    counts = cross_table(name, table, places)
    figures = _protected(counts, permit, _released(project, name))
    first, second = people
    checked = {"author": found.author, "first": first, "second": second}
    with permit.node.audited("zone.released", on=f"{project.name}/{name}", **checked):
        _keep(project, name, figures)
        return counts.read(figures)


def cross_table(name: str, table: pl.DataFrame, places: Sequence[str]) -> CrossTable:
    """The table as disclosure control sees it: hospitals stand where areas stand."""
    return CrossTable(name, table, tuple(places), PLACE, YEAR)


def _protected(counts: CrossTable, permit: Permit, before: Sequence[Any]) -> pl.DataFrame:
    """The figures of an output after disclosure control, beside those of its earlier releases."""
    rules = disclosure.rules(permit.day)
    asked = replace(rules, k=max(rules.k, _k(permit.authorisation)))
    earlier = [Earlier(each) for each in before]
    cells, form = counts.cells(), counts.form()
    figures = pl.from_arrow(disclosure.protect(cells, [form], form, counts.areas(), asked, earlier=earlier).figures)
    assert isinstance(figures, pl.DataFrame)
    return figures


@contextmanager
def checked_pages(project: Project, name: str, author: str, checkers: Sequence[str], pages: int) -> Iterator[None]:
    """Let pages of figures leave that were made with their small numbers hidden (reports to hospitals).

    No program can read a page: two people who did not make it answer for it, and that is in the log before it leaves.
    """
    first, second = _checkers(name, author, checkers)
    told: dict[str, str | int] = {"author": author, "first": first, "second": second, "pages": pages}
    with project.node.audited("zone.released", on=f"{project.name}/{name}", **told):
        yield


def _checkers(name: str, author: str, checkers: Sequence[str]) -> list[str]:
    people = list(dict.fromkeys(each.strip() for each in checkers if each.strip()))
    if author in people or len(people) < CHECKERS:
        raise MutualisError(
            f"Output '{name}' needs two people who check it, and its author is none of them.",
            there_is=f"{len([each for each in people if each != author])} of them given",
            do="name two others, each with --checked-by",
        )
    return people[:CHECKERS]


def split_columns(table: pl.DataFrame, authorisation: Authorisation) -> list[str]:
    """The columns that tell rows apart. Raises `NotAnOutput` where the table is no table of counts."""
    rules = small_cell_rules()
    coded = {name for name, column in authorisation.columns.items() if column.domain}
    coded |= {*rules.direct, *rules.technical} - {PLACE}
    if found := [each for each in table.columns if each in coded]:
        raise NotAnOutput(
            f"The output has the column {found[0]}, which tells persons or stays apart.", do="leave it out, count"
        )
    places = [name for name in table.columns if name not in COUNTS]
    if "denominator" not in table.columns or len(places) > MOST_COLUMNS:
        raise NotAnOutput(
            "An output is a table of counts: up to four columns to tell rows apart, denominator, perhaps numerator.",
            there_is=f"columns {', '.join(table.columns)}",
        )
    for name in (each for each in COUNTS if each in table.columns):
        if not table[name].dtype.is_integer() or table[name].null_count() or (table[name] < 0).any():
            raise NotAnOutput(f"The column {name} of the output is not a count in every row.")
    if places and table.select(places).is_duplicated().any():
        raise NotAnOutput("The output has two rows of the same kind.", do="group by all its columns")
    if not places and table.height != 1:
        raise NotAnOutput("An output without columns to tell rows apart has one row.")
    if "numerator" in table.columns and (table["numerator"] > table["denominator"]).any():
        raise NotAnOutput("A numerator of the output is larger than its denominator.")
    return places


def _k(authorisation: Authorisation) -> int:
    return max(smallest(authorisation, name) for check in authorisation.disclosure_checks for name in check.of)


def _released(project: Project, name: str) -> list[Any]:
    folder = project.path / RELEASED / name
    return [plain(pl.read_parquet(path)) for path in sorted(folder.glob("*.parquet"))]


def _keep(project: Project, name: str, figures: pl.DataFrame) -> None:
    folder = project.path / RELEASED / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    figures.write_parquet(folder / f"{moment}.parquet")
