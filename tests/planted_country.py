"""A small country in memory in which one effect is planted with values of the test's own: its lines and its truth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mutualis.model import Years
from mutualis.synthetic.ambulatory import ambulatory_lines
from mutualis.synthetic.dispensing import pharmacy_lines
from mutualis.synthetic.hospital import hospital_lines
from mutualis.synthetic.lines import Lines, together
from mutualis.synthetic.panel import years_of
from mutualis.synthetic.people import people_of
from mutualis.synthetic.planted import Draft, Effect, Growth, Whereabouts, scenario
from mutualis.synthetic.planted.effects import EFFECTS
from mutualis.synthetic.records import Looked
from mutualis.synthetic.registers import rows_of_year
from mutualis.synthetic.registers.rows import Rows
from mutualis.synthetic.setting import Setting, setting
from mutualis.synthetic.skeleton import skeletons
from mutualis.synthetic.stays import Stays, stays_of
from mutualis.synthetic.strokes import strokes_of

INSURED = 5_000
SEED = 11


@dataclass
class Lived:
    """One year of a block with the effect: what care, pharmacies and registers tell, and what they told without it."""

    where: Setting
    all_stays: Stays
    stays: Stays
    before: dict[str, Lines]
    after: dict[str, Lines]
    rows: list[Rows]
    rows_before: list[Rows]


@dataclass
class World:
    """All years of some blocks."""

    years: list[Lived] = field(default_factory=list)
    growth: Growth = field(default_factory=Growth)

    def truth(self, table: str) -> list[dict[str, Any]]:
        return self.growth.table(table).to_pylist()


def world(name: str, years: Years, insured: int = INSURED, **values: Any) -> World:
    """The blocks of a country with one effect of the scenario `studies`; `values` replace some of its own."""
    made = World()
    for skeleton in skeletons(insured, years, SEED):
        people = people_of(skeleton, SEED)
        states = list(years_of(people, SEED, years.first, years.last))
        gone = states[-1].last.astype(np.int64)
        gone = np.where(gone == states[-1].last.max(), 2_000_000, gone)
        numbers = np.array([f"{skeleton.block:03d}{place:08d}" for place in range(people.size)])
        block = Whereabouts(people, tuple(states), numbers, gone, insured)
        effect = EFFECTS[name]({**scenario("studies")[name], **values}, block)
        settings = [setting(people, state, SEED, insured) for state in states]
        made.years.extend(_years(effect, settings, gone))
        made.growth.add(effect.grown)
    return made


def _years(effect: Effect, settings: list[Setting], gone: np.ndarray) -> Iterator[Lived]:
    busy = np.zeros(settings[0].people.size, np.int64)
    for where in settings:
        found = stays_of(where, gone, busy)
        earlier = busy.copy()
        np.maximum.at(busy, found.person, found.discharge)
        stays = effect.stays(found, where)
        np.maximum.at(busy, stays.person, stays.discharge)
        care = together([*ambulatory_lines(where), *hospital_lines(stays, where, strokes_of(stays, where))])
        cared, handed = Draft(care, stays, earlier), Draft(together(pharmacy_lines(where)), stays, earlier)
        before = {"gz": cared.lines, "fu": handed.lines}
        effect.care(cared, where)
        effect.dispensed(handed, where)
        after = {"gz": cared.finished(), "fu": handed.finished()}
        rows = list(effect.registers(rows_of_year(where), where))
        yield Lived(where, found, stays, before, after, rows, list(rows_of_year(where)))


def of_database(rows: Iterable[Rows], database: str) -> list[Rows]:
    """The rows of one register."""
    return [each for each in rows if each.database == database and each.size]


def texts(value: object) -> list[str]:
    """What is written for a column of codes or days."""
    assert isinstance(value, Looked)
    return [each.decode() for each in value.texts[value.index].tolist()]
