"""Logistic regression in which every group has an intercept of its own, drawn from a normal distribution around 0.

The spread between groups maximises Laplace's approximation of the likelihood, coefficients and intercepts at their
joint mode (as lme4 does with nAGQ = 0). Source: Breslow and Clayton, JASA 88 (1993) 9-25.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from mutualis.methods.logistic import Floats, expit, log_likelihood, log_odds, logistic, spread

Ints = NDArray[np.int64]
SMALLEST, LARGEST, PRECISION = 0.005, 3.0, 0.01
MOST_STEPS, TOLERANCE, MOST_HALVINGS = 60, 1e-9, 30
GOLDEN = (sqrt(5) - 1) / 2


@dataclass(frozen=True)
class RandomIntercept:
    """Coefficients, the first the mean intercept; the spread between groups in log odds, and each group's own part."""

    coefficients: Floats
    deviation: float
    effects: Floats

    def linear(self, design: Floats) -> Floats:
        """Log odds in a group with the mean intercept, of rows of a design without intercept column."""
        return log_odds(self.coefficients, design)


@dataclass(frozen=True)
class _Data:
    rows: Floats
    outcome: Floats
    group: Ints
    groups: int
    ridge: Floats

    def linear(self, at: Floats, own: Floats) -> Floats:
        made: Floats = self.rows @ at + own[self.group]
        return made

    def value(self, at: Floats, own: Floats, variance: float) -> float:
        """The penalised log likelihood."""
        met = log_likelihood(self.linear(at, own), self.outcome, np.ones(len(self.outcome)))
        return met - 0.5 * float(self.ridge @ at**2) - 0.5 * float(own @ own) / variance


def random_intercept(design: Floats, outcome: Floats, group: Ints, *, penalty: float = 0.0) -> RandomIntercept:
    """Fit outcomes (0 or 1) to rows x columns without intercept column; `group` numbers the groups from 0."""
    start = logistic(design, outcome, penalty=penalty).coefficients
    ones = np.ones(len(outcome))
    ridge = np.concatenate([[0.0], penalty * spread(design, ones) ** 2])
    data = _Data(np.column_stack([ones, design]), outcome, group, int(group.max()) + 1, ridge)
    deviation = _largest(lambda each: _laplace(data, start, exp(each))[0], log(SMALLEST), log(LARGEST))
    _, found, own = _laplace(data, start, exp(deviation))
    return RandomIntercept(found, exp(deviation), own)


def _largest(value: Callable[[float], float], low: float, high: float) -> float:
    """Where a function of one number with one top is largest: golden section."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = value(left), value(right)
    while high - low > PRECISION:
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = value(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = value(right)
    return (low + high) / 2


def _laplace(data: _Data, start: Floats, deviation: float) -> tuple[float, Floats, Floats]:
    """The approximate log likelihood at a spread, with the coefficients and intercepts of the mode."""
    variance, found, own = deviation**2, start, np.zeros(data.groups)
    for _ in range(MOST_STEPS):
        step, own_step, gain, weight = _newton(data, found, own, variance)
        now, part = data.value(found, own, variance), 1.0
        if gain < TOLERANCE * (1 + abs(now)):
            break
        for _ in range(MOST_HALVINGS):
            if data.value(found + part * step, own + part * own_step, variance) >= now:
                break
            part /= 2
        found, own = found + part * step, own + part * own_step
    return now - 0.5 * float(np.log1p(variance * weight).sum()), found, own


def _newton(data: _Data, found: Floats, own: Floats, variance: float) -> tuple[Floats, Floats, float, Floats]:
    """A step of coefficients and of intercepts, what it can gain, and the information of each group."""
    chance = expit(data.linear(found, own))
    weight, rest = chance * (1 - chance), data.outcome - chance
    sums = [np.bincount(data.group, weight * column, data.groups) for column in data.rows.T]
    between = np.stack(sums, axis=1)
    information = np.bincount(data.group, weight, data.groups).astype(np.float64)
    diagonal = information + 1 / variance
    slope = data.rows.T @ rest - data.ridge * found
    own_slope = np.bincount(data.group, rest, data.groups) - own / variance
    whole = (data.rows * weight[:, None]).T @ data.rows + np.diag(data.ridge)
    left = whole - between.T @ (between / diagonal[:, None])
    step = np.linalg.solve(
        left + 1e-12 * np.trace(whole) * np.eye(len(left)), slope - between.T @ (own_slope / diagonal)
    )
    own_step = (own_slope - between @ step) / diagonal
    return step, own_step, float(slope @ step + own_slope @ own_step), information
