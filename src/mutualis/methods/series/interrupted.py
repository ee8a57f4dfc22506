"""An interrupted time series: a level and a slope before, a change of both after, seasons as waves.

    y_t = a + b t + c [t >= start] + d (t - start) [t >= start] + seasons + e_t

Means and rates by generalised least squares, in which a month resembles the one before (AR(1) by restricted maximum
likelihood, the best of six ways for short series); counts by quasi-Poisson with exposure on the scale of logarithms.
With `lags` either has least squares' line and the errors of Newey and West, whose interval is wider than a normal one
as they are estimated from few months. Estimated by statsmodels. Sources: Wagner, Soumerai, Zhang and Ross-Degnan,
Journal of Clinical Pharmacy and Therapeutics 27 (2002) 299-309; Bernal, Cummins and Gasparrini, International Journal
of Epidemiology 46 (2017) 348-355; Turner and others, BMC Med Res Methodology 21 (2021) 181 (which way is best);
Newey and West, Econometrica 55 (1987) 703-708, with Kiefer and Vogelsang, Econometric Theory 21 (2005) 1130-1164.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import statsmodels.api as sm
from numpy.typing import ArrayLike
from scipy.stats import t as student
from statsmodels.stats.diagnostic import acorr_ljungbox

from mutualis.methods.estimates import Estimate, Floats, careful, numbers, varied
from mutualis.methods.series.resembling import resembling
from mutualis.model import MutualisError

FEWEST_BEFORE, FEWEST_AFTER = 12, 6
LEVEL, SLOPE = 2, 3
DO = "take a longer series, or fewer waves"


@dataclass(frozen=True)
class Interrupted:
    """Coefficients (level, slope, change of both, waves) with covariance; `reach`: half an interval by its error.

    `is_log`: of a count, the changes are on the scale of logarithms. `resemblance`: the p-value that what the model
    leaves over of one period says nothing about the next.
    """

    rows: Floats
    start: int
    coefficients: Floats
    covariance: Floats
    reach: float
    is_log: bool
    offset: Floats
    resemblance: float

    def change_of_level(self) -> Estimate:
        """By how much the series moved at the start; of counts the ratio."""
        return self._combined(np.eye(len(self.coefficients))[LEVEL])

    def change_of_slope(self) -> Estimate:
        """By how much a period more adds, beside before; of counts the ratio."""
        return self._combined(np.eye(len(self.coefficients))[SLOPE])

    def effect(self, periods: int) -> Estimate:
        """What the series is above what it would have been, so many periods after the start; of counts the ratio."""
        if not 0 <= periods < len(self.rows) - self.start:
            raise MutualisError(f"The series does not reach {periods} periods after the start.")
        return self._combined(np.eye(len(self.coefficients))[LEVEL] + periods * np.eye(len(self.coefficients))[SLOPE])

    def table(self) -> pl.DataFrame:
        """A row for each period: period, told, without (what it would have been without the change)."""
        plain = self.rows.copy()
        plain[:, [LEVEL, SLOPE]] = 0.0
        told, without = (each @ self.coefficients + self.offset for each in (self.rows, plain))
        lines = [np.exp(each) if self.is_log else each for each in (told, without)]
        return pl.DataFrame({"period": np.arange(len(told)), "told": lines[0], "without": lines[1]})

    def _combined(self, along: Floats) -> Estimate:
        value, error = float(along @ self.coefficients), float(np.sqrt(along @ self.covariance @ along))
        low, high = value - self.reach * error, value + self.reach * error
        if not self.is_log:
            return Estimate(value, error, low, high)
        return Estimate(float(np.exp(value)), float(np.exp(value)) * error, float(np.exp(low)), float(np.exp(high)))


def interrupted(
    values: ArrayLike, start: int, season: int | None = 12, waves: int = 2, lags: int | None = None
) -> Interrupted:
    """Of a mean or rate by period, without gaps; `start` is the place (from 0) of the first period after the change.

    `season`: periods a year (None: no seasons), as `waves` pairs of sine and cosine; `lags`: Newey and West's errors of
    so many, in place of AR(1). Refuses fewer than 12 periods before or 6 after, gaps, and a constant series.
    """
    given = varied(values, "The series")
    rows = _rows(len(given), start, season, waves)
    with careful("The interrupted series", do=DO):
        fit = resembling(given, rows) if lags is None else sm.OLS(given, rows).fit(**_newey_west(lags, len(given)))
    return _found(fit, rows, start, lags, np.zeros(len(given)), is_log=False)


def interrupted_counts(
    events: ArrayLike,
    start: int,
    exposure: ArrayLike | None = None,
    season: int | None = 12,
    waves: int = 2,
    lags: int | None = None,
) -> Interrupted:
    """The same of counts by period and their exposure (persons, working days); effects are ratios.

    Without `lags` the variance is a multiple of the mean and months are apart: where `resemblance` says that they are
    not, give lags. Refuses negative counts and exposures of 0 too.
    """
    met = varied(events, "The series")
    time = np.ones(len(met)) if exposure is None else numbers(exposure, "The exposure", len(met))
    if (met < 0).any() or (time <= 0).any():
        raise MutualisError("A count is negative, or a period has no exposure.", do="leave out periods without data")
    rows = _rows(len(met), start, season, waves)
    with careful("The interrupted series of counts", do=DO):
        model = sm.GLM(met, rows, family=sm.families.Poisson(), offset=np.log(time))
        fit = model.fit(scale="X2") if lags is None else model.fit(**_newey_west(lags, len(met)))
    if not fit.converged:
        raise MutualisError("The interrupted series of counts does not converge.", do=DO)
    return _found(fit, rows, start, lags, np.log(time), is_log=True)


def critical(lags: int, periods: int) -> float:
    """The 97.5 % point of t with Newey and West's error of so many lags (their table 1), in place of 1.96."""
    part = (lags + 1) / periods
    return float(1.96 + 2.9694 * part + 0.4160 * part**2 - 0.5324 * part**3)


