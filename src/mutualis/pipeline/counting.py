"""The cells of all indicators and years, what they depend on, and what no count of persons can be."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis import reference, tables
from mutualis.engine import sql
from mutualis.indicators import Indicator, year
from mutualis.indicators.shared import Library, is_shared
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine, Saved
from mutualis.pipeline.library import counted_together
from mutualis.pipeline.meter import Progress
from mutualis.pipeline.versions import fingerprint

RESULT, POPULATION = tables.result_indicator, tables.derived_population_year
YEAR_OF_LOGIC = 2000  # the version of a definition is that of its SQL for one year, whichever


@cache
def logic(indicators: tuple[Indicator, ...]) -> Mapping[str, str]:
    """{indicator: its SQL}: the definitions as they are run one by one."""
    return MappingProxyType({each.name: sql(each.counts(), parameters=year(YEAR_OF_LOGIC)) for each in indicators})


@cache
def logic_together(indicators: tuple[Indicator, ...]) -> Mapping[str, str]:
    """The SQL of all definitions as they are counted: of those in shared passes what a person brings to each."""
    shared = [each for each in indicators if is_shared(each)]
    found = dict(logic(tuple(each for each in indicators if not is_shared(each))))
    if shared:
        found["together"] = sql(Library(shared).person_parts(), parameters=year(YEAR_OF_LOGIC))
        found["names"] = ", ".join(f"{each.name} {each.kind}" for each in shared)
    return MappingProxyType(found)


def key_of(indicators: tuple[Indicator, ...], sources: Mapping[str, int]) -> str:
    """One text for the cells of these definitions and of the house's plan over these versions of derived tables."""
    plan = reference.publication_plan().as_dict()
    return fingerprint(RESULT.name, {**sources, "plan": plan, "logic": dict(logic_together(indicators))})


def save_cells(
    engine: Engine,
    indicators: Sequence[Indicator],
    years: Sequence[int],
    target: Callable[[], Path],
    scratch: Path,
    progress: Progress,
) -> list[Saved]:
    """Count all indicators in each year; those that can share their passes over the tables do (`scratch`)."""
    saved = []
    for each in years:
        for file, indicators_of_it in counted_together(engine, indicators, each, target, scratch):
            saved.append(file)
            progress.advance("count", indicators_of_it, rows=file.rows)
    return saved


def refuse_impossible(engine: Engine, saved: Sequence[Saved], indicators: Sequence[Indicator]) -> None:
    """Raise when an indicator counted more persons than are insured, or more met than counted."""
    engine.use(RESULT.name, [each.path for each in saved])
    people = POPULATION.group_by("year").agg(persons=POPULATION.count())
    insured = {row["year"]: row["persons"] for row in engine.rows(people)}
    counts = {each.name for each in indicators if each.kind == "count"}
    of_persons = {each.name for each in indicators if each.base is None}
    whole = RESULT.filter(RESULT["split"] == reference.TOTAL, RESULT.level == "country")
    figures = whole.select("indicator", "year", "numerator", "denominator").order_by("indicator", "year")
    for row in engine.rows(figures):
        name, persons = row["indicator"], row["denominator"]
        if name in of_persons and persons > insured[row["year"]]:
            raise _impossible(name, row, "counts more persons than are insured", "one row a person in its numerator")
        if name in counts and row["numerator"] > persons:
            raise _impossible(name, row, "has more persons met than insured", "persons of its population only")


def _impossible(name: str, row: dict[str, Any], what: str, do: str) -> MutualisError:
    return MutualisError(f"Indicator '{name}' {what} in {row['year']}.", do=f"give {do}")
