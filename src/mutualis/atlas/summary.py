"""The summary in words: the figure of the country, and where it is highest and lowest."""

from mutualis import reference
from mutualis.atlas.view import View
from mutualis.picture.chosen import COUNTRY
from mutualis.picture.drawing import Numbers
from mutualis.picture.measure import Measured, measured
from mutualis.picture.numbers import interval
from mutualis.picture.order import plain
from mutualis.reference import written
from mutualis.release import LEVELS, Release
from mutualis.release.values import TOTAL

MOST_NAMES = 3


def country(release: Release, view: View) -> Measured | None:
    """The country's number of the view's category; None where the release has none."""
    if view.split not in release.splits_of(view.indicator, view.year, LEVELS[0]):
        return None
    figures = release.figures(view.indicator, view.year, LEVELS[0], view.split)
    own = next((each for each in figures if (each.area_code, each.category) == (COUNTRY, view.category)), None)
    found = measured(own, view.show)
    return found if found.value is not None else None


def sentences(release: Release, view: View, numbers: Numbers) -> list[str]:
    """One or two sentences; every number in them is a figure of the release."""
    return [each for each in (_country(release, view), _extremes(release, view, numbers)) if each]


def extremes(numbers: Numbers) -> tuple[list[str], list[str]] | None:
    """The areas with the highest and with the lowest number; None when there are fewer than two different numbers."""
    values = {code: each.value for code, each in numbers.items() if each.value is not None}
    if len(set(values.values())) < 2:
        return None
    high, low = max(values.values()), min(values.values())
    return [code for code, each in values.items() if each == high], [c for c, each in values.items() if each == low]


def _country(release: Release, view: View) -> str:
    number = country(release, view)
    if number is None or number.value is None:
        return ""
    between = interval(number, view.lang)
    said = _t("summary_interval", view, between=between) if between else ""
    category = "" if view.split == TOTAL else release.category_name(view.split, view.category, view.lang)
    value, unit = written(number.value, view.lang), release.sheet(view.indicator).text("unit", view.lang)
    kind = _t("summary_standardised", view) if view.show == "standardised" else ""
    words = _t("summary_country", view, year=view.year, value=f"{value}\u00a0{unit}") + kind + said
    return f"{words}{f' — {category}' if category else ''}."


def _extremes(release: Release, view: View, numbers: Numbers) -> str:
    found = extremes(numbers)
    if found is None:
        return ""
    high, low = found
    return _t(
        "summary_extremes",
        view,
        levels=_t(f"level_{view.level}", view).lower(),
        high=_names(release, view, high),
        high_value=_written(numbers[high[0]], view),
        low=_names(release, view, low),
        low_value=_written(numbers[low[0]], view),
    )


def _names(release: Release, view: View, codes: list[str]) -> str:
    named = sorted((release.area_name(view.year, view.level, code, view.lang) for code in codes), key=plain)
    return ", ".join(named[:MOST_NAMES]) + (" …" if len(named) > MOST_NAMES else "")


def _written(number: Measured, view: View) -> str:
    return "" if number.value is None else written(number.value, view.lang)


def _t(key: str, view: View, **values: object) -> str:
    return reference.text(f"atlas.{key}", view.lang, **values)
