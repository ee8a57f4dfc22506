"""The definition of an indicator in words, for the Atlas, the open data and the catalogue."""

from dataclasses import dataclass

from mutualis import reference
from mutualis.indicators.indicator import Indicator

PARTS = ("title", "definition", "population", "numerator", "denominator", "unit", "interpretation")


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
    words = {part: reference.text(f"indicators.{indicator.name}.{part}", language) for part in PARTS}
    return Description(
        name=indicator.name,
        language=language,
        sources=indicator.sources,
        codelists=indicator.codelists,
        **words,
    )
