"""What holds other files in it: age, gzip, zip, zstd around one of these or a table, and the streams of a PDF."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import zstandard

from mutualis.model import MutualisError

AGE, ZSTD, PARQUET, SQLITE = b"age-encryption.org/v1", b"\x28\xb5\x2f\xfd", b"PAR1", b"SQLite format 3\0"
GZIP, ZIP, PDF, DUCKDB, DUCKDB_AT = b"\x1f\x8b", b"PK\x03\x04", b"%PDF-", b"DUCK", 8
HEAD = 32
LARGEST = 4_000_000_000  # bytes that are unpacked into memory; more is told as not decoded
DEEPEST = 6
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)

Decrypt = Callable[[bytes], bytes | None]
Content = Path | bytes
Layer = tuple[str, Content | None]
UNREADABLE = (
    OSError,
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    zstandard.ZstdError,
    RuntimeError,  # a zip with a password
    MutualisError,
)


class Readable(Protocol):
    """What is unpacked while it is read."""

    def read(self, size: int, /) -> bytes: ...


def layers(path: Path, decrypt: Decrypt) -> Iterator[Layer]:
    """The file and what is inside, as deep as it can be opened: (name of the layer, its content).

    Where a container cannot be opened its content is None; what is encrypted for somebody else has nothing inside.
    """
    yield from _layers("file", path, decrypt, 0)


def _layers(name: str, content: Content, decrypt: Decrypt, depth: int) -> Iterator[Layer]:
    yield name, content
    if depth == DEEPEST:
        return
    try:
        for kind, inner in inside(content, decrypt):
            yield from _layers(kind if name == "file" else f"{name} {kind}", inner, decrypt, depth + 1)
    except FileNotFoundError:
        raise
    except UNREADABLE:
        yield name, None


def inside(content: Content, decrypt: Decrypt) -> Iterator[tuple[str, bytes]]:
    """The files that a container holds; nothing where it is none."""
    head = first_bytes(content)
    if head.startswith(AGE):
        if (opened := decrypt(_bytes(content))) is not None:
            yield "age", opened
    elif head.startswith(GZIP):
        with gzip.open(content if isinstance(content, Path) else io.BytesIO(content)) as file:
            yield "gzip", limited(file)
    elif head.startswith(ZIP):
        with zipfile.ZipFile(content if isinstance(content, Path) else io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as file:
                    yield "zip", limited(file)
    elif head.startswith(ZSTD):
        yield from _in_zstd(content)
    elif head.startswith(PDF):
        yield "pdf", b"\n".join(_inflated(each) for each in STREAM.findall(_bytes(content)))


def _in_zstd(content: Content) -> Iterator[tuple[str, bytes]]:
    """What zstd holds where it is a container or a table; anything else is searched as a stream (`decode.texts`)."""
    stream = content.open("rb") if isinstance(content, Path) else io.BytesIO(content)
    with stream, zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True) as reader:
        head = reader.read(HEAD)
        if is_known(head):
            yield "zstd", head + limited(reader)


def is_known(head: bytes) -> bool:
    """Whether a file that begins so holds something that has to be decoded."""
    return head.startswith((AGE, GZIP, ZIP, ZSTD, PDF, PARQUET, SQLITE)) or is_duckdb(head)


def is_duckdb(head: bytes) -> bool:
    return head[DUCKDB_AT : DUCKDB_AT + len(DUCKDB)] == DUCKDB


def first_bytes(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content[:HEAD]
    with content.open("rb") as stream:
        return stream.read(HEAD)


def _bytes(content: Content) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()


def limited(file: Readable) -> bytes:
    """All of an unpacked file; one that unpacks to more than `LARGEST` is an error."""
    pieces, size = [], 0
    while piece := file.read(1 << 22):
        pieces.append(piece)
        if (size := size + len(piece)) > LARGEST:
            raise MutualisError("A packed file is too large to be searched.", there_is=f"more than {LARGEST:,} bytes")
    return b"".join(pieces)


def _inflated(stream: bytes) -> bytes:
    """A stream of a PDF: inflated where it is packed with Flate, else as it is."""
    try:
        return zlib.decompressobj().decompress(stream, LARGEST)
    except zlib.error:
        return stream
