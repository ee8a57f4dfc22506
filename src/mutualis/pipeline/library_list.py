"""What the library of indicators holds: each with its facts, its test and its figure on a workspace."""

from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

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
    """An indicator of the library, its facts, the test that names its rule, and what was counted (None: nothing)."""

    indicator: Indicator
    facts: reference.IndicatorFacts
    test: str
    counted: Counted | None


def library(space: Workspace | None = None, theme: str = "", of_set: str = "") -> list[Entry]:
    """The indicators of a theme and a set (all by default), with what a workspace counted last."""
    known = last_counted(space) if space else {}
    found = []
    for each in INDICATORS:
        facts = reference.indicator_facts(each.name)
        if (not theme or facts.theme == theme) and (not of_set or of_set in facts.sets):
            found.append(Entry(each, facts, TEST.format(each.name), known.get(each.name)))
    return found


def last_counted(space: Workspace) -> dict[str, Counted]:
    """{indicator: the whole country in the newest year}; nothing where nothing was counted."""
    lake, by_name = space.lake(), {each.name: each for each in INDICATORS}
    if lake.version(RESULT.name) is None:
        return {}
    with closing(space.engine(space.centre)) as engine:
        engine.use(RESULT.name, lake.files(RESULT.name))
        whole = RESULT.filter(RESULT.level == "country", RESULT["split"] == reference.TOTAL)
        rows = engine.rows(whole.select("indicator", "year", "numerator", "denominator").order_by("year", "indicator"))
    return {
        row["indicator"]: _counted(by_name[row["indicator"]], row["year"], row["numerator"], row["denominator"])
        for row in rows
        if row["indicator"] in by_name
    }


def _counted(indicator: Indicator, year: int, numerator: int, denominator: int) -> Counted:
    everybody = indicator.kind == "count" and indicator.divisor != "none" and numerator == denominator
    value = indicator.value(numerator, denominator, year)
    return Counted(year, numerator, denominator, value, numerator == 0 or everybody)
