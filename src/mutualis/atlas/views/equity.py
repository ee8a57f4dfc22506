"""Equity: people with increased reimbursement beside those without it, and areas by their share of such people.

Two things are shown. In every area of the level the two published figures with their intervals, the difference and the
ratio in words (`higher` where the intervals do not meet). And the areas of the level in tenths of the insured, from the
lowest to the highest share of people with increased reimbursement, which stands for low income (the release has no
incomes): the figure of each tenth is the ratio of the sums of what is published of its areas, and slope and relative
index are those of `methods/inequality.py`. Areas of which one of both figures is hidden are left out and named.

Difference, ratio, tenths and indices are not in the release: they are computed here from figures that are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas import choices
from mutualis.atlas.page import Shown, Values
from mutualis.atlas.view import View
from mutualis.methods.inequality import Index, Inequality, inequality, parts_of
from mutualis.picture.bars import Bar, tenths
from mutualis.picture.measure import Measured, measured
from mutualis.picture.numbers import interval
from mutualis.picture.order import plain
from mutualis.picture.summed import rounded, scale, together
from mutualis.reference import written
from mutualis.release import LEVELS, Figure, Release, Sheet
from mutualis.release.values import ALL, SHOWN, TOTAL

SPLIT, WITH, WITHOUT = "increased_reimbursement", "yes", "no"
MEASURE = "increased_reimbursement"
PARTS, LEAST_AREAS = 10, 10
RATIO_PLACES = 2


@dataclass(frozen=True)
class Pair:
    """The two figures of an area; `gap` and `ratio` are computed and blank where one of both is not shown."""

    code: str
    name: str
    own: Measured
    others: Measured
    word: str
    gap: str
    ratio: str


@dataclass(frozen=True)
class Tenth:
    """A tenth of the insured: its areas, its figure, its persons."""

    number: int
    areas: int
    figure: Figure
    value: str
    between: str
    persons: str


def equity_page(shown: Shown) -> Values:
    """Both parts of the page; one that the release cannot fill says why."""
    release, view = shown.release, shown.view
    pairs = pairs_of(release, view)
    return {
        "pairs": pairs,
        "categories": [release.category_name(SPLIT, each, view.lang) for each in (WITH, WITHOUT)],
        "areas": choices.areas(release, view),
        **_gradient(release, view),
        "written": lambda number: "" if number.value is None else written(number.value, view.lang),
        "between": lambda number: interval(number, view.lang),
    }


def pairs_of(release: Release, view: View) -> list[Pair]:
    """The country first, then the areas of the level by name; empty where the split is not published."""
    places = [(LEVELS[0], code) for code in release.areas(view.year, LEVELS[0])]
    if view.level != LEVELS[0]:
        by_name = release.areas(view.year, view.level).items()
        named = sorted(by_name, key=lambda each: plain(each[1].names[view.lang]))
        places += [(view.level, code) for code, _ in named]
    there = {level: _by_category(release, view, level) for level in {level for level, _ in places}}
    return [_pair(release, view, level, code, there[level]) for level, code in places if there[level]]


def _by_category(release: Release, view: View, level: str) -> dict[tuple[str, str], Figure]:
    figures = release.figures_by.get((view.indicator, view.year, level, SPLIT), ())
    return {(each.area_code, each.category): each for each in figures}


def _pair(release: Release, view: View, level: str, code: str, there: dict[tuple[str, str], Figure]) -> Pair:
    own, others = (measured(there.get((code, each)), "crude") for each in (WITH, WITHOUT))
    gap, ratio = _difference(release.sheet(view.indicator), own, others, view)
    return Pair(code, release.area_name(view.year, level, code, view.lang), own, others, _word(own, others), gap, ratio)


def _word(own: Measured, others: Measured) -> str:
    """Higher or lower where the two intervals do not meet."""
    if "suppressed" in (own.status, others.status):
        return "too_few"
    if own.low is None or own.high is None or others.low is None or others.high is None:
        return "none"
    if own.low > others.high:
        return "higher"
    return "lower" if own.high < others.low else "similar"


def _difference(sheet: Sheet, own: Measured, others: Measured, view: View) -> tuple[str, str]:
    """Of figures of persons or days; how many persons there are says nothing of equity."""
    if own.value is None or others.value is None or sheet.divisor == "none":
        return "", ""
    gap = written(own.value - others.value, view.lang)
    if others.value <= 0:
        return gap, ""
    return gap, written(rounded(Fraction(own.value) / Fraction(others.value), RATIO_PLACES), view.lang)


def _gradient(release: Release, view: View) -> Values:
    """The tenths, their chart and the indices, or why there are none (a key of the texts)."""
    why = _why_not(release, view)
    named = [] if why else _ordered(release, view)
    if not why and len(named) < LEAST_AREAS:
        why = "views.equity_few_areas"
    if why:
        return {"tenths": [], "why": why, "tenths_chart": Markup(""), "indices": [], "left_out": []}
    made = _tenths(release, view, named)
    left = set(release.areas(view.year, view.level)) - {each.area_code for each in named}
    return {
        "tenths": made,
        "why": "",
        "tenths_chart": _chart(release, view, made),
        "indices": _indices(release, view, made),
        "left_out": sorted((release.area_name(view.year, view.level, code, view.lang) for code in left), key=plain),
    }


def _why_not(release: Release, view: View) -> str:
    if view.level == LEVELS[0]:
        return "views.equity_country"
    if view.indicator == MEASURE or release.sheet(view.indicator).divisor == "none":
        return "views.equity_not_of_this"
    own, measure = ((name, view.year, view.level, TOTAL) for name in (view.indicator, MEASURE))
    return "" if own in release.figures_by and measure in release.figures_by else "views.equity_no_measure"


def _ordered(release: Release, view: View) -> list[Figure]:
    """The areas of which both figures are shown, from the lowest to the highest share; equal ones by code."""
    deprived = {
        each.area_code: Fraction(each.numerator, each.denominator)
        for each in release.figures(MEASURE, view.year, view.level)
        if each.status == SHOWN and each.numerator is not None and each.denominator
    }
    shown = [
        each
        for each in release.figures(view.indicator, view.year, view.level)
        if each.status == SHOWN and each.category == ALL and each.denominator and each.area_code in deprived
    ]
    return sorted(shown, key=lambda each: (deprived[each.area_code], each.area_code))


def _tenths(release: Release, view: View, ordered: Sequence[Figure]) -> list[Tenth]:
    parts = parts_of([each.denominator or 0 for each in ordered], PARTS)
    found = []
    for number in sorted(set(parts.tolist())):
        inside = [each for each, part in zip(ordered, parts, strict=True) if part == number]
        figure = together(release, view.indicator, view.year, inside)
        found.append(_tenth(number, len(inside), figure, view))
    return found


def _tenth(number: int, areas: int, figure: Figure, view: View) -> Tenth:
    value = "" if figure.value is None else written(figure.value, view.lang)
    persons = "" if figure.denominator is None else written(figure.denominator, view.lang)
    return Tenth(number, areas, figure, value, interval(measured(figure, "crude"), view.lang), persons)


def _chart(release: Release, view: View, made: Sequence[Tenth]) -> Markup:
    title = reference.text("views.tenths_of", view.lang, title=release.sheet(view.indicator).text("title", view.lang))
    return tenths([Bar(str(each.number), measured(each.figure, "crude")) for each in made], title, view.lang)


def _indices(release: Release, view: View, made: Sequence[Tenth]) -> list[tuple[str, str, str]]:
    """(key of the name, value, interval) of the slope and the relative index."""
    found = indices_of(release.sheet(view.indicator), view.year, [each.figure for each in made])
    if found is None:
        return []
    places = release.sheet(view.indicator).decimals
    said = [("slope", _told(found.slope, places, view))]
    if found.relative:
        said.append(("relative", _told(found.relative, RATIO_PLACES, view)))
    return [(name, *each) for name, each in said]


def indices_of(sheet: Sheet, year: int, figures: Sequence[Figure]) -> Inequality | None:
    """The indices of figures in order of deprivation, in the unit of the indicator; None where chance is not known.

    The variance of a share is p(1 - p)/n; of a mean (mean x coefficient of variation) squared / n.
    """
    if len(figures) < 2 or (sheet.kind != "count" and year not in sheet.cv):
        return None
    unit = float(scale(sheet, year))
    rates = [(each.numerator or 0) / (each.denominator or 1) for each in figures]
    people = [each.denominator or 0 for each in figures]
    cv = float(sheet.cv.get(year, 0))
    single = [rate * (1 - rate) if sheet.kind == "count" else (rate * cv) ** 2 for rate in rates]
    spread = [unit**2 * each / n for each, n in zip(single, people, strict=True)]
    return inequality([unit * rate for rate in rates], people, spread)


def _told(index: Index, places: int, view: View) -> tuple[str, str]:
    value, low, high = (_text(each, places, view) for each in (index.value, index.low, index.high))
    return value, reference.text("atlas.from_to", view.lang, low=low, high=high)


def _text(number: float, places: int, view: View) -> str:
    found: Decimal = rounded(Fraction(number), places)
    return written(found, view.lang)
