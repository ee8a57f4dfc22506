"""A figure against that of the country, in a word: its 95 % interval lies above, around or below the country's figure.

The country's own interval is left out: it is narrow beside that of an area, and the area is a part of the country
(Fingertips compares with a benchmark in the same way). Nothing is counted here, so nothing hidden is told: a figure
that is hidden is "too few persons", whatever it is.
"""

from decimal import Decimal
from typing import Literal, Protocol

from mutualis import reference
from mutualis.release.values import SUPPRESSED

Compared = Literal["higher", "similar", "lower", "too_few", "none"]
COMPARED: tuple[Compared, ...] = ("higher", "similar", "lower", "too_few", "none")


class Number(Protocol):
    """A figure, or the number of it that is shown (`Measured`)."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def status(self) -> str: ...


def compare(figure: Number | None, country: Number | None) -> Compared:
    """What a figure is beside the country's; `none` where one of both, or the interval of the first, is not there."""
    if figure is not None and figure.status == SUPPRESSED:
        return "too_few"
    if figure is None or country is None or country.value is None or figure.low is None or figure.high is None:
        return "none"
    if figure.low > country.value:
        return "higher"
    return "lower" if figure.high < country.value else "similar"


def in_words(compared: Compared, language: str) -> str:
    """The result as people read it: `higher than Belgium`, `similar to Belgium`, `too few persons`."""
    return reference.text(f"comparison.{compared}", language)
