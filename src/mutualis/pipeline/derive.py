"""Stage derive: every derived table is made anew from the current versions of the core tables."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutualis import derived, reference, tables, warehouse
from mutualis.derived import Step
from mutualis.engine import DeltaLake, sql
from mutualis.indicators.definitions import INDICATORS
from mutualis.model import MutualisError, Years
from mutualis.model.protocols import Engine
from mutualis.pipeline.completeness import gaps, sentences
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.standing import COUNTING, under
from mutualis.pipeline.versions import fingerprint, is_up_to_date, replace_table
from mutualis.pipeline.workspace import Workspace

CONTENT = tuple(reference.source_database(code).core_table for code in reference.content_codes())
ABOUT_PERSONS = tuple(name for name in CONTENT if "person_id" in tables.find(name).columns)
BOOKING_MONTHS = 24
REFERENCE = "reference_"


def derive(space: Workspace, progress: Progress, booking_months: int = BOOKING_MONTHS) -> StageRow:
    """Make the derived tables of all years that the member states cover; unchanged inputs change nothing."""
    steps = derived.order(derived.STEPS)
    with measured("derive", progress, len(steps), "tables") as row, opened(space) as (engine, lake, versions):
        years = years_of(engine)
        given = net_tables(engine)
        for step in steps:
            added = _run(step, engine, lake, versions, given, years, booking_months)
            row.rows_out += added
            progress.advance("derive", rows=added)
        row.rows_in = rows_of(engine)
        row.note = f"{len(steps)} tables for {years}"
        row.incomplete += sentences(gaps(space.centre, years, INDICATORS))
    return row


class opened:
    """The centre's engine with core and reference tables in use, its lake, and the versions that are read."""

    def __init__(self, space: Workspace) -> None:
        self._space, self._engine = space, space.table_engine()

    def __enter__(self) -> tuple[Engine, DeltaLake, dict[str, int]]:
        under(COUNTING, self._space.centre)
        lake = self._space.lake()
        versions = dict(warehouse.use_current(self._space.centre, self._engine, lake))
        if not versions:
            raise MutualisError("The warehouse is empty.", do="load parcels first: mutualis load")
        self._space.centre.log("warehouse.opened", on="core", tables=len(versions))
        use_references(self._engine, self._space.centre.temporary)
        return self._engine, lake, versions

    def __exit__(self, *_: object) -> None:
        self._engine.close()


def use_references(engine: Engine, folder: Path) -> None:
    """Give the engine the code lists that steps read."""
    for name in sorted({name for step in derived.STEPS for name in step.inputs if name.startswith(REFERENCE)}):
        target = folder / f"{name}.parquet"
        target.unlink(missing_ok=True)
        engine.use(name, [tables.write_reference(name.removeprefix(REFERENCE), target)])


def net_tables(engine: Engine) -> dict[str, Any]:
    """What the steps' core inputs mean: numbers that changed are resolved, fully reversed pairs are left out."""
    changes = tables.core_number_change if engine.rows(tables.core_number_change.limit(1)) else None
    corrections = tables.core_correction
    resolved = {name: warehouse.resolved(tables.find(name), changes) for name in ABOUT_PERSONS}
    lines = {
        f"{name}_net": warehouse.net(resolved[name], corrections, database)
        for name, database in (("core_care_line", "gz"), ("core_dispensing", "fu"))
    }
    return resolved | lines


def years_of(engine: Engine) -> Years:
    """The years that the member states cover."""
    states = tables.core_member_state
    found = engine.rows(
        states.aggregate(first=states.reference_day.year().min(), last=states.reference_day.year().max())
    )
    if not found or found[0]["first"] is None:
        raise MutualisError("No member state is loaded.", do="load the deliveries of a half-year with pp.txt first")
    return Years(found[0]["first"], found[0]["last"])


def rows_of(engine: Engine) -> int:
    return sum(
        engine.rows(tables.find(name).expr.aggregate(rows=tables.find(name).expr.count()))[0]["rows"]
        for name in CONTENT
    )


def _run(
    step: Step,
    engine: Engine,
    lake: DeltaLake,
    versions: dict[str, int],
    given: Mapping[str, Any],
    years: Years,
    booking_months: int,
) -> int:
    """Make one table, or leave it when it was made of the same versions; later steps read it. Returns its rows."""
    sources: dict[str, Any] = {name.removesuffix("_net"): 0 for name in step.inputs}
    sources = {name: versions.get(name, -1) for name in sources}
    sources |= {
        name: reference.codelist(name.removeprefix(REFERENCE)).version for name in sources if name.startswith(REFERENCE)
    }
    sources |= {"core_correction": versions.get("core_correction", -1), "years": str(years), "months": booking_months}
    expression = step.expression({name: given[name] for name in step.inputs if name in given})
    parameters = derived.parameters(years, booking_months)
    key = fingerprint(step.name, {**sources, "logic": sql(expression, parameters=parameters)})
    if not is_up_to_date(lake, step.name, key):
        saved = engine.save(expression, lake.target(step.name), step.output, parameters)
        replace_table(lake, step.output, [saved], key, {"sources": json.dumps(sources, sort_keys=True)})
    versions[step.name] = lake.version(step.name) or 0
    engine.use(step.name, lake.files(step.name))
    return int(engine.rows(step.output.expr.aggregate(rows=step.output.expr.count()))[0]["rows"])
