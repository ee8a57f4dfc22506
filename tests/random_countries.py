"""Random hierarchical and linked tables, and what attackers make of them, for the property tests of protection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from mutualis import reference
from mutualis.disclosure import changes, grid, plain, primary
from mutualis.disclosure.attack import Bounds
from mutualis.disclosure.figures import SHOWN, seen
from mutualis.disclosure.hierarchy import LEVELS, Area
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.rules import rules
from mutualis.disclosure.system import System
from mutualis.disclosure.working import Work
from protected_tables import INSURED, Plain, PlainPlan, cells, parts, persons

YEAR = 2023
CHANCE = {"country": 1.0, "region": 0.6, "province": 0.6, "arrondissement": 0.7, "municipality": 1.0}
CROSSED = {"country": 0.8, "region": 0.7, "province": 0.4, "arrondissement": 0.1, "municipality": 0.0}


@dataclass(frozen=True)
class World:
    """The cells of one year of a random country, and what protection needs to know of it."""

    cells: pa.Table
    indicators: tuple[Plain, ...]
    plan: PlainPlan
    parents: Mapping[Area, str]

    @property
    def geography(self) -> dict[int, Mapping[Area, str]]:
        return {YEAR: self.parents}

    def system(self) -> System:
        return grid.systems(self.cells, self.indicators, self.plan, self.geography, rules())[0]


def world(seed: int, late: int = 0, more: Sequence[Plain] = ()) -> World:
    """6 to 30 municipalities, 2 to 5 levels that are published, one to three indicators beside the insured, and more.

    `late`: so many persons are found to meet each count after all.
    """
    random = np.random.default_rng(seed)
    parents = tree(random)
    plan = _plan(random)
    indicators = (INSURED, *_indicators(random), *more)
    people = persons(parents, int(10 ** random.uniform(1.8, 3.8)), seed)
    counts = [each for each in indicators if each.kind == "count" and each.name.startswith("share")]
    changed = {each.name: _corrected(parts(people, each, seed), late, random) for each in counts}
    return World(cells(people, indicators, YEAR, plan, seed, changed), indicators, plan, parents)


def _corrected(part: Any, late: int, random: np.random.Generator) -> Any:
    without = np.flatnonzero(part == 0)
    part[random.choice(without, min(late, len(without)), replace=False)] = 1
    return part


def tree(random: np.random.Generator) -> dict[Area, str]:
    """Random parents: every area has at least one part."""
    size = int(random.integers(6, 31))
    parents: dict[Area, str] = {}
    for level, above in zip(LEVELS[:0:-1], LEVELS[-2::-1], strict=True):
        fewer = 1 if above == LEVELS[0] else int(random.integers(1, max(2, size // 2 + 1)))
        dealt = random.permutation([*range(fewer), *random.integers(0, fewer, size - fewer)])
        for number, at in enumerate(dealt.tolist()):
            parents[level, f"{level[0]}{number:02d}"] = "BE" if above == LEVELS[0] else f"{above[0]}{at:02d}"
        size = fewer
    return parents


def _plan(random: np.random.Generator) -> PlainPlan:
    """Finer splits for larger areas, some crossed; some levels are left out, some have standardised figures."""
    members = [each for each in reference.MEMBERS if random.random() < 0.6]
    splits: dict[str, tuple[str, ...]] = {}
    is_crossed = random.random() < 0.4
    for level in LEVELS:
        if random.random() < CHANCE[level]:
            members = [each for each in members if level != LEVELS[-1] and random.random() < 0.8]
            more = reference.crossed(members[:2]) if is_crossed and random.random() < CROSSED[level] else ()
            splits[level] = ("total", *members, *more)
    levels = tuple(level for level in splits if level != LEVELS[-1] and random.random() < 0.5)
    return PlainPlan(
        splits,
        levels if random.random() < 0.5 else (),
        large=("sex",) if random.random() < 0.3 else (),
        large_from=int(random.integers(50, 400)),
    )


def _indicators(random: np.random.Generator) -> list[Plain]:
    share = random.choice([0.01, 0.05, 0.2, 0.5, 0.9, 0.98], 3)
    made = [Plain(f"share_{number}", share=float(each)) for number, each in enumerate(share)]
    made.append(Plain("increased_reimbursement", share=0.2))
    made.append(Plain("sum_of_stays", "amount", factor=Fraction(1000), share=0.2))
    made.append(Plain("sum_of_cents", "amount", factor=Fraction(1, 100), decimals=2, share=0.7))
    chosen = random.choice(len(made), int(random.integers(1, 4)), replace=False, p=[0.2, 0.2, 0.2, 0.2, 0.1, 0.1])
    return [made[number] for number in sorted(chosen.tolist())]


def work(system: System) -> Work:
    """A system with its sensitive cells hidden, and nothing else."""
    thresholds = rules()
    targets = primary.sensitive(system, thresholds).joined(changes.sensitive(system, thresholds))
    return Work(system, targets, thresholds.k)


def attacked(system: System, figures: pa.Table, targets: Sensitive) -> Bounds:
    """The plain attack on figures as a reader gets them."""
    found = seen(system, figures)
    return plain.attack(system, found.hidden, targets, found.rates)


def shown(figures: pa.Table) -> tuple[int, int]:
    """How many figures show a value, and how many there could be."""
    status = figures["status"].to_pylist()
    return status.count(SHOWN), len(status) - status.count("none")
