"""Which indicators have the same denominators, and whose persons are a part of the insured.

Most indicators count all insured persons. One of persons of some ages has denominators of its own; since its persons
are insured, a reader may take the one from the other, and knows that the difference is not negative. Denominators are
a part of the main ones (those with the largest total) where they are nowhere larger. Of two such parts one is also a
part of the other when they say so by category: nowhere larger, and in some category of a split equal for all areas.
Parts that overlap, or that have nobody in common, are each related to the main denominators only: what is outside both
is no cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mutualis.disclosure.frame import TOTAL, Frame
from mutualis.disclosure.hierarchy import Bools, Ints
from mutualis.disclosure.system import Counts


@dataclass(frozen=True, eq=False)
class Base:
    """Denominators that some indicators share: `counted` and `published` mark nodes, `value` holds one each (-1: none).

    `within`: the position of the denominators that they are a part of; -1: no others.
    """

    indicators: tuple[str, ...]
    counted: Bools
    published: Bools
    value: Ints
    within: int = -1


def bases(frame: Frame, counts: Sequence[Counts]) -> list[Base]:
    """The denominators of a year; a part follows what it is a part of, with nothing but parts between them."""
    every = [_base(group) for group in _sharing(counts)]
    main = max(every, key=lambda each: int(each.value.max(initial=-1)))
    parts = [each for each in every if each is not main and _is_within(each, main)]
    if not parts:
        return every
    found = [main]
    for part in sorted(parts, key=lambda each: -int(each.value.max(initial=-1))):
        above = [at for at, other in enumerate(found) if at and _is_part(frame, part, other)]
        found.append(_placed(part, max(above, default=0)))
    return [*found, *(each for each in every if each is not main and each not in parts)]


def _placed(part: Base, within: int) -> Base:
    return Base(part.indicators, part.counted, part.published, part.value, within)


def _base(group: Sequence[Counts]) -> Base:
    return Base(
        tuple(each.indicator for each in group),
        np.any([each.counted & ~each.detail for each in group], axis=0),
        np.any([each.published for each in group], axis=0),
        np.max([np.where(each.counted, each.denominator, -1) for each in group], axis=0),
    )


def _is_within(one: Base, other: Base) -> bool:
    """Nowhere larger; a denominator of 0 that is larger elsewhere is one that an audit cannot see."""
    both = one.counted & other.counted
    return bool(both.any() and ((one.value <= other.value) | (other.value == 0))[both].all())


def _is_part(frame: Frame, one: Base, other: Base) -> bool:
    """Nowhere larger, and equal for all areas in a category where there is somebody."""
    if not _is_within(one, other):
        return False
    both = (one.counted & other.counted)[frame.node]
    same: dict[tuple[str, str], bool] = {}
    for place in np.flatnonzero(both).tolist():
        _, _, split, category = frame.keys[place]
        if split != TOTAL:
            node = frame.node[place]
            is_same = one.value[node] == other.value[node]
            same[split, category] = same.get((split, category), True) and bool(is_same)
    there = (one.value > 0)[frame.node] & both
    return any(same.get(frame.keys[place][2:], False) for place in np.flatnonzero(there).tolist())


def _sharing(counts: Sequence[Counts]) -> list[list[Counts]]:
    """The indicators in groups with equal denominators wherever two of a group count the same cell."""
    groups: list[list[Counts]] = []
    for each in counts:
        for group in groups:
            if all(_agree(each, other) for other in group):
                group.append(each)
                break
        else:
            groups.append([each])
    return groups


def _agree(one: Counts, other: Counts) -> bool:
    both = one.counted & other.counted
    return bool((one.denominator[both] == other.denominator[both]).all())
