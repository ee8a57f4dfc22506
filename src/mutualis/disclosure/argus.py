"""Secondary suppression with τ-ARGUS (`pytauargus`), table by table, in a child process with a hard time limit.

Every table goes in as a hierarchy of areas (optimal suppression). A count is geography x {yes, no}: with its
denominator shown, "no" is hidden with "yes" and moves against it, so the table of "yes" with the protection levels of
both says it all; given as two dimensions, the modular method hid whole regions for one municipality, crashed or did
not end. The tables of a year share their denominators, so what one table hides is given to the others until nothing
changes. Where τ-ARGUS fails or runs out of time its table stays as it was: the exact completion and the attacker come
after it.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mutualis.disclosure.completion import weights
from mutualis.disclosure.hierarchy import Hierarchy, Ints
from mutualis.disclosure.primary import Sensitive
from mutualis.disclosure.system import COMPLEMENT, Bools, System, Table, close

ROUNDS = 4
TIME_LIMIT_SECONDS = 60.0

BATCH = """<OPENTABLEDATA> "{folder}/cells.tab"
<OPENMETADATA> "{folder}/cells.rda"
<SPECIFYTABLE> "area"|"value"||
<SAFETYRULE>
<READTABLE> 0
<SUPPRESS> OPT(1,1)
<WRITETABLE> (1,5,SO+,"{folder}/protected.tab")
"""
METADATA = """<SEPARATOR> ";"
<SAFE> "S"
<UNSAFE> "U"
<PROTECT> "P"
area
  <RECODEABLE>
  <TOTCODE> "Total"
  <HIERARCHICAL>
  <HIERCODELIST> "{folder}/areas.hrc"
  <HIERLEADSTRING> "@"
value
  <NUMERIC>
  <DECIMALS> 0
cost
  <NUMERIC> <COST>
  <DECIMALS> 0
lower
  <NUMERIC> <LOWERPL>
upper
  <NUMERIC> <UPPERPL>
status
  <STATUS>
"""


@dataclass(frozen=True)
class Job:
    """One table of one system for τ-ARGUS."""

    system: int
    table: Table


def suppress(
    systems: Sequence[System], hidden: Sequence[Bools], cells: Sequence[Sensitive], limit: float = TIME_LIMIT_SECONDS
) -> list[Bools]:
    """The hidden cells of each system plus what τ-ARGUS hides to protect the `cells`; `limit` in seconds a round."""
    now = [close(system, part) for system, part in zip(systems, hidden, strict=True)]
    jobs = [
        Job(number, table)
        for number, system in enumerate(systems)
        for table in system.tables
        if table.role != COMPLEMENT and any(part.any() for part in _levels(table, system, cells[number]))
    ]
    for _ in range(ROUNDS):
        before = [part.copy() for part in now]
        _round(jobs, systems, now, cells, limit)
        now = [close(system, part) for system, part in zip(systems, now, strict=True)]
        if all(np.array_equal(old, new) for old, new in zip(before, now, strict=True)):
            break
    return now


def _round(
    jobs: Sequence[Job], systems: Sequence[System], now: list[Bools], cells: Sequence[Sensitive], limit: float
) -> None:
    with tempfile.TemporaryDirectory(prefix="mutualis-argus-") as folder:
        places = [Path(folder) / f"{number:03d}" for number in range(len(jobs))]
        for job, place in zip(jobs, places, strict=True):
            _write(job.table, place, systems[job.system], now[job.system], cells[job.system])
        _run(places, limit)
        for job, place in zip(jobs, places, strict=True):
            _read(job.table, place, now[job.system])


def _levels(table: Table, system: System, cells: Sensitive) -> tuple[Ints, Ints]:
    """How far down and up each cell of a table must be able to move, its complement's needs included."""
    down, up = _own_levels(table, system, cells)
    if table.complement >= 0:
        rest_down, rest_up = _own_levels(system.tables[table.complement], system, cells)
        down, up = np.maximum(down, rest_up), np.maximum(up, rest_down)
    return down, up


