"""From the cells of `result_indicator` to systems: one a year."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.disclosure import crossing, matching, nobody, placing, rates
from mutualis.disclosure.building import system
from mutualis.disclosure.earlier import Earlier, added
from mutualis.disclosure.frame import CROSS, TOTAL, AreaSplits, Frame, frame
from mutualis.disclosure.hierarchy import GROUP, LEVELS, Area, Hierarchy, hierarchy
from mutualis.disclosure.possible import must_add_up, must_be_possible, not_additive
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import Counts, System
from mutualis.model import MutualisError

KEY = ("indicator", "year", "level", "area_code", "split", "category")
KINDS = ("count", "amount")
Groups = Mapping[Area, Sequence[str]]


class IndicatorLike(Protocol):
    """What protection needs to know of an indicator."""

    @property
    def name(self) -> str:
        """The name in the column `indicator`."""

    @property
    def kind(self) -> str:
        """`count` (numerator: some of the persons of the denominator) or `amount` (a sum over persons)."""

    @property
    def divisor(self) -> str:
        """`persons`, `person_days` or `none`."""

    @property
    def factor(self) -> Fraction:
        """By what numerator / divisor is multiplied."""

    @property
    def decimals(self) -> int:
        """To how many decimals a figure is published."""


class PlanLike(Protocol):
    """What is counted and published: see `reference.Plan`."""

    def published(self, indicator: str, level: str, persons: int | None = None) -> tuple[str, ...]:
        """The splits published of an indicator at a level; `persons` are the insured of one municipality."""

    def counted(self, indicator: str, level: str) -> tuple[str, ...]:
        """The splits counted at a level."""

    def standardised(self, indicator: str, level: str) -> bool:
        """Whether the standardised figure of the total is published at a level."""

    @property
    def least_persons(self) -> int:
        """How many insured persons a cell of a published split has on average at least."""


class HasParents(Protocol):
    """A geography of one year."""

    @property
    def parents(self) -> Mapping[Area, str]:
        """{(level, code): code of the area one level up}."""


Geographies = Mapping[int, Mapping[Area, str] | HasParents]


@dataclass(frozen=True)
class Asked:
    """What is protected: cells with their indicators, plan, geography, rules, groups and earlier releases."""

    cells: pa.Table
    indicators: Sequence[IndicatorLike]
    plan: PlanLike
    geography: Geographies
    rules: Rules
    groups: Groups
    earlier: Sequence[Earlier]

    @property
    def known(self) -> dict[str, IndicatorLike]:
        """{name: indicator}."""
        return {each.name: each for each in self.indicators}

    def years(self) -> list[int]:
        """The years of the cells. Errors: no such column, an unknown indicator or kind."""
        _must_have_columns(self.cells)
        _must_be_known(self.cells, self.indicators)
        return sorted(set(self.cells["year"].to_pylist()))


def systems(
    cells: pa.Table,
    indicators: Sequence[IndicatorLike],
    plan: PlanLike,
    geography: Geographies,
    rules: Rules,
) -> list[System]:
    """One system per year of a first release: see `of_year`."""
    asked = Asked(cells, indicators, plan, geography, rules, {}, ())
    return [of_year(asked, year) for year in asked.years()]


def of_year(asked: Asked, year: int, kept: Collection[tuple[str, str, str]] = ()) -> System:
    """The system of a year; blocks (indicator, level, split) that are `kept` as released before are no part of it.

    Errors: unknown areas, figures that do not add up, counts that cannot be.
    """
    made, releases = plain(asked, year, kept)
    must_add_up(made)
    made = nobody.limited(made, np.ones(len(made.true), dtype=bool))
    return added(rates.added(made, asked.known, asked.plan, asked.rules), releases)


def plain(asked: Asked, year: int, kept: Collection[tuple[str, str, str]] = ()) -> tuple[System, list[pa.Table]]:
    """The system of a year without standardised figures, and the earlier figures with the names of its areas."""
    known = asked.known
    cells = asked.cells.filter(pc.equal(asked.cells["year"], year))
    tree = hierarchy(_parents(year, asked.geography), asked.groups)
    tree, releases = matching.matched(tree, year, asked.earlier)
    own = {name: cells.filter(pc.equal(cells["indicator"], name)) for name in known}
    own = {name: table for name, table in own.items() if table.num_rows}
    splits = {name: _splits(name, table, asked.plan, tree, asked.groups) for name, table in own.items()}
    made = _frame(tree, splits, [cells, *releases])
    counts = [_counts(table, known[name], year, made, tree, splits[name], kept) for name, table in own.items()]
    return system(year, made, counts), releases


def _frame(tree: Hierarchy, splits: Mapping[str, AreaSplits], tables: Sequence[pa.Table]) -> Frame:
    """The frame of all cells that some indicator has now (first table), or had in an earlier release."""
    wide = [crossing.with_crossed(name, each) for name, each in splits.items()]
    old = matching.splits(tables[1:])
    union = {
        area: tuple({split: None for each in wide for split in each[area]} | dict.fromkeys(old.get(area, ())))
        for area in tree.areas
    }
    categories = _categories(tables, union)
    for name, each in splits.items():
        if crossing.is_crossing(name, each):
            crossing.with_categories(categories, name)
    return frame(tree, union, categories)


def _must_have_columns(cells: pa.Table) -> None:
    missing = [name for name in (*KEY, *placing.MEASURES) if name not in cells.column_names]
    if missing:
        raise MutualisError(
            f"The indicator cells have no column {', '.join(missing)}.",
            there_is=f"they have {', '.join(cells.column_names)}",
        )


def _must_be_known(cells: pa.Table, indicators: Sequence[IndicatorLike]) -> None:
    known = [each.name for each in indicators]
    unknown = sorted(set(cells["indicator"].to_pylist()) - set(known))
    if unknown:
        raise MutualisError(
            f"There are cells of the unknown indicator {', '.join(unknown)}.",
            there_is=f"the indicators are {', '.join(known)}",
        )
    wrong = sorted({str(each.kind) for each in indicators if each.kind not in KINDS})
    if wrong:
        raise MutualisError(
            f"Kind '{wrong[0]}' of an indicator is not known.", there_is=f"the kinds are {', '.join(KINDS)}"
        )


def _parents(year: int, geography: Geographies) -> Mapping[Area, str]:
    if year not in geography:
        raise MutualisError(
            f"There is no geography for {year}.", there_is=f"years {', '.join(map(str, sorted(geography))) or '(none)'}"
        )
    of_year = geography[year]
    return of_year if isinstance(of_year, Mapping) else of_year.parents


def _splits(name: str, own: pa.Table, plan: PlanLike, tree: Hierarchy, groups: Groups) -> AreaSplits:
    """For each area the splits that are published and those that the frame holds (the detail of rates too)."""
    large = own.filter(pc.and_(pc.equal(own["level"], LEVELS[-1]), pc.equal(own["split"], TOTAL)))
    persons = dict(zip(large["area_code"].to_pylist(), large["denominator"].to_pylist(), strict=True))
    given = own.filter(pc.equal(own["level"], GROUP))
    of_group = {(TOTAL, code) for _, code in groups} | set(
        zip(given["split"].to_pylist(), given["area_code"].to_pylist(), strict=True)
    )
    fine = _fine_enough(own, plan, tree)
    found = {}
    for area in tree.areas:
        level, code = area
        if level == GROUP:
            shown = tuple(sorted((split for split, of in of_group if of == code), key=_order))
            found[area] = (shown, shown)
        else:
            shown = plan.published(name, level, persons.get(code, 0) if level == LEVELS[-1] else None)
            more = plan.counted(name, level) if plan.standardised(name, level) else ()
            shown = tuple(split for split in shown if (level, split) in fine)
            more = tuple(split for split in more if (level, split) in fine)
            found[area] = (shown, tuple(dict.fromkeys((*shown, *more))) if shown else ())
    return found


def _renewed(name: str, splits: AreaSplits, kept: Collection[tuple[str, str, str]]) -> AreaSplits:
    """The splits without the blocks that are kept; these are no detail of rates either."""
    return {
        area: (
            tuple(split for split in shown if (name, area[0], split) not in kept),
            tuple(split for split in counted if split not in shown or (name, area[0], split) not in kept),
        )
        for area, (shown, counted) in splits.items()
    }


def _fine_enough(own: pa.Table, plan: PlanLike, tree: Hierarchy) -> set[tuple[str, str]]:
    """The splits of each level that are counted and whose cells have enough insured persons on average.

    The whole country is always shown.
    """
    areas = Counter(level for level, _ in tree.areas)
    cells = own.group_by(["split", "category"]).aggregate([])
    categories = Counter(cells["split"].to_pylist())
    country = own.filter(pc.and_(pc.equal(own["level"], LEVELS[0]), pc.equal(own["split"], TOTAL)))
    persons = pc.sum(country["denominator"]).as_py() or 0
    return {
        (level, split)
        for level in LEVELS
        for split in categories
        if persons >= plan.least_persons * areas[level] * categories[split] or (level, split) == (LEVELS[0], TOTAL)
    }


def _order(split: str) -> tuple[int, str]:
    return (0 if split == TOTAL else 1 + split.count(CROSS), split)


def _categories(tables: Sequence[pa.Table], splits: Mapping[Area, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The categories of each split: those that some cell of the year has; `total` first."""
    wanted = sorted({split for of_area in splits.values() for split in of_area}, key=_order)
    pairs = pa.concat_tables([each.select(["split", "category"]) for each in tables])
    pairs = pairs.group_by(["split", "category"]).aggregate([])
    there: dict[str, list[str]] = {split: [] for split in wanted}
    for split, category in zip(pairs["split"].to_pylist(), pairs["category"].to_pylist(), strict=True):
        there.setdefault(split, []).append(category)
    return {split: ("all",) if split == TOTAL else tuple(sorted(there[split])) for split in wanted}


