"""Find any of many equally long byte strings in a buffer, whole buffers at a time.

A polynomial over the buffer, summed once modulo 2^64, gives the hash of every window of every length by one subtraction
and one product; windows whose hash is a needle's are compared byte for byte, so nothing is found that is not there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mutualis.pipeline.scan.forms import Needles

BASE = np.uint64(0x9E3779B97F4A7C15)
INVERSE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
TABLE_BITS = 20


def powers(base: np.uint64, count: int) -> np.ndarray:
    """base^0 .. base^(count-1) modulo 2^64."""
    row = np.full(count, base, np.uint64)
    row[:1] = 1
    return np.multiply.accumulate(row)


def scrambled(sums: np.ndarray, inverse: np.ndarray, length: int) -> np.ndarray:
    """The hash of every window of that length; high bits are mixed so that they can address a table."""
    hashes = (sums[length:] - sums[:-length]) * inverse[: len(sums) - length]
    return (hashes ^ (hashes >> np.uint64(29))) * BASE


@dataclass(frozen=True)
class Sought:
    """Needles of one length, prepared for many buffers: all their domains and forms are found in one pass."""

    length: int
    folded: bool
    meaning: dict[bytes, tuple[str, str]]

    @cached_property
    def hashes(self) -> np.ndarray:
        rows = np.frombuffer(b"".join(self.meaning), np.uint8).reshape(-1, self.length)
        sums = (rows.astype(np.uint64) * powers(BASE, self.length)).sum(axis=1, dtype=np.uint64)
        return np.unique((sums ^ (sums >> np.uint64(29))) * BASE)

    @cached_property
    def table(self) -> np.ndarray:
        """One flag a slot, to throw away nearly all windows with one look; small enough for the cache."""
        table = np.zeros(1 << TABLE_BITS, bool)
        table[self.hashes >> np.uint64(64 - TABLE_BITS)] = True
        return table

    def hits(self, text: bytes, sums: np.ndarray, inverse: np.ndarray) -> Iterator[tuple[str, str]]:
        """(domain, form) of every occurrence in the text."""
        if len(text) >= self.length:
            hashes = scrambled(sums, inverse, self.length)
            maybe = np.flatnonzero(self.table[hashes >> np.uint64(64 - TABLE_BITS)])
            for at in maybe[np.isin(hashes[maybe], self.hashes)].tolist():
                if known := self.meaning.get(text[at : at + self.length]):
                    yield known


def prepare(needles: Iterable[Needles]) -> list[Sought]:
    """Needles of one length and case together, so that a buffer is passed once for all of them."""
    grouped: dict[tuple[int, bool], dict[bytes, tuple[str, str]]] = {}
    for one in needles:
        into = grouped.setdefault((one.length, one.folded), {})
        for value in one.values:
            into.setdefault(value, (one.domain, one.form))
    return [Sought(length, folded, meaning) for (length, folded), meaning in grouped.items()]


def prefix_sums(buffer: bytes) -> np.ndarray:
    letters = np.frombuffer(buffer, np.uint8).astype(np.uint64)
    return np.concatenate([np.zeros(1, np.uint64), np.cumsum(letters * powers(BASE, len(letters)), dtype=np.uint64)])


def search(buffer: bytes, sought: Iterable[Sought]) -> Counter[tuple[str, str]]:
    """How often each (domain, form) occurs in the buffer."""
    found: Counter[tuple[str, str]] = Counter()
    inverse = powers(INVERSE, len(buffer) + 1)
    lowered = buffer.lower()
    plain, folded = prefix_sums(buffer), prefix_sums(lowered)
    for one in sought:
        found.update(one.hits(lowered if one.folded else buffer, folded if one.folded else plain, inverse))
    return found