def _own_levels(table: Table, system: System, cells: Sensitive) -> tuple[Ints, Ints]:
    value = system.true[table.cells]
    down, up = np.zeros(table.size, dtype=np.int64), np.zeros(table.size, dtype=np.int64)
    own = cells.take((cells.cell >= table.start) & (cells.cell < table.start + table.size))
    at = own.cell - table.start
    down[at] = np.where(own.width > 0, value[at], value[at] - own.low)
    up[at] = np.where(own.width > 0, own.width - value[at], own.high - value[at])
    return down, up


def _write(table: Table, place: Path, system: System, hidden: Bools, cells: Sensitive) -> None:
    place.mkdir()
    lines = _lines(table, system, hidden, cells)
    (place / "cells.tab").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (place / "areas.hrc").write_text(_tree(system.hierarchy), encoding="utf-8")
    (place / "cells.rda").write_text(METADATA.format(folder=place), encoding="utf-8")
    (place / "job.arb").write_text(BATCH.format(folder=place), encoding="utf-8")


def _lines(table: Table, system: System, hidden: Bools, cells: Sensitive) -> list[str]:
    """The rows of one table that hold a value: area;value;cost;lower;upper;status."""
    value, (lower, upper) = system.true[table.cells], _levels(table, system, cells)
    status = np.where(hidden[table.cells], "U", "S")
    cost = np.ceil(10 * np.maximum(weights(system)[table.cells], 1)).astype(np.int64)
    code = _codes(system.hierarchy)
    return [
        f"{code[node]};{value[node]};{cost[node]};{lower[node]};{upper[node]};{status[node]}"
        for node in np.flatnonzero(value != 0)
    ]


def _codes(hierarchy: Hierarchy) -> list[str]:
    return ["" if parent < 0 else f"n{node:05d}" for node, parent in enumerate(hierarchy.parent)]


def _tree(hierarchy: Hierarchy) -> str:
    """The tree as τ-ARGUS reads it: depth first, one @ for each level below the top."""
    children: dict[int, list[int]] = {}
    for node, parent in enumerate(hierarchy.parent):
        children.setdefault(int(parent), []).append(node)
    lines: list[str] = []
    waiting = [(node, 0) for top in children[-1] for node in reversed(children.get(top, []))]
    while waiting:
        node, depth = waiting.pop()
        lines.append(f"{'@' * depth}n{node:05d}")
        waiting += [(child, depth + 1) for child in reversed(children.get(node, []))]
    return "\n".join(lines) + "\n"


def _run(places: Sequence[Path], limit: float) -> None:
    """Run the jobs in child processes one after the other until all had a turn or the time (seconds) is up.

    A job that crashes its child costs no other job: the next child goes on behind it.
    """
    end, waiting = time.monotonic() + limit, list(places)
    while waiting and (left := end - time.monotonic()) > 0:
        _child(waiting, left)
        begun = sum((place / "begun").exists() for place in waiting)
        waiting = waiting[max(begun, 1) :]


def _child(places: Sequence[Path], limit: float) -> None:
    """One child process over these jobs; it is killed at the limit, and what it finished by then counts."""
    command = [sys.executable, "-m", "mutualis.disclosure.argus_child", *(str(place.resolve()) for place in places)]
    source = str(Path(__file__).resolve().parents[2])
    quiet = subprocess.DEVNULL
    # The solver leaves logs where it runs: in the folder of the jobs, which is temporary.
    environment = {"PYTHONPATH": source, "PATH": ""}
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, cwd=places[0].parent) as child:
        try:
            child.wait(limit)
        except subprocess.TimeoutExpired:
            child.kill()


def _read(table: Table, place: Path, hidden: Bools) -> None:
    """Mark what τ-ARGUS hides (status U or M) in `hidden`; a table that did not finish changes nothing."""
    if not (place / "done").exists():
        return
    for line in (place / "protected.tab").read_text(encoding="utf-8").splitlines():
        fields = [field.strip('" ') for field in line.split(";")]
        if fields[-3] in {"U", "M"}:
            hidden[table.start + (0 if fields[0] == "Total" else int(fields[0][1:]))] = True
