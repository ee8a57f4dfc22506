"""The definition of an indicator in words, for the Atlas, the open data and the catalogue."""

from dataclasses import dataclass

from mutualis import reference
from mutualis.indicators.indicator import Indicator

PARTS = ("title", "definition", "population", "numerator", "denominator", "unit", "interpretation")
OWN = ("title", "definition", "numerator")  # parts that no other indicator's words can stand for


@dataclass(frozen=True)
class Description:
    """What people read of an indicator, in one language; `sources` are the derived tables behind it, `codelists`
    those that decide who or what counts.
    """

    name: str
    language: str
    title: str
    definition: str
    population: str
    numerator: str
    denominator: str
    unit: str
    interpretation: str
    sources: tuple[str, ...]
    codelists: tuple[str, ...]


def describe(indicator: Indicator, language: str) -> Description:
    """The definition of an indicator in nl, fr, de or en; a missing text is an error that names its key."""
    return Description(
        name=indicator.name,
        language=language,
        sources=indicator.sources,
        codelists=indicator.codelists,
        **words(indicator.name, indicator.unit, language),
    )


def words(name: str, unit: str, language: str) -> dict[str, str]:
    """{part: text} of an indicator: its own texts, and where it has none those that it shares.

    Shared are the words of its population (code list `indicator_population`), unit and theme.
    """
    own = {part: f"indicators.{name}.{part}" for part in PARTS}
    found = {part: reference.text(key, language) for part, key in own.items() if key in reference.texts(language)}
    if not found or set(OWN) - set(found):
        missing = next(part for part in OWN if part not in found)
        reference.text(own[missing], language)  # raises: it names the key and what there is
    if set(found) == set(PARTS):
        return found
    facts = reference.indicator_facts(name)
    shared = {
        "population": _sentence(reference.codelist("indicator_population").row(facts.population)[language]),
        "denominator": reference.text("indicator_words.denominator", language),
        "unit": reference.text(f"indicator_units.{unit}", language),
        "interpretation": reference.text(f"indicator_cautions.{facts.theme}", language),
    }
    return {part: found.get(part) or shared[part] for part in PARTS}


def _sentence(words_of_it: str) -> str:
    return f"{words_of_it[0].upper()}{words_of_it[1:]}."