def _counts(
    own: pa.Table,
    indicator: IndicatorLike,
    year: int,
    made: Frame,
    tree: Hierarchy,
    splits: AreaSplits,
    kept: Collection[tuple[str, str, str]],
) -> Counts:
    values = placing.values(own, indicator.name, year, made, tree)
    renewed = _renewed(indicator.name, splits, kept)
    shown, counted = placing.marks(made, renewed)
    on_nodes = {name: np.zeros(made.size, dtype=np.int64) for name in values}
    for name, part in values.items():
        on_nodes[name][made.node[counted]] = part[counted]
    for measure in ("numerator", "denominator"):
        wrong = int(((on_nodes[measure][made.node] != values[measure]) & counted).sum())
        if wrong:
            raise not_additive(indicator.name, year, wrong)
    published, there, detail = placing.on_nodes(made, shown, counted)
    parts = {name: np.where(there, part, 0) for name, part in on_nodes.items()}
    must_be_possible(indicator.name, str(indicator.kind), year, parts)
    has_own_table = indicator.kind != "count" or not np.array_equal(values["numerator"], values["denominator"])
    found = Counts(
        indicator.name, str(indicator.kind), shown, published, there, detail, **parts,
        top=np.arange(made.size), has_own_table=has_own_table,
    )  # fmt: skip
    return crossing.linked(found, made, splits, renewed)
