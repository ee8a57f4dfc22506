"""The hash of a table's content: the same for the same rows and columns in any order, another for any other content."""

import hashlib
from io import BytesIO

import polars as pl

from mutualis.model import MutualisError


def content_hash(frame: pl.DataFrame) -> str:
    """SHA-256 over names and types of the columns and over the rows, both sorted. Text and missing text differ."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested() or kind == pl.Binary]
    if nested:
        raise MutualisError(f"The column '{nested[0]}' has values that have no hash.", do="use plain values")
    named = frame.select(sorted(frame.columns)).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))
    found = hashlib.sha256("\n".join(f"{name} {kind}" for name, kind in named.schema.items()).encode())
    content = BytesIO()
    ordered = named.sort(named.columns, nulls_last=True) if named.width else named
    ordered.write_csv(content, quote_style="non_numeric", include_header=False)
    found.update(b"\n")
    found.update(content.getbuffer())
    return found.hexdigest()
