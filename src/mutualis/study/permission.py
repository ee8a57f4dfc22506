"""The authorisation that a study runs under: who decided what, which columns of which years it may read, until when."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutualis.model import MutualisError, Years

FIELDS = (
    "id",
    "number",
    "decided_by",
    "decided_on",
    "valid_until",
    "purpose",
    "legal_basis",
    "years",
    "tables",
    "mark",
)
OF_LINKAGE = ("authorisation", "researcher", "tables")


@dataclass(frozen=True)
class Returns:
    """The decision under which flags of single providers go back to who may check them: an authorisation of its own."""

    number: str
    decided_on: dt.date
    valid_until: dt.date


@dataclass(frozen=True)
class OfLinkage:
    """The linkage whose open data set may be read: its authorisation, the person who reads it, {table: columns}."""

    authorisation: str
    researcher: str
    tables: Mapping[str, tuple[str, ...]]

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table that may be read. Raises where the table may not."""
        return _columns(self.tables, table, "This authorisation", "the linked table")


@dataclass(frozen=True)
class Permission:
    """What an authorisation allows. `tables`: {table: columns}; `least_persons`: a stricter k, or 0; `returns`: the
    decision to give flags of providers back, where there is one; `linked`: the linkage that it is about besides.
    """

    id: str
    number: str
    decided_by: str
    decided_on: dt.date
    valid_until: dt.date
    purpose: str
    legal_basis: str
    years: Years
    tables: Mapping[str, tuple[str, ...]]
    least_persons: int
    mark: str
    returns: Returns | None = None
    linked: OfLinkage | None = None

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table that may be read. Raises where the table may not."""
        return _columns(self.tables, table, f"Authorisation {self.id}", "the table")

    def must_allow(self, day: dt.date, years: Years) -> None:
        """Raise where it is not in force on a day, or years are asked that it does not name."""
        if not self.decided_on <= day <= self.valid_until:
            raise MutualisError(
                f"Authorisation {self.id} is not in force on {day}.",
                there_is=f"from {self.decided_on} until {self.valid_until}",
                do="ask for it to be prolonged",
            )
        if years.first < self.years.first or years.last > self.years.last:
            raise MutualisError(f"Authorisation {self.id} does not allow {years}.", there_is=f"it allows {self.years}")


def _columns(tables: Mapping[str, tuple[str, ...]], table: str, who: str, what: str) -> tuple[str, ...]:
    if table not in tables:
        raise MutualisError(
            f"{who} does not allow {what} '{table}'.",
            there_is=f"it allows {', '.join(tables)}",
            do="do without it, or ask for another authorisation",
        )
    return tables[table]


def read_permission(study: str, path: Path) -> Permission:
    """The authorisation in a file. Raises where a field is missing."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    if missing := [each for each in FIELDS if not told.get(each)]:
        raise MutualisError(f"The authorisation of study '{study}' does not say its {missing[0]}.", do="write it")
    return Permission(
        **{each: str(told[each]) for each in ("id", "number", "decided_by", "purpose", "legal_basis", "mark")},
        decided_on=told["decided_on"],
        valid_until=told["valid_until"],
        years=Years.parse(str(told["years"])),
        tables=_tables(told),
        least_persons=int(told.get("least_persons", 0)),
        returns=Returns(**told["returns"]) if "returns" in told else None,
        linked=_linked(study, told["linked"]) if "linked" in told else None,
    )


def _tables(told: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(columns) for name, columns in told["tables"].items()}


def _linked(study: str, told: Mapping[str, Any]) -> OfLinkage:
    if missing := [each for each in OF_LINKAGE if not told.get(each)]:
        raise MutualisError(
            f"The authorisation of study '{study}' does not say the {missing[0]} of its linkage.", do="write it"
        )
    return OfLinkage(str(told["authorisation"]), str(told["researcher"]), _tables(told))
