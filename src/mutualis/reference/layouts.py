"""Record layouts: the fields of a database, read from `layouts/<database>.csv`.

A layout version is a column of that file whose cells hold positions ("14-28", counted from 1, both ends included).
A new version is a new column; a field without a position in a version is not in its record.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT, Row, is_valid, read_rows

TYPES = ("number", "signed", "date", "month", "code", "text", "identifier", "flag")
ROLES = ("technical", "identifier", "date", "code", "measure", "amount", "flag", "reserved", "dropped", "derived")
FACTS = 19


@dataclass(frozen=True)
class Field:
    """A field of a record. `start` and `end` count from 1, both included; 0 for a derived field, which has no place."""

    code: str
    name: str
    type: str
    unit: str
    codelist: str
    domain: str
    role: str
    digits: int | None
    required: bool
    minimum: int | None
    maximum: int | None
    nl: str
    fr: str
    en: str
    grain: str
    valid_from: dt.date
    valid_to: dt.date | None
    source: str
    mark: str
    start: int
    end: int

    @property
    def width(self) -> int:
        return self.end - self.start + 1 if self.end else 0


@dataclass(frozen=True)
class Layout:
    """The record of one database in one version. `fields` are in file order; `derived` fields have no position."""

    database: str
    version: str
    record_length: int
    fields: tuple[Field, ...]
    derived: tuple[Field, ...]

    @property
    def all(self) -> tuple[Field, ...]:
        return self.fields + self.derived

    def field(self, name: str) -> Field:
        """The field by our name or by its official code."""
        for field in self.all:
            if name in (field.name, field.code):
                return field
        raise MutualisError(
            f"The layout of '{self.database}' has no field '{name}'.",
            there_is="the fields are " + ", ".join(field.name for field in self.all),
        )


def databases() -> tuple[str, ...]:
    """The databases that have a layout, in alphabetical order."""
    return tuple(sorted(path.stem for path in (ROOT / "layouts").glob("*.csv")))


def versions(database: str) -> tuple[str, ...]:
    """The layout versions of a database: the columns after the facts."""
    return _file(database)[0][FACTS:]


@cache
def layout(database: str, version: str = "mutualis-1", on: dt.date | None = None) -> Layout:
    """The layout of a database in a version, with the fields valid on a day (all fields when no day is given)."""
    columns, rows = _file(database)
    if version not in columns[FACTS:]:
        raise MutualisError(
            f"Database '{database}' has no layout version '{version}'.",
            there_is="the versions are " + ", ".join(columns[FACTS:]),
            do="add a column with that name and the positions to the layout file",
        )
    valid = [_field(row, version, database) for row in rows if is_valid(row["valid_from"], row["valid_to"], on)]
    placed = tuple(sorted((field for field in valid if field.end), key=lambda field: field.start))
    _refuse_overlaps(database, placed)
    derived = tuple(field for field in valid if field.role == "derived")
    length = max((_positions(row[version], database, row["name"])[1] for row in rows if row[version]), default=0)
    return Layout(database, version, length, placed, derived)


def _file(database: str) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    if database not in databases():
        raise MutualisError(
            f"There is no layout for a database '{database}'.", there_is="the databases are " + ", ".join(databases())
        )
    return read_rows(ROOT / "layouts" / f"{database}.csv")


def _field(row: Row, version: str, database: str) -> Field:
    start, end = _positions(row[version], database, row["name"]) if row[version] else (0, 0)
    return Field(
        code=row["code"],
        name=row["name"],
        type=_known(row["type"], TYPES, "type", database, row["name"]),
        unit=row["unit"],
        codelist=row["codelist"],
        domain=row["domain"],
        role=_known(row["role"], ROLES, "role", database, row["name"]),
        digits=_number(row["digits"]),
        required=row["required"] == "1",
        minimum=_number(row["minimum"]),
        maximum=_number(row["maximum"]),
        nl=row["nl"],
        fr=row["fr"],
        en=row["en"],
        grain=row["grain"],
        valid_from=dt.date.fromisoformat(row["valid_from"]),
        valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        source=row["source"],
        mark=row["mark"],
        start=start,
        end=end,
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _known(value: str, known: tuple[str, ...], what: str, database: str, name: str) -> str:
    if value not in known:
        raise MutualisError(
            f"Field '{name}' of the layout '{database}' has the {what} '{value}'.",
            there_is=f"the {what}s are {', '.join(known)}",
        )
    return value


def _positions(text: str, database: str, name: str) -> tuple[int, int]:
    start, _, end = text.partition("-")
    if not (start.isdigit() and end.isdigit() and 1 <= int(start) <= int(end)):
        raise MutualisError(
            f"The position '{text}' of field '{name}' in the layout '{database}' cannot be read.",
            do="write first-last, counted from 1, like 14-28",
        )
    return int(start), int(end)


def _refuse_overlaps(database: str, fields: tuple[Field, ...]) -> None:
    for before, after in pairwise(fields):
        if after.start <= before.end:
            raise MutualisError(
                f"In the layout '{database}' the fields '{before.name}' and '{after.name}' share a position.",
                do="give each field positions of its own",
            )
