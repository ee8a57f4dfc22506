"""Codes as 16 bytes: packing from 32 hexadecimal characters and back, and their order, without a loop per row.

A packed code is one row of a (n, 2) array of unsigned 64-bit integers, high half first, so that the order of the rows
as pairs of numbers is the order of the codes as text.
"""

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from mutualis.coding.kernel import CODE_LENGTH

Packed = npt.NDArray[np.uint64]
Words = npt.NDArray[np.uint64]
BLOCK = 1 << 13  # rows: the words of a block stay in the processor's cache
WORDS = 4  # of eight characters each
NIBBLES = np.uint64(0x0F0F0F0F0F0F0F0F)
BYTES = np.uint64(0x00FF00FF00FF00FF)
PAIRS = np.uint64(0x0000FFFF0000FFFF)
HALF = np.uint64(0x00000000FFFFFFFF)
ONES = np.uint64(0x0101010101010101)
ZEROS = ONES * np.uint64(ord("0"))
TO_LETTER = np.uint64(ord("a") - ord("0") - 10)


def pack(codes: pl.Series) -> Packed:
    """Codes (text of 32 lower-case hexadecimal characters, no null) to packed rows in the same order."""
    text = codes.to_arrow().cast(pa.large_string())
    content = text.buffers()[2] or b""
    words = np.frombuffer(content, ">u8", count=len(text) * WORDS, offset=text.offset * CODE_LENGTH).reshape(-1, WORDS)
    packed = np.empty((len(words), 2), dtype=np.uint64)
    for start in range(0, len(words), BLOCK):
        values = _values(words[start : start + BLOCK].astype(np.uint64))
        packed[start : start + BLOCK] = values[:, 0::2] << np.uint64(32) | values[:, 1::2]
    return packed


def unpack(packed: Packed) -> pa.Array:
    """Packed rows to an Arrow column of text, in the same order; at most 67 million, as a text column holds 2 GB."""
    words = np.empty((len(packed), WORDS), dtype=">u8")
    for start in range(0, len(packed), BLOCK):
        rows = packed[start : start + BLOCK]
        values = np.stack([rows >> np.uint64(32), rows & HALF], axis=2).reshape(-1, WORDS)
        words[start : start + BLOCK] = _characters(values)
    offsets = np.arange(len(packed) + 1, dtype=np.int32) * CODE_LENGTH
    return pa.Array.from_buffers(pa.string(), len(packed), [None, pa.py_buffer(offsets), pa.py_buffer(words)])


def _values(words: Words) -> Words:
    """Eight hexadecimal characters a word to their 32 bits; every step works on all characters of a word at once."""
    letters = words >> np.uint64(6) & ONES
    words &= NIBBLES
    words += letters * np.uint64(9)
    for shift, kept in ((4, BYTES), (8, PAIRS), (16, HALF)):
        words |= words >> np.uint64(shift)
        words &= kept
    return words


def _characters(values: Words) -> Words:
    """32 bits to eight hexadecimal characters a word."""
    for shift, kept in ((16, PAIRS), (8, BYTES), (4, NIBBLES)):
        values |= values << np.uint64(shift)
        values &= kept
    letters = values + ONES * np.uint64(6) >> np.uint64(4) & ONES
    values += ZEROS
    values += letters * TO_LETTER
    return values


def spill(packed: Packed) -> bytes:
    """Packed rows as bytes for a temporary file."""
    return packed.astype(">u8").tobytes()


def unspill(content: bytes) -> Packed:
    """The packed rows of such bytes."""
    return np.frombuffer(content, dtype=">u8").astype(np.uint64).reshape(-1, 2)


def ordered(packed: Packed) -> Packed:
    """The rows from low to high, each code once."""
    rows = np.take(packed, np.argsort(packed[:, 0]), axis=0)
    same_high = rows[1:, 0] == rows[:-1, 0]
    same_low = rows[1:, 1] == rows[:-1, 1]
    if np.any(same_high & ~same_low):  # two codes that share 64 bits: hardly ever, and only then the slow full sort
        rows = packed[np.lexsort((packed[:, 1], packed[:, 0]))]
        same_high, same_low = rows[1:, 0] == rows[:-1, 0], rows[1:, 1] == rows[:-1, 1]
    repeated = same_high & same_low
    return rows[np.append(True, ~repeated)] if np.any(repeated) else rows


def split(rows: Packed, bits: int) -> list[Packed]:
    """Ordered rows cut into 2**bits ranges of equal width of the first bits; together they are the rows again."""
    if bits == 0:
        return [rows]
    edges = np.arange(1, 2**bits, dtype=np.uint64) << np.uint64(64 - bits)
    return np.split(rows, np.searchsorted(rows[:, 0], edges))
