"""The library of indicators on an engine: shared passes where definitions allow them, one by one where not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

import ibis

from mutualis import reference, tables
from mutualis.indicators import Indicator, year
from mutualis.indicators.medicine_use import medicine_use
from mutualis.indicators.shared import GROUPS, PARTS, Library, is_shared
from mutualis.model.protocols import Engine, Saved

RESULT = tables.result_indicator


def counted_together(
    engine: Engine,
    indicators: Sequence[Indicator],
    of_year: int,
    target: Callable[[], Path],
    scratch: Path,
    plan: reference.Plan | None = None,
) -> Iterator[tuple[Saved, int]]:
    """The files with the cells of a year, each with the number of its indicators.

    What every person brings, and its sums, are kept in `scratch` until the cells are made; they hold no identifier.
    """
    if together := tuple(each for each in indicators if is_shared(each)):
        passes = _house_passes(together) if plan is None else _passes(together, plan)
        yield from _in_shared_passes(engine, passes, of_year, target, scratch)
    for each in indicators:
        if not is_shared(each):
            yield engine.save(each.counts(plan), target(), RESULT, year(of_year)), 1


def totals(
    engine: Engine, indicators: Sequence[Indicator], years: Sequence[int], scratch: Path
) -> list[dict[str, Any]]:
    """The cells of the whole country, of these indicators and years; files are made in `scratch` and taken away."""
    plan, numbers = _of_the_country(), count()
    rows: list[dict[str, Any]] = []
    for each in years:
        files = counted_together(engine, indicators, each, lambda: scratch / f"total-{next(numbers)}", scratch, plan)
        for saved, _ in files:
            engine.use(RESULT.name, [saved.path])
            rows += engine.rows(RESULT.expr.filter(RESULT.level == "country"))
            engine.forget(RESULT.name)
            saved.path.unlink()
    return rows


def _of_the_country() -> reference.Plan:
    """A plan that counts nothing but the totals of the largest and smallest areas."""
    splits = {level: (reference.TOTAL,) if level in ("country", "municipality") else () for level in reference.LEVELS}
    return reference.Plan(reference.IndicatorPlan(splits, (), ()), {}, None, 0, {})


def save_medicine_use(engine: Engine, of_year: int, target: Path) -> Saved:
    """The use of medicines by ATC class in a year, as `result_medicine_use`."""
    return engine.save(medicine_use(), target, tables.result_medicine_use, year(of_year))


@dataclass(frozen=True)
class _Passes:
    """The expressions of the shared passes, made once for all years: they take seconds to make."""

    library: Library
    parts: Any
    groups: Any
    cells: tuple[tuple[Any, int], ...]


def _passes(indicators: Sequence[Indicator], plan: reference.Plan | None) -> _Passes:
    library = Library(indicators, plan)
    groups = ibis.table(library.groups_schema(), name=GROUPS)
    cells = tuple((library.cells_of(groups, kind, each), len(library.of(kind, each))) for kind, each in library.plans())
    parts = ibis.table(library.parts_schema(), name=PARTS)
    return _Passes(library, library.person_parts(), library.groups_of(parts), cells)


@lru_cache(maxsize=2)
def _house_passes(indicators: tuple[Indicator, ...]) -> _Passes:
    return _passes(indicators, None)


def _in_shared_passes(
    engine: Engine, passes: _Passes, of_year: int, target: Callable[[], Path], scratch: Path
) -> Iterator[tuple[Saved, int]]:
    files = [scratch / f"{name}-{of_year}.parquet" for name in (PARTS, GROUPS)]
    schemas = passes.library.parts_schema(), passes.library.groups_schema()
    try:
        engine.save(passes.parts, files[0], schemas[0], year(of_year), ordered=False)
        engine.use(PARTS, [files[0]], schemas[0])
        engine.save(passes.groups, files[1], schemas[1], ordered=False)
        engine.forget(PARTS)
        engine.use(GROUPS, [files[1]], schemas[1])
        for cells, indicators in passes.cells:
            yield engine.save(cells, target(), RESULT), indicators
        engine.forget(GROUPS)
    finally:
        for file in files:
            file.unlink(missing_ok=True)
