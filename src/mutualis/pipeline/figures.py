"""Stage count: from derived tables to the cells of the indicators."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing

from mutualis import derived, tables
from mutualis.engine import DeltaLake, sql
from mutualis.indicators import year
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.medicine_use import medicine_use
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.pipeline.completeness import gaps, sentences
from mutualis.pipeline.counting import RESULT, YEAR_OF_LOGIC, key_of, refuse_impossible, save_cells
from mutualis.pipeline.library import save_medicine_use
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.naming import made_of
from mutualis.pipeline.versions import fingerprint, is_up_to_date, replace_table
from mutualis.pipeline.workspace import Workspace

MEDICINE_SOURCES = ("derived_person_year_drug", "derived_population_year")


def count(space: Workspace, progress: Progress) -> StageRow:
    """Count every indicator for every year of the population; the cells stay in the warehouse."""
    lake = space.lake()
    with closing(space.table_engine()) as engine:
        return _counted(space, lake, engine, progress)


def _counted(space: Workspace, lake: DeltaLake, engine: Engine, progress: Progress) -> StageRow:
    sources = derived_versions(lake)
    for name in sources:
        engine.use(name, lake.files(name))
    years = years_counted(engine)
    with measured("count", progress, len(INDICATORS) * len(years), "indicator-years") as row:
        key = key_of(INDICATORS, sources)
        if not is_up_to_date(lake, RESULT.name, key):
            with space.centre.scratch() as scratch:
                saved = save_cells(engine, INDICATORS, years, lambda: lake.target(RESULT.name), scratch, progress)
            refuse_impossible(engine, saved, INDICATORS)
            version = replace_table(lake, RESULT, saved, key, {"sources": json.dumps(sources, sort_keys=True)})
            pin_sources(space, lake, sources, f"{RESULT.name}@{version}")
        _medicine_use(lake, engine, years, sources)
        engine.use(RESULT.name, lake.files(RESULT.name))
        row.rows_in = rows_of(engine, "derived_population_year")
        row.rows_out = rows_of(engine, RESULT.name)
        row.note = f"{len(INDICATORS)} indicators, {len(years)} years"
        row.incomplete += sentences(gaps(space.centre, years, INDICATORS))
    return row


def _medicine_use(lake: DeltaLake, engine: Engine, years: Sequence[int], sources: Mapping[str, int]) -> None:
    """Count the use of medicines by ATC class in every year; the table stays in the warehouse, like the cells."""
    table, read = tables.result_medicine_use, {name: sources[name] for name in MEDICINE_SOURCES}
    logic = sql(medicine_use(), parameters=year(YEAR_OF_LOGIC))
    key = fingerprint(table.name, {**read, "logic": logic})
    if not is_up_to_date(lake, table.name, key):
        saved = [save_medicine_use(engine, each, lake.target(table.name)) for each in years]
        replace_table(lake, table, saved, key, {"sources": json.dumps(read, sort_keys=True)})


def derived_versions(lake: DeltaLake) -> dict[str, int]:
    """The newest version of every table that a step makes or an indicator reads."""
    names = dict.fromkeys([*(step.name for step in derived.STEPS), *(n for each in INDICATORS for n in each.sources)])
    versions = {name: lake.version(name) for name in names}
    if missing := [name for name, version in versions.items() if version is None]:
        raise MutualisError(f"There is no {missing[0]} yet.", do="make the derived tables first: mutualis derive")
    return {name: version for name, version in versions.items() if version is not None}


def years_counted(engine: Engine) -> list[int]:
    population = tables.derived_population_year.expr
    return sorted(found["year"] for found in engine.rows(population.select("year").distinct()))


def rows_of(engine: Engine, name: str) -> int:
    table = tables.find(name).expr
    return int(engine.rows(table.aggregate(rows=table.count()))[0]["rows"])


def pin_sources(space: Workspace, lake: DeltaLake, sources: Mapping[str, int], by: str) -> None:
    """Pin the versions that a result names, and the core versions behind them, against clean-up."""
    for name, version in {**sources, **core_sources(lake, sources)}.items():
        space.centre.ledger.pin(name, version, by)


def core_sources(lake: DeltaLake, versions: Mapping[str, int]) -> dict[str, int]:
    """The core versions that these versions of derived tables were made of."""
    found: dict[str, int] = {}
    for table, version in versions.items():
        made = made_of(lake, table, version)
        found |= {name: each for name, each in made.items() if name.startswith("core_") and each >= 0}
    return found
