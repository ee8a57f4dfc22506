"""Code lists as tables: the same facts that Python reads, given to an engine as Parquet."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from mutualis import reference
from mutualis.model import Column
from mutualis.tables.declare import Table, declare

PREFIX = "reference_"
DATES = ("valid_from", "valid_to")
ARROW = {"string": pa.string(), "int64": pa.int64(), "date": pa.date32(), "bool": pa.bool_()}


def column_kind(name: str) -> str:
    """The type of a code-list column: dates as dates, amounts and thousandths as int64, is_/has_ as bool, else text."""
    if name in DATES:
        return "date"
    if name.endswith("_cents") or "_thousandths" in name:
        return "int64"
    return "bool" if name.startswith(("is_", "has_")) else "string"


@cache
def reference_table(codelist: str) -> Table:
    """The declared table `reference_<codelist>` of a code list."""
    source = reference.codelist(codelist)
    columns = {
        name: Column(column_kind(name), f"{name} of the code list {codelist}", nullable=True) for name in source.columns
    }
    key = ("code", "valid_from")
    return declare(
        f"{PREFIX}{codelist}", f"The code list '{codelist}'.", "one row per code and period of validity", key, columns
    )


def write_reference(codelist: str, target: Path) -> Path:
    """Write a code list as Parquet with the types of its table; returns the target."""
    source, table = reference.codelist(codelist), reference_table(codelist)
    arrays = {name: _values([row[name] for row in source.rows], table.columns[name].type) for name in table.columns}
    target.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(arrays), target, compression="zstd")
    return target


def _values(texts: list[str], kind: str) -> pa.Array:
    readers: dict[str, Callable[[str], object]] = {"int64": int, "date": dt.date.fromisoformat, "bool": "1".__eq__}
    made = readers.get(kind, str)
    return pa.array([made(text) if text else None for text in texts], ARROW[kind])
