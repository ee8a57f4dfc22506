"""Regression that half of the rows cannot move, and still loses little where errors are normal: MM (Yohai 1987).

An S-estimate gives the start and the scale; an M-estimate with Tukey's bisquare (k = 4.685, efficiency 95 %) at that
scale ends it, by statsmodels. On costs, whose errors are skewed, the line is that of the bulk: the mean over persons is
lower than the mean of what they cost. `expected` corrects it (`methods` 4.3): x'b + the mean residual of the reference.

Sources: Yohai, Annals of Statistics 15 (1987) 642-656; errors that hold with skewed errors of unequal spread: Croux,
Dhaene and Hoorelbeke, Robust Standard Errors for Robust Estimators (2003), for the start and the scale together.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from numpy.typing import ArrayLike

from mutualis.methods.costs.bisquare import EFFICIENT, HALF_BREAKDOWN, curvature, half_of, loss, slope, weight
from mutualis.methods.costs.start import s_estimate
from mutualis.methods.designs import Design
from mutualis.methods.estimates import Estimate, Floats, careful, covariance_of, error_of, estimate, varied
from mutualis.model import MutualisError

DO = "look for covariates that few rows have, or take another start"


@dataclass(frozen=True)
class RobustModel:
    """Coefficients with their covariance; `scale` of the bulk; residuals, and weights between 0 and 1, of rows."""

    design: Design
    coefficients: Floats
    covariance: Floats
    scale: float
    residuals: Floats
    weights: Floats
    influence: Floats
    clusters: Any | None = None

    @property
    def outlyingness(self) -> Floats:
        """|r| / s of each row; beyond 2.5 it is an outlier (Rousseeuw and Leroy 1987)."""
        return np.abs(self.residuals) / self.scale

    def expected(self, design: Design | None = None, level: float = 0.95) -> Estimate:
        """The mean that these rows (else the own ones) would have, corrected by the mean residual of the own rows."""
        own, rest = self.design.rows.mean(axis=0), self.residuals.mean()
        middle = own if design is None else design.rows.mean(axis=0)
        influence = (self.residuals - rest) / len(self.residuals) + self.influence @ (middle - own)
        if design is None:  # These rows are drawn too; others are as they are.
            influence = influence + (self.design.rows - own) @ self.coefficients / len(self.residuals)
        return estimate(float(middle @ self.coefficients) + rest, error_of(influence, self.clusters), level)


def robust(values: ArrayLike, design: Design, clusters: Any | None = None, seed: int = 1) -> RobustModel:
    """Fit values (as of a cost by person-year) to a design; `seed` draws the subsets of the start.

    Refuses a constant outcome, more than half of the rows on one line (as of persons without cost), covariates that too
    few rows have, too few clusters, and no convergence.
    """
    given, rows = varied(values, "The outcome", len(design.rows)), design.rows
    start, scale = s_estimate(given, rows, seed)
    with careful("The robust regression", do=DO):
        model = sm.RLM(given, rows, M=sm.robust.norms.TukeyBiweight(EFFICIENT))
        fit = model.fit(maxiter=500, tol=1e-10, update_scale=False, start_params=start, start_scale=scale)
    found = np.asarray(fit.params, dtype=np.float64)
    residuals = given - rows @ found
    _require_solved(residuals / scale, rows)
    influence = _influence(residuals / scale, (given - rows @ start) / scale, rows, scale)
    return RobustModel(
        design,
        found,
        covariance_of(influence, clusters),
        scale,
        residuals,
        weight(residuals / scale, EFFICIENT),
        influence,
        clusters,
    )


def _require_solved(at: Floats, rows: Floats) -> None:
    """The sums of slope times covariate are 0 at the end, up to small change."""
    sums = np.abs(rows.T @ slope(at, EFFICIENT)) / np.abs(rows).sum(axis=0)
    if (sums > 1e-4).any():
        raise MutualisError("The robust regression does not converge.", do=DO)


def _influence(at: Floats, at_start: Floats, rows: Floats, scale: float) -> Floats:
    """Of each row on each coefficient, by way of the scale too; with the degrees of freedom of the coefficients."""
    count, size = rows.shape
    steep = curvature(at, EFFICIENT)
    over = loss(at_start, HALF_BREAKDOWN) - half_of(count, size)
    on_scale = over / np.mean(slope(at_start, HALF_BREAKDOWN) * at_start) * scale
    matrix = (rows * steep[:, None]).T @ rows / count / scale
    by_scale = rows.T @ (steep * at) / count / scale
    pushed = rows * slope(at, EFFICIENT)[:, None] - on_scale[:, None] * by_scale
    made: Floats = np.linalg.solve(matrix, pushed.T).T / count * np.sqrt(count / (count - size))
    return made
