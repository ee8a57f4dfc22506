"""What the library of indicators holds: each with its facts, its test and its figure on a workspace."""

from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mutualis import reference, tables
from mutualis.indicators import Indicator
from mutualis.indicators.definitions import INDICATORS
from mutualis.pipeline.workspace import Workspace

RESULT = tables.result_indicator
TEST = "tests/spec/test_library_spec.py::test_the_rule_of[{}]"


@dataclass(frozen=True)
class Counted:
    """The whole country in a year: numerator, denominator, figure in the indicator's unit, and whether it tells
    nothing: nobody, or of a share everybody.
    """

    year: int
    numerator: int
    denominator: int
    value: Decimal | None
    is_degenerate: bool


@dataclass(frozen=True)
class Entry:
    """An indicator of the library, its facts, the test that names its rule, and what was counted (None: nothing).

    `lacks_years`: figures were counted, for fewer years than the indicator looks back on.
    """

    indicator: Indicator
    facts: reference.IndicatorFacts
    test: str
    counted: Counted | None
    lacks_years: bool


def library(space: Workspace | None = None, theme: str = "", of_set: str = "") -> list[Entry]:
    """The indicators of a theme and a set (all by default), with what a workspace counted last."""
    rows = _country(space) if space else []
    known, years = _last(rows), len({row["year"] for row in rows})
    found = []
    for each in INDICATORS:
        facts = reference.indicator_facts(each.name)
        if (not theme or facts.theme == theme) and (not of_set or of_set in facts.sets):
            lacks = 0 < years < facts.years
            found.append(Entry(each, facts, TEST.format(each.name), known.get(each.name), lacks))
    return found


def _country(space: Workspace) -> list[dict[str, Any]]:
    """Indicator, year, numerator and denominator of the whole country, by year; nothing where nothing was counted."""
    lake = space.lake()
    if lake.version(RESULT.name) is None:
        return []
    with closing(space.engine(space.centre)) as engine:
        engine.use(RESULT.name, lake.files(RESULT.name))
        whole = RESULT.filter(RESULT.level == "country", RESULT["split"] == reference.TOTAL)
        return engine.rows(whole.select("indicator", "year", "numerator", "denominator").order_by("year", "indicator"))


def _last(rows: list[dict[str, Any]]) -> dict[str, Counted]:
    """{indicator: the whole country in the newest year}."""
    by_name = {each.name: each for each in INDICATORS}
    return {
        row["indicator"]: _counted(by_name[row["indicator"]], row["year"], row["numerator"], row["denominator"])
        for row in rows
        if row["indicator"] in by_name
    }


def _counted(indicator: Indicator, year: int, numerator: int, denominator: int) -> Counted:
    everybody = indicator.kind == "count" and indicator.divisor != "none" and numerator == denominator
    value = indicator.value(numerator, denominator, year)
    return Counted(year, numerator, denominator, value, numerator == 0 or everybody)
