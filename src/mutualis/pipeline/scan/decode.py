"""Open every file that a node can open: age, zstd, Parquet, SQLite; what is none of these is read as it lies there."""

import io
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import zstandard

CHUNK = 4_000_000
OVERLAP = 128
AGE, ZSTD, PARQUET, SQLITE = b"age-encryption.org/v1", b"\x28\xb5\x2f\xfd", b"PAR1", b"SQLite format 3\0"

Decrypt = Callable[[bytes], bytes | None]


def chunks(stream: IO[bytes] | Any) -> Iterator[bytes]:
    """Pieces of a stream that overlap, so that nothing hides on a border."""
    tail = b""
    while piece := stream.read(CHUNK):
        yield tail + piece
        tail = piece[-OVERLAP:]


def column_texts(column: pa.ChunkedArray) -> Iterator[bytes]:
    """The distinct values of a column, a line each: text as it is, numbers as digits, bytes as they are."""
    if pa.types.is_nested(column.type):
        yield from chunks(io.BytesIO("\n".join(map(str, column.to_pylist())).encode()))
        return
    values = pc.unique(column.combine_chunks() if column.num_chunks != 1 else column.chunk(0))
    if pa.types.is_binary(values.type) or pa.types.is_fixed_size_binary(values.type):
        joined = b"\n".join(value for value in values.to_pylist() if value is not None)
    else:
        joined = "\n".join(pc.cast(values, pa.string()).drop_null().to_pylist()).encode()
    yield from chunks(io.BytesIO(joined))


def parquet_columns(source: Path | io.BytesIO) -> tuple[str, ...]:
    return tuple(pq.ParquetFile(source).schema_arrow.names)


def parquet_texts(source: Path | io.BytesIO) -> Iterator[bytes]:
    file = pq.ParquetFile(source)
    yield str(file.schema_arrow.metadata or "").encode()
    for name in file.schema_arrow.names:
        yield from column_texts(file.read([name]).column(0))


def sqlite_texts(path: Path) -> Iterator[bytes]:
    """Every value of every table, a line each."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        names = [row[0] for row in base.execute("select name from sqlite_master where type = 'table'")]
        for name in names:
            rows = base.execute(f'select * from "{name}"')  # noqa: S608 - names come from the file's own catalogue
            text = "\n".join(str(value) for row in rows for value in row)
            yield from chunks(io.BytesIO(text.encode()))
    base.close()


def layers(path: Path, decrypt: Decrypt) -> Iterator[tuple[str, Path | bytes]]:
    """The file and, while it can be opened, what is inside: (name of the layer, path or bytes)."""
    with path.open("rb") as stream:
        head = stream.read(32)
    yield "file", path
    if head.startswith(AGE) and (inner := decrypt(path.read_bytes())) is not None:
        yield "age", inner


def texts(content: Path | bytes) -> Iterator[bytes]:
    """The bytes to search of one layer: its own, and what zstd, Parquet or SQLite hold inside."""
    stream = content.open("rb") if isinstance(content, Path) else io.BytesIO(content)
    with stream:
        head = stream.read(32)
        stream.seek(0)
        yield from chunks(stream)
        stream.seek(0)
        if head.startswith(ZSTD):
            yield from chunks(zstandard.ZstdDecompressor().stream_reader(stream))
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
