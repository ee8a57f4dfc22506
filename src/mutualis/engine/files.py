"""Parquet files that an engine made: made safe on disk, opened again and compared before anyone counts on them."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.model import MutualisError
from mutualis.model.protocols import Saved

FOOTERS = 4096
ARROW_TYPES = {
    "string": (pa.string(), pa.large_string(), pa.string_view()),
    "int32": (pa.int32(),),
    "int64": (pa.int64(),),
    "date": (pa.date32(),),
    "boolean": (pa.bool_(),),
    "float64": (pa.float64(),),
}


def schema_of(given: Any) -> ibis.Schema:
    """The Ibis schema of a declared table, or the schema itself."""
    return given if isinstance(given, ibis.Schema) else given.schema


def key_of(given: Any) -> tuple[str, ...]:
    """The columns by which rows are ordered: the key of a declared table, all columns of a schema."""
    return tuple(getattr(given, "key", None) or schema_of(given).names)


def new_file(target: Path) -> Path:
    """The full path of a file that is to be written, in a folder that is there; an existing file is an error."""
    path = Path(target).resolve()
    if path.exists():
        raise MutualisError(f"The file '{path.name}' exists already.", do="give a new name; files are never changed")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def make_durable(path: Path) -> None:
    """Flush a file and the folder that names it, so that both outlive a power cut."""
    for each in (path, path.parent):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def opened(path: Path, schema: ibis.Schema, in_order: bool = True) -> Saved:
    """Open a Parquet file again: its rows and bytes; another schema than declared is an error."""
    try:
        state = path.stat()
        rows, found = _footer(path, state.st_ino, state.st_size, state.st_mtime_ns)
    except (pa.ArrowInvalid, OSError) as error:
        raise MutualisError(
            f"The file '{path.name}' cannot be read as Parquet.", there_is=type(error).__name__, do="write it again"
        ) from None
    wrong = differences(found, schema, in_order)
    if wrong:
        raise MutualisError(f"The file '{path.name}' does not have the declared schema.", there_is="; ".join(wrong))
    return Saved(path, rows, path.stat().st_size)


@lru_cache(maxsize=FOOTERS)
def _footer(path: Path, *_identity: int) -> tuple[int, pa.Schema]:
    """Rows and columns of a file. Files are never changed; another one under the same name has another identity."""
    with pq.ParquetFile(path) as file:
        return file.metadata.num_rows, file.schema_arrow


def differences(found: pa.Schema, schema: ibis.Schema, in_order: bool = True) -> list[str]:
    """What differs between the columns of a file and a declared schema, in words."""
    lacking = [name for name in schema.names if name not in found.names]
    extra = [name for name in found.names if name not in schema.names]
    if lacking or extra:
        return [f"lacking: {', '.join(lacking) or 'none'}", f"not declared: {', '.join(extra) or 'none'}"]
    if in_order and found.names != list(schema.names):
        return ["the columns stand in another order"]
    return [
        f"column {name} is {found.field(name).type}, declared {kind}"
        for name, kind in schema.items()
        if found.field(name).type not in ARROW_TYPES.get(str(kind.copy(nullable=True)), ())
    ]
