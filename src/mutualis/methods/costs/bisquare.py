"""Tukey's bisquare: bounded loss, its slope and curvature, weights, and the scale that it defines.

    rho(u) = 1 - (1 - (u / c)^2)^3 within c, 1 beyond: a residual beyond c counts as much as one far beyond

Source: Beaton and Tukey, Technometrics 16 (1974) 147-185; the constants: Yohai, Annals of Statistics 15 (1987) 642-656.
"""

import numpy as np

from mutualis.methods.estimates import Floats

HALF_BREAKDOWN, EFFICIENT = 1.54764, 4.685  # Breakdown 50 %; efficiency 95 % where errors are normal.
MOST_STEPS, CLOSE = 100, 1e-10


def loss(at: Floats, bound: float) -> Floats:
    """rho, between 0 and 1."""
    rest = 1 - np.minimum((at / bound) ** 2, 1.0)
    made: Floats = 1 - rest * rest * rest  # A cube by powers takes ten times as long.
    return made


def slope(at: Floats, bound: float) -> Floats:
    """The derivative of rho."""
    return 6 / bound**2 * at * weight(at, bound)


def curvature(at: Floats, bound: float) -> Floats:
    """The second derivative of rho."""
    squares = np.minimum((at / bound) ** 2, 1.0)
    made: Floats = 6 / bound**2 * (1 - squares) * (1 - 5 * squares)
    return made


def weight(at: Floats, bound: float) -> Floats:
    """What a residual weighs in weighted least squares: 1 at 0, nothing beyond the bound."""
    made: Floats = (1 - np.minimum((at / bound) ** 2, 1.0)) ** 2
    return made


def half_of(rows: int, coefficients: int) -> float:
    """The mean loss that defines the scale: one half, of rows less coefficients (as R's robustbase counts)."""
    return 0.5 * (rows - coefficients) / rows


def scale(residuals: Floats, half: float, start: Floats | None = None, steps: int = MOST_STEPS) -> Floats:
    """The s at which the mean loss of residuals / s is `half`, for each row of residuals; 0 where half are 0."""
    found = np.median(np.abs(residuals), axis=-1) / 0.6745 if start is None else start
    for _ in range(steps):
        safe = np.where(found > 0, found, 1.0)
        mean = loss(residuals / safe[..., None], HALF_BREAKDOWN).mean(axis=-1)
        grown: Floats = np.where(found > 0, found * np.sqrt(mean / half), 0.0)
        if np.all(np.abs(grown - found) <= CLOSE * safe):
            return grown
        found = grown
    return np.asarray(found, dtype=np.float64)
