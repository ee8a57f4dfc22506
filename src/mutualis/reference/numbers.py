"""Numbers and days as people of each language write them: the CLDR's, through Babel."""

import datetime as dt
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern

# English is for readers from abroad: that of Belgium writes numbers as Dutch does.
LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}
MINUS = "\u2212"


def written(number: Decimal | int, language: str) -> str:
    """A number with the thousands and decimal marks of nl, fr, de or en; the decimals stay as they are."""
    places = max(0, -int(exponent)) if isinstance(exponent := Decimal(number).as_tuple().exponent, int) else 0
    made: str = _pattern(places).apply(number, _locale(language), decimal_quantization=False)
    return made.replace("-", MINUS)


def written_day(day: dt.date, language: str, length: str = "long") -> str:
    """A day as nl, fr, de or en writes it: `23 november 2026`; `length` is short, medium, long or full."""
    return format_date(day, format=length, locale=_locale(language))


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(LOCALES[language])


@cache
def _pattern(places: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * places if places else ""))
