"""What a study reads: the columns that its authorisation names, of the current versions of the centre's tables."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from mutualis import reference, tables
from mutualis.engine import sql, tables_of
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.pipeline import Workspace
from mutualis.pipeline.derive import net_tables, opened
from mutualis.study.linked import Linked, linked
from mutualis.study.permission import Permission

NET = "_net"
DERIVED = "derived_"
# Codes of persons: each is there once, and rows hold its number. They compare and sort as their texts.
CODES = ("person_id", "household_head_id")


@dataclass
class Data:
    """The granted tables on an engine. `versions` are those that were in use when it was opened; `linked` is the
    linkage that may be read, where one was made.
    """

    engine: Engine
    permission: Permission
    versions: Mapping[str, int]
    net: Mapping[str, Any]
    rows_read: int = 0
    names: set[str] = field(default_factory=set)
    linked: Linked | None = None

    def table(self, name: str) -> Any:
        """A granted table as an expression, with its granted columns only.

        `core_care_line_net` and `core_dispensing_net` are the lines that count: numbers resolved, reversals left out.
        """
        columns = self.permission.columns(name)
        whole = self.net[name] if name in self.net else tables.find(name)
        there = set(whole.columns)
        if unknown := [each for each in columns if each not in there]:
            raise MutualisError(
                f"Authorisation {self.permission.id} names the column '{unknown[0]}', which {name} does not have.",
                there_is=f"it has {', '.join(sorted(there))}",
            )
        self.names.add(name)
        return whole.select(*columns)

    def read(self, expression: Any, parameters: Mapping[Any, Any] | None = None) -> pl.DataFrame:
        """The rows of an expression over granted tables. Raises where it reads another one."""
        self._must_be_granted(expression, parameters)
        found = pl.from_arrow(self.engine.arrow(expression, parameters))
        assert isinstance(found, pl.DataFrame)
        self.rows_read += found.height
        return found.with_columns(pl.col(each).cast(pl.Categorical) for each in CODES if each in found.columns)

    def _must_be_granted(self, expression: Any, parameters: Mapping[Any, Any] | None) -> None:
        """What stands behind a net table (changes of number, corrections) is read with it."""
        behind = {name for each in self.names for name in _behind(self.net.get(each), each)}
        asked = tables_of(sql(expression, parameters=parameters))
        if unknown := sorted(asked - behind):
            raise MutualisError(
                f"A study asked for the table '{unknown[0]}' without going through its authorisation.",
                do="take every table from `desk.table(name)`",
            )


def _behind(net: Any, name: str) -> set[str]:
    return {name} if net is None else set(tables_of(sql(net)))


@contextmanager
def data(space: Workspace, permission: Permission) -> Iterator[Data]:
    """The centre's tables for a study; the reading is logged. Raises where a granted table is not there."""
    with opened(space) as (engine, lake, versions):
        found = dict(versions)
        for name in (each for each in permission.tables if each.startswith(DERIVED)):
            version = lake.version(name)
            if version is None:
                raise MutualisError(f"The table {name} is not there yet.", do="make it: mutualis derive")
            engine.use(name, lake.files(name, version))
            found[name] = version
        space.centre.log("study.opened", on=permission.id, tables=len(permission.tables))
        there = linked(space, permission.linked, dt.date.today())
        yield Data(engine, permission, found, net_tables(engine), linked=there)


def municipalities(year: int) -> pl.DataFrame:
    """The municipalities of a year with the areas that they lie in: one row each."""
    parents = reference.geography(year).parents
    rows = [(code, above) for (level, code), above in parents.items() if level == "municipality"]
    return pl.DataFrame(rows, schema=["municipality_code", "arrondissement_code"], orient="row").sort(
        "municipality_code"
    )
