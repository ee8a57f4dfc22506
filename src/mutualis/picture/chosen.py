"""Which figures are looked at: an indicator, a year, a level and what is chosen of them, in a language."""

from dataclasses import dataclass

from mutualis.picture.measure import SHOWS
from mutualis.release import LEVELS
from mutualis.release.values import ALL, TOTAL

COUNTRY = "BE"


@dataclass(frozen=True)
class Chosen:
    """What a picture shows. `area` is the one whose trend is shown ('' for the country); `show` is one of SHOWS."""

    indicator: str
    year: int
    level: str
    lang: str
    split: str = TOTAL
    category: str = ALL
    area: str = ""
    show: str = SHOWS[0]


def without_map(level: str) -> bool:
    """The country as a whole is a figure, not a map."""
    return level == LEVELS[0]
