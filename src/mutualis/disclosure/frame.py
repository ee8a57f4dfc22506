"""The frame of a year: every cell that exists for some indicator, and how cells add up.

A *place* is (level, area, split, category). Areas add up to larger areas within a category, categories add up to the
less crossed split within an area. Places that always have equal figures (Brussels as arrondissement, province and
region; an area with a single part; a category that is alone) are one *node*: hiding one and showing the other hides
nothing. Where only some parts of an area have a split (large municipalities, groups of one's own), what is left over
is a place too, of level `rest`: a reader gets it by subtraction, so it is protected like a published cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mutualis.disclosure.hierarchy import GROUP, LEVELS, REST, Area, Hierarchy, Ints
from mutualis.model import MutualisError

TOTAL, CROSS = "total", "*"
Key = tuple[str, str, str, str]
Block = tuple[Area, str]
# Of each area the splits that are published, and those that are counted (the detail of standardised figures too).
AreaSplits = Mapping[Area, tuple[tuple[str, ...], tuple[str, ...]]]


def split_members(split: str) -> list[str]:
    """What a split is by: nothing for the total, sex and age_class for sex*age_class."""
    return [] if split == TOTAL else split.split(CROSS)


@dataclass(frozen=True)
class Relations:
    """Sparse rows: each row's sum of coefficient x cell is zero in every table that agrees with the release."""

    row: Ints
    cell: Ints
    coefficient: Ints
    rows: int

    def residual(self, values: Ints) -> Ints:
        """The exact value of each row for integer cell values."""
        total = np.zeros(self.rows, dtype=np.int64)
        np.add.at(total, self.row, self.coefficient * values[self.cell])
        return total


@dataclass(frozen=True)
class Frame:
    """Places and nodes.

    `members`: the municipalities of each area, of those that are left over (`rest`) too.
    `keys` (level, code, split, category) of each place; `start` the first place of each (area, split), its categories
    follow; `node` of each place; `first` a place of each node; `relations` among nodes; `rests`: for each leftover
    (area, split) the (area, split) it is left over from and the parts that are taken off.
    """

    tree: Hierarchy
    members: Mapping[Area, frozenset[str]]
    keys: tuple[Key, ...]
    start: Mapping[Block, int]
    categories: Mapping[str, tuple[str, ...]]
    node: Ints
    first: Ints
    relations: Relations
    rests: tuple[tuple[Block, Block, tuple[Block, ...]], ...]

    @property
    def size(self) -> int:
        return len(self.first)

    def places(self, area: Area, split: str) -> Ints:
        """The places of the categories of one split of one area."""
        start = self.start[area, split]
        return np.arange(start, start + len(self.categories[split]))

    def nodes(self, area: Area, split: str) -> Ints:
        """The nodes of the categories of one split of one area."""
        return self.node[self.places(area, split)]


def frame(tree: Hierarchy, splits: Mapping[Area, Sequence[str]], categories: Mapping[str, tuple[str, ...]]) -> Frame:
    """The frame of areas with their `splits`; `categories` are those of each split, in order."""
    made = _Maker(tree, splits, categories)
    for split in categories:
        made.areas(split)
    for area, of_area in made.splits.items():
        for split in of_area:
            made.categories_of(area, split)
    return made.frame()


