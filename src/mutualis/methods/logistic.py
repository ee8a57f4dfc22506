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
        return log_odds(self.coefficients, design)

    def probability(self, design: Floats) -> Floats:
        """Probabilities of rows of a design without intercept column."""
        return expit(self.linear(design))


def log_odds(coefficients: Floats, design: Floats) -> Floats:
    """Log odds of rows of a design without intercept column; the first coefficient is the intercept."""
    made: Floats = coefficients[0] + design @ coefficients[1:]
    return made


def expit(linear: Floats) -> Floats:
    """Log odds to probability, without overflow."""
    half = 0.5 * np.tanh(0.5 * linear)
    made: Floats = 0.5 + half
    return made


def log_likelihood(linear: Floats, outcome: Floats, weights: Floats) -> float:
    """Of outcomes 0 or 1 at these log odds."""
    return float(weights @ (outcome * linear - np.maximum(linear, 0.0) - np.log1p(np.exp(-np.abs(linear)))))


def spread(design: Floats, weights: Floats) -> Floats:
    """The standard deviation of each column; 1 for one that is constant."""
    mean = weights @ design / weights.sum()
    found = np.sqrt(np.maximum(weights @ (design - mean) ** 2 / weights.sum(), 0.0))
    made: Floats = np.where(found > 0, found, 1.0)
    return made


def logistic(
    design: Floats,
    outcome: Floats,
    *,
    penalty: float = 0.0,
    weights: Floats | None = None,
    start: Floats | None = None,
) -> Fit:
    """Fit outcomes (0 or 1) to rows x columns, without an intercept column: it is added here.

    `weights` count each row so many times; `start` are coefficients to begin from, where near ones are known. Raises
    when all outcomes are the same, and when no end was reached, as for separated data without penalty.
    """
    counts = np.ones(len(outcome)) if weights is None else weights
    _require_both(outcome, counts)
    deviation = spread(design, counts)
    data = _Data(_rows(design), outcome, counts, np.concatenate([[0.0], penalty * deviation**2]))
    found = _beginning(outcome, counts, data.rows.shape[1]) if start is None else start
    now = data.value(found)
    for _ in range(MOST_STEPS):
        step, gain = data.newton(found)
        if gain < TOLERANCE * counts.sum():
            return data.fit(_ended(found + step, deviation))
        found, now = _stepped(data, found, step, now)
    raise _endless()


@dataclass(frozen=True)
class _Data:
    rows: Floats
    outcome: Floats
    counts: Floats
    ridge: Floats

    def value(self, at: Floats) -> float:
        """The penalised log likelihood."""
        return log_likelihood(self.rows @ at, self.outcome, self.counts) - 0.5 * float(self.ridge @ at**2)

    def newton(self, at: Floats) -> tuple[Floats, float]:
        """The step, and twice what it can gain of penalised likelihood."""
        chance = expit(self.rows @ at)
        gradient = self.rows.T @ (self.counts * (self.outcome - chance)) - self.ridge * at
        step = np.linalg.solve(self.hessian(chance), gradient).astype(np.float64)
        return step, float(gradient @ step)

    def hessian(self, chance: Floats) -> Floats:
        weight = self.counts * chance * (1 - chance)
        made: Floats = (self.rows * weight[:, None]).T @ self.rows + np.diag(self.ridge)
        return made + 1e-12 * np.trace(made) / len(made) * np.eye(len(made))

    def fit(self, at: Floats) -> Fit:
        linear = self.rows @ at
        covariance = np.linalg.inv(self.hessian(expit(linear))).astype(np.float64)
        return Fit(at, covariance, log_likelihood(linear, self.outcome, self.counts))


def _rows(design: Floats) -> Floats:
    return np.column_stack([np.ones(len(design)), design])


def _stepped(data: _Data, found: Floats, step: Floats, now: float) -> tuple[Floats, float]:
    """The coefficients after a step, halved until the penalised likelihood does not fall, and that likelihood."""
    part = 1.0
    for _ in range(MOST_HALVINGS):
        value = data.value(found + part * step)
        if value >= now:
            return found + part * step, value
        part /= 2
    return found, now


def _beginning(outcome: Floats, counts: Floats, size: int) -> Floats:
    """The intercept of the mean, and no slopes."""
    share, found = counts @ outcome / counts.sum(), np.zeros(size)
    found[0] = np.log(share / (1 - share))
    return found


def _ended(found: Floats, deviation: Floats) -> Floats:
    if (np.abs(found[1:]) * deviation > ENDLESS).any():
        raise _endless()
    return found


def _endless() -> MutualisError:
    return MutualisError(
        "The logistic model has no end: some covariate tells all outcomes of its cases.",
        do="leave that covariate out, or give a penalty",
    )


def _require_both(outcome: Floats, counts: Floats) -> None:
    met = float(counts @ outcome)
    if not 0 < met < counts.sum():
        raise MutualisError(
            "A logistic model needs both outcomes.", there_is="all outcomes that were given are the same"
        )
