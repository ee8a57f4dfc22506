"""What a DuckDB file holds, table by table, for who searches it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from mutualis.model import MutualisError


def duckdb_tables(path: Path) -> Iterator[pa.Table]:
    """Every table of a DuckDB file. Raises where it cannot be opened (damaged, encrypted, of another version)."""
    try:
        with duckdb.connect(path, read_only=True, config={"threads": "1"}) as base:
            for schema, name in base.execute("select schema_name, table_name from duckdb_tables()").fetchall():
                yield base.table(f'"{schema}"."{name}"').to_arrow_table()
    except duckdb.Error as error:
        raise MutualisError("A DuckDB file cannot be opened.", there_is=type(error).__name__) from None
