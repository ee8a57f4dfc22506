"""The figures of a release as a mapping; those of a table become values when they are first asked for."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.model import MutualisError
from mutualis.release.files import BOUNDS
from mutualis.release.values import SUPPRESSED, Figure

Key = tuple[str, int, str, str]
SLICED_BY = ("indicator", "year", "level", "split")
DECIMALS = ("value", *BOUNDS)


class Figures(Mapping[Key, tuple[Figure, ...]]):
    """{(indicator, year, level, split): figures in the order of the file}.

    `table` has the columns of figures.csv, the figures of one key next to each other; otherwise it is damaged.
    """

    def __init__(self, table: pa.Table, name: str) -> None:
        self.table = table
        self._made: dict[Key, tuple[Figure, ...]] = {}
        self._places = _places(table, name)
        _nothing_hidden_is_shown(table, name)

    def __getitem__(self, key: Key) -> tuple[Figure, ...]:
        if key not in self._made:
            start, stop = self._places[key]
            self._made[key] = _figures(self.table.slice(start, stop - start))
        return self._made[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    @staticmethod
    def of(table: pa.Table) -> tuple[Figure, ...]:
        """The figures of rows of such a table, of any keys, in their order."""
        return _figures(table)


def _places(table: pa.Table, name: str) -> dict[Key, tuple[int, int]]:
    if not table.num_rows:
        return {}
    begins = np.zeros(table.num_rows, dtype=bool)
    begins[0] = True
    for column in SLICED_BY:
        codes = table[column].combine_chunks().dictionary_encode().indices.to_numpy()
        begins[1:] |= codes[1:] != codes[:-1]
    starts = np.flatnonzero(begins)
    stops = [*starts[1:].tolist(), table.num_rows]
    keys = [tuple(row.values()) for row in table.select(list(SLICED_BY)).take(pa.array(starts)).to_pylist()]
    if len(set(keys)) < len(keys):
        raise MutualisError(f"Release '{name}' is damaged: its figures are not in order.", do="publish it again")
    return dict(zip(keys, zip(starts.tolist(), stops, strict=True), strict=True))


def _figures(table: pa.Table) -> tuple[Figure, ...]:
    columns = {column: table[column].to_pylist() for column in ("area_code", "category", "status")}
    columns |= {column: table[column].to_pylist() for column in ("numerator", "denominator")}
    columns |= {column: [Decimal(each) if each else None for each in table[column].to_pylist()] for column in DECIMALS}
    return tuple(Figure(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True))


def _nothing_hidden_is_shown(table: pa.Table, name: str) -> None:
    hidden = table.filter(pc.equal(table["status"], SUPPRESSED))
    if any(hidden[column].null_count < hidden.num_rows for column in (*DECIMALS, "numerator")):
        raise MutualisError(f"Release '{name}' is damaged: a suppressed figure has a value.", do="withdraw it")
