"""Inclusion lists of twelve integrated-care pilots since 2018: everyone included, told again each half-year."""

from collections.abc import Iterator

import numpy as np

from mutualis.synthetic.parameters import chronic_groups, section
from mutualis.synthetic.records import Value
from mutualis.synthetic.registers.rows import Rows, codes, days
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.streams import stream

PILOTS = tuple(f"{each:02d}" for each in range(1, 13))
TARGETS = ("01", "02", "03", "04", "05", "06")
FIRST_DAY = int(np.datetime64("2018-01-01", "D").astype(np.int64))
SPREAD_DAYS = 1_095
OLD, FRAIL, MULTIPLE = 75, 0.8, 5
MONTHS = (6, 12)


def pilot_of(homes: np.ndarray) -> np.ndarray:
    """The pilot (1 to 12) of places of living, 0 for four fifths of them: a stand-in for the twelve areas."""
    return np.where(homes % 60 < len(PILOTS), homes % 60 + 1, 0)


def inclusions(where: Setting) -> Iterator[Rows]:
    """Who lives in the area of a pilot and is of its target groups may be included, once and for good."""
    state, people = where.state, where.people
    chance = stream(where.seed, people.skeleton.block, "registers/pilots")
    willing = chance.random(people.size) < section("registers")["included_share"]
    start = FIRST_DAY + (chance.random(people.size) * SPREAD_DAYS).astype(np.int64)
    target = target_group(where)
    pilot = pilot_of(state.home[:, 0].astype(np.int64))
    for month in MONTHS:
        close = int((np.datetime64(f"{where.year}-{month:02d}", "M") + 1).astype("datetime64[D]").astype(np.int64)) - 1
        there = willing & (pilot > 0) & (target > 0) & (start <= close) & (state.first <= close) & (state.last >= close)
        person = np.flatnonzero(there)
        columns: dict[str, Value] = {
            "pilot": codes(PILOTS, pilot[person] - 1, 2),
            "start_day": days(start[person]),
            "target_group": codes(TARGETS, target[person] - 1, 2),
        }
        yield Rows("pi", person, np.full(len(person), close), columns)


def target_group(where: Setting) -> np.ndarray:
    """1 diabetes, 2 heart failure, 3 COPD, 4 frail elderly, 5 mental vulnerability, 6 multimorbidity, 0 none."""
    takes = {group.name: where.state.takes[:, column] for column, group in enumerate(chronic_groups())}
    old = where.state.age >= OLD
    return np.select(
        [
            where.chronic_count >= MULTIPLE,
            takes["diabetes_oral"] | takes["diabetes_insulin"],
            takes["heart_medicines"],
            takes["airways"] & (where.state.age >= 50),
            old & (where.people.frailty > FRAIL),
            takes["antipsychotics"],
        ],
        [6, 1, 2, 3, 4, 5],
        0,
    )
