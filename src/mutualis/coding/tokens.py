"""The row token of a parcel: a random number for each identity, and the table that finds it for millions of lines."""

import os

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

ABSENT = -1
GOLDEN = np.uint64(0x9E3779B97F4A7C15)

Numbers = npt.NDArray[np.int64]
Tokens = npt.NDArray[np.int32]
Slots = npt.NDArray[np.intp]


def random_permutation(count: int) -> Tokens:
    """0 to count - 1 in an order drawn from the system's secure random source."""
    drawn = np.frombuffer(os.urandom(8 * count), dtype=np.uint64)
    return np.argsort(drawn).astype(np.int32)


class TokenTable:
    """Numbers (none negative, each once) to tokens: a table with open addressing, built and searched by whole arrays.

    A search costs one or two memory accesses a line whatever the number of identities, where a binary search would
    cost twenty. At most half of the table is filled.
    """

    def __init__(self, numbers: Numbers, tokens: Tokens) -> None:
        bits = max(1, int(2 * len(numbers)).bit_length())
        self._shift, self._last = np.uint64(64 - bits), 2**bits - 1
        self._keys = np.full(2**bits, ABSENT, dtype=np.int64)
        self._tokens = np.full(2**bits, ABSENT, dtype=np.int32)
        slots = self._slots(numbers)
        while len(numbers):
            free = self._keys[slots] == ABSENT
            self._keys[slots[free]] = numbers[free]
            placed = self._keys[slots] == numbers
            self._tokens[slots[placed]] = tokens[placed]
            numbers, tokens, slots = numbers[~placed], tokens[~placed], self._after(slots[~placed])

    def find(self, numbers: Numbers) -> Tokens:
        """The token of every number; ABSENT where the table does not have it."""
        slots = self._slots(numbers)
        found = self._tokens[slots]
        open_rows = np.flatnonzero(self._keys[slots] != numbers)
        while len(open_rows):
            slots = self._after(slots if len(slots) == len(open_rows) else slots[open_rows])
            found, open_rows, slots = self._next(numbers, found, open_rows, slots)
        return found

    def _next(self, numbers: Numbers, found: Tokens, rows: Numbers, slots: Slots) -> tuple[Tokens, Numbers, Slots]:
        found[rows] = self._tokens[slots]
        still = (self._keys[slots] != numbers[rows]) & (self._keys[slots] != ABSENT)
        return found, rows[still], slots[still]

    def token(self, numbers: pl.Series) -> pl.Series:
        """The tokens of a polars column of numbers; null where it is null or the table does not have the number."""
        found = self.find(numbers.fill_null(0).to_numpy())
        absent = found == ABSENT
        tokens = pa.array(found, mask=absent) if absent.any() else pa.array(found)
        return pl.Series(numbers.name, pl.from_arrow(tokens), dtype=pl.Int32)

    def _slots(self, numbers: Numbers) -> Slots:
        return ((numbers.astype(np.uint64) * GOLDEN) >> self._shift).astype(np.intp)

    def _after(self, slots: Slots) -> Slots:
        following: Slots = np.bitwise_and(slots + 1, self._last, dtype=np.intp)
        return following
