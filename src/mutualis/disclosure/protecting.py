"""`protect`: primary suppression, secondary suppression, attack. The only maker of a `Protected`."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from mutualis import reference
from mutualis.disclosure import argus, grid
from mutualis.disclosure.attack import Bounds, attack
from mutualis.disclosure.completion import complete
from mutualis.disclosure.primary import Sensitive, sensitive
from mutualis.disclosure.protected import Breach, Key, Protected, Verdict, make
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.rules import rules as rules_on
from mutualis.disclosure.system import NUMERATOR, Bools, System, close


def protect(
    cells: pa.Table,
    indicators: Sequence[grid.IndicatorLike],
    geography: grid.Geographies | None = None,
    rules: Rules | None = None,
    *,
    secondary: bool = True,
) -> Protected:
    """Protect the cells of `result_indicator` and attack the outcome.

    `geography` maps each year to its geography, or to {(level, code): code one level up} (default: the reference);
    `rules` are the thresholds (default: today's). `secondary=False` leaves out secondary suppression, to see what the
    attacker makes of it. Raises `Breach` when the attacker narrows a sensitive cell too far: then nothing exists.
    """
    thresholds = rules or rules_on()
    made = grid.systems(cells, indicators, geography or _own_geography(cells))
    targets = [sensitive(system, thresholds) for system in made]
    first = [_hide(system, part) for system, part in zip(made, targets, strict=True)]
    hidden = first
    if secondary:
        hidden = argus.suppress(made, first, targets)
        hidden = [complete(*each) for each in zip(made, hidden, targets, strict=True)]
    figures = pa.concat_tables([grid.figures(*each) for each in zip(made, hidden, strict=True)])
    verdict = verify(made, figures, targets)
    if not verdict.is_safe:
        raise Breach(verdict, secondary=secondary)
    return make(
        figures=_in_order(figures),
        verdict=verdict,
        rules=thresholds,
        primary=sum(_suppressed(*each) for each in zip(made, first, strict=True)),
        secondary=sum(
            _suppressed(s, new) - _suppressed(s, old) for s, new, old in zip(made, hidden, first, strict=True)
        ),
        all_or_nothing=sum(_all_or_nothing(*each) for each in zip(made, hidden, strict=True)),
    )


def _in_order(figures: pa.Table) -> pa.Table:
    """Ordered by indicator and year; within these the order of areas stays."""
    numbered = figures.append_column("place", pa.array(np.arange(figures.num_rows)))
    order = [("indicator", "ascending"), ("year", "ascending"), ("place", "ascending")]
    return numbered.sort_by(order).drop_columns(["place"])


def verify(made: Sequence[System], figures: pa.Table, targets: Sequence[Sensitive]) -> Verdict:
    """Attack the figures as a reader gets them: what is hidden is read back from their blanks."""
    bounds = [
        attack(system, grid.hidden_in(system, figures), cells) for system, cells in zip(made, targets, strict=True)
    ]
    keys = [key for each in zip(made, targets, bounds, strict=True) for key in _breached(*each)]
    return Verdict(
        attacked=sum(len(cells) for cells in targets),
        breached=tuple(sorted(keys)),
        programs=sum(each.programs for each in bounds),
        seconds=round(sum(each.seconds for each in bounds), 3),
    )


def _own_geography(cells: pa.Table) -> grid.Geographies:
    return {year: reference.geography(year) for year in sorted(set(cells["year"].to_pylist()))}


def _hide(system: System, cells: Sensitive) -> Bools:
    hidden = np.zeros(len(system.true), dtype=bool)
    hidden[cells.cell] = True
    return close(system, hidden)


def _breached(system: System, cells: Sensitive, bounds: Bounds) -> list[Key]:
    return [_key(system, int(cell)) for cell in cells.cell[bounds.breached]]


def _key(system: System, cell: int) -> Key:
    table = next(each for each in system.tables if each.start <= cell < each.start + each.size)
    level, code = system.hierarchy.areas[int(system.hierarchy.first_area[cell - table.start])]
    return (table.indicators[0], system.year, level, code, table.role)


def _suppressed(system: System, hidden: Bools) -> int:
    """How many figures these hidden cells suppress: areas x indicators, each area of a shared node counted."""
    of_node = np.bincount(system.hierarchy.node)
    tops = (system.tables[system.tables_of(each.indicator)[0]] for each in system.counts)
    return sum(int(of_node[hidden[table.cells]].sum()) for table in tops)


def _all_or_nothing(system: System, hidden: Bools) -> int:
    """How many shown counts are 0 % or 100 % of a population."""
    found = 0
    for table in system.tables:
        if table.role == NUMERATOR and table.kind == "count":
            top, base = system.true[table.cells], system.true[system.tables[table.denominator].cells]
            found += int(((base > 0) & ((top == 0) | (top == base)) & ~hidden[table.cells]).sum())
    return found
