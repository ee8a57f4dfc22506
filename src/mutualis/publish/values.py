"""From the whole numbers of a protected table to the decimal figures that people read. Exact, rounded once."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mutualis.indicators import days_in
from mutualis.model import MutualisError

DIVISORS = ("persons", "person_days", "none")


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
    known = {each.name: each for each in indicators}
    name, year = figures["indicator"].to_numpy(), figures["year"].to_numpy()
    whole = np.full(figures.num_rows, None, dtype=object)
    for indicator, of_year in sorted(set(zip(name.tolist(), year.tolist(), strict=True))):
        if indicator not in known:
            raise MutualisError(
                f"There is no indicator '{indicator}'.", there_is=f"the indicators are {', '.join(known)}"
            )
        chosen = (name == indicator) & (year == of_year) & figures["numerator"].is_valid().to_numpy()
        if not chosen.any():
            continue
        top, base = (figures[part].to_numpy()[chosen] for part in ("numerator", "denominator"))
        whole[chosen] = _texts(top, base, known[indicator], int(of_year))
    return pa.array(whole, type=pa.string())


def _texts(top: npt.NDArray, base: npt.NDArray, indicator: Figured, year: int) -> npt.NDArray:
    """Half away from zero, with Python integers in the arrays, so that nothing overflows or is rounded twice."""
    if indicator.divisor not in DIVISORS:
        raise MutualisError(f"There is no divisor '{indicator.divisor}'.", there_is=", ".join(DIVISORS))
    factor, above, below = (
        Fraction(indicator.factor),
        top.astype(np.int64).astype(object),
        base.astype(np.int64).astype(object),
    )
    below = {"none": below * 0 + 1, "persons": below, "person_days": below * days_in(year)}[indicator.divisor]
    scaled = np.abs(above) * factor.numerator * 10**indicator.decimals
    divisor = below * factor.denominator
    rounded = (2 * scaled + divisor) // (2 * divisor)
    sign = np.where(above < 0, "-", "")
    digits = np.char.zfill(rounded.astype(str), indicator.decimals + 1)
    text = digits.astype(object)
    if indicator.decimals:
        cut = -indicator.decimals
        text = np.array([f"{each[:cut]}.{each[cut:]}" for each in digits], dtype=object)
    return np.asarray(sign.astype(object) + text)
