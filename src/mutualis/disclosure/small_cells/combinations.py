"""Classes of all sets of quasi-identifiers: one group-by over all of them, then every set rolls up from that.

A combination is a number in a mixed base, a digit a column. Sets of the largest size are counted from the combinations;
each smaller set from a set with one column more, by taking a digit out. With the counts goes the sum of the places of
the combinations: where a class has one row, that sum is its place, so the unique rows come without a look-up.
"""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Columns = tuple[int, ...]
LONGEST = 2**62
DENSE = 4  # times as many places as cells may be counted in a table of all places
SMALL = 2**16


@dataclass(frozen=True)
class Combinations:
    """The distinct combinations of some columns: a code for each column, how many rows have it."""

    names: tuple[str, ...]
    codes: tuple[Ints, ...]
    sizes: tuple[int, ...]
    count: Ints

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return int(self.count.sum())


@dataclass(frozen=True)
class Cells:
    """The classes of one set of columns (their numbers): key, rows, and the sum of the places of their combinations."""

    columns: Columns
    key: Ints
    count: Ints
    place: Ints


def combinations(frame: pl.DataFrame, names: tuple[str, ...]) -> Combinations:
    """The group-by over all columns. A missing value is a value like any other."""
    coded = [_coded(frame[name]) for name in names]
    sizes = tuple(int(each.max()) + 1 if len(each) else 1 for each in coded)
    if math.prod(sizes) < LONGEST:
        key, count = _counted(_key(coded, sizes))
        return Combinations(names, _digits(key, sizes), sizes, count)
    table = pl.DataFrame({str(at): each for at, each in enumerate(coded)})
    found = table.group_by(table.columns).len("n")
    codes = tuple(found[str(at)].to_numpy() for at in range(len(names)))
    return Combinations(names, codes, sizes, found["n"].cast(pl.Int64).to_numpy())


def all_sets(made: Combinations, largest: int) -> Iterator[Cells]:
    """The classes of every set of up to so many columns, each set before the smaller ones that roll up from it."""
    number = len(made.names)
    children = _tree(made.sizes, min(largest, number))
    place = np.arange(len(made.count), dtype=np.int64)
    for columns in itertools.combinations(range(number), min(largest, number)):
        sizes = [made.sizes[at] for at in columns]
        key = _key([made.codes[at] for at in columns], sizes)
        yield from _down(_grouped(columns, math.prod(sizes), key, made.count, place), made.sizes, children)


def _down(cells: Cells, sizes: tuple[int, ...], children: dict[Columns, list[Columns]]) -> Iterator[Cells]:
    yield cells
    for child in children.get(cells.columns, ()):
        (gone,) = (at for at, column in enumerate(cells.columns) if column not in child)
        low = math.prod(sizes[at] for at in cells.columns[gone + 1 :])
        key = cells.key // (low * sizes[cells.columns[gone]]) * low + cells.key % low
        places = math.prod(sizes[at] for at in child)
        yield from _down(_grouped(child, places, key, cells.count, cells.place), sizes, children)


def _tree(sizes: tuple[int, ...], largest: int) -> dict[Columns, list[Columns]]:
    """For every set the smaller sets that roll up from it: each from the set with one column more and fewest places."""
    children: dict[Columns, list[Columns]] = {}
    everyone = range(len(sizes))
    for size in range(1, largest):
        for child in itertools.combinations(everyone, size):
            more = min((at for at in everyone if at not in child), key=lambda at: sizes[at])
            children.setdefault(tuple(sorted((*child, more))), []).append(child)
    return children


def _grouped(columns: Columns, places: int, key: Ints, count: Ints, place: Ints) -> Cells:
    if places <= max(DENSE * len(key), SMALL):
        rows = np.bincount(key, weights=count, minlength=places)
        sums = np.bincount(key, weights=place, minlength=places)
        there = np.flatnonzero(rows)
        return Cells(columns, there, rows[there].astype(np.int64), sums[there].astype(np.int64))
    found = pl.DataFrame({"key": key, "n": count, "at": place}).group_by("key").agg(pl.col("n", "at").sum())
    return Cells(columns, found["key"].to_numpy(), found["n"].to_numpy(), found["at"].to_numpy())


def _counted(key: Ints) -> tuple[Ints, Ints]:
    found = pl.DataFrame({"key": key}).group_by("key").len("n")
    return found["key"].to_numpy(), found["n"].cast(pl.Int64).to_numpy()


def _key(codes: list[Ints] | tuple[Ints, ...], sizes: list[int] | tuple[int, ...]) -> Ints:
    key = codes[0].copy()
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        key *= size
        key += code
    return key


def _digits(key: Ints, sizes: tuple[int, ...]) -> tuple[Ints, ...]:
    codes = []
    for size in reversed(sizes):
        key, code = np.divmod(key, size)
        codes.append(code)
    return tuple(reversed(codes))


def _coded(values: pl.Series) -> Ints:
    """Codes 0, 1, ... of the values of a column, a missing one too."""
    whole = values if values.dtype.is_integer() else values.cast(pl.String).cast(pl.Categorical).to_physical()
    whole = whole.cast(pl.Int64)
    low, high = whole.min(), whole.max()
    if not isinstance(low, int) or not isinstance(high, int):
        return np.zeros(len(whole), dtype=np.int64)
    if high - low > max(len(whole), SMALL):
        return whole.rank("dense").fill_null(0).cast(pl.Int64).to_numpy()
    moved = (whole - low).fill_null(high - low + 1).to_numpy()
    there = np.zeros(high - low + 2, dtype=np.int64)
    there[moved] = 1
    return (np.cumsum(there) - 1)[moved]
