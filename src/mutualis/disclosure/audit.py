"""The audit: what anybody can work out about the hidden figures from everything published so far.

It knows no more than a reader does: not the true values, not which cells are sensitive by themselves. For every hidden
figure it finds the interval in which it must lie, with the constraints of the attacker (`attack`); blocks of figures
that stand as an earlier release had them are facts of that release alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mutualis.disclosure import grid, nobody, rates, renewal
from mutualis.disclosure.attack import components
from mutualis.disclosure.component import Component
from mutualis.disclosure.earlier import Earlier, added
from mutualis.disclosure.figures import seen
from mutualis.disclosure.frame import TOTAL
from mutualis.disclosure.hierarchy import Bools, Floats, Ints
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.rules import rules as rules_on
from mutualis.disclosure.system import DIFFERENCE, EARLIER, System, Table

FAR = 2**60
COUNTED = ("numerator", "denominator")


@dataclass(frozen=True)
class Audit:
    """What a reader can work out.

    `published`: figures in the release; `hidden`: one row for each hidden count, amount and complement: indicator,
    year, level, area_code, split, category, role, release (this | earlier), kind, low, high. Where the interval is `k`
    wide or more, the true one may be wider. `programs`: linear programs solved.
    """

    published: int
    hidden: pa.Table
    k: int
    programs: int

    @property
    def narrow(self) -> pa.Table:
        """The counts whose interval is narrower than k and that could be small numbers."""
        width = pc.subtract(self.hidden["high"], self.hidden["low"])
        could = pc.and_(pc.less(width, self.k - 1e-6), pc.less(self.hidden["low"], self.k - 1e-6))
        return self.hidden.filter(pc.and_(could, pc.equal(self.hidden["kind"], "count")))

    @property
    def exposed(self) -> pa.Table:
        """The counts that are small numbers for certain: 1 to k - 1 persons."""
        narrow = self.narrow
        return narrow.filter(pc.and_(pc.greater(narrow["low"], 1e-6), pc.less(narrow["high"], self.k - 1e-6)))


def audit(releases: Sequence[Earlier], indicators: Sequence[grid.IndicatorLike], rules: Rules | None = None) -> Audit:
    """Everything that can be worked out from releases, oldest first, about the hidden figures of the last one.

    Each release needs its geography. `indicators`: those of the releases, with kind, divisor, factor and decimals.
    """
    thresholds = rules or rules_on()
    last = releases[-1].figures
    parts = [_Year(releases, year, indicators, thresholds) for year in sorted(set(last["year"].to_pylist()))]
    tables = [part.intervals() for part in parts]
    return Audit(last.num_rows, pa.concat_tables(tables), thresholds.k, sum(part.programs for part in parts))


@dataclass(frozen=True)
class _AsPublished:
    """The plan that a release followed, from its figures of one year."""

    splits: Mapping[tuple[str, str], tuple[str, ...]]
    rated: frozenset[tuple[str, str]]
    least_persons: int = 0

    @classmethod
    def of(cls, figures: pa.Table) -> "_AsPublished":
        pairs = figures.group_by(["indicator", "level", "split"]).aggregate([]).to_pylist()
        splits: dict[tuple[str, str], tuple[str, ...]] = {}
        for row in pairs:
            at = (row["indicator"], row["level"])
            splits[at] = (*splits.get(at, ()), row["split"])
        rated = figures.filter(figures["standardised"].is_valid()).group_by(["indicator", "level"]).aggregate([])
        return cls(splits, frozenset((row["indicator"], row["level"]) for row in rated.to_pylist()))

    def published(self, indicator: str, level: str, persons: int | None = None) -> tuple[str, ...]:
        return self.splits.get((indicator, level), ())

    def counted(self, indicator: str, level: str) -> tuple[str, ...]:
        return self.published(indicator, level)

    def standardised(self, indicator: str, level: str) -> bool:
        return (indicator, level) in self.rated


class _Year:
    """The audit of one year."""

    def __init__(
        self, releases: Sequence[Earlier], year: int, indicators: Sequence[grid.IndicatorLike], rules: Rules
    ) -> None:
        self.year, self.rules, self.programs = year, rules, 0
        own = [replace(each, figures=renewal.of_year(each.figures, year)) for each in releases]
        self.last, self.kept = own[-1], renewal.repeated([each.figures for each in own])
        self.asked = grid.Asked(
            _cells(self.last.figures), indicators, _AsPublished.of(self.last.figures), self.last.geography or {},
            rules, {}, renewal.news(releases[:-1], year),
        )  # fmt: skip

    def intervals(self) -> pa.Table:
        """Low and high of every hidden published cell of the year."""
        made, releases = grid.plain(self.asked, self.year, self.kept)
        mine = renewal.without(self.last.figures, self.kept)
        made = rates.added(made, self.asked.known, self.asked.plan, self.rules, _said(mine))
        made = added(made, releases, supposing=False, known=self.asked.known)
        outcome = seen(made, mine)
        made = nobody.limited(_blank(made, outcome.hidden), ~outcome.hidden)
        low, high = self._bounds(
            made, outcome.hidden, outcome.rates | np.array([rate.told for rate in made.rates], dtype=bool)
        )
        return _table(made, np.flatnonzero(outcome.hidden & _asked_for(made)), low, high)

    def _bounds(self, made: System, hidden: Bools, shown: Bools) -> tuple[Floats, Floats]:
        low, high = np.full(len(hidden), np.inf), np.full(len(hidden), -np.inf)
        width = self._widths(made, hidden)
        for cells, rows in components(made, hidden, shown):
            far = np.full(len(cells), FAR)
            bounds = (made.floor[cells], made.ceiling[cells])
            part = Component(rows, bounds, (width[cells], far, -far), (low[cells], high[cells]))
            part.run(single=True)
            low[cells], high[cells] = part.low, part.high
            self.programs += part.programs
        return low, high

    def _widths(self, made: System, hidden: Bools) -> Ints:
        """k for counts that are published, and nothing for cells that nobody asks for and for amounts."""
        width = np.zeros(len(hidden), dtype=np.int64)
        wanted, origin = _asked_for(made), _origins(made)
        for table in made.tables:
            if origin[table].kind == "count":
                width[table.cells] = np.where(wanted[table.cells], self.rules.k, 0)
        return width


def _origins(made: System) -> dict[Table, Table]:
    """The table of this release that each table is, or belongs to."""
    found = {table: table for table in made.tables}
    for table in made.tables:
        if table.role == DIFFERENCE:
            found[made.tables[table.old]] = found[table] = made.tables[table.new]
    return found


def _asked_for(made: System) -> Bools:
    """The cells that this release or an earlier one publishes, hidden or shown."""
    found = made.published.copy()
    for table in made.tables:
        if table.role in {EARLIER, DIFFERENCE}:
            found[table.cells] = table.role == EARLIER
    return found


def _cells(figures: pa.Table) -> pa.Table:
    """Figures as cells: 0 where they are hidden."""
    cells = figures.select(list(grid.KEY))
    for name in COUNTED:
        cells = cells.append_column(name, figures[name].fill_null(0))
    for name in ("contributors", "largest", "second_largest"):
        cells = cells.append_column(name, pa.array(np.zeros(figures.num_rows, dtype=np.int64)))
    return cells


def _said(figures: pa.Table) -> dict[tuple[str, tuple[str, str]], float]:
    total = figures.filter(pc.and_(pc.equal(figures["split"], TOTAL), figures["standardised"].is_valid()))
    return {(row["indicator"], (row["level"], row["area_code"])): row["standardised"] for row in total.to_pylist()}


def _blank(made: System, hidden: Bools) -> System:
    """The system with nothing in its hidden cells; standardised figures follow."""
    true = np.where(hidden, 0, made.true)
    again = []
    for rate in made.rates:
        moved = float((rate.coefficient * (made.true - true)[rate.cell]).sum())
        again.append(replace(rate, low=rate.low + moved, high=rate.high + moved))
    return replace(made, true=true, rates=tuple(again))


def _table(made: System, cells: Ints, low: Floats, high: Floats) -> pa.Table:
    names, origin = (*grid.KEY, "role", "release", "kind"), _origins(made)
    keys: list[tuple[Any, ...]] = []
    for cell in cells.tolist():
        table = made.table_at(cell)
        of, place = origin[table], int(made.frame.first[made.node_at(cell)])
        release = "earlier" if table.role == EARLIER else "this"
        keys.append((of.indicators[0], made.year, *made.frame.keys[place], of.role, release, of.kind))
    columns = zip(*keys, strict=True) if keys else [()] * len(names)
    types = [pa.int32() if name == "year" else pa.string() for name in names]
    found = pa.table([pa.array(column, kind) for column, kind in zip(columns, types, strict=True)], names=list(names))
    return found.append_column("low", pa.array(low[cells])).append_column("high", pa.array(high[cells]))