def _newey_west(lags: int, periods: int) -> dict[str, Any]:
    if not 0 <= lags < periods // 2:
        raise MutualisError(f"{lags} lags are too many for {periods} periods.", do="take fewer lags")
    return {"cov_type": "HAC", "cov_kwds": {"maxlags": lags, "use_correction": True}}


def _found(fit: Any, rows: Floats, start: int, lags: int | None, offset: Floats, *, is_log: bool) -> Interrupted:
    """What statsmodels found; whether what is left of neighbours is alike, by the test of Ljung and Box (1978)."""
    periods, size = rows.shape
    reach = critical(lags, periods) if lags is not None else float(student.ppf(0.975, periods - size))
    left = fit.resid_pearson if is_log else fit.resid
    alike = acorr_ljungbox(left, lags=[min(10, periods // 5)])["lb_pvalue"].iloc[0]
    covariance = np.asarray(fit.cov_params())
    return Interrupted(rows, start, np.asarray(fit.params), covariance, reach, is_log, offset, float(alike))


def _rows(periods: int, start: int, season: int | None, waves: int) -> Floats:
    if start < FEWEST_BEFORE or periods - start < FEWEST_AFTER:
        raise MutualisError(
            "The series is too short before or after the change.",
            there_is=f"{start} periods before and {periods - start} after",
            do=f"give {FEWEST_BEFORE} before and {FEWEST_AFTER} after at least",
        )
    time = np.arange(periods, dtype=np.float64)
    after = (time >= start).astype(np.float64)
    columns = [np.ones(periods), time, after, after * (time - start)]
    if season is not None:
        angle = 2 * np.pi * time / season
        # Half as many waves as periods a year would have a sine that is 0 throughout.
        pairs = range(1, min(waves, (season - 1) // 2) + 1)
        columns += [wave(each * angle) for each in pairs for wave in (np.sin, np.cos)]
    return np.column_stack(columns)
