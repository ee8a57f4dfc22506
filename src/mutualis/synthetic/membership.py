"""Which insurer lists whom in which half-year, and which national number its files of that half-year use."""

from dataclasses import dataclass

import numpy as np

from mutualis import reference
from mutualis.synthetic.panel import PersonYear
from mutualis.synthetic.people import NEVER, People
from mutualis.synthetic.skeleton import first_day

NOT_LISTED = -1


@dataclass(frozen=True)
class Membership:
    """Rows are half-years (from `first_half`, counted since 1970H1), columns persons of a block.

    `insurer` holds the position of the insurer that lists the person in its state, else -1; `quarter` the quarter whose
    home the state shows; `uses_new` (half-year, person, insurer) whether files carry the number after the change;
    `changed` whether the insurer reports the change in that half-year. `number_change_day` is NEVER where none happens.
    """

    first_half: int
    insurer: np.ndarray
    quarter: np.ndarray
    uses_new: np.ndarray
    changed: np.ndarray
    number_change_day: np.ndarray


def half_days(half: int) -> tuple[int, int]:
    """The first and last day of a half-year counted since 1970H1."""
    start = np.datetime64("1970-01", "M") + half * 6
    days = [int((start + months).astype("datetime64[D]").astype(np.int64)) for months in (0, 6)]
    return days[0], days[1] - 1


def membership_of(people: People, states: list[PersonYear], gone: np.ndarray, late_halves: int) -> Membership:
    """The membership of a block over the delivered half-years; the late ones hold no states."""
    first_half = (states[0].year - 1970) * 2
    halves = len(states) * 2 + late_halves
    insurer = np.full((halves, people.size), NOT_LISTED, np.int8)
    quarter = np.zeros((halves, people.size), np.int8)
    for place in range(len(states) * 2):
        insurer[place], quarter[place] = _listed(states[place // 2], *half_days(first_half + place))
    change_day = np.where(people.number_change_day <= gone, people.number_change_day, NEVER)
    uses_new, changed = _numbers_used(insurer, change_day, first_half)
    return Membership(first_half, insurer, quarter, uses_new, changed, change_day)


def _listed(state: PersonYear, start: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Everyone insured on some day of the half-year, with the insurer and quarter of the last such day."""
    last = np.minimum(state.last, end)
    listed = (state.first <= last) & (last >= start)
    quarter = state.quarter(np.clip(last, first_day(state.year), None)).astype(np.int8)
    own = np.take_along_axis(state.insurer, quarter[:, None].astype(np.int64), axis=1)[:, 0]
    return np.where(listed, own, NOT_LISTED).astype(np.int8), quarter


def _numbers_used(insurer: np.ndarray, change_day: np.ndarray, first_half: int) -> tuple[np.ndarray, np.ndarray]:
    halves, size = insurer.shape
    insurers = len(reference.insurers())
    uses_new = np.zeros((halves, size, insurers), bool)
    changed = np.zeros((halves, size, insurers), bool)
    was_listed, used = np.zeros((size, insurers), bool), np.zeros((size, insurers), bool)
    for place in range(halves):
        start, end = half_days(first_half + place)
        here = insurer[place][:, None] == np.arange(insurers)
        now_new = np.where(here, (change_day <= end)[:, None], used)
        happened = (change_day >= start) & (change_day <= end)
        changed[place] = here & now_new & ~used & (was_listed | happened[:, None])
        uses_new[place], used = now_new, now_new
        was_listed |= here
    return uses_new, changed
