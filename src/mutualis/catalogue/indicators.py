"""Indicators as things of the catalogue: definition in words, facts, and the variables that decide them."""

from collections.abc import Iterator

from mutualis import reference
from mutualis.catalogue import lineage
from mutualis.catalogue.words import said
from mutualis.indicators import Indicator, describe
from mutualis.indicators.definitions import INDICATORS
from mutualis.indicators.describe import PARTS
from mutualis.reference import TEXT_LANGUAGES
from mutualis.release.catalogue import Item, Link, Words
from mutualis.tables import derived_population_year

EVERYBODY = Link("counts", "variable", f"{derived_population_year.name}.person_id")


def indicators() -> Iterator[Item]:
    """A thing for each indicator of the house, in their order."""
    for each in INDICATORS:
        columns = [Link("counts", "variable", f"{table}.{name}") for table, name in lineage.of_indicator(each)]
        lists = [Link("decided_by", "codelist", name) for name in each.codelists]
        yield Item("indicator", each.name, _texts(each), _facts(each), (*(columns or [EVERYBODY]), *lists))


def _texts(indicator: Indicator) -> dict[str, Words]:
    told = {language: describe(indicator, language) for language in TEXT_LANGUAGES}
    facts = reference.indicator_facts(indicator.name)
    words: dict[str, Words] = {
        part: {language: str(getattr(each, part)) for language, each in told.items()} for part in PARTS
    }
    words["reason"] = said(f"indicator_reasons.{facts.reason}")
    words["theme"] = said(f"indicator_themes.{facts.theme}")
    if breaks := reference.series_breaks(indicator.name):
        words["breaks"] = {
            language: " ".join(
                f"{reference.written_day(each.day, language)}: {each.texts[language]}" for each in breaks
            )
            for language in TEXT_LANGUAGES
        }
    return words


def _facts(indicator: Indicator) -> dict[str, str]:
    facts = reference.indicator_facts(indicator.name)
    return {
        "theme": facts.theme,
        "sets": " ".join(f"{name}:{code}" if code else name for name, code in facts.sets.items()),
        "polarity": facts.polarity,
        "unit": indicator.unit,
        "kind_of": indicator.kind,
        "divisor": indicator.divisor,
        "factor": str(indicator.factor),
        "decimals": str(indicator.decimals),
        "years": str(facts.years),
        "levels": " ".join(indicator.by),
        "source": facts.source,
        "mark": facts.mark,
    }
