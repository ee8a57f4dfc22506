"""Scores of providers pulled to the mean of all as much as chance asks (empirical Bayes), and false discoveries.

Normal: score ~ N(theta, error^2), theta ~ N(mean, spread^2), the spread by Paule and Mandel (1982). Shares: met of n ~
binomial(p), p ~ beta, by maximum likelihood. Few patients say little: their provider stays near the mean. Sources:
Efron and Morris, JASA 70 (1975) 311-319; Morris, JASA 78 (1983) 47-55; Benjamini and Hochberg, JRSS B 57 (1995) 289.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize
from scipy.special import betaln
from scipy.stats import beta
from statsmodels.stats.multitest import multipletests

from mutualis.methods.estimates import Floats, numbers
from mutualis.methods.intervals import z_of
from mutualis.model import MutualisError

FEWEST = 10


@dataclass(frozen=True)
class Shrunk:
    """Of each provider the shrunken value with its posterior interval; the mean and spread of all providers."""

    value: Floats
    low: Floats
    high: Floats
    mean: float
    spread: float


def shrunken(scores: ArrayLike, errors: ArrayLike, level: float = 0.95) -> Shrunk:
    """Scores with their standard errors, pulled to the mean. A spread of 0 leaves all at the mean.

    The posterior variance has a part for the mean, which is estimated; none for the spread, so with few providers the
    intervals are a little short. Refuses fewer than 10 providers and errors of 0.
    """
    own = numbers(scores, "The score")
    error = numbers(errors, "The error of the score", len(own))
    _require(len(own))
    if (error <= 0).any():
        raise MutualisError(
            "A score has no error.", do="leave out providers with one patient, or of whom all are alike"
        )
    between = _between(own, error)
    weights = 1 / (between + error**2)
    mean = float(weights @ own / weights.sum())
    pull = error**2 / (between + error**2)
    variance = (1 - pull) * error**2 + pull**2 / weights.sum()
    value, half = own - pull * (own - mean), z_of(level) * np.sqrt(variance)
    return Shrunk(value, value - half, value + half, mean, float(np.sqrt(between)))


def shrunken_shares(met: ArrayLike, cases: ArrayLike, level: float = 0.95) -> Shrunk:
    """Shares met of cases, pulled to the share of all. Refuses fewer than 10 providers, and counts out of range."""
    counts, all_ = numbers(met, "The count met"), numbers(cases, "The cases")
    _require(len(counts))
    if (counts < 0).any() or (counts > all_).any() or (all_ <= 0).any() or len(counts) != len(all_):
        raise MutualisError("Those met are between 0 and the cases, of which there are some.")
    whole = float(counts.sum() / all_.sum())
    if whole in (0.0, 1.0):
        raise MutualisError("All providers have the same share.", there_is=f"it is {whole:.0f}")
    share, size = _beta(counts, all_, whole)
    first, second = share * size + counts, (1 - share) * size + all_ - counts
    low, high = (beta.ppf(each, first, second) for each in ((1 - level) / 2, (1 + level) / 2))
    spread = float(np.sqrt(share * (1 - share) / (size + 1)))
    return Shrunk(first / (first + second), low, high, share, spread)


def false_discoveries(p_values: ArrayLike, share: float = 0.05) -> tuple[np.ndarray, Floats]:
    """Which are flagged so that at most `share` of the flags are wrong, and the q-value of each. Refuses none."""
    given = numbers(p_values, "The p-value")
    if not len(given) or (given < 0).any() or (given > 1).any():
        raise MutualisError("A p-value is between 0 and 1, and there must be one.")
    flagged, adjusted, _, _ = multipletests(given, alpha=share, method="fdr_bh")
    return np.asarray(flagged, dtype=bool), np.asarray(adjusted, dtype=np.float64)


def _require(providers: int) -> None:
    if providers < FEWEST:
        raise MutualisError(f"There are {providers} providers: too few to say how they differ.", do="take 10 or more")


def _between(scores: Floats, errors: Floats) -> float:
    """The variance between providers at which their weighted squares are as many as expected; 0 where chance does."""

    def rest(variance: float) -> float:
        weights = 1 / (variance + errors**2)
        mean = weights @ scores / weights.sum()
        return float(weights @ (scores - mean) ** 2 - (len(scores) - 1))

    if rest(0.0) <= 0:
        return 0.0
    return float(brentq(rest, 0.0, float(np.ptp(scores) ** 2) + 1.0))


def _beta(met: Floats, cases: Floats, start: float) -> tuple[float, float]:
    """The mean and the size (sum of both parameters) that make the counts likeliest; the size at most a million."""

    def unlikely(at: np.ndarray) -> float:
        share, size = 1 / (1 + np.exp(-at[0])), np.exp(np.minimum(at[1], np.log(1e6)))
        first, second = share * size, (1 - share) * size
        return -float(np.sum(betaln(met + first, cases - met + second) - betaln(first, second)))

    begin = np.array([np.log(start / (1 - start)), np.log(20.0)])
    found = minimize(unlikely, begin, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-8, "maxiter": 2_000})
    if not found.success:
        raise MutualisError("The spread of shares between providers does not converge.", do="take more providers")
    return float(1 / (1 + np.exp(-found.x[0]))), float(np.exp(min(found.x[1], np.log(1e6))))
