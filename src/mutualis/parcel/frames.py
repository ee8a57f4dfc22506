"""zstd files: one frame each, read in blocks, never more bytes than were declared (threat T14).

The frame is walked by its block headers before anything is decompressed (RFC 8878, sections 3.1.1 and 3.1.1.2), so that
a file that is cut off, followed by something else or in need of a huge window is refused without work.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pyarrow as pa

from mutualis.parcel.errors import ParcelError
from mutualis.parcel.limits import DEFAULT_LIMITS, Limits

MAGIC = b"\x28\xb5\x2f\xfd"
BLOCK_BYTES = 4 << 20


def raw_blocks(
    path: Path, raw_size: int, block_bytes: int = BLOCK_BYTES, limits: Limits = DEFAULT_LIMITS
) -> Iterator[bytes]:
    """The decompressed bytes in blocks of exactly `block_bytes` (the last one shorter), `raw_size` bytes in all.

    Raises `parcel.bomb` as soon as more comes out than declared, `parcel.truncated` when it is less or the file is not
    one whole frame.
    """
    check_frame(path, raw_size, limits)
    left = raw_size
    with pa.OSFile(str(path), "rb") as file, pa.CompressedInputStream(file, "zstd") as stream:
        while True:
            block = _read(stream, min(block_bytes, left + 1), path)
            left -= len(block)
            if left < 0:
                raise _bomb(path, raw_size)
            if not block:
                break
            yield block
    if left:
        raise _truncated(path, f"{raw_size - left:,} of the declared {raw_size:,} bytes came out")


def _read(stream: pa.CompressedInputStream, count: int, path: Path) -> bytes:
    try:
        return bytes(stream.read(count))
    except OSError as error:
        raise _truncated(path, "its zstd blocks are damaged") from error


def check_frame(path: Path, raw_size: int, limits: Limits = DEFAULT_LIMITS) -> None:
    """Refuse a file that is not exactly one zstd frame within the limits. Reads headers only."""
    with path.open("rb") as file:
        content_size, has_checksum = _frame_header(file, path, limits)
        if content_size is not None and content_size != raw_size:
            raise _bomb(path, raw_size) if content_size > raw_size else _truncated(path, "it holds less than declared")
        _walk_blocks(file, path)
        file.seek(4 if has_checksum else 0, 1)
        if file.tell() != path.stat().st_size:
            raise _truncated(path, "the file does not end where its frame ends")


def _frame_header(file: IO[bytes], path: Path, limits: Limits) -> tuple[int | None, bool]:
    if file.read(4) != MAGIC:
        raise _truncated(path, "it does not begin as a zstd frame")
    flags = _number(file, 1, path)
    single = bool(flags & 0x20)
    window = 0 if single else _window(_number(file, 1, path))
    if flags & 0x08 or flags & 0x03:
        raise _truncated(path, "its frame needs a dictionary or a newer format")
    width = {0: int(single), 1: 2, 2: 4, 3: 8}[flags >> 6]
    size = _number(file, width, path) + (256 if width == 2 else 0) if width else None
    if max(window, size or 0 if single else 0) > limits.window_bytes:
        raise ParcelError(
            "parcel.bomb", f"File {path.name} asks for a window of more than {limits.window_bytes:,} bytes."
        )
    return size, bool(flags & 0x04)


def _window(descriptor: int) -> int:
    base = 1 << (10 + (descriptor >> 3))
    return base + base // 8 * (descriptor & 7)


def _walk_blocks(file: IO[bytes], path: Path) -> None:
    last = False
    while not last:
        header = _number(file, 3, path)
        last, kind, size = bool(header & 1), header >> 1 & 3, header >> 3
        if kind == 3:
            raise _truncated(path, "a block of it is of an unknown kind")
        file.seek(1 if kind == 1 else size, 1)


def _number(file: IO[bytes], width: int, path: Path) -> int:
    content = file.read(width)
    if len(content) != width:
        raise _truncated(path, "it is cut off")
    return int.from_bytes(content, "little")


def measure(path: Path) -> int:
    """The raw bytes in a zstd file of our own making, counted by decompressing it."""
    total = 0
    with pa.OSFile(str(path), "rb") as file, pa.CompressedInputStream(file, "zstd") as stream:
        while block := _read(stream, BLOCK_BYTES, path):
            total += len(block)
    return total


def compress(source: Path, target: "HashingWriter") -> int:
    """Write the source as one zstd frame into an open file; returns the raw bytes."""
    total = 0
    sink = pa.PythonFile(target, "wb")
    with source.open("rb") as file, sink, pa.CompressedOutputStream(sink, "zstd") as stream:
        while block := file.read(BLOCK_BYTES):
            stream.write(block)
            total += len(block)
    return total


class HashingWriter:
    """An open file that counts and hashes what passes, and remembers why a write failed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash, self.size = file, hashlib.sha256(), 0
        self.failure: OSError | None = None

    def write(self, content: bytes) -> int:
        self._hash.update(content)
        self.size += len(content)
        try:
            return self._file.write(content)
        except OSError as error:
            self.failure = error
            raise

    def flush(self) -> None:
        self._file.flush()

    def close(self) -> None:
        """Left to the one who opened the file."""

    closed = False

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def _bomb(path: Path, raw_size: int) -> ParcelError:
    return ParcelError(
        "parcel.bomb",
        f"File {path.name} holds more than it declares.",
        there_is=f"{raw_size:,} bytes were declared; reading stopped there",
        do="declare the true size of the decompressed file, or find out what was added to it",
    )


def _truncated(path: Path, why: str) -> ParcelError:
    return ParcelError(
        "parcel.truncated",
        f"File {path.name} is not one whole zstd frame of the declared size: {why}.",
        do="compress the file again in one go and send a new parcel",
    )
