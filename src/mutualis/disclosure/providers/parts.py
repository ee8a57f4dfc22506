"""Counts that add up to a known total, some of them hidden: what a reader can say of each, and what to hide besides.

With one total the hidden counts have one equation, so the ends of what is possible follow in closed form: a part is
least where all others are as large as they can be. Source: the Fréchet bounds of a table of one dimension (Hundepool
et al., Statistical Disclosure Control, 2012, chapter 4); a test counts every possible table and finds the same ends.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Parts:
    """`true`: the counts; `least` and `most`: the ends that a reader knows of each before anything is shown."""

    true: Ints
    least: Ints
    most: Ints

    @classmethod
    def of(cls, true: Ints, most: Ints) -> "Parts":
        """Counts from nobody up to a number that is known, such as the patients of a practice."""
        return cls(true.astype(np.int64), np.zeros(len(true), dtype=np.int64), most.astype(np.int64))


def interval(parts: Parts, hidden: Bools) -> tuple[Ints, Ints]:
    """Low and high end of what each part can be for a reader who knows the total and all that is shown."""
    left = parts.true[hidden].sum()
    others_most = parts.most[hidden].sum() - parts.most
    others_least = parts.least[hidden].sum() - parts.least
    low = np.maximum(parts.least, left - others_most)
    high = np.minimum(parts.most, left - others_least)
    return np.where(hidden, low, parts.true), np.where(hidden, high, parts.true)


def narrow(parts: Parts, hidden: Bools, k: int) -> Bools:
    """The hidden parts of which a reader knows too much: fewer than k counts lie between the ends.

    What the total alone tells is not told by showing parts: where it says that nobody is met at all, or where a
    practice has three persons, a part is as narrow with everything hidden. The total is protected by itself.
    """
    low, high = interval(parts, hidden)
    found: Bools = hidden & (high - low < wanted(parts, k))
    return found


def wanted(parts: Parts, k: int) -> Ints:
    """How far apart the ends of each hidden part must be: k, or what they are when everything is hidden."""
    low, high = interval(parts, np.ones(len(parts.true), dtype=bool))
    return np.minimum(k, high - low)


def widened(parts: Parts, hidden: Bools, cost: Ints, k: int) -> Bools:
    """What to hide so that no hidden part is narrow: the cheapest parts are hidden besides, one after the other.

    `cost` orders the shown parts (ties by their place). It ends, as with everything hidden none is narrow.
    """
    found = hidden.copy()
    for part in np.lexsort((np.arange(len(cost)), cost)).tolist():
        if not narrow(parts, found, k).any():
            break
        found[part] = True
    return found
