"""The files of τ-ARGUS: one table of areas, or of areas and categories, with costs, protection levels and statuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from mutualis.disclosure.frame import CROSS, TOTAL, split_members
from mutualis.disclosure.hierarchy import LEVELS, Area, Bools, Ints
from mutualis.disclosure.system import System

DIMENSION = """{name}
  <RECODEABLE>
  <TOTCODE> "Total"
  <HIERARCHICAL>
  <HIERCODELIST> "{folder}/{name}.hrc"
  <HIERLEADSTRING> "@"
"""
MEASURES = """value
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
HEAD = '<SEPARATOR> ";"\n<SAFE> "S"\n<UNSAFE> "U"\n<PROTECT> "P"\n'
BATCH = """<OPENTABLEDATA> "{folder}/cells.tab"
<OPENMETADATA> "{folder}/cells.rda"
<SPECIFYTABLE> {dimensions}|"value"||
<SAFETYRULE>
<READTABLE> 0
<SUPPRESS> {method}
<WRITETABLE> (1,5,SO+,"{folder}/protected.tab")
"""


@dataclass(frozen=True)
class Job:
    """One table for τ-ARGUS: cell of the system, number of the area and of the category of each of its cells.

    `areas` and `categories` are trees: the number of the parent of each, -1 at the top. A tree of one is no dimension:
    τ-ARGUS crashes on it.
    """

    table: int
    cells: Ints
    area: Ints
    category: Ints
    areas: tuple[int, ...]
    categories: tuple[int, ...]

    @property
    def dimensions(self) -> dict[str, tuple[str, tuple[int, ...], Ints]]:
        """{name: letter of its codes, tree, number of each cell}."""
        both = {"area": ("a", self.areas, self.area), "split": ("c", self.categories, self.category)}
        return {name: each for name, each in both.items() if len(each[1]) > 1}

    def coarser(self) -> "Job | None":
        """The same table without the areas that have no part; None when nothing would be left of it."""
        inner = sorted({parent for parent in self.areas if parent >= 0})
        number = {old: new for new, old in enumerate(inner)}
        keep = np.isin(self.area, inner)
        area = np.array([number[old] for old in self.area[keep].tolist()], dtype=np.int64)
        tree = tuple(number.get(self.areas[old], -1) for old in inner)
        made = Job(self.table, self.cells[keep], area, self.category[keep], tree, self.categories)
        return made if made.dimensions else None


def jobs_of(system: System, number: int) -> list[Job]:
    """The tables of areas x categories within one table of a system: one a split."""
    made = [_job(system, number, split) for split in system.frame.categories]
    return [job for job in made if job is not None and job.dimensions]


def _job(system: System, number: int, split: str) -> Job | None:
    frame, table = system.frame, system.tables[number]
    chain = _chain(split)
    areas = [area for area in frame.tree.areas if area[0] in LEVELS and _has(system, number, area, chain)]
    if split != TOTAL:
        areas = [area for area in areas if area[0] != LEVELS[-1]]
    if not areas or areas[0][0] != LEVELS[0]:
        return None
    tree, kept = _area_tree(system, areas)
    codes, categories = _category_tree(frame.categories, chain)
    cells = [table.place[frame.nodes(each, part)[at]] for each in kept for part, at in codes]
    area, category = np.repeat(np.arange(len(kept)), len(codes)), np.tile(np.arange(len(codes)), len(kept))
    return Job(number, np.array(cells, dtype=np.int64), area, category, tuple(tree), tuple(categories))


def _chain(split: str) -> list[str]:
    """`total`, then the split member by member: total, sex, sex*age_class."""
    members = split_members(split)
    return [TOTAL, *(CROSS.join(members[: size + 1]) for size in range(len(members)))]


def _has(system: System, number: int, area: Area, chain: list[str]) -> bool:
    frame, table = system.frame, system.tables[number]
    for split in chain:
        if (area, split) not in frame.start:
            return False
        at = table.place[frame.nodes(area, split)]
        if (at < 0).any() or not system.published[at].any():
            return False
    return True


