"""How much the top holds, and how few hold half (CONC of `methods` 3.2)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.estimates import Estimate, Floats, error_of, estimate, numbers, weights_of
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Holders:
    """The fewest (`number`, a `share` of all) that reach a part of the total, and what they hold."""

    number: int
    share: float
    held: float


def top_share(
    values: ArrayLike,
    top: float = 0.10,
    weights: ArrayLike | None = None,
    clusters: Any | None = None,
    level: float = 0.95,
) -> Estimate:
    """The part of the total that the `top` (0.10: ten per cent) holds; whoever stands at the border counts in part.

    The error is by influences (Langel and Tillé, JRSS A 176 (2013) 521-540, for such ratios of sums
    beyond a quantile). Refuses values below 0, a total of 0, and a top that is not between 0 and 1.
    """
    own, heavy = _checked(values, weights)
    if not 0 < top < 1:
        raise MutualisError("A top is a share between 0 and 1.", there_is=f"{top} was asked")
    order = np.argsort(-own, kind="stable")
    border = own[order][np.searchsorted(np.cumsum(heavy[order]), top - 1e-12)]
    mean, beyond = float(heavy @ own), np.maximum(own - border, 0.0)
    share = (float(heavy @ beyond) + border * top) / mean
    return estimate(share, error_of(heavy * (beyond + border * top - share * own) / mean, clusters), level)


def fewest_holding(values: ArrayLike, part: float = 0.5) -> Holders:
    """How few, from the largest down, hold at least `part` of the total, as hospitals of supplements."""
    own, _ = _checked(values, None)
    if not 0 < part <= 1:
        raise MutualisError("A part of the total is above 0 and at most 1.", there_is=f"{part} was asked")
    sums = np.cumsum(np.sort(own)[::-1]) / own.sum()
    number = int(np.searchsorted(sums, part - 1e-12)) + 1
    return Holders(number, number / len(own), float(sums[number - 1]))


def _checked(values: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats]:
    own = numbers(values, "The column of values")
    if not len(own) or (own < 0).any() or own.sum() <= 0:
        raise MutualisError("Shares of a total need values of 0 or more, and a total above 0.")
    heavy = weights_of(weights, len(own))
    return own, heavy / heavy.sum()
