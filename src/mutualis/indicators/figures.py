"""From whole numbers to the figure that is shown: exact, then rounded once."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from mutualis.indicators.period import days_in
from mutualis.model import MutualisError

DIVISORS = ("persons", "person_days", "none")


def figure(
    numerator: int,
    denominator: int,
    year: int,
    *,
    divisor: str = "persons",
    factor: Fraction = Fraction(1),
    decimals: int = 1,
) -> Decimal | None:
    """factor x numerator / divisor as a decimal of so many places, halves away from zero; None without a divisor.

    `denominator` is the number of insured persons; the divisor `person_days` is that times the days of the year.
    """
    below = _below(denominator, year, divisor)
    return None if below == 0 else round_half_up(factor * numerator / below, decimals)


def round_half_up(exact: Fraction, decimals: int) -> Decimal:
    """An exact fraction as a decimal of so many places; a half goes away from zero."""
    shifted = exact * 10**decimals
    whole = floor(abs(shifted) + Fraction(1, 2))
    return Decimal(-whole if shifted < 0 else whole).scaleb(-decimals)


def _below(denominator: int, year: int, divisor: str) -> int:
    if divisor not in DIVISORS:
        raise MutualisError(f"There is no divisor '{divisor}'.", there_is=", ".join(DIVISORS))
    return {"none": 1, "persons": denominator, "person_days": denominator * days_in(year)}[divisor]
