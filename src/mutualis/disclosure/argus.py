"""Secondary suppression with τ-ARGUS (`pytauargus`), table by table, in child processes with a hard time limit.

Totals go in as a hierarchy of areas (optimal suppression), every split as areas x categories (the modular method), the
categories of crossed splits under those of the less crossed ones. With its denominator shown, a complement is hidden
with its numerator and moves against it, so the numerator's table with the protection levels of both says it all. What
one table hides is given to the others, once. Where τ-ARGUS fails it gets a coarser table, without the smallest areas;
where that fails too, the table stays as it was: the exact completion and the attacker come after it.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mutualis.disclosure import argus_run
from mutualis.disclosure.argus_files import Job, jobs_of, read, write
from mutualis.disclosure.hierarchy import Ints
from mutualis.disclosure.opening import weights
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.system import DENOMINATOR, NUMERATOR, System, close
from mutualis.disclosure.working import Work

ROUNDS = 2
LARGEST = 4_000


def suppress(works: Sequence[Work], seconds: float) -> None:
    """Hide in each work what τ-ARGUS hides to protect its sensitive cells; at most so many seconds."""
    pairs = [(work, job) for work in works for job in _jobs(work)]
    for _ in range(ROUNDS):
        before = [work.hidden.copy() for work in works]
        seconds -= _round(pairs, seconds)
        for work in works:
            work.hidden = close(work.system, work.hidden)
        changed = [id(work) for old, work in zip(before, works, strict=True) if not np.array_equal(old, work.hidden)]
        pairs = [(work, job) for work, job in pairs if id(work) in changed and work.hidden[job.cells].any()]
        if not pairs:
            break


def _jobs(work: Work) -> list[Job]:
    """The tables of a system with something to protect; of those that are too large the coarser ones."""
    found = []
    for number, table in enumerate(work.system.tables):
        if table.role in {DENOMINATOR, NUMERATOR}:
            every = [job if len(job.cells) <= LARGEST else job.coarser() for job in jobs_of(work.system, number)]
            found += [job for job in every if job is not None and len(job.cells) <= LARGEST]
    needs = np.zeros(len(work.system.true), dtype=bool)
    needs[work.targets.cell] = True
    for table in work.system.tables:
        if table.complement >= 0:
            rest = work.system.tables[table.complement]
            needs[table.place[rest.nodes]] |= needs[rest.cells]
    return [job for job in found if needs[job.cells].any()]


def _round(pairs: Sequence[tuple[Work, Job]], seconds: float) -> float:
    """One call for each table, and for one that failed a coarser table; returns the seconds that it took."""
    took, failed = _calls(pairs, seconds)
    again = [(work, coarser) for work, job in failed if (coarser := job.coarser()) is not None]
    return took + (_calls(again, seconds - took)[0] if again else 0.0)


def _calls(pairs: Sequence[tuple[Work, Job]], seconds: float) -> tuple[float, list[tuple[Work, Job]]]:
    """One call for each table; returns the seconds that it took and the tables that failed."""
    levels = {id(work): protection(work.system, work.targets) for work, _ in pairs}
    with tempfile.TemporaryDirectory(prefix="mutualis-argus-") as folder:
        places = [Path(folder) / f"{number:04d}" for number in range(len(pairs))]
        for place, (work, job) in zip(places, pairs, strict=True):
            cost = np.ceil(10 * np.maximum(weights(work.system, job.table), 1)).astype(np.int64)
            write(place, work.system, job, work.hidden, levels[id(work)], cost)
        took = argus_run.run(places, seconds)
        failed = [pair for place, pair in zip(places, pairs, strict=True) if not read(place, pair[1], pair[0].hidden)]
    return took, failed


def protection(system: System, cells: Sensitive) -> tuple[Ints, Ints]:
    """How far down and up each cell must be able to move, a complement's needs added to its numerator."""
    value = system.true[cells.cell]
    down, up = (np.zeros(len(system.true), dtype=np.int64) for _ in range(2))
    down[cells.cell] = np.where(cells.width > 0, value, value - cells.low)
    up[cells.cell] = np.where(cells.width > 0, cells.width - value, cells.high - value)
    for table in system.tables:
        if table.complement >= 0:
            rest = system.tables[table.complement]
            at = table.place[rest.nodes]
            down[at], up[at] = np.maximum(down[at], up[rest.cells]), np.maximum(up[at], down[rest.cells])
    return np.maximum(down, 0), np.maximum(up, 0)
