"""The numbers that stand on a page, and those that a release holds as a page would write them."""

import html
import re
from collections.abc import Iterable

from babel.numbers import get_decimal_symbol, get_group_symbol

from mutualis.reference import written
from mutualis.reference.numbers import LOCALES
from mutualis.release import Release

PARTS = ("value", "low", "high", "standardised", "standardised_low", "standardised_high", "denominator")


def numbers(text: str, language: str, strip: Iterable[str] = ()) -> set[str]:
    """The numbers in a text, as written; what `strip` names (units, years, names of categories) is no figure."""
    text = html.unescape(text)
    for each in sorted(filter(None, strip), key=len, reverse=True):
        text = re.sub(rf"(?<![\d.,\u202f]){re.escape(each)}(?!\d|[.,\u202f]\d)", " ", text)
    marks = re.escape(get_group_symbol(LOCALES[language]) + get_decimal_symbol(LOCALES[language]))
    return set(re.findall(rf"\d(?:[\d{marks}]*\d)?", text))


def plain(markup: str) -> str:
    """The text of markup."""
    return re.sub(r"<[^>]*>", " ", markup)


def held(there: Release, language: str, keys: Iterable[tuple[str, int, str, str]]) -> set[str]:
    """The figures of some tables as a page in a language writes them."""
    figures = [each for key in keys for each in there.figures_by[key]]
    return {
        written(getattr(each, part), language) for each in figures for part in PARTS if getattr(each, part) is not None
    }


def section(page: str, pattern: str) -> str:
    """All parts of a page that match."""
    return "".join(re.findall(pattern, page, re.S))
