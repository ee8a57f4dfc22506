"""Numbers for people in a language."""

from decimal import Decimal

from mutualis.reference import written


def percent(share: float, language: str) -> str:
    """A share from 0 to 1 as a percentage of one decimal."""
    return f"{number(100 * share, language, 1)} %"


def number(value: float, language: str, decimals: int = 2) -> str:
    """A number with so many decimals."""
    return written(round(Decimal(value), decimals), language)
