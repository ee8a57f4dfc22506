"""Disclosure control on 100,000 insured: the attack against its plain form, and protection and audit against the clock.

    python benchmarks/disclosure.py                    all three, about ten minutes
    python benchmarks/disclosure.py --part attack      one of them: attack, protect or audit
    python benchmarks/disclosure.py --insured 20000    a small country; the limits are for 100,000

Limits: the attack of one indicator-year is 20 times as fast as two programs for every suppressed cell, and finds the
same; twelve indicators and two years are protected in 150 s; 100,000 published figures are audited in 90 s, and for as
many figures the seconds grow no worse than linearly with the cells of a component: a year is one, tied together by its
numbers of insured persons.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from mutualis import disclosure, reference
from mutualis.disclosure import grid, plain, primary
from mutualis.disclosure.attack import attack
from mutualis.disclosure.component import is_narrow
from mutualis.disclosure.working import Clock, Work

TIMES, PROTECT_SECONDS, AUDIT_SECONDS, EXPONENT = 20, 150, 90, 1.0
INSURED, YEARS = 100_000, (2022, 2023)
ATTACKED = ("diabetes", "polypharmacy")
ROUNDS = 5
DIVIDED, LAST = ((4, 1), (2, 2), (1, 4)), 2023  # years, times each indicator
LONG = 3600.0


def country(insured: int, indicators: Sequence[Any], years: Sequence[int]) -> pa.Table:
    """The cells of indicators of a random country with the geography and the plan of the house."""
    tables = _tables()
    made = [
        tables.cells(tables.persons(reference.geography(year).parents, insured, year), indicators, year, seed=year)
        for year in years
    ]
    return pa.concat_tables(made)


def _tables() -> Any:
    """The random tables of the tests."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    import protected_tables

    return protected_tables


def attacks(insured: int) -> Iterator[tuple[str, bool]]:
    """One indicator-year with all its tables, as it is when protection has ended: the attack and its plain form."""
    year, rules = YEARS[-1], disclosure.rules()
    for name in ATTACKED:
        indicators = [each for each in _tables().TWELVE if each.name in {"insured", name}]
        cells, areas = country(insured, indicators, [year]), {year: reference.geography(year)}
        (system,) = grid.systems(cells, indicators, reference.publication_plan(), areas, rules)
        work = Work(system, primary.sensitive(system, rules), rules.k)
        work.repair(Clock(LONG))
        work.settle(Clock(LONG), repair=True)
        fast = [measured(attack, system, work.hidden, work.targets, work.rates) for _ in range(ROUNDS)]
        every = suppressed(work)
        slow = measured(plain.attack, system, work.hidden, every, work.rates)
        if not np.array_equal(fast[0].found.breached, breached(slow.found, every, work.targets)):
            raise SystemExit(f"{name}: the attack and its plain form do not find the same.")
        seconds, processor = (statistics.median(each[at] for each in fast) for at in (1, 2))
        yield (
            f"attack.{name} {len(every):,} suppressed cells, {len(work.targets)} of them sensitive:"
            f" {fast[0].found.programs} programs {seconds:.2f} s,"
            f" plain {slow.found.programs:,} programs {slow.seconds:.1f} s, {slow.seconds / seconds:.0f} times as fast"
            f" ({slow.processor / processor:.0f} in processor time; limit {TIMES})",
            slow.seconds / seconds >= TIMES,
        )


def suppressed(work: Work) -> primary.Sensitive:
    """Every suppressed cell, without a need of its own: an attacker does not know which are sensitive."""
    cell = np.flatnonzero(work.hidden)
    value, nothing = work.system.true[cell], np.zeros_like(cell)
    return primary.Sensitive(cell, nothing, value, value, nothing)


def breached(bounds: Any, every: primary.Sensitive, targets: primary.Sensitive) -> Any:
    """Which of the sensitive cells the bounds of all suppressed ones hold too narrowly."""
    at = np.searchsorted(every.cell, targets.cell)
    return is_narrow(bounds.low[at], bounds.high[at], (targets.width, targets.low, targets.high))


class Measured(NamedTuple):
    """What a function returned, its seconds, and its seconds of processor time."""

    found: Any
    seconds: float
    processor: float


def measured(function: Callable[..., Any], *given: Any) -> Measured:
    started, used = time.perf_counter(), time.process_time()
    found = function(*given)
    return Measured(found, time.perf_counter() - started, time.process_time() - used)


def protection(insured: int) -> Iterator[tuple[str, bool]]:
    """Twelve indicators and two years."""
    indicators = _tables().TWELVE
    cells = country(insured, indicators, YEARS)
    made, seconds, _ = measured(disclosure.protect, cells, indicators)
    status = made.figures["status"].to_pylist()
    yield (
        f"protect {len(status):,} figures, {made.verdict.attacked:,} sensitive cells, {status.count('shown'):,} shown:"
        f" {seconds:.0f} s (limit {PROTECT_SECONDS})",
        seconds <= PROTECT_SECONDS,
    )


def audits(insured: int) -> Iterator[tuple[str, bool]]:
    """About as many figures in one year, whose indicators are tied together, or in two or four that are not."""
    base, *others = [each for each in _tables().TWELVE if each.name != "increased_reimbursement"]
    unknowns, seconds = [], []
    for years, repeats in DIVIDED:
        more = [replace(each, name=f"{each.name}_{turn}") for turn in range(repeats) for each in others]
        cells = country(insured, [base, *more], range(LAST - years, LAST))
        figures = disclosure.protect(cells, [base, *more], secondary=False).figures
        took, worked, hidden = audit(figures, [base, *more])
        unknowns.append(hidden / years)
        seconds.append(worked)
        yield (
            f"audit {figures.num_rows:,} figures of {years} years, {hidden / years:,.0f} hidden values tied together:"
            f" {took:.1f} s, {worked:.1f} of a processor (limit {AUDIT_SECONDS})",
            took <= AUDIT_SECONDS,
        )
    exponent = float(np.polyfit(np.log(unknowns), np.log(seconds), 1)[0])
    yield f"audit.growth exponent {exponent:.2f} in the cells of a component (limit {EXPONENT})", exponent <= EXPONENT


def audit(figures: pa.Table, indicators: Sequence[Any]) -> tuple[float, float, int]:
    """Seconds and processor seconds of the audit of one release, and how many values are hidden in it."""
    areas = {year: reference.geography(year).parents for year in set(figures["year"].to_pylist())}
    found, seconds, worked = measured(disclosure.audit, [disclosure.Earlier(figures, areas)], indicators)
    if found.exposed.num_rows:
        raise SystemExit("The audit finds small numbers in a protected release.")
    return seconds, worked, found.hidden.num_rows


PARTS = {"attack": attacks, "protect": protection, "audit": audits}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--insured", type=int, default=INSURED)
    parser.add_argument("--part", choices=PARTS, action="append", help="leave the others out")
    given = parser.parse_args()
    held = []
    for name in given.part or PARTS:
        for text, holds in PARTS[name](given.insured):
            print(f"disclosure.{text} {'ok' if holds else 'BROKEN'}", flush=True)
            held.append(holds)
    raise SystemExit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
