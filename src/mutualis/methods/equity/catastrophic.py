"""Payments that take too large a part of what a household can pay (`methods` 5.1; KCE 2020 takes 40 %).

Sources: Wagstaff and van Doorslaer, Health Economics 12 (2003) 921-934 (headcount, overshoot); Xu and others, Lancet
362 (2003) 111-117 (capacity to pay, 40 %).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.estimates import Estimate, Floats, error_of, estimate, numbers, weights_of
from mutualis.model import MutualisError

THRESHOLD = 0.40


@dataclass(frozen=True)
class Catastrophic:
    """`headcount`: the share of households beyond the threshold; `overshoot`: how far beyond, over all households;
    `positive`: how far beyond on average, of those that are; None where none is.
    """

    headcount: Estimate
    overshoot: Estimate
    positive: float | None


def capacity_to_pay(income: ArrayLike, subsistence: ArrayLike) -> Floats:
    """Income less what is needed to live; the whole income where it is lower than that (Xu and others 2003)."""
    have, need = numbers(income, "The income"), np.asarray(subsistence, dtype=np.float64)
    found: Floats = np.where(have > need, have - need, have)
    return found


def catastrophic(
    payments: ArrayLike,
    capacity: ArrayLike,
    threshold: float = THRESHOLD,
    weights: ArrayLike | None = None,
    clusters: Any | None = None,
    level: float = 0.95,
) -> Catastrophic:
    """Of what households pay in a year and can pay in a year, in the same unit.

    Refuses a capacity of 0 or less, of which no part can be told, and payments below 0.
    """
    able = numbers(capacity, "The capacity to pay")
    paid = numbers(payments, "The payments", len(able))
    heavy = weights_of(weights, len(able))
    heavy = heavy / heavy.sum()
    _refuse(paid, able, threshold)
    beyond = paid / able - threshold
    over, far = (beyond > 0).astype(np.float64), np.maximum(beyond, 0.0)
    head, mean = float(heavy @ over), float(heavy @ far)
    return Catastrophic(
        estimate(head, error_of(heavy * (over - head), clusters), level),
        estimate(mean, error_of(heavy * (far - mean), clusters), level),
        mean / head if head > 0 else None,
    )


def _refuse(paid: Floats, able: Floats, threshold: float) -> None:
    nothing = int((able <= 0).sum())
    if nothing:
        raise MutualisError(
            "A household has nothing to pay with: no part of it can be told.",
            there_is=f"{nothing:,} of {len(able):,} households",
            do="set the capacity to pay by the rule of the protocol, or leave them out and say so",
        )
    if (paid < 0).any() or threshold <= 0:
        raise MutualisError("A payment is negative, or the threshold is not above 0.")
