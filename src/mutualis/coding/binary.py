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
PACKED_BYTES = CODE_LENGTH // 2


def pack(codes: pl.Series) -> Packed:
    """Codes (text of 32 lower-case hexadecimal characters, no null) to packed rows in the same order."""
    text = codes.to_arrow().cast(pa.large_string())
    offset = text.offset * CODE_LENGTH
    characters = np.frombuffer(text.buffers()[2] or b"", dtype=np.uint16, offset=offset, count=len(text) * PACKED_BYTES)
    return unspill(_byte_of_pair()[characters].tobytes())


def unpack(packed: Packed) -> pa.Array:
    """Packed rows to an Arrow column of text, in the same order; at most 67 million, as a text column holds 2 GB."""
    characters = _pair_of_byte()[np.frombuffer(spill(packed), dtype=np.uint8)]
    offsets = np.arange(len(packed) + 1, dtype=np.int32) * CODE_LENGTH
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(characters)]
    return pa.Array.from_buffers(pa.string(), len(packed), buffers)


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


def _pair_of_byte() -> npt.NDArray[np.uint16]:
    return np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), dtype=np.uint16)


def _byte_of_pair() -> npt.NDArray[np.uint8]:
    table = np.zeros(1 << 16, dtype=np.uint8)
    table[_pair_of_byte()] = np.arange(256, dtype=np.uint8)
    return table
