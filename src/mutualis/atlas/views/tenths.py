"""The areas of a level in tenths of the insured, by their share of people with increased reimbursement.

That share stands for low income: a release has no incomes. The figure of each tenth is the ratio of the sums of what is
published of its areas; the slope and relative index are those of `methods/inequality.py`. Areas of which one of both
figures is hidden are left out and named. None of it is in the release: it is computed here from figures that are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas.page import Values
from mutualis.atlas.view import View
from mutualis.methods.inequality import Index, Inequality, inequality, parts_of
from mutualis.picture.bars import Bar, tenths
from mutualis.picture.measure import measured
from mutualis.picture.numbers import interval
from mutualis.picture.order import plain
from mutualis.picture.summed import rounded, scale, together
from mutualis.reference import written
from mutualis.release import LEVELS, Figure, Release, Sheet
from mutualis.release.values import ALL, SHOWN, TOTAL

MEASURE = "increased_reimbursement"
PARTS, LEAST_AREAS = 10, 10
RATIO_PLACES = 2


@dataclass(frozen=True)
class Tenth:
    """A tenth of the insured: its areas, its figure, its persons."""

    number: int
    areas: int
    figure: Figure
    value: str
    between: str
    persons: str


def gradient(release: Release, view: View) -> Values:
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
