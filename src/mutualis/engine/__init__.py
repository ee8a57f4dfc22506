"""Engines and the lake: the only room that knows DuckDB and Delta Lake."""

from mutualis.engine.compile import sql
from mutualis.engine.duckdb import DuckEngine
from mutualis.engine.lake import DeltaLake

__all__ = ["DeltaLake", "DuckEngine", "sql"]
