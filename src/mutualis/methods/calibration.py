"""Calibrated weights: the design weights of a sample, changed as little as it takes to reach known population totals.

The logit method: weight = design weight x g, with g between two bounds, such that for every category of every margin
the weights of its persons add up to the population. Of all such weights these are nearest to the design weights by the
distance that the bounds define. Source: Deville and Sarndal, Calibration Estimators in Survey Sampling, Journal of the
American Statistical Association 87 (1992), 376-382, section 2, case 6, and section 3 for the variance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from mutualis.model import MutualisError

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
BOUNDS = (1 / 3, 3.0)
STEPS, HALVINGS, CLOSE = 50, 20, 1e-10


@dataclass(frozen=True)
class Calibration:
    """`g`: what each design weight is multiplied by; `steps`: the rounds that it took; `indicators`: a row for each
    weight, a column for each category of each margin, 1 where it is of it.
    """

    g: Floats
    steps: int
    indicators: Floats


def calibrated(
    design: npt.ArrayLike,
    margins: Sequence[npt.ArrayLike],
    totals: Sequence[npt.ArrayLike],
    bounds: tuple[float, float] = BOUNDS,
) -> Calibration:
    """Calibrate weights. `design`: the design weight of each person, or of all sampled persons of a cell together;
    `margins`: for each margin the place (from 0) of the category of each; `totals`: for each margin the population of
    each category; `bounds`: of g, around 1.

    An error where margins have other totals than each other, where nobody in the sample is of a category that the
    population has, or where the totals cannot be reached within the bounds.
    """
    weights, wanted = np.asarray(design, dtype=float), [np.asarray(each, dtype=float) for each in totals]
    columns = [np.eye(len(each))[np.asarray(place)] for place, each in zip(margins, wanted, strict=True)]
    indicators, aims = np.hstack(columns), np.concatenate(wanted)
    _check(weights, indicators, wanted, bounds)
    g, steps = _solved(weights, indicators, aims, bounds)
    return Calibration(g, steps, indicators)


def _solved(weights: Floats, indicators: Floats, aims: Floats, bounds: tuple[float, float]) -> tuple[Floats, int]:
    """Newton's method for the multipliers of the totals; a step is halved until it comes nearer."""
    low, high = bounds
    solution, off = np.zeros(len(aims)), np.inf
    for step in range(STEPS + 1):
        g = _g(indicators @ solution, bounds)
        missed = aims - (weights * g) @ indicators
        off = np.abs(missed).max() / aims.sum()
        if off < CLOSE:
            return g, step
        slope = weights * _steepness(bounds) * (g - low) * (high - g) / (high - low)
        solved = np.linalg.lstsq((indicators * slope[:, None]).T @ indicators, missed, rcond=1e-12)[0]
        change = solved.astype(np.float64)
        solution = solution + _shortened(change, solution, weights, indicators, aims, bounds)
    worst = int(np.abs(missed).argmax())
    raise MutualisError(
        f"The weights cannot be calibrated: the totals are not reached with factors from {low:.2f} to {high:.2f}.",
        there_is=f"after {STEPS} rounds category {worst} of all is off by {missed[worst]:,.1f} of {aims[worst]:,.0f}",
        do="join categories, or widen the bounds",
    )


def _shortened(
    change: Floats, solution: Floats, weights: Floats, indicators: Floats, aims: Floats, bounds: tuple[float, float]
) -> Floats:
    def missed(at: Floats) -> float:
        return float(np.linalg.norm(aims - (weights * _g(indicators @ at, bounds)) @ indicators))

    before = missed(solution)
    for _ in range(HALVINGS):
        if missed(solution + change) < before:
            return change
        change = change / 2
    return change


def _steepness(bounds: tuple[float, float]) -> float:
    low, high = bounds
    return (high - low) / ((1 - low) * (high - 1))


def _g(along: Floats, bounds: tuple[float, float]) -> Floats:
    """g = (L (U - 1) + U (1 - L) e^(A u)) / (U - 1 + (1 - L) e^(A u)): 1 at u = 0, with slope 1, between L and U."""
    low, high = bounds
    grown = np.exp(np.clip(_steepness(bounds) * along, -500, 500))
    return (low * (high - 1) + high * (1 - low) * grown) / (high - 1 + (1 - low) * grown)


def foreseen(calibration: Calibration, design: npt.ArrayLike, sums: npt.ArrayLike) -> Floats:
    """What the margins foresee of a variable in each cell, by weighted least squares: `sums` are the weighted totals of
    the variable by cell, `design` the weights. A person's residual is the own value less this.
    """
    weights, x = np.asarray(design, dtype=float), calibration.indicators
    fitted = np.linalg.lstsq((x * weights[:, None]).T @ x, x.T @ np.asarray(sums, dtype=float), rcond=1e-12)[0]
    return np.asarray(x @ fitted)


def calibrated_error(weights: npt.ArrayLike, fractions: npt.ArrayLike, squares: npt.ArrayLike) -> float:
    """The standard error of a calibrated total: the root of the sum of (1 - f) w^2 e^2 over the sampled persons.

    By person or by cell: the calibrated `weights` of a person, the sampling `fractions`, and the sum of the `squares`
    of the residuals (what a person has, less what is `foreseen`). Persons are drawn as if one by one.
    """
    weight, fraction, squared = (np.asarray(each, dtype=float) for each in (weights, fractions, squares))
    return float(np.sqrt(((1 - fraction) * weight**2 * squared).sum()))


def _check(weights: Floats, indicators: Floats, wanted: list[Floats], bounds: tuple[float, float]) -> None:
    sizes = [float(each.sum()) for each in wanted]
    if max(sizes) - min(sizes) > CLOSE * max(sizes):
        raise MutualisError(
            "The margins of a calibration are not of one population.",
            there_is=f"they add up to {', '.join(f'{each:,.0f}' for each in sizes)}",
        )
    empty = np.flatnonzero((weights @ indicators <= 0) & (np.concatenate(wanted) > 0))
    if len(empty):
        raise MutualisError(
            "The weights cannot be calibrated: a category of the population has nobody in the sample.",
            there_is=f"{len(empty)} of {indicators.shape[1]} categories",
            do="join categories",
        )
    if not bounds[0] < 1 < bounds[1]:
        raise MutualisError("The bounds of a calibration lie around 1.", there_is=f"they are {bounds}")
