"""From the cells of `result_indicator` to systems, and from what is hidden to the figures of a release."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.disclosure.hierarchy import LEVELS, Area, Hierarchy, Ints, hierarchy
from mutualis.disclosure.system import Bools, Counts, System, system
from mutualis.model import MutualisError

KEY = ("indicator", "year", "level", "area_code")
MEASURES = ("numerator", "denominator", "contributors", "largest", "second_largest")
KINDS = ("count", "amount")
SHOWN, SUPPRESSED, NONE = "shown", "suppressed", "none"


class IndicatorLike(Protocol):
    """What protection needs to know of an indicator."""

    @property
    def name(self) -> str:
        """The name in the column `indicator`."""

    @property
    def kind(self) -> str:
        """`count` (numerator: some of the persons of the denominator) or `amount` (a sum over persons)."""


class HasParents(Protocol):
    """A geography of one year."""

    @property
    def parents(self) -> Mapping[Area, str]:
        """{(level, code): code of the area one level up}."""


Geographies = Mapping[int, Mapping[Area, str] | HasParents]


def systems(cells: pa.Table, indicators: Sequence[IndicatorLike], geography: Geographies) -> list[System]:
    """One system per year. Errors: unknown indicators, areas or columns, and figures that do not add up."""
    missing = [name for name in (*KEY, *MEASURES) if name not in cells.column_names]
    if missing:
        raise MutualisError(
            f"The indicator cells have no column {', '.join(missing)}.",
            there_is=f"they have {', '.join(cells.column_names)}",
        )
    kinds = _kinds(cells, indicators)
    found = []
    for year in sorted(set(cells["year"].to_pylist())):
        of_year = cells.filter(pc.equal(cells["year"], year))
        tree = hierarchy(_parents(year, geography))
        counts = [_counts(of_year, name, kind, year, tree) for name, kind in kinds.items()]
        made = system(year, tree, [each for each in counts if each is not None])
        _must_add_up(made)
        found.append(made)
    return found


def _kinds(cells: pa.Table, indicators: Sequence[IndicatorLike]) -> dict[str, str]:
    kinds = {each.name: str(each.kind) for each in indicators}
    unknown = sorted(set(cells["indicator"].to_pylist()) - set(kinds))
    if unknown:
        raise MutualisError(
            f"There are cells of the unknown indicator {', '.join(unknown)}.",
            there_is=f"the indicators are {', '.join(kinds)}",
        )
    wrong = sorted({kind for kind in kinds.values() if kind not in KINDS})
    if wrong:
        raise MutualisError(
            f"Kind '{wrong[0]}' of an indicator is not known.", there_is=f"the kinds are {', '.join(KINDS)}"
        )
    return kinds


def _parents(year: int, geography: Geographies) -> Mapping[Area, str]:
    if year not in geography:
        raise MutualisError(
            f"There is no geography for {year}.", there_is=f"years {', '.join(map(str, sorted(geography))) or '(none)'}"
        )
    of_year = geography[year]
    return of_year if isinstance(of_year, Mapping) else of_year.parents


def _counts(of_year: pa.Table, name: str, kind: str, year: int, tree: Hierarchy) -> Counts | None:
    own = of_year.filter(pc.equal(of_year["indicator"], name))
    if not own.num_rows:
        return None
    place = _places(own, tree, name, year)
    parts = {}
    for measure in MEASURES:
        values = np.zeros(len(tree.areas), dtype=np.int64)
        values[place] = own[measure].combine_chunks().fill_null(0).to_numpy(zero_copy_only=False)
        on_nodes = values[tree.first_area]
        if measure in MEASURES[:2] and not np.array_equal(on_nodes[tree.node], values):
            raise _not_additive(name, year, int((on_nodes[tree.node] != values).sum()))
        parts[measure] = on_nodes
    _must_be_possible(name, kind, year, parts)
    return Counts(name, kind, **parts)


def _places(own: pa.Table, tree: Hierarchy, name: str, year: int) -> Ints:
    """The position in the tree's areas of each row."""
    join = pc.binary_join_element_wise
    known = pa.array([f"{level} {code}" for level, code in tree.areas])
    place = pc.index_in(join(own["level"], own["area_code"], " "), value_set=known).combine_chunks()
    if place.null_count:
        raise MutualisError(
            f"Indicator '{name}' has figures for {place.null_count} areas that the geography of {year} does not have.",
            do="compute the indicator with the geography of the same year",
        )
    positions = place.to_numpy(zero_copy_only=False).astype(np.int64)
    if len(np.unique(positions)) != len(positions):
        raise MutualisError(f"Indicator '{name}' has an area twice in {year}.", there_is="one row an area is needed")
    return positions


