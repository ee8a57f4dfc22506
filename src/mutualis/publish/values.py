"""From the whole numbers of a protected table to the decimal figures that people read. Exact, rounded once."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mutualis.indicators import days_in
from mutualis.indicators.figures import DIVISORS
from mutualis.model import MutualisError

Bools = npt.NDArray[np.bool_]


class Figured(Protocol):
    """What makes a figure of a numerator and a denominator: factor x numerator / divisor, to so many decimals."""

    @property
    def name(self) -> str:
        """Name of the indicator."""

    @property
    def kind(self) -> str:
        """count or amount."""

    @property
    def factor(self) -> Fraction:
        """What the ratio is multiplied by."""

    @property
    def decimals(self) -> int:
        """Places shown."""

    @property
    def divisor(self) -> str:
        """persons, person_days (persons x days of the year) or none."""

    @property
    def sources(self) -> Sequence[str]:
        """The tables it reads."""


def values(figures: pa.Table, indicators: Sequence[Figured]) -> pa.Array:
    """The value of each figure as text (a decimal point, no exponent); null where it is hidden."""
    whole = np.full(figures.num_rows, None, dtype=object)
    for indicator, year, rows in by_indicator(figures, indicators):
        chosen = rows & figures["numerator"].is_valid().to_numpy()
        if chosen.any():
            top, base = (figures[part].to_numpy()[chosen] for part in ("numerator", "denominator"))
            whole[chosen] = _texts(top, base, indicator, year)
    return pa.array(whole, type=pa.string())


def by_indicator(figures: pa.Table, indicators: Sequence[Figured]) -> Iterator[tuple[Figured, int, Bools]]:
    """Each indicator and year of a table with its rows (a mask). An indicator that is not known is an error."""
    known = {each.name: each for each in indicators}
    name, year = figures["indicator"].to_numpy(), figures["year"].to_numpy()
    for indicator in sorted(set(name.tolist())):
        if indicator not in known:
            raise MutualisError(
                f"There is no indicator '{indicator}'.", there_is=f"the indicators are {', '.join(known)}"
            )
        own = name == indicator
        for of_year in sorted(set(year[own].tolist())):
            yield known[indicator], int(of_year), own & (year == of_year)


def scale(indicator: Figured, year: int) -> Fraction:
    """What numerator / persons is multiplied by to become a figure: the factor, per day where the divisor says so."""
    if indicator.divisor not in DIVISORS:
        raise MutualisError(f"There is no divisor '{indicator.divisor}'.", there_is=", ".join(DIVISORS))
    return Fraction(indicator.factor) / (days_in(year) if indicator.divisor == "person_days" else 1)


def texts_of(numbers: npt.NDArray[np.float64], decimals: int) -> npt.NDArray:
    """Finite numbers as text of so many decimals, halves away from zero; None for what is no number."""
    found = np.full(len(numbers), None, dtype=object)
    there = np.isfinite(numbers)
    rounded = np.floor(np.abs(numbers[there]) * 10.0**decimals + 0.5).astype(np.int64)
    found[there] = _written(rounded, (numbers[there] < 0) & (rounded > 0), decimals)
    return found


def _texts(top: npt.NDArray, base: npt.NDArray, indicator: Figured, year: int) -> npt.NDArray:
    """Half away from zero, with Python integers in the arrays, so that nothing overflows or is rounded twice."""
    factor = scale(indicator, year)
    above, below = top.astype(np.int64).astype(object), base.astype(np.int64).astype(object)
    scaled = np.abs(above) * factor.numerator * 10**indicator.decimals
    divisor = (below * 0 + 1 if indicator.divisor == "none" else below) * factor.denominator
    rounded = (2 * scaled + divisor) // (2 * divisor)
    return _written(rounded, above < 0, indicator.decimals)


def _written(rounded: npt.NDArray, negative: Bools, decimals: int) -> npt.NDArray:
    """Whole numbers of the last decimal as text with a decimal point."""
    if not len(rounded):
        return np.empty(0, dtype=object)
    digits = np.char.zfill(rounded.astype(str), decimals + 1)
    text = digits.astype(object)
    if decimals:
        text = np.array([f"{each[:-decimals]}.{each[-decimals:]}" for each in digits], dtype=object)
    return np.asarray(np.where(negative, "-", "").astype(object) + text)
