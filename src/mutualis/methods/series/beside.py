"""Counts of periods beside what earlier ones lead to expect: how much less (or more) care there was in each month.

    log E[y_t] = a + b t + waves of the season + log exposure, fitted to the periods before the start
    ratio_t = y_t / E[y_t],  Var[log ratio_t] = x_t' V x_t + phi / E[y_t]

V is the covariance of the coefficients and phi the dispersion (quasi-Poisson, 1 at least), both of the periods before:
what came after does not say how much counts vary by themselves. This is the coefficient of an indicator of that one
period in a model of all. The interval is that of t with the degrees of freedom of the periods before. Estimated by
statsmodels. Sources: Serfling, Public Health Reports 78 (1963) 494-506 (waves); Farrington and others, Journal of the
Royal Statistical Society A 159 (1996) 547-563 (quasi-Poisson of earlier periods and its two variances).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
import statsmodels.api as sm
from numpy.typing import ArrayLike
from scipy.stats import t as student

from mutualis.methods.estimates import Estimate, Floats, careful, numbers, varied
from mutualis.model import MutualisError

FEWEST_BEFORE = 24
DO = "take a longer series before, or fewer waves"


@dataclass(frozen=True)
class Beside:
    """Expected counts of the periods from `start` on with the covariance of their logarithms (`known`, by what is
    estimated), the counts themselves, the dispersion, and the degrees of freedom."""

    start: int
    counts: Floats
    expected: Floats
    known: Floats
    dispersion: float
    free: int

    def ratio(self, first: int, last: int | None = None, level: float = 0.95) -> Estimate:
        """Observed over expected of the periods `first` to `last` (places from 0, both in it) together."""
        chosen = slice(first - self.start, (first if last is None else last) - self.start + 1)
        if not self.start <= first <= (first if last is None else last) < self.start + len(self.counts):
            raise MutualisError(
                "A period beside what is expected lies outside those after the start.",
                there_is=f"periods {self.start} to {self.start + len(self.counts) - 1}",
            )
        expected, whole = self.expected[chosen], float(self.expected[chosen].sum())
        shares = expected / whole
        variance = float(shares @ self.known[chosen, chosen] @ shares) + self.dispersion / whole
        value = float(self.counts[chosen].sum()) / whole
        if value <= 0:
            raise MutualisError(
                "Nothing was counted in these periods: a ratio of 0 has no interval.", do="join periods"
            )
        half = float(student.ppf(0.5 + level / 2, self.free) * np.sqrt(variance))
        return Estimate(value, value * float(np.sqrt(variance)), value * np.exp(-half), value * np.exp(half))

    def table(self) -> pl.DataFrame:
        """A row a period from the start on: period (from 0), observed, expected, value, low, high."""
        ratios = [self.ratio(self.start + each) for each in range(len(self.counts))]
        return pl.DataFrame(
            {
                "period": self.start + np.arange(len(self.counts)),
                "observed": self.counts,
                "expected": self.expected,
                "value": [each.value for each in ratios],
                "low": [each.low for each in ratios],
                "high": [each.high for each in ratios],
            }
        )


def beside_expected(
    counts: ArrayLike,
    start: int,
    exposure: ArrayLike | None = None,
    season: int | None = 12,
    waves: int = 2,
    *,
    trend: bool = True,
) -> Beside:
    """Counts by period, without gaps, of which those from `start` (a place from 0) on are held beside what the others
    lead to expect; `exposure`: persons, working days or both multiplied; `trend`: whether a yearly growth goes on.

    Refuses fewer than 24 periods before (two rounds of seasons), none after, negative counts, exposures of 0, a series
    that is constant before the start, and no convergence.
    """
    met = numbers(counts, "The series")
    time = np.ones(len(met)) if exposure is None else numbers(exposure, "The exposure", len(met))
    if not FEWEST_BEFORE <= start < len(met):
        raise MutualisError(
            "The series is too short before or after the start.",
            there_is=f"{start} periods before and {max(len(met) - start, 0)} after",
            do=f"give {FEWEST_BEFORE} before and 1 after at least",
        )
    if (met < 0).any() or (time <= 0).any():
        raise MutualisError("A count is negative, or a period has no exposure.", do="leave out periods without data")
    varied(met[:start], "The series before the start")
    rows = _rows(len(met), season, waves, trend=trend)
    with careful("The expected series", do=DO):
        model = sm.GLM(met[:start], rows[:start], family=sm.families.Poisson(), offset=np.log(time[:start]))
        fit = model.fit()
    if not fit.converged:
        raise MutualisError("The expected series does not converge.", do=DO)
    later, free = rows[start:], start - rows.shape[1]
    phi = max(float(fit.pearson_chi2) / free, 1.0)
    expected = time[start:] * np.exp(later @ np.asarray(fit.params))
    return Beside(start, met[start:], expected, phi * later @ np.asarray(fit.cov_params()) @ later.T, phi, free)


def _rows(periods: int, season: int | None, waves: int, *, trend: bool) -> Floats:
    time = np.arange(periods, dtype=np.float64)
    columns = [np.ones(periods), *([time] if trend else [])]
    if season is not None:
        # Half as many waves as periods a year would have a sine that is 0 throughout.
        angles = [2 * np.pi * each * time / season for each in range(1, min(waves, (season - 1) // 2) + 1)]
        columns += [wave(each) for each in angles for wave in (np.sin, np.cos)]
    return np.column_stack(columns)
