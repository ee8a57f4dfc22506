"""The text of every file: its bytes, and what zstd, Parquet, SQLite and DuckDB hold; containers: `containers`."""

import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from mutualis.engine import duckdb_tables
from mutualis.model import MutualisError
from mutualis.pipeline.scan.containers import PARQUET, SQLITE, ZSTD, Content, first_bytes, is_duckdb, layers
from mutualis.pipeline.scan.pages import columns_of, unclaimed
from mutualis.pipeline.scan.values import is_sought, is_text, texts_of

__all__ = ["UNREADABLE", "columns", "layers", "own", "pieces", "slices", "texts"]

CHUNK = 4_000_000
OVERLAP = 128  # more than the longest needle
ROWS = 10_000
WHOLE = 64_000_000  # bytes of a row group, unpacked, that are read at once; of a larger one a column at a time

# What a broken file raises.
UNREADABLE = (pa.ArrowException, OSError, zstandard.ZstdError, sqlite3.Error, MutualisError)

Piece = tuple[bytes | memoryview, int]  # and how many of its first bytes were in the piece before


def pieces(stream: IO[bytes] | Any) -> Iterator[Piece]:
    """Pieces of a stream that overlap, so that nothing hides on a border, however short the reads are."""
    tail = b""
    while read := stream.read(CHUNK):
        piece = tail + read
        yield piece, len(tail)
        tail = piece[-OVERLAP:]


def slices(text: Any) -> Iterator[Piece]:
    """The same of bytes in memory, not copied."""
    view = memoryview(text)
    for at in range(0, len(view), CHUNK):
        before = min(at, OVERLAP)
        yield view[at - before : at + CHUNK], before


def parquet_texts(source: Path | io.BytesIO) -> Iterator[Piece]:
    """Names and remarks of the schema, then the columns of each row group; of a text column, its dictionary."""
    schema = pq.read_schema(source)
    text = [field.name for field in schema if is_text(field.type)]
    sought = [field.name for field in schema if is_sought(field.type)]
    yield from slices(f"{schema.names} {schema.metadata or ''}".encode())
    as_dictionaries = [] if has_differences(source) else text
    with pq.ParquetFile(source, read_dictionary=as_dictionaries, pre_buffer=False) as file:
        for group in range(file.num_row_groups):
            is_small = file.metadata.row_group(group).total_byte_size < WHOLE
            for names in [sought] if is_small else [[name] for name in sought]:
                for column in file.read_row_group(group, names, use_threads=False).columns:
                    for values in texts_of(column):
                        yield from slices(values)


def has_differences(source: Path | io.BytesIO) -> bool:
    """Whether a column is written as differences from the value before: these cannot be read as a dictionary."""
    return any("DELTA" in encoding for column in columns_of(source) for encoding in column.encodings)


def sqlite_texts(content: Content) -> Iterator[Piece]:
    """Every value of every table, a line each; bytes as they are."""
    if isinstance(content, bytes):
        base = sqlite3.connect(":memory:")
        base.deserialize(content)
    else:
        base = sqlite3.connect(f"{content.resolve().as_uri()}?{_without_trace(content)}", uri=True)
    base.text_factory = bytes
    try:
        for (name,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
            rows = base.execute(f'select * from "{name.decode()}"')  # noqa: S608 - from the file's own catalogue
            while some := rows.fetchmany(ROWS):
                values = (value for row in some for value in row)
                text = b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values)
                yield from slices(b"\n%b\n" % text)
    finally:
        base.close()


def _without_trace(path: Path) -> str:
    """How SQLite opens a file so that it leaves no files beside it: as one that nobody changes.

    Where somebody works with it there is a log of what is not in the file yet, and that has to be read with it.
    """
    log = path.with_name(f"{path.name}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"


def duckdb_texts(content: Content) -> Iterator[Piece]:
    """Every value of every table of a DuckDB file; one that lies inside another file cannot be opened."""
    if isinstance(content, bytes):
        raise MutualisError("A DuckDB file inside another cannot be opened.")
    for table in duckdb_tables(content):
        yield from slices(f"{table.column_names}".encode())
        for column in table.columns:
            for values in texts_of(column):
                yield from slices(values)


def own(content: Content) -> Iterator[Piece]:
    """The bytes of one layer as they are."""
    with _stream(content) as stream:
        yield from pieces(stream)


def texts(content: Content) -> Iterator[Piece]:
    """What zstd or a table hold inside one layer."""
    head = first_bytes(content)
    if head.startswith(ZSTD):
        with _stream(content) as stream:
            yield from pieces(zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True))
    elif head.startswith(PARQUET):
        yield from parquet_texts(content if isinstance(content, Path) else io.BytesIO(content))
        for each in unclaimed(content):
            yield from slices(each)
    elif head.startswith(SQLITE):
        yield from sqlite_texts(content)
    elif is_duckdb(head):
        yield from duckdb_texts(content)


def _stream(content: Content) -> IO[bytes]:
    return content.open("rb") if isinstance(content, Path) else io.BytesIO(content)


def columns(content: Content) -> tuple[str, ...]:
    """The column names when the layer is Parquet, else none."""
    if not first_bytes(content).startswith(PARQUET):
        return ()
    return tuple(pq.read_schema(content if isinstance(content, Path) else io.BytesIO(content)).names)
