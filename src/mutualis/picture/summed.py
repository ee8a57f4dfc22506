"""The figure of several areas together: the ratio of the sums of what was published of each.

The value and its interval are made as `publish` makes those of one area (`publish/values.py`, `publish/bounds.py`), so
that one area alone gives its own published figure; a test holds both to it. There is no standardised figure: the ages
that it would need are not published.
"""

import calendar
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from mutualis import methods
from mutualis.release import Figure, Release, Sheet
from mutualis.release.values import NONE, SHOWN, SUPPRESSED

HIDDEN = Figure("", None, None, None, SUPPRESSED)
NOBODY = Figure("", None, None, 0, NONE)


def together(release: Release, indicator: str, year: int, parts: Sequence[Figure | None]) -> Figure:
    """One figure of areas that do not overlap. Suppressed when one of them is; a part without insured adds nothing."""
    there = [each for each in parts if each is not None and each.status != NONE]
    if any(each.status != SHOWN or each.numerator is None or each.denominator is None for each in there):
        return HIDDEN
    top = sum(each.numerator for each in there if each.numerator is not None)
    base = sum(each.denominator for each in there if each.denominator is not None)
    return _figure(release.sheet(indicator), year, top, base) if there else NOBODY


def scale(sheet: Sheet, year: int) -> Fraction:
    """What numerator / persons is multiplied by to become a figure."""
    return sheet.factor / (365 + calendar.isleap(year)) if sheet.divisor == "person_days" else sheet.factor


def _figure(sheet: Sheet, year: int, top: int, base: int) -> Figure:
    unit = scale(sheet, year)
    if sheet.divisor == "none":
        return Figure("", rounded(unit * top, sheet.decimals), top, base, SHOWN)
    if not base:
        return NOBODY
    low, high = _ends(sheet, year, top, base)
    return Figure("", rounded(unit * Fraction(top, base), sheet.decimals), top, base, SHOWN, low=low, high=high)


def _ends(sheet: Sheet, year: int, top: int, base: int) -> tuple[Decimal | None, Decimal | None]:
    """The 95 % interval: Wilson's of a count; of an amount with the country's published coefficient of variation."""
    if sheet.kind == "count":
        ends = methods.wilson(top, base)
    elif year in sheet.cv:
        ends = methods.mean_interval(top / base, float(sheet.cv[year]), base)
    else:
        return None, None
    unit, places = float(scale(sheet, year)), sheet.decimals + 1
    low, high = (rounded(Fraction(float(each) * unit), places) for each in ends)
    return low, high


def rounded(number: Fraction, places: int) -> Decimal:
    """To so many decimals, halves away from zero."""
    whole = int(abs(number) * 10**places + Fraction(1, 2))
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)
