"""One query over tables in memory, closed off: no file, no network, no extension, no change of settings."""

import duckdb
import polars as pl

from mutualis.model import MutualisError

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "2GB",
    "threads": "2",
}


def closed_query(tables: dict[str, pl.DataFrame], text: str) -> pl.DataFrame:
    """The answer to one SELECT over the tables, by their names. Anything else is an error that says why."""
    with duckdb.connect(":memory:", config=SETTINGS) as connection:
        for name, frame in tables.items():
            connection.register(name, frame.to_arrow())
        connection.execute("SET lock_configuration = true")
        try:
            found = pl.from_arrow(connection.sql(text).to_arrow_table())
        except duckdb.Error as error:
            raise _refused(error, f"use the tables {', '.join(sorted(tables))}") from None
    assert isinstance(found, pl.DataFrame)
    return found


def tables_of(text: str) -> set[str]:
    """The names of the tables that one SELECT reads, without those that it makes itself (WITH)."""
    with duckdb.connect(":memory:", config=SETTINGS) as connection:
        try:
            asked = connection.extract_statements(text)
            if len(asked) != 1 or asked[0].type != duckdb.StatementType.SELECT:
                raise MutualisError("A query is one SELECT.", do="read the tables, and change nothing")
            return set(connection.get_table_names(text))
        except duckdb.Error as error:
            raise _refused(error, "correct it") from None


def _refused(error: duckdb.Error, do: str) -> MutualisError:
    return MutualisError("The query cannot be run.", there_is=str(error).split("\n", 1)[0], do=do)
