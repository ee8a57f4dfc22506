"""Indicators whose numerator is a category of the insured: what is published of them says something of every split.

The number of insured with increased reimbursement of an area and age class is the numerator of the indicator
`increased_reimbursement` there, and at the same time the number of insured in a category of the split
`age_class*increased_reimbursement`. A reader puts both together, so both are one cell here: a cell of the denominators.
"""

from dataclasses import replace

import numpy as np

from mutualis import reference
from mutualis.disclosure.frame import CROSS, TOTAL, AreaSplits, Frame, split_members
from mutualis.disclosure.hierarchy import Area, Ints
from mutualis.disclosure.system import Counts

MET = {"increased_reimbursement": ("yes", "no")}


def crossed(split: str, member: str) -> str:
    """A split crossed with one more member, in the order of the members."""
    members = {*split_members(split), member}
    return CROSS.join(each for each in reference.MEMBERS if each in members)


def crossed_category(split: str, category: str, member: str, value: str) -> str:
    """A category of a split together with a value of one more member."""
    values = dict(zip(split.split(CROSS), category.split(CROSS), strict=True)) if split != TOTAL else {}
    values[member] = value
    return CROSS.join(values[each] for each in reference.MEMBERS if each in values)


def is_crossing(indicator: str, splits: AreaSplits) -> bool:
    """Whether the numerator of an indicator is a category of the insured, and no split of it is by that category."""
    used = {split for _, counted in splits.values() for split in counted}
    return indicator in MET and not any(indicator in split.split(CROSS) for split in used)


def with_crossed(indicator: str, splits: AreaSplits) -> dict[Area, tuple[str, ...]]:
    """The splits that the frame needs of each area for an indicator."""
    if not is_crossing(indicator, splits):
        return {area: counted for area, (_, counted) in splits.items()}
    return {
        area: tuple(dict.fromkeys((*counted, *(crossed(split, indicator) for split in counted))))
        for area, (_, counted) in splits.items()
    }


def with_categories(categories: dict[str, tuple[str, ...]], indicator: str) -> None:
    """Add the categories of crossed splits that no cell names."""
    for split, own in list(categories.items()):
        target = crossed(split, indicator)
        if indicator not in split.split(CROSS) and target in categories:
            more = {crossed_category(split, each, indicator, value) for each in own for value in MET[indicator]}
            categories[target] = tuple(sorted({*categories[target], *more}))


def linked(counts: Counts, frame: Frame, splits: AreaSplits, renewed: AreaSplits) -> Counts:
    """The indicator with its numerators as cells of the denominators; unchanged when it is not such an indicator.

    Its rates' detail comes along: cells that are counted and not published. Of `splits` only those `renewed` count.
    """
    if not is_crossing(counts.indicator, splits):
        return counts
    denominator, published, counted = counts.denominator.copy(), counts.published.copy(), counts.counted.copy()
    top = counts.top.copy()
    for area, (_, of_area) in splits.items():
        for split in of_area:
            nodes = frame.nodes(area, split)
            for value, part in zip(MET[counts.indicator], _parts(counts, nodes), strict=True):
                at = _nodes(frame, area, split, counts.indicator, value)
                if value == MET[counts.indicator][0]:
                    top[nodes] = at
                if split not in renewed[area][1]:
                    continue
                denominator[at], counted[at] = part, True
                if value == MET[counts.indicator][0]:
                    published[at] |= counts.published[nodes]
    return replace(
        counts, denominator=denominator, published=published, counted=counted, top=top,
        has_own_table=False,
    )  # fmt: skip


def _parts(counts: Counts, nodes: Ints) -> tuple[Ints, Ints]:
    return counts.numerator[nodes], counts.denominator[nodes] - counts.numerator[nodes]


def _nodes(frame: Frame, area: Area, split: str, member: str, value: str) -> Ints:
    target = crossed(split, member)
    places = {
        category: place for place, category in zip(frame.places(area, target), frame.categories[target], strict=True)
    }
    wanted = [crossed_category(split, category, member, value) for category in frame.categories[split]]
    return frame.node[np.array([places[each] for each in wanted], dtype=np.int64)]
