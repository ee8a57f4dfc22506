"""Engines and the lake: the only room that knows DuckDB, Spark and Delta Lake."""

import warnings
from collections.abc import Callable
from pathlib import Path

from mutualis.engine.closed import closed_query, tables_of
from mutualis.engine.compile import sql
from mutualis.engine.contents import duckdb_tables
from mutualis.engine.duckdb import DuckEngine
from mutualis.engine.lake import DeltaLake, emptied
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine

__all__ = ["DeltaLake", "DuckEngine", "closed_query", "duckdb_tables", "emptied", "spark_engine", "sql", "tables_of"]


def spark_engine(master: str, temporary: Path) -> Engine:
    """The distributed engine, on a Spark master (local[2], local-cluster[2,1,2048], spark://host:7077).

    Spark is no part of the usual installation: without it, or without Java, this is an error.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # about pandas, of which nothing is used here
        return _spark_class()(master, temporary=temporary)


def _spark_class() -> Callable[..., Engine]:
    try:
        from mutualis.engine.spark import SparkEngine
    except ImportError:
        raise MutualisError(
            "Spark is not installed here.", do="install requirements/spark.txt (make test-spark does), and Java 17"
        ) from None
    return SparkEngine
