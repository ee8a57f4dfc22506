"""Logistic regression with a small ridge, by Newton's method (iteratively reweighted least squares).

The penalty is on columns of unit spread and never on the first, which is the intercept. It is there so that separated
data have an answer, not to shrink: `penalty` is 0 or small. numpy alone: no package of models is needed for one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mutualis.model import MutualisError

Floats = NDArray[np.float64]
MOST_STEPS, MOST_HALVINGS, TOLERANCE = 60, 30, 1e-10
# Log odds by one standard deviation of a column: beyond it a coefficient grows without end (odds of three million).
ENDLESS = 15.0


@dataclass(frozen=True)
class Fit:
    """Coefficients, the first the intercept, with their covariance; the log likelihood without penalty."""

    coefficients: Floats
    covariance: Floats
    log_likelihood: float

    def linear(self, design: Floats) -> Floats:
        """Log odds of rows of a design without intercept column."""
        made: Floats = self.coefficients[0] + design @ self.coefficients[1:]
        return made

    def probability(self, design: Floats) -> Floats:
        """Probabilities of rows of a design without intercept column."""
        return expit(self.linear(design))


def expit(linear: Floats) -> Floats:
    """Log odds to probability, without overflow."""
    half = 0.5 * np.tanh(0.5 * linear)
    made: Floats = 0.5 + half
    return made


def log_likelihood(linear: Floats, outcome: Floats, weights: Floats) -> float:
    """Of outcomes 0 or 1 at these log odds."""
    return float(weights @ (outcome * linear - np.logaddexp(0.0, linear)))


def spread(design: Floats, weights: Floats) -> Floats:
    """The standard deviation of each column; 1 for one that is constant."""
    mean = weights @ design / weights.sum()
    found = np.sqrt(np.maximum(weights @ (design - mean) ** 2 / weights.sum(), 0.0))
    made: Floats = np.where(found > 0, found, 1.0)
    return made


def logistic(design: Floats, outcome: Floats, *, penalty: float = 0.0, weights: Floats | None = None) -> Fit:
    """Fit outcomes (0 or 1) to rows x columns, without an intercept column: it is added here.

    `weights` count each row so many times. Raises when all outcomes are the same, and when no end was reached, as for
    separated data without penalty.
    """
    counts = np.ones(len(outcome)) if weights is None else weights
    _require_both(outcome, counts)
    rows = np.column_stack([np.ones(len(outcome)), design])
    ridge = np.concatenate([[0.0], penalty * spread(design, counts) ** 2])
    share = counts @ outcome / counts.sum()
    found = np.zeros(rows.shape[1])
    found[0] = np.log(share / (1 - share))
    for _ in range(MOST_STEPS):
        step, gain = _newton(rows, outcome, counts, ridge, found)
        if gain < TOLERANCE * (1 + abs(log_likelihood(rows @ found, outcome, counts))):
            return _fit(rows, outcome, counts, ridge, _ended(found + step, spread(design, counts)))
        found = found + _shortened(rows, outcome, counts, ridge, found, step) * step
    raise _endless()


def _ended(found: Floats, deviation: Floats) -> Floats:
    if (np.abs(found[1:]) * deviation > ENDLESS).any():
        raise _endless()
    return found


def _endless() -> MutualisError:
    return MutualisError(
        "The logistic model has no end: some covariate tells all outcomes of its cases.",
        do="leave that covariate out, or give a penalty",
    )


def _newton(rows: Floats, outcome: Floats, counts: Floats, ridge: Floats, found: Floats) -> tuple[Floats, float]:
    """The step, and twice what it can gain of penalised likelihood."""
    gradient = rows.T @ (counts * (outcome - expit(rows @ found))) - ridge * found
    step = np.linalg.solve(_hessian(rows, counts, ridge, found), gradient).astype(np.float64)
    return step, float(gradient @ step)


def _hessian(rows: Floats, counts: Floats, ridge: Floats, found: Floats) -> Floats:
    chance = expit(rows @ found)
    made: Floats = (rows * (counts * chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
    return made + 1e-12 * np.trace(made) / len(made) * np.eye(len(made))


def _shortened(rows: Floats, outcome: Floats, counts: Floats, ridge: Floats, found: Floats, step: Floats) -> float:
    """The part of a step, halved until the penalised likelihood does not fall."""

    def value(at: Floats) -> float:
        return log_likelihood(rows @ at, outcome, counts) - 0.5 * float(ridge @ at**2)

    now, part = value(found), 1.0
    for _ in range(MOST_HALVINGS):
        if value(found + part * step) >= now:
            break
        part /= 2
    return part


def _fit(rows: Floats, outcome: Floats, counts: Floats, ridge: Floats, found: Floats) -> Fit:
    covariance = np.linalg.inv(_hessian(rows, counts, ridge, found)).astype(np.float64)
    return Fit(found, covariance, log_likelihood(rows @ found, outcome, counts))


def _require_both(outcome: Floats, counts: Floats) -> None:
    met = float(counts @ outcome)
    if not 0 < met < counts.sum():
        raise MutualisError(
            "A logistic model needs both outcomes.", there_is="all outcomes that were given are the same"
        )
