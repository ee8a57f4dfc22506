"""Equity: people with increased reimbursement beside those without it, and areas by their share of such people.

In every area of the level stand the two published figures with their intervals; the difference is said in a word
(`higher` where the intervals do not meet) and computed with the ratio, from figures that are both published. The second
part, areas in tenths of the insured, is made by `tenths.py`.
"""

from dataclasses import dataclass
from fractions import Fraction

from mutualis.atlas import choices
from mutualis.atlas.page import Shown, Values
from mutualis.atlas.view import View
from mutualis.atlas.views.tenths import RATIO_PLACES, gradient
from mutualis.picture.measure import Measured, measured
from mutualis.picture.numbers import interval
from mutualis.picture.order import plain
from mutualis.picture.summed import rounded
from mutualis.reference import written
from mutualis.release import LEVELS, Figure, Release, Sheet
from mutualis.release.values import SUPPRESSED

SPLIT, WITH, WITHOUT = "increased_reimbursement", "yes", "no"


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


def equity_page(shown: Shown) -> Values:
    """Both parts of the page; one that the release cannot fill says why."""
    release, view = shown.release, shown.view
    pairs = pairs_of(release, view)
    return {
        "pairs": pairs,
        "has_split": (view.indicator, view.year, view.level, SPLIT) in release.figures_by,
        "categories": [release.category_name(SPLIT, each, view.lang) for each in (WITH, WITHOUT)],
        "areas": choices.areas(release, view),
        **gradient(release, view),
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
    if SUPPRESSED in (own.status, others.status):
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
