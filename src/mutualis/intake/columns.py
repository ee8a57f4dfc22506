"""Parsed numbers and bytes to Arrow columns, without a step per row: fixed offsets for text, dictionaries for codes.

Columns are made from buffers: no copy, and no attempt to load a data-frame library.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.intake.digits import ZERO, Bytes, Flags, Numbers

ARROW_OF = {1: pa.uint8(), 2: pa.uint16(), 4: pa.uint32(), 8: pa.uint64()}


def text(characters: Bytes, empty: Flags | None) -> pa.Array:
    """Rows of bytes, one a character position, as strings of that width; `empty` rows are null."""
    width, rows = characters.shape
    data = np.ascontiguousarray(characters.T)
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), rows, [_present(empty), pa.py_buffer(offsets), pa.py_buffer(data)])


def plain(values: Numbers, kind: pa.DataType, empty: Flags | None) -> pa.Array:
    """Numbers as they lie in memory, as an Arrow column of that type; `empty` rows are null."""
    return pa.Array.from_buffers(kind, len(values), [_present(empty), pa.py_buffer(np.ascontiguousarray(values))])


def booleans(values: Flags) -> pa.Array:
    """Truth values as an Arrow column."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, pa.py_buffer(np.packbits(values, bitorder="little"))])


def _present(empty: Flags | None) -> pa.Buffer | None:
    return None if empty is None else pa.py_buffer(np.packbits(~empty, bitorder="little"))


def whole_numbers(column: pa.ChunkedArray | pa.Array) -> Numbers:
    """A column of numbers without nulls as numpy sees it; `to_numpy` would load a data-frame library first."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return np.concatenate([np.from_dlpack(chunk) for chunk in chunks]) if chunks else np.zeros(0, np.int64)


def trimmed(characters: Bytes) -> pa.Array:
    """Free text without the spaces behind it; blank is null."""
    found = pc.utf8_rtrim_whitespace(text(characters, None))
    return pc.if_else(pc.equal(found, ""), pa.scalar(None, pa.string()), found)


def codes(values: Numbers, width: int, empty: Flags | None) -> pa.Array:
    """Numbers as strings of `width` digits, kept as a dictionary of the distinct ones of this block."""
    distinct = plain(values, ARROW_OF[values.dtype.itemsize], empty).dictionary_encode()
    words = pc.utf8_lpad(pc.cast(distinct.dictionary, pa.string()), width, "0")
    return pa.DictionaryArray.from_arrays(distinct.indices, words)


def numbers(values: Numbers, kind: pa.DataType, empty: Flags | None) -> pa.Array:
    """Numbers in the declared width; `empty` rows are null."""
    return plain(values.astype(np.int64 if kind == pa.int64() else np.int32, copy=False), kind, empty)


def is_blank(characters: Bytes) -> Flags:
    """Where all characters are spaces."""
    blank: Any = (characters == 32).all(axis=0)
    return np.asarray(blank, np.bool_)


def is_alphanumeric(characters: Bytes) -> Flags:
    """Where all characters are digits or capital letters."""
    fits = (characters - np.uint8(ZERO) < 10) | (characters - np.uint8(65) < 26)
    return np.asarray(fits.all(axis=0), np.bool_)


def has_padding(characters: Bytes) -> Flags | None:
    """Where the characters before the digits are no zeros; None where nowhere."""
    if not len(characters) or (characters == ZERO).all():
        return None
    return np.asarray((characters != ZERO).any(axis=0), np.bool_)


def words_of(characters: Bytes) -> npt.NDArray[np.uint64]:
    """The bytes of each record as whole 64-bit words (rows: words, columns: records)."""
    width, rows = characters.shape
    padded = np.zeros((rows, -(-width // 8) * 8), np.uint8)
    padded[:, :width] = characters.T
    return np.ascontiguousarray(padded.view(np.uint64).T)
