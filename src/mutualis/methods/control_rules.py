"""Rules that say when a series is not chance alone; each signal names its rule and the points that made it.

Sources: Shewhart (1931) for `beyond`; Western Electric, Statistical Quality Control Handbook (1956) for `two_of_three`,
`four_of_five` and `shift` (eight in a row); Nelson, Journal of Quality Technology 16 (1984) 237-239 for `trend` (six in
a row) and `hugging` (fifteen in a row within one sigma). Provost and Murray (2011) use the same shift and trend.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
RULES = ("beyond", "two_of_three", "four_of_five", "shift", "trend", "hugging")
SHIFT, TREND, HUGGING = 8, 6, 15


@dataclass(frozen=True)
class Signal:
    """A rule that was broken: its name, the places of the points, and where they lie (`above`, `below`, `rising`,
    `falling`, `near`)."""

    rule: str
    points: tuple[int, ...]
    side: str


def signals(apart: Floats, values: Floats) -> tuple[Signal, ...]:
    """All signals of a series in order of rule and place. `apart`: distance from the centre in sigma; `values`: the
    series itself, of which a trend is told."""
    found: list[Signal] = []
    for side, z in (("above", apart), ("below", -apart)):
        found += [Signal("beyond", (place,), side) for place in np.flatnonzero(z > 3).tolist()]
        found += _some("two_of_three", z > 2, 2, 3, side)
        found += _some("four_of_five", z > 1, 4, 5, side)
        found += [Signal("shift", run, side) for run in _runs(z > 0, SHIFT)]
    for side, step in (("rising", np.diff(values) > 0), ("falling", np.diff(values) < 0)):
        found += [Signal("trend", (*run, run[-1] + 1), side) for run in _runs(step, TREND - 1)]
    found += [Signal("hugging", run, "near") for run in _runs(np.abs(apart) < 1, HUGGING)]
    return tuple(sorted(found, key=lambda each: (RULES.index(each.rule), each.points, each.side)))


def _some(rule: str, out: Bools, least: int, among: int, side: str) -> list[Signal]:
    """Windows of `among` points of which `least` or more are out; those that overlap are one signal."""
    windows = [place for place in range(len(out) - among + 1) if out[place : place + among].sum() >= least]
    joined: list[set[int]] = []
    for place in windows:
        points = {each for each in range(place, place + among) if out[each]}
        if joined and joined[-1] & points:
            joined[-1] |= points
        else:
            joined.append(points)
    return [Signal(rule, tuple(sorted(points)), side) for points in joined]


def _runs(holds: Bools, least: int) -> list[tuple[int, ...]]:
    """Places in a row where something holds, in runs of `least` or more."""
    runs: list[list[int]] = [[]]
    for place, is_so in enumerate(holds.tolist()):
        if is_so:
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [tuple(run) for run in runs if len(run) >= least]


def places(found: Sequence[Signal], wanted: Callable[[Signal], bool] = lambda each: True) -> frozenset[int]:
    """The points of signals."""
    return frozenset(place for each in found if wanted(each) for place in each.points)