class _Maker:
    """Collects places and rows of places; then joins equal places to nodes."""

    def __init__(
        self, tree: Hierarchy, splits: Mapping[Area, Sequence[str]], categories: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.tree, self.categories = tree, categories
        self.splits = {area: list(splits[area]) for area in tree.areas if splits.get(area)}
        self.members = dict(tree.members)
        alone = [area for area in self.splits if len(self.members[area]) == 1 and TOTAL in self.splits[area]]
        self.single = {next(iter(self.members[area])): area for area in sorted(alone, key=_depth)}
        self.start: dict[Block, int] = {}
        self.keys: list[Key] = []
        self.rests: list[tuple[Block, Block, tuple[Block, ...]]] = []
        self.parts: list[tuple[Ints, Ints]] = []
        for area in self.splits:
            for split in self.splits[area]:
                self._add(area, split)

    def _add(self, area: Area, split: str) -> None:
        if (area, split) not in self.start:
            self.start[area, split] = len(self.keys)
            self.keys += [(*area, split, category) for category in self.categories[split]]

    def areas(self, split: str) -> None:
        """The rows that add areas up within a split, from the smallest to the largest."""
        having = [area for area in self.splits if split in self.splits[area]]
        top: dict[str, Area] = {}
        for area in sorted(having, key=lambda each: (len(self.members[each]), -_depth(each), each)):
            if area[0] == GROUP and split == TOTAL and self._sums_municipalities(area):
                continue
            parts = sorted({top[code] for code in self.members[area] if code in top})
            for part in parts:
                if not self.members[part] <= self.members[area]:
                    raise _crossing(area, part, split)
            left = frozenset(code for code in self.members[area] if code not in top)
            if parts:
                self._row(area, split, parts, left)
            top |= dict.fromkeys(self.members[area], area)

    def _sums_municipalities(self, area: Area) -> bool:
        """A group's total as the sum of areas of one municipality each, where all of them have a total."""
        parts = [self.single[code] for code in sorted(self.members[area]) if code in self.single]
        if len(parts) < len(self.members[area]) or parts == [area]:
            return False
        self._equal((area, TOTAL), [(part, TOTAL) for part in parts])
        return True

    def _row(self, area: Area, split: str, parts: Sequence[Area], left: frozenset[str]) -> None:
        taken = tuple((part, split) for part in parts)
        if left:
            rest = (REST, f"{area[0]} {area[1]} without {len(parts)} by {split}")
            self.members[rest] = left
            self.splits[rest] = [split]
            self._add(rest, split)
            self.rests.append(((rest, split), (area, split), taken))
            municipalities = [(LEVELS[-1], code) for code in sorted(left)]
            if split != TOTAL and all(TOTAL in self.splits.get(each, ()) for each in municipalities):
                self.splits[rest] = [TOTAL, split]
                self._add(rest, TOTAL)
                self.rests.append(((rest, TOTAL), (rest, split), ()))
                self._equal((rest, TOTAL), [(each, TOTAL) for each in municipalities])
            taken = (*taken, (rest, split))
        self._equal((area, split), taken)

    def _equal(self, whole: Block, parts: Sequence[Block]) -> None:
        """One row a category: the whole is the sum of the parts."""
        count = len(self.categories[whole[1]])
        starts = np.array([self.start[whole], *(self.start[part] for part in parts)])
        self._rows(starts[None, :] + np.arange(count)[:, None])

    def _rows(self, places: Ints) -> None:
        """Rows of equal length: the first place is the sum of the others."""
        sign = np.full(places.shape, -1, dtype=np.int64)
        sign[:, 0] = 1
        self.parts += [(row, coefficient) for row, coefficient in zip(places, sign, strict=True)]

    def categories_of(self, area: Area, split: str) -> None:
        """The rows that add categories up to each less crossed split that the area has."""
        members = split_members(split)
        for position in range(len(members)):
            less = CROSS.join(members[:position] + members[position + 1 :]) or TOTAL
            if (area, less) in self.start:
                self._merged(area, split, less, position)

    def _merged(self, area: Area, split: str, less: str, position: int) -> None:
        start, own = self.start[area, less], self.start[area, split]
        codes = [category.split(CROSS) for category in self.categories[split]]
        kept = [CROSS.join(code[:position] + code[position + 1 :]) or "all" for code in codes]
        for place, category in enumerate(self.categories[less]):
            inside = [own + at for at, each in enumerate(kept) if each == category]
            self._rows(np.array([[start + place, *inside]]))

    def frame(self) -> Frame:
        node, first = _joined(len(self.keys), self.parts)
        return Frame(
            self.tree,
            self.members,
            tuple(self.keys),
            self.start,
            self.categories,
            node,
            first,
            _relations(node, self.parts),
            tuple(self.rests),
        )


def _depth(area: Area) -> int:
    return LEVELS.index(area[0]) if area[0] in LEVELS else len(LEVELS)


def _crossing(area: Area, part: Area, split: str) -> MutualisError:
    return MutualisError(
        f"{area[0].capitalize()} '{area[1]}' and {part[0]} '{part[1]}' overlap and neither holds the other.",
        there_is=f"both would be published by {split}, and their common part could be worked out",
        do="let a group hold whole areas or lie inside one, or publish its total only",
    )


def _joined(count: int, parts: Sequence[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """The node of each place and a place of each node; a row of two says that two places are equal."""
    root = list(range(count))

    def find(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for row, _ in parts:
        if len(row) == 2:
            one, other = sorted((find(int(row[0])), find(int(row[1]))))
            root[other] = one
    first, node = np.unique([find(place) for place in range(count)], return_inverse=True)
    return node.astype(np.int64), first.astype(np.int64)


def _relations(node: Ints, parts: Sequence[tuple[Ints, Ints]]) -> Relations:
    """The distinct rows of nodes, without those that say that a node equals itself."""
    unique: dict[tuple[int, ...], tuple[Ints, Ints]] = {}
    for places, sign in parts:
        nodes = node[places]
        if len(places) > 2:
            unique.setdefault((int(nodes[0]), *sorted(nodes[1:].tolist())), (nodes, sign))
    rows = list(unique.values())
    empty = np.zeros(0, dtype=np.int64)
    join = np.concatenate
    return Relations(
        np.repeat(np.arange(len(rows)), [len(nodes) for nodes, _ in rows]).astype(np.int64),
        join([nodes for nodes, _ in rows]) if rows else empty,
        join([sign for _, sign in rows]) if rows else empty,
        len(rows),
    )
