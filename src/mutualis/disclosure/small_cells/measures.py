"""What a table gives away: classes and unique rows of every set of quasi-identifiers, and its special uniques.

A minimal special unique (MSU) is a row that is alone with its values of a set, and with no smaller part of that set.
The score of a row adds up its MSUs, small sets counting most: for an MSU of s of n columns the product of n - i over
i = s .. largest - 1. Source: Elliot, Manning and Ford (2002), SUDA; linkage 6.2 step 3.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl

from mutualis.disclosure.small_cells.combinations import Cells, Columns, all_sets, combinations

Bits = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class SetMeasure:
    """One set of columns: classes, rows alone, share of rows in classes smaller than each number, risks.

    The risk of a row is 1 / rows of its class, so the expected number of rows identified is the number of classes.
    `special`: rows for which the set is minimal.
    """

    columns: tuple[str, ...]
    classes: int
    uniques: int
    smaller: Mapping[int, float]
    largest_risk: float
    mean_risk: float
    expected: float
    special: int = 0


@dataclass(frozen=True)
class Measures:
    """All sets of up to `largest_set` columns, and the scores of the rows that are special (0 for others left out)."""

    rows: int
    sets: tuple[SetMeasure, ...]
    special_by_size: Mapping[int, int]
    scores: Floats

    @property
    def special_rows(self) -> int:
        """Rows that are alone with some set."""
        return len(self.scores)


def measure(
    frame: pl.DataFrame, columns: Sequence[str], largest_set: int = 4, smaller_than: Sequence[int] = (3, 5, 10)
) -> Measures:
    """Measure every set of up to `largest_set` of the columns; rows are counted, not persons."""
    made = combinations(frame, tuple(columns))
    rows, found, alone = made.rows, {}, {}
    for cells in all_sets(made, largest_set):
        names = tuple(made.names[at] for at in cells.columns)
        found[cells.columns] = _of_set(names, cells, rows, smaller_than)
        alone[cells.columns] = _alone(cells, len(made.count))
    special = {columns: _special(columns, alone) for columns in sorted(alone, key=lambda each: (len(each), each))}
    count = {columns: int(np.bitwise_count(bits).sum()) for columns, bits in special.items()}
    by_size: dict[int, int] = {}
    for each, number in count.items():
        by_size[len(each)] = by_size.get(len(each), 0) + number
    sets = tuple(_with_special(found[each], number) for each, number in count.items())
    scores = _scores(special, count, (len(made.names), min(largest_set, len(made.names))), len(made.count))
    return Measures(rows, sets, MappingProxyType(by_size), scores)


def _of_set(names: tuple[str, ...], cells: Cells, rows: int, smaller_than: Sequence[int]) -> SetMeasure:
    sizes = np.bincount(np.minimum(cells.count, max(smaller_than)), minlength=max(smaller_than) + 1)
    smaller = {k: float(sizes[:k] @ np.arange(k)) / max(rows, 1) for k in smaller_than}
    classes = len(cells.count)
    least = int(cells.count.min()) if classes else 1
    return SetMeasure(
        names, classes, int(sizes[1]), MappingProxyType(smaller),
        (1 / least) if classes else 0.0, classes / max(rows, 1), float(classes),
    )  # fmt: skip


def _with_special(one: SetMeasure, special: int) -> SetMeasure:
    return SetMeasure(
        one.columns, one.classes, one.uniques, one.smaller, one.largest_risk, one.mean_risk, one.expected, special
    )


def _alone(cells: Cells, places: int) -> Bits:
    """The combinations that are alone in their class and have one row, as bits."""
    flags = np.zeros(places, dtype=np.bool_)
    flags[cells.place[cells.count == 1]] = True
    return np.packbits(flags)


def _special(columns: Columns, alone: Mapping[Columns, Bits]) -> Bits:
    """Alone with this set and with none that lacks one of its columns (so with no smaller part of it at all)."""
    bits = alone[columns]
    for gone in columns if len(columns) > 1 else ():
        bits = bits & ~alone[tuple(at for at in columns if at != gone)]
    return bits


def _scores(
    special: Mapping[Columns, Bits], count: Mapping[Columns, int], sizes: tuple[int, int], places: int
) -> Floats:
    number, largest = sizes
    scores = np.zeros(places)
    for columns, bits in special.items():
        if count[columns]:
            weight = math.prod(number - at for at in range(len(columns), largest))
            scores[np.unpackbits(bits, count=places).view(np.bool_)] += weight
    return scores[scores > 0]
