"""Sparse rows over the cells of tables, collected part by part."""

import numpy as np

from mutualis.disclosure.frame import Relations
from mutualis.disclosure.hierarchy import Ints


def placed(size: int, nodes: Ints, start: int) -> Ints:
    """The cell of each of so many nodes in a table of some of them that begins at `start`; -1: none."""
    place = np.full(size, -1, dtype=np.int64)
    place[nodes] = start + np.arange(len(nodes))
    return place


class Sparse:
    """Collects sparse rows over cells."""

    def __init__(self) -> None:
        self.parts: list[tuple[Ints, Ints, Ints]] = []
        self.count = 0

    def within(self, relations: Relations, place: Ints) -> None:
        """The rows whose nodes all have a place."""
        cell = place[relations.cell]
        missing = np.bincount(relations.row, weights=cell < 0, minlength=relations.rows) > 0
        number = np.cumsum(~missing) - 1
        keep = ~missing[relations.row]
        self._add(number[relations.row[keep]], cell[keep], relations.coefficient[keep], int((~missing).sum()))

    def three(self, whole: Ints, part: Ints, rest: Ints) -> None:
        """Rows whole - part - rest = 0."""
        row = np.tile(np.arange(len(whole)), 3)
        sign = np.repeat(np.array([1, -1, -1], dtype=np.int64), len(whole))
        self._add(row, np.concatenate([whole, part, rest]), sign, len(whole))

    def _add(self, row: Ints, cell: Ints, coefficient: Ints, rows: int) -> None:
        self.parts.append((row + self.count, cell, coefficient))
        self.count += rows

    def after(self, before: Relations) -> Relations:
        """These rows behind others."""
        self.parts = [(row + before.rows, cell, sign) for row, cell, sign in self.parts]
        self.parts.insert(0, (before.row, before.cell, before.coefficient))
        self.count += before.rows
        return self.relations()

    def relations(self) -> Relations:
        """All rows."""
        row, cell, coefficient = (np.concatenate(part) for part in zip(*self.parts, strict=True))
        return Relations(row.astype(np.int64), cell.astype(np.int64), coefficient.astype(np.int64), self.count)
