"""Find any of millions of byte strings in a text: a sieve leaves few places, and those are compared.

Of every place that the sieve leaves, each window that may begin there is hashed, eight bytes at a time, for each length
of needle; windows whose hash is a needle's are compared byte for byte, so nothing is found that is not there.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from mutualis.model import MutualisError
from mutualis.pipeline.scan.forms import SHORTEST, Needles
from mutualis.pipeline.scan.sieve import FACTORS, FOLD, GRAM, Sieve, sieve, words

Found = Counter[tuple[str, str]]
Text = bytes | memoryview


def hashes(grams: np.ndarray, places: np.ndarray, length: int, folded: bool) -> np.ndarray:
    """The hash of each window of that length; `grams` are the eight bytes at every place, the last ones overlap."""
    total = np.zeros(len(places), np.uint64)
    for offset in [*range(0, length - GRAM, GRAM), length - GRAM]:
        taken = grams[places + offset]
        total ^= taken | FOLD if folded else taken
        total *= FACTORS[0]
        total ^= total >> np.uint64(32)
        total *= FACTORS[1]
    return total


def lowered(text: np.ndarray) -> np.ndarray:
    return np.where((text >= ord("A")) & (text <= ord("Z")), text + 32, text)


@dataclass(frozen=True, eq=False)
class Kind:
    """Needles of one length and case: rows in the order of their hashes, and of which (domain, form) each is."""

    length: int
    folded: bool
    hashes: np.ndarray
    rows: np.ndarray
    meaning: np.ndarray
    alike: int  # needles of one hash, at most

    def hits(self, text: np.ndarray, grams: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places among those given where a needle begins, and its meaning."""
        places = places[places <= len(text) - self.length]
        sought = hashes(grams, places, self.length, self.folded)
        at = np.searchsorted(self.hashes, sought)
        found = [self.same(text, places, at + more, sought) for more in range(self.alike)]
        return tuple(np.concatenate(each) for each in zip(*found, strict=True))  # type: ignore[return-value]

    def same(
        self, text: np.ndarray, places: np.ndarray, at: np.ndarray, sought: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Those where the window is the needle `at`, byte for byte."""
        at = np.minimum(at, len(self.hashes) - 1)
        maybe = self.hashes[at] == sought
        at, places = at[maybe], places[maybe]
        windows = text[places[:, None] + np.arange(self.length)]
        equal = ((lowered(windows) if self.folded else windows) == self.rows[at]).all(axis=1)
        return places[equal], self.meaning[at[equal]]


def kind(length: int, folded: bool, rows: np.ndarray, meaning: np.ndarray) -> Kind:
    """Sorted; of equal needles the first stays."""
    starts = np.arange(len(rows)) * length
    grams = words(np.concatenate([rows.reshape(-1), np.zeros(GRAM, np.uint8)]))
    hashed = hashes(grams, starts, length, folded)
    order = np.argsort(hashed, kind="stable")
    hashed, rows, meaning = hashed[order], rows[order], meaning[order]
    again = np.zeros(len(rows), bool)
    again[1:] = (hashed[1:] == hashed[:-1]) & (rows[1:] == rows[:-1]).all(axis=1)
    hashed, rows, meaning = hashed[~again], rows[~again], meaning[~again]
    return Kind(length, folded, hashed, rows, meaning, int(np.unique(hashed, return_counts=True)[1].max()))


@dataclass(frozen=True, eq=False)
class Sought:
    """All that is looked for at a node, prepared for many texts; `labels` are (domain, form)."""

    labels: tuple[tuple[str, str], ...]
    kinds: tuple[Kind, ...]
    sieve: Sieve | None

    @property
    def longest(self) -> int:
        return max((each.length for each in self.kinds), default=0)

    def search(self, text: Text, seen: int = 0) -> Found:
        """How often each (domain, form) occurs; occurrences inside the first `seen` bytes were counted before."""
        return Counter(label for _, _, label in self.places(text, seen))

    def places(self, text: Text, seen: int = 0) -> Iterator[tuple[int, int, tuple[str, str]]]:
        """Where each occurrence begins and ends, and what it is."""
        letters = np.frombuffer(text, np.uint8)
        if self.sieve is None or not len(suspects := self.sieve.suspects(letters)):
            return
        begins = np.unique(suspects[:, None] - np.arange(self.sieve.stride))
        begins, grams = begins[begins >= 0], words(letters)
        for each in self.kinds:
            places, meaning = each.hits(letters, grams, begins)
            is_new = places + each.length > seen
            for at, label in zip(places[is_new].tolist(), meaning[is_new].tolist(), strict=True):
                yield at, at + each.length, self.labels[label]


def prepare(needles: Iterable[Needles]) -> Sought:
    """Needles of one length and case together; one sieve for all."""
    every = [one for one in needles if len(one.rows)]
    if any(one.length < SHORTEST for one in every):
        raise MutualisError("A form to look for is too short.", there_is=f"the scan finds {SHORTEST} bytes and more")
    place = {id(one): number for number, one in enumerate(every)}
    kinds = []
    for (length, folded), group in groupby(sorted(every, key=_kind), _kind):
        same = list(group)
        meaning = np.repeat(np.array([place[id(one)] for one in same], np.int32), [len(one.rows) for one in same])
        kinds.append(kind(length, folded, np.concatenate([one.rows for one in same]), meaning))
    labels = tuple((one.domain, one.form) for one in every)
    return Sought(labels, tuple(kinds), sieve(one.rows for one in kinds) if kinds else None)


def _kind(one: Needles) -> tuple[int, bool]:
    return one.length, one.folded
