"""How a variable is distributed, from the newest release only: what was protected and published, and nothing else.

A variable that the releases are split by (sex, age, increased reimbursement) has the insured of the country by
category; an indicator has its figure of the country by year. Everything else is said to be not published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mutualis.reference import written
from mutualis.release import Figure, Release
from mutualis.release.catalogue import Edition, Item
from mutualis.release.values import SHOWN

INSURED = "insured"
COUNTRY, PLACE = "country", "BE"
WHOLE = 100


@dataclass(frozen=True)
class Row:
    """A category or year, its figure as written, its status, and how long its bar is (0 to 100; None without one)."""

    name: str
    value: str
    status: str
    length: float | None


@dataclass(frozen=True)
class Distribution:
    """What was published: the indicator, the year ('' for a series), the rows, and whether rows are categories."""

    indicator: str
    year: str
    rows: tuple[Row, ...]
    is_split: bool


def distributions(edition: Edition, item: Item, release: Release | None, language: str) -> list[Distribution]:
    """The published distributions of a variable or indicator; none where nothing was published."""
    if release is None:
        return []
    if item.kind == "indicator":
        return [_series(release, item.name, language)] if item.name in release.sheets else []
    split = _split(edition, item)
    return [_by_category(release, split, language)] if split and INSURED in release.sheets else []


def _split(edition: Edition, item: Item) -> str:
    """The split of a variable: its own, or that of the column which is made of it alone."""
    if own := item.facts.get("split", ""):
        return own
    for key in edition.pointing(item.key, "made_of"):
        made = edition.items[key]
        if made.facts.get("split") and made.linked("made_of") == (item.key,):
            return made.facts["split"]
    return ""


def _by_category(release: Release, split: str, language: str) -> Distribution:
    years = [year for year in release.years_of(INSURED) if split in release.splits_of(INSURED, year, COUNTRY)]
    if not years:
        return Distribution(INSURED, "", (), True)
    year = years[-1]
    figures = {each.category: each for each in release.figures(INSURED, year, COUNTRY, split)}
    names = {each: release.category_name(split, each, language) for each in release.classifications[split].categories}
    pairs = [(names[each], figures[each]) for each in names if each in figures]
    return Distribution(INSURED, str(year), tuple(_rows(pairs, language)), True)


def _series(release: Release, indicator: str, language: str) -> Distribution:
    trend = release.trend(indicator, COUNTRY, PLACE)
    pairs = [(str(year), figure) for year, figure in sorted(trend.items())]
    return Distribution(indicator, "", tuple(_rows(pairs, language)), False)


def _rows(pairs: list[tuple[str, Figure]], language: str) -> Iterator[Row]:
    longest = max((figure.value for _, figure in pairs if figure.value is not None), default=Decimal(0))
    for name, figure in pairs:
        if figure.status != SHOWN or figure.value is None:
            yield Row(name, "", figure.status, None)
        else:
            length = round(float(figure.value / longest) * WHOLE, 1) if longest > 0 else 0.0
            yield Row(name, written(figure.value, language), figure.status, length)
