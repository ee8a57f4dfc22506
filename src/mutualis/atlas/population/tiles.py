"""The tiles of a dashboard: an indicator's value, interval, trend, and what it is beside the country, in words."""

from dataclasses import dataclass

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas.population.asked import Asked
from mutualis.atlas.population.place import Place, figure_of, hidden_members, trend_of
from mutualis.picture.chosen import COUNTRY
from mutualis.picture.comparison import Compared, compare, in_words
from mutualis.picture.measure import measured
from mutualis.picture.numbers import interval
from mutualis.picture.sparkline import sparkline
from mutualis.reference import indicator_facts, written
from mutualis.release import LEVELS, Figure, Release

EQUITY = "increased_reimbursement"


@dataclass(frozen=True)
class Equity:
    """An indicator of persons with increased reimbursement and of others, as written, and the difference in a word."""

    title: str
    unit: str
    with_right: str
    without: str
    word: str
    kind: str


@dataclass(frozen=True)
class Tile:
    """What a tile shows. `value` is '' where the figure is hidden or missing, and `status` says which; `kind` is the
    word of the comparison as a class, `better` whether that is good, bad or neither."""

    indicator: str
    title: str
    definition: str
    value: str
    unit: str
    between: str
    status: str
    word: str
    kind: str
    better: str
    country: str
    spark: Markup
    hidden: int
    map: str
    trend: str
    fiche: str


def tile(release: Release, place: Place, asked: Asked, indicator: str) -> Tile:
    """One tile; a year without the indicator is told as such."""
    sheet, language = release.sheet(indicator), asked.lang
    figure = figure_of(release, place, indicator, asked.year)
    own, country = measured(figure, "crude"), _country(release, indicator, asked.year)
    is_country = place.level == LEVELS[0]
    compared: Compared = "none" if is_country or sheet.divisor == "none" else compare(figure, country)
    country_value = "" if is_country or country is None or country.value is None else written(country.value, language)
    return Tile(
        indicator,
        sheet.text("title", language),
        sheet.text("definition", language),
        written(own.value, language) if own.value is not None else "",
        sheet.text("unit", language),
        interval(own, language),
        own.status,
        "" if compared == "none" else in_words(compared, language),
        compared,
        _better(indicator, compared),
        "" if sheet.divisor == "none" else country_value,
        _spark(release, place, asked, indicator),
        hidden_members(release, place, indicator, asked.year),
        *_links(place, asked, indicator),
    )


def _country(release: Release, indicator: str, year: int) -> Figure | None:
    return figure_of(release, Place(COUNTRY, LEVELS[0], (COUNTRY,), ""), indicator, year)


def _better(indicator: str, compared: Compared) -> str:
    """`better`, `worse` or '' by the polarity of the indicator."""
    polarity = indicator_facts(indicator).polarity
    if compared not in ("higher", "lower") or polarity not in ("higher", "lower"):
        return ""
    return "better" if compared == polarity else "worse"


def _spark(release: Release, place: Place, asked: Asked, indicator: str) -> Markup:
    own = {str(year): each.value for year, each in trend_of(release, place, indicator).items()}
    country = Place(COUNTRY, LEVELS[0], (COUNTRY,), "")
    is_beside = place.level != LEVELS[0] and release.sheet(indicator).divisor != "none"
    beside = (
        {str(year): each.value for year, each in trend_of(release, country, indicator).items()} if is_beside else {}
    )
    years = sorted({*own, *beside}) or [str(asked.year)]
    title = release.sheet(indicator).text("title", asked.lang)
    words = reference.text("dashboard.spark", asked.lang, title=title, first=years[0], last=years[-1])
    return sparkline(own, beside, words)


def _links(place: Place, asked: Asked, indicator: str) -> tuple[str, str, str]:
    """The map, the trend and the fiche of the indicator in the Atlas."""
    common = {"indicator": indicator, "year": asked.year, "lang": asked.lang, "release": asked.release}
    at = {} if place.is_summed or place.level == LEVELS[0] else {"level": place.level, "area": place.code}
    return _address("/", common), _address("/trend", {**common, **at}), _address("/fiche", common)


def _address(path: str, values: dict[str, object]) -> str:
    return path + "?" + "&".join(f"{name}={value}" for name, value in values.items() if value)


def equity(release: Release, place: Place, asked: Asked, indicator: str) -> Equity | None:
    """The split by increased reimbursement; None where the release has it not for the place and year.

    The word says whether the two intervals of 95 % lie apart; where they do not the difference can be chance.
    """
    found = [figure_of(release, place, indicator, asked.year, EQUITY, each) for each in ("yes", "no")]
    with_right, without = found
    if with_right is None or without is None:
        return None
    kind = _apart(with_right, without)
    sheet, language = release.sheet(indicator), asked.lang
    return Equity(
        sheet.text("title", language),
        sheet.text("unit", language),
        _told(with_right, language),
        _told(without, language),
        reference.text(f"dashboard.equity_{kind}", language),
        kind,
    )


def _apart(one: Figure, other: Figure) -> str:
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return "unknown"
    if one.low > other.high:
        return "higher"
    return "lower" if one.high < other.low else "similar"


def _told(figure: Figure, language: str) -> str:
    number = measured(figure, "crude")
    if number.value is None:
        return reference.text(f"atlas.{number.status}", language)
    between = interval(number, language)
    return written(number.value, language) + (f" ({between})" if between else "")
