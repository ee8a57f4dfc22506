"""Columns of characters to whole numbers and days, a block of records at a time.

A block is a matrix of bytes with one row a character position and one column a record, so that each step works on whole
rows. Bytes that are no digit are found in passing; their values are meaningless and never used.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]

ZERO, PLUS, MINUS = 48, 43, 45
FIRST_YEAR, LAST_YEAR = 1800, 2199


@dataclass(frozen=True)
class Parsed:
    """Numbers of one field, where they are faulty (None: nowhere) and where the field is empty (None: nowhere)."""

    values: Numbers
    faulty: Flags | None = None
    empty: Flags | None = None


def number(characters: Bytes) -> Parsed:
    """An unsigned number of any width up to 18 digits; uint8 to uint64 by width."""
    digits = characters - np.uint8(ZERO)
    faulty = digits.max(axis=0) > 9 if digits.max(initial=0) > 9 else None
    return Parsed(_joined(digits), faulty)


def _joined(digits: Bytes) -> Numbers:
    """Neighbours are joined in pairs: two digits in a byte, four in two bytes, and so on, so that rows stay narrow."""
    parts: Numbers = digits
    for factor, wider in ((10, np.uint8), (100, np.uint16), (10_000, np.uint32), (100_000_000, np.uint64)):
        if len(parts) == 1:
            break
        parts = _paired(parts.astype(wider, copy=False), factor)
    if len(parts) == 1:
        return np.asarray(parts[0])
    return np.asarray(parts[0] * np.uint64(10**16) + parts[1])


def _paired(parts: Numbers, factor: int) -> Numbers:
    odd = len(parts) % 2
    pairs = parts[odd::2] * parts.dtype.type(factor) + parts[odd + 1 :: 2]
    return np.concatenate([parts[:1], pairs]) if odd else pairs


def signed(characters: Bytes) -> tuple[Parsed, Flags | None]:
    """A sign and digits as int64; the second answer says where the sign is neither + nor −."""
    sign = characters[0]
    has_no_sign = (sign != PLUS) & (sign != MINUS)
    magnitude = number(characters[1:])
    values = magnitude.values.astype(np.int64) * (np.int64(44) - sign)
    return Parsed(values, magnitude.faulty), has_no_sign if has_no_sign.any() else None


def month(characters: Bytes) -> tuple[Parsed, Flags | None]:
    """A month YYYYMM as int32, empty where zero; the second answer says where no such month exists."""
    found = number(characters)
    values = found.values.astype(np.int32)
    empty = values == 0
    years, months = np.divmod(values, np.int32(100))
    absent = ((months - 1).view(np.uint32) > 11) | (years < FIRST_YEAR) | (years > LAST_YEAR)
    absent &= ~empty
    return Parsed(values, found.faulty, empty), absent if absent.any() else None


def day(characters: Bytes) -> tuple[Parsed, Flags | None]:
    """A day YYYYMMDD as int32 days since 1970, empty where zero; the second answer says where no such day exists."""
    found = number(characters)
    values = found.values.astype(np.uint32)
    empty = values == 0
    months, days = np.divmod(values, np.uint32(100))
    years, months = np.divmod(months, np.uint32(100))
    place = (years - np.uint32(FIRST_YEAR)) * np.uint32(12) + months - np.uint32(1)
    first_days, lengths = _calendar()
    inside = np.minimum(place, np.uint32(len(lengths) - 1))
    absent = (place >= len(lengths)) | (months - np.uint32(1) > 11) | (days - np.uint32(1) >= lengths[inside])
    absent &= ~empty
    values_in_days = first_days[inside] + days.astype(np.int32) - np.int32(1)
    return Parsed(values_in_days, found.faulty, empty if empty.any() else None), absent if absent.any() else None


@cache
def _calendar() -> tuple[npt.NDArray[np.int32], npt.NDArray[np.uint32]]:
    """First day (days since 1970) and length of every month from FIRST_YEAR to LAST_YEAR."""
    months = np.arange(f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="datetime64[M]")
    first_days = months.astype("datetime64[D]").astype(np.int64)
    return first_days[:-1].astype(np.int32), np.diff(first_days).astype(np.uint32)
