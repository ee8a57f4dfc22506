"""Where in a container the bytes are packed: each stretch, with what unpacks it.

Of gzip, zstd and PDF streams, of the entries of a zip and of the pages of Parquet (`pages`): what these stretches hold
is read by a decoder, and every other byte of the file stands there as it is.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import zstandard

from mutualis.model import MutualisError
from mutualis.pipeline.scan.containers import (
    GZIP,
    LARGEST,
    PARQUET,
    PDF,
    STREAM,
    UNREADABLE,
    ZIP,
    ZSTD,
    Content,
    first_bytes,
    limited,
)

# What unpacking bytes that are not what they seem may raise.
BROKEN = (*UNREADABLE, pa.ArrowException, ValueError, MemoryError, IndexError)

Unpack = Callable[[bytes], bytes]
GZIP_FLAGS = 3  # where the byte stands that tells of a name or a remark, which no decoder reads
INFLATE_GZIP, INFLATE_ZLIB, INFLATE_BARE = 31, 15, -15
ZIP_HEAD, NAME_SIZE, MORE_SIZE = 30, slice(26, 28), slice(28, 30)  # APPNOTE.TXT 4.3.7


@dataclass(frozen=True, eq=False)
class Packed:
    """Packed bytes from `start` up to `end` of a container, and what makes their content of them (or raises)."""

    start: int
    end: int
    unpack: Unpack


def stretches(content: Content) -> Iterator[Packed]:
    """The packed stretches of a container; of Parquet: `pages.stretches`. What is no container has none."""
    head, size = first_bytes(content), size_of(content)
    if head.startswith(GZIP):
        yield Packed(0, size, gunzipped)
    elif head.startswith(ZSTD):
        yield Packed(0, size, decompressed)
    elif head.startswith(ZIP):
        yield from entries(content)
    elif head.startswith(PDF):
        for found in STREAM.finditer(part(content, 0, size)):
            yield Packed(*found.span(1), inflated)


def may_have(content: Content) -> bool:
    """Whether a container is of a kind that packs."""
    return first_bytes(content).startswith((GZIP, ZSTD, ZIP, PDF, PARQUET))


def entries(content: Content) -> Iterator[Packed]:
    """The entries of a zip that are deflated; the name and the extra field stand before each, not packed."""
    with zipfile.ZipFile(content if isinstance(content, Path) else io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.compress_type == zipfile.ZIP_DEFLATED:
                at = entry.header_offset
                head = part(content, at, at + ZIP_HEAD)
                before = [int.from_bytes(head[each], "little") for each in (NAME_SIZE, MORE_SIZE)]
                start = at + ZIP_HEAD + sum(before)
                yield Packed(start, start + entry.compress_size, bare)


def gunzipped(packed: bytes) -> bytes:
    """Of one gzip stream without a name or a remark: a checksum may cover them, and nobody unpacks them."""
    if packed[GZIP_FLAGS]:
        raise MutualisError("A gzip stream has a name or a remark.")
    return _inflated(packed, INFLATE_GZIP)


def inflated(packed: bytes) -> bytes:
    return _inflated(packed, INFLATE_ZLIB)


def bare(packed: bytes) -> bytes:
    return _inflated(packed, INFLATE_BARE)


def _inflated(packed: bytes, window: int) -> bytes:
    """All that one stream holds; bytes after its end stay unread and change nothing."""
    stream = zlib.decompressobj(window)
    content = stream.decompress(packed, LARGEST)
    if not stream.eof:
        raise MutualisError("A packed stream breaks off or is too large.")
    return content


def decompressed(packed: bytes) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as reader:
        return limited(reader)


def part(content: Content, start: int, end: int) -> bytes:
    if isinstance(content, bytes):
        return content[start:end]
    with content.open("rb") as stream:
        stream.seek(start)
        return stream.read(end - start)


def size_of(content: Content) -> int:
    return len(content) if isinstance(content, bytes) else content.stat().st_size
