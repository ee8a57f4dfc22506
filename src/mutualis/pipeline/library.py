"""The library of indicators on an engine: shared passes where definitions allow them, one by one where not."""

from collections.abc import Callable, Iterator, Sequence
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
    together = [each for each in indicators if is_shared(each)]
    if together:
        yield from _in_shared_passes(engine, Library(together, plan), of_year, target, scratch)
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


def _in_shared_passes(
    engine: Engine, library: Library, of_year: int, target: Callable[[], Path], scratch: Path
) -> Iterator[tuple[Saved, int]]:
    files = [scratch / f"{name}-{of_year}.parquet" for name in (PARTS, GROUPS)]
    try:
        engine.save(library.person_parts(), files[0], library.parts_schema(), year(of_year), ordered=False)
        parts = _used(engine, PARTS, files[0], library.parts_schema())
        engine.save(library.groups_of(parts), files[1], library.groups_schema(), ordered=False)
        engine.forget(PARTS)
        groups = _used(engine, GROUPS, files[1], library.groups_schema())
        for kind, each in library.plans():
            cells = library.cells_of(groups, kind, each)
            yield engine.save(cells, target(), RESULT), len(library.of(kind, each))
        engine.forget(GROUPS)
    finally:
        for file in files:
            file.unlink(missing_ok=True)


def _used(engine: Engine, name: str, file: Path, schema: ibis.Schema) -> ibis.Table:
    engine.use(name, [file], schema)
    return ibis.table(schema, name=name)
