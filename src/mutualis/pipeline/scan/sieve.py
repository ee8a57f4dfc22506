"""Throw away nearly all of a text with one look every few bytes, and never a place where a needle lies.

A needle of at least `stride` + 7 bytes holds, wherever it lies, eight whole bytes that begin at a multiple of `stride`.
So the text is looked at in eight bytes every `stride` bytes, and a table knows which eight bytes stand in a needle at
one of its first `stride` places. The table is a Bloom filter: it may say yes too often, never no.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

GRAM = 8
FOLD = np.uint64(0x2020202020202020)  # sets the bit in which a capital and its small letter differ
FACTORS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
BLOCK = 1 << 20  # bytes of text a step: what is computed of them stays in the processor's cache
FEWEST_BITS, MOST_BITS = 16, 33


def words(text: np.ndarray, stride: int = 1) -> np.ndarray:
    """The eight bytes at every multiple of `stride`, as numbers; a view of the text (uint8, contiguous)."""
    count = max(0, (len(text) - GRAM) // stride + 1)
    return np.ndarray((count,), "<u8", text, 0, (stride,)) if count else np.zeros(0, np.uint64)


@dataclass(frozen=True, eq=False)
class Sieve:
    """`table`: uint8, eight flags a byte; a gram has one flag a factor, at the top bits of its product."""

    stride: int
    bits: int
    table: np.ndarray

    def marks(self, grams: np.ndarray, factor: np.uint64) -> tuple[np.ndarray, np.ndarray]:
        """Byte and bit of each gram's flag."""
        place = (grams * factor) >> np.uint64(64 - self.bits)
        return (place >> np.uint64(3)).view(np.int64), np.uint8(1) << (place & np.uint64(7)).astype(np.uint8)

    def add(self, grams: np.ndarray) -> None:
        for factor in FACTORS:
            byte, flag = self.marks(grams, factor)
            for one in np.uint8(1) << np.arange(8, dtype=np.uint8):
                self.table[byte[flag == one]] |= one

    def known(self, grams: np.ndarray) -> np.ndarray:
        """Indices of the grams that may stand in a needle."""
        first = grams * FACTORS[0]
        first >>= np.uint64(64 - self.bits + 3)
        maybe = np.flatnonzero(self.table[first.view(np.int64)])
        for factor in FACTORS:
            byte, flag = self.marks(grams[maybe], factor)
            maybe = maybe[(self.table[byte] & flag) != 0]
        return maybe

    def suspects(self, text: np.ndarray) -> np.ndarray:
        """Positions, all multiples of the stride, of which one at least is inside any needle that lies in the text."""
        grams = words(text, self.stride)
        step = BLOCK // self.stride
        blocks = range(0, len(grams), step)
        return (
            np.concatenate([np.zeros(0, np.int64), *(at + self.known(grams[at : at + step] | FOLD) for at in blocks)])
            * self.stride
        )


def sieve(needles: Iterable[np.ndarray]) -> Sieve:
    """Of rows of needles (uint8, at least eight wide); looks as seldom as the shortest allows, at most every 8th."""
    rows = list(needles)
    stride = min(min(each.shape[1] for each in rows) - GRAM + 1, GRAM)
    flags = len(FACTORS) * stride * sum(map(len, rows))
    bits = min(max(flags.bit_length() + 4, FEWEST_BITS), MOST_BITS)
    made = Sieve(stride, bits, np.zeros(1 << (bits - 3), np.uint8))
    for each in rows:
        for offset in range(stride):
            grams = np.ascontiguousarray(each[:, offset : offset + GRAM]).view("<u8")[:, 0]
            made.add(grams | FOLD)
    return made
