"""Open every file that a node can open: age, zstd, Parquet, SQLite; what is none of these is read as it lies there."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

from mutualis.pipeline.scan.values import is_sought, is_text, texts_of

CHUNK = 4_000_000
OVERLAP = 128  # more than the longest needle
ROWS = 10_000
WHOLE = 64_000_000  # bytes of a row group, unpacked, that are read at once; of a larger one a column at a time
AGE, ZSTD, PARQUET, SQLITE = b"age-encryption.org/v1", b"\x28\xb5\x2f\xfd", b"PAR1", b"SQLite format 3\0"

UNREADABLE = (pa.ArrowException, OSError, zstandard.ZstdError, sqlite3.Error)  # what a broken file raises

Decrypt = Callable[[bytes], bytes | None]
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
    with pq.ParquetFile(source, read_dictionary=text, pre_buffer=False) as file:
        for group in range(file.num_row_groups):
            is_small = file.metadata.row_group(group).total_byte_size < WHOLE
            for names in [sought] if is_small else [[name] for name in sought]:
                for column in file.read_row_group(group, names, use_threads=False).columns:
                    for values in texts_of(column):
                        yield from slices(values)


def parquet_columns(source: Path | io.BytesIO) -> tuple[str, ...]:
    return tuple(pq.read_schema(source).names)


def sqlite_texts(path: Path) -> Iterator[Piece]:
    """Every value of every table, a line each; bytes as they are."""
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    base.text_factory = bytes
    try:
        for (name,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
            rows = base.execute(f'select * from "{name.decode()}"')  # noqa: S608 - from the file's own catalogue
            while some := rows.fetchmany(ROWS):
                values = (value for row in some for value in row)
                yield from slices(b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values))
    finally:
        base.close()


def layers(path: Path, decrypt: Decrypt) -> Iterator[tuple[str, Path | bytes]]:
    """The file and, while it can be opened, what is inside: (name of the layer, path or bytes)."""
    with path.open("rb") as stream:
        head = stream.read(32)
    yield "file", path
    if head.startswith(AGE) and (inner := decrypt(path.read_bytes())) is not None:
        yield "age", inner


def texts(content: Path | bytes) -> Iterator[Piece]:
    """The bytes to search of one layer: its own, and what zstd, Parquet or SQLite hold inside."""
    stream = content.open("rb") if isinstance(content, Path) else io.BytesIO(content)
    with stream:
        head = stream.read(32)
        stream.seek(0)
        yield from pieces(stream)
        stream.seek(0)
        if head.startswith(ZSTD):
            yield from pieces(zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True))
    if head.startswith(PARQUET):
        yield from parquet_texts(content if isinstance(content, Path) else io.BytesIO(content))
    elif head.startswith(SQLITE) and isinstance(content, Path):
        yield from sqlite_texts(content)


def first_bytes(content: Path | bytes) -> bytes:
    if isinstance(content, bytes):
        return content[:4]
    with content.open("rb") as stream:
        return stream.read(4)


def columns(content: Path | bytes) -> tuple[str, ...]:
    """The column names when the layer is Parquet, else none."""
    if first_bytes(content) != PARQUET:
        return ()
    return parquet_columns(content if isinstance(content, Path) else io.BytesIO(content))