def _must_be_possible(name: str, kind: str, year: int, parts: Mapping[str, Ints]) -> None:
    wrong = parts["denominator"] < 0
    if kind == "count":
        wrong = wrong | (parts["numerator"] < 0) | (parts["numerator"] > parts["denominator"])
    if wrong.any():
        raise MutualisError(
            f"Indicator '{name}' has impossible figures in {year} for {int(wrong.sum())} areas.",
            there_is="a count lies between 0 and its denominator, and a denominator is not negative",
        )


def _must_add_up(made: System) -> None:
    wrong = int((made.relations.residual(made.true) != 0).sum())
    if wrong:
        raise _not_additive(", ".join(each.indicator for each in made.counts), made.year, wrong)


def _not_additive(name: str, year: int, areas: int) -> MutualisError:
    return MutualisError(
        f"The figures of '{name}' in {year} do not add up from municipality to country in {areas} areas.",
        do="compute every level from the same persons, and leave out persons without a municipality at all levels",
    )


def figures(made: System, hidden: Bools) -> pa.Table:
    """The figures of a year with hidden values blank, ordered by indicator, level and area."""
    tree = made.hierarchy
    tables = []
    for each in sorted(made.counts, key=lambda counts: counts.indicator):
        top, base = (made.tables[position] for position in made.tables_of(each.indicator))
        no_top, no_base = hidden[top.cells][tree.node], hidden[base.cells][tree.node]
        empty = (each.denominator[tree.node] == 0) & ~no_top
        columns = {
            "indicator": pa.array([each.indicator] * len(tree.areas)),
            "year": pa.array(np.full(len(tree.areas), made.year, dtype=np.int32)),
            "level": pa.array([level for level, _ in tree.areas]),
            "area_code": pa.array([code for _, code in tree.areas]),
            "numerator": pa.array(each.numerator[tree.node], mask=no_top | empty),
            "denominator": pa.array(each.denominator[tree.node], mask=no_base | empty),
            "status": pa.array(np.where(no_top, SUPPRESSED, np.where(empty, NONE, SHOWN))),
        }
        tables.append(pa.table(columns))
    return pa.concat_tables(tables)


def hidden_in(made: System, table: pa.Table) -> Bools:
    """The cells of a system that a reader of these figures does not see: read back from the figures themselves."""
    tree, hidden = made.hierarchy, np.ones(len(made.true), dtype=bool)
    for each in made.counts:
        top, base = (made.tables[position] for position in made.tables_of(each.indicator))
        own = table.filter(pc.and_(pc.equal(table["indicator"], each.indicator), pc.equal(table["year"], made.year)))
        empty = pc.equal(own["status"], NONE).to_numpy()
        seen_top = empty | own["numerator"].is_valid().to_numpy()
        seen_base = empty | own["denominator"].is_valid().to_numpy()
        np.logical_and.at(hidden, top.start + tree.node, ~seen_top)
        np.logical_and.at(hidden, base.start + tree.node, ~seen_base)
        if top.complement >= 0:
            rest = made.tables[top.complement]
            hidden[rest.cells] = hidden[top.cells] | hidden[base.cells]
    return hidden


def levels_of(table: pa.Table) -> list[str]:
    """The levels of a figures table, from country to municipality."""
    present = set(table["level"].to_pylist())
    return [level for level in LEVELS if level in present]
