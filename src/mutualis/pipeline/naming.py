"""Names of data that another run gives too: hashes of the content of tables, without what differs from run to run."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from mutualis import tables
from mutualis.engine import DeltaLake, DuckEngine

BLOCK = 200_000


def content_names(engine: DuckEngine, lake: DeltaLake, versions: Mapping[str, int]) -> dict[str, str]:
    """{table: SHA-256 of its rows} for versions of derived tables.

    Rows are taken without identifier columns (codes come from keys, and every country has its own) and in the order of
    all other columns, so that neither keys, threads nor the order of deliveries change the name. These are the records
    of all persons: nobody can find out a hidden figure by trying values, as he could with a hash of the counted cells.
    """
    found = {}
    for name, version in versions.items():
        schema = lake.schema(name, version)
        engine.use(name, lake.files(name, version), schema)
        found[name] = _hash(engine, tables.find(name), schema.names)
    return found


def made_of(lake: DeltaLake, table: str, version: int) -> dict[str, Any]:
    """What a version of a derived or result table was made of: {table: version}, and settings by their names."""
    (found,) = (each for each in lake.history(table) if each.number == version)
    return dict(json.loads(found.metadata["sources"]))


def _hash(engine: DuckEngine, table: Any, there: Sequence[str]) -> str:
    """Of the declared columns that the version has: one of before a change of the declaration may lack some."""
    columns = [name for name, column in table.columns.items() if column.domain is None and name in there]
    distinct = table.expr.group_by(columns).agg(rows=table.expr.count())
    rows = pl.DataFrame(engine.arrow(distinct.order_by(columns)))
    whole = hashlib.sha256(",".join(columns).encode())
    for part in rows.iter_slices(BLOCK):
        whole.update(part.write_csv(include_header=False, quote_style="necessary").encode())
    return whole.hexdigest()
