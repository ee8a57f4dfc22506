"""Work incapacity: a line for each quarter (or part of one) in which nothing changes (databases 2.5)."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.parameters import section
from mutualis.synthetic.records import Value
from mutualis.synthetic.registers.rows import Rows, codes, days
from mutualis.synthetic.setting import Setting

CAUSES = ("05", "13", "02", "06", "09", "10", "15", "19", "99")
CAUSE_SHARES = (0.37, 0.3, 0.07, 0.06, 0.06, 0.03, 0.02, 0.05, 0.04)
PRIMARY, INVALIDITY = 1, 2
DAILY_CENTS = (7_200, 6_100)
FAMILIES = tuple(f"{each:02d}" for each in range(9))
QUARTER_MONTHS = 3


def spells(where: Setting) -> Iterator[Rows]:
    """Primary incapacity of those who have a spell in the year, and invalidity all year long."""
    state, random = where.state, where.random("registers/incapacity")
    here = state.insured_days > 0
    ill, invalid = np.flatnonzero(state.is_incapacitated & here), np.flatnonzero(state.is_invalid & here)
    length = np.clip(random.gamma(1.5, section("status")["incapacity_days"] / 1.5, len(ill)), 5, 180).astype(np.int64)
    start = state.first[ill] + (random.random(len(ill)) * state.insured_days[ill]).astype(np.int64)
    person = np.concatenate([ill, invalid])
    first = np.concatenate([start, state.first[invalid]])
    last = np.concatenate([np.minimum(start + length - 1, state.last[ill]), state.last[invalid]])
    kind = np.concatenate([np.full(len(ill), PRIMARY), np.full(len(invalid), INVALIDITY)])
    cause = np.searchsorted(np.cumsum(CAUSE_SHARES), random.random(len(person)) * sum(CAUSE_SHARES))
    family = random.integers(0, len(FAMILIES), len(person))
    yield by_quarter(where, person, first, last, kind, (cause, family))


def by_quarter(
    where: Setting,
    person: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    kind: np.ndarray,
    known: tuple[np.ndarray, np.ndarray],
) -> Rows:
    """A line for each quarter of the year that a spell touches. `known` are positions in CAUSES and FAMILIES."""
    cause, family = known
    starts = [
        np.datetime64(f"{where.year}-{1 + QUARTER_MONTHS * each:02d}", "M").astype("datetime64[D]") for each in range(4)
    ]
    edges = np.array([*starts, np.datetime64(f"{where.year + 1}-01-01")]).astype(np.int64)
    spell, begin, end = [], [], []
    for each in range(4):
        touched = np.flatnonzero((first < edges[each + 1]) & (last >= edges[each]))
        spell.append(touched)
        begin.append(np.maximum(first[touched], edges[each]))
        end.append(np.minimum(last[touched], edges[each + 1] - 1))
    of, start, stop = np.concatenate(spell), np.concatenate(begin), np.concatenate(end)
    paid = ((stop - start + 1) * 6) // 7
    columns: dict[str, Value] = {
        "start_day": days(start),
        "end_day": days(stop),
        "incapacity_scheme": np.where(where.state.is_self_employed[person[of]], 4, 1),
        "incapacity_kind": kind[of],
        "incapacity_cause": codes(CAUSES, cause[of], 2),
        "family_situation": codes(FAMILIES, family[of], 2),
        "days_paid": paid,
    }
    cents = paid * np.array(DAILY_CENTS)[kind[of] - 1]
    return Rows("ao", person[of], start, columns, {"benefit_cents": cents})
