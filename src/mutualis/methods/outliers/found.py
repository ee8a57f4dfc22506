"""How good predictions and flags are: Brier score, reliability, lift, precision and recall.

Sources: Brier, Monthly Weather Review 78 (1950) 1-3; Murphy, Journal of Applied Meteorology 12 (1973) 595-600.
"""

import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from mutualis.methods.discrimination import calibration
from mutualis.methods.estimates import Floats, numbers
from mutualis.model import MutualisError


def brier(chances: ArrayLike, observed: ArrayLike) -> float:
    """The mean over patients of the squared differences of chances and what came, over all classes: 0 best, 2 worst.

    `chances`: patients x classes, each row adding up to 1; `observed`: the place of the class that came.
    """
    told = numbers(chances, "The probability")
    came = np.eye(told.shape[1])[np.asarray(observed, dtype=np.int64)]
    if (told < 0).any() or not np.allclose(told.sum(axis=1), 1.0, atol=1e-6):
        raise MutualisError("The probabilities of the classes of a patient do not add up to 1.")
    return float(((told - came) ** 2).sum(axis=1).mean())


def reliability(chances: ArrayLike, observed: ArrayLike, place: int, groups: int = 10) -> pl.DataFrame:
    """Told and met shares of one class (its place) by group of rising probability, with Wilson's interval."""
    told = numbers(chances, "The probability")[:, place]
    return calibration(told, (np.asarray(observed) == place).astype(np.float64), groups)


def lift_at(scores: ArrayLike, truth: ArrayLike, top: int) -> float:
    """How much more often the `top` scores are right than a draw of as many: what controls gain by going there first.

    Ties at the border count in part, so that the order of the rows does not matter.
    """
    own, right = _both(scores, truth)
    if not 0 < top <= len(own):
        raise MutualisError(f"A top of {top} is asked of {len(own)}.")
    border = np.sort(own)[::-1][top - 1]
    above, level = own > border, own == border
    found = right[above].sum() + right[level].mean() * (top - above.sum())
    return float(found / top / right.mean())


def found_at(flagged: ArrayLike, truth: ArrayLike) -> tuple[float, float]:
    """Precision (the share of flags that are right; NaN where none is flagged) and recall (of the right, flagged)."""
    own, right = _both(flagged, truth)
    chosen = own > 0
    return float(right[chosen].mean()) if chosen.any() else float("nan"), float(right[chosen].sum() / right.sum())


def _both(scores: ArrayLike, truth: ArrayLike) -> tuple[Floats, Floats]:
    right = numbers(truth, "The truth")
    if not 0 < right.mean() < 1:
        raise MutualisError("All are right, or none: precision and lift tell nothing.")
    return numbers(scores, "The score", len(right)), right