def _area_tree(system: System, areas: list[Area]) -> tuple[list[int], list[Area]]:
    """Parents and areas, those with the same node once."""
    frame = system.frame
    number: dict[int, int] = {}
    place: dict[Area, int] = {}
    tree: list[int] = []
    kept: list[Area] = []
    for area in areas:
        node = int(frame.nodes(area, TOTAL)[0])
        if node not in number:
            number[node] = len(kept)
            kept.append(area)
            tree.append(_nearest(frame.tree.above, area, place))
        place[area] = number[node]
    return tree, kept


def _nearest(above: Mapping[Area, Area], area: Area, place: Mapping[Area, int]) -> int:
    """The number of the nearest area above that is in the table; -1 for the country."""
    while area in above:
        area = above[area]
        if area in place:
            return place[area]
    return -1


def _category_tree(
    categories: Mapping[str, tuple[str, ...]], chain: list[str]
) -> tuple[list[tuple[str, int]], list[int]]:
    """(split, position) of each category along a chain of splits, and the number of its parent."""
    codes: list[tuple[str, int]] = [(TOTAL, 0)]
    parents, number = [-1], {(TOTAL, "all"): 0}
    for before, split in pairwise(chain):
        for at, category in enumerate(categories[split]):
            above = category.rpartition(CROSS)[0] or "all"
            number[split, category] = len(codes)
            parents.append(number[before, above])
            codes.append((split, at))
    return codes, parents


def write(place: Path, system: System, job: Job, hidden: Bools, levels: tuple[Ints, Ints], cost: Ints) -> None:
    """Write the files of one call into a new folder."""
    place.mkdir()
    dimensions = job.dimensions
    status = np.where(hidden[job.cells], "U", "S")
    value = system.true[job.cells]
    start = system.tables[job.table].start
    columns = [_codes(*each) for each in dimensions.values()]
    numbers = [
        part.astype(str) for part in (value, cost[job.cells - start], levels[0][job.cells], levels[1][job.cells])
    ]
    lines = [";".join(row) for row in zip(*columns, *numbers, status, strict=True) if row[len(columns)] != "0"]
    (place / "cells.tab").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name, (letter, tree, _) in dimensions.items():
        (place / f"{name}.hrc").write_text(_tree(letter, tree), encoding="utf-8")
    described = "".join(DIMENSION.format(name=name, folder=place) for name in dimensions)
    (place / "cells.rda").write_text(HEAD + described + MEASURES, encoding="utf-8")
    batch = BATCH.format(
        folder=place, dimensions="".join(f'"{name}"' for name in dimensions),
        method="OPT(1,1)" if len(dimensions) == 1 else "MOD(1,1)",
    )  # fmt: skip
    (place / "job.arb").write_text(batch, encoding="utf-8")


def _codes(letter: str, tree: tuple[int, ...], numbers: Ints) -> list[str]:
    return ["" if tree[number] < 0 else f"{letter}{number:05d}" for number in numbers.tolist()]


def _tree(letter: str, parents: tuple[int, ...]) -> str:
    """A tree as τ-ARGUS reads it: depth first, one @ for each level below the first."""
    children: dict[int, list[int]] = {}
    for number, parent in enumerate(parents):
        children.setdefault(parent, []).append(number)
    lines: list[str] = []
    waiting = [(number, 0) for top in children[-1] for number in reversed(children.get(top, []))]
    while waiting:
        number, depth = waiting.pop()
        lines.append(f"{'@' * depth}{letter}{number:05d}")
        waiting += [(child, depth + 1) for child in reversed(children.get(number, []))]
    return "\n".join(lines) + "\n"


def read(place: Path, job: Job, hidden: Bools) -> bool:
    """Mark what τ-ARGUS hides (status U or M) in `hidden`; one that did not finish changes nothing: False."""
    if not (place / "done").exists():
        return False
    pairs = zip(*(numbers.tolist() for _, _, numbers in job.dimensions.values()), strict=True)
    at = dict(zip(pairs, job.cells.tolist(), strict=True))
    for line in (place / "protected.tab").read_text(encoding="utf-8").splitlines():
        fields = [field.strip('" ') for field in line.split(";")]
        if fields[-3] in {"U", "M"}:
            hidden[at[tuple(_number(code) for code in fields[: len(job.dimensions)])]] = True
    return True


def _number(code: str) -> int:
    return 0 if code == "Total" else int(code[1:])
