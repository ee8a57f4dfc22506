"""The fit of `fit.fitted` where many rows are alike: estimated on one row a kind, its errors by cluster of all rows.

    V = c (X'WX)^-1 (sum s_g s_g') (X'WX)^-1        s_g = sum w x e of the rows of cluster g
    c = G / (G - 1) x (N - 1) / (N - k)

X is what is left of a column once levels are taken out: the same for all rows of a kind. So coefficients and errors are
those of the rows, to rounding; tests hold both to it. Source: Angrist and Pischke, Mostly Harmless Econometrics (2009),
3.1.2 (grouped data); Cameron and Miller, Journal of Human Resources 50 (2015), equation 11; levels that lie within
clusters are not counted in k, as pyfixest does it.
"""

import numpy as np
import polars as pl

from mutualis.methods.panel.alike import Alike
from mutualis.methods.panel.arrays import Floats
from mutualis.methods.panel.fit import Fit, estimated, whole
from mutualis.methods.panel.regressors import lies_within, unit_of


def fitted_alike(rows: pl.DataFrame, found: Alike, columns: pl.DataFrame, cluster: str) -> Fit:
    """The fit of the rows' outcome on the columns of their kinds, with levels of units and periods taken out."""
    kinds = found.kinds
    levels = [unit_of(kinds), kinds.rows[kinds.period]]
    told = estimated(columns, kinds.rows[kinds.outcome], levels, pl.Series(found.size))
    root = np.sqrt(found.size)
    design, residuals = np.asarray(told._X) / root[:, None], np.asarray(told._u_hat).ravel() / root
    inverse = np.linalg.inv(np.asarray(told._hessian, dtype=np.float64))
    nested = [lies_within(rows[name], rows[cluster]) for name in (kinds.unit, kinds.period)]
    counted = _counted(columns.width, [level.n_unique() for level in levels], nested)
    number, size = found.clusters, len(found.place)
    factor = number / (number - 1) * (size - 1) / (size - counted)
    left, within, spread = _squares(found, residuals, np.asarray(told._Y).ravel())
    return whole(
        Fit(
            tuple(columns.columns), np.asarray(told._beta_hat, dtype=np.float64),
            factor * inverse @ _meat(found, design, residuals) @ inverse,
            size, number, 1 - left / spread, 1 - left / within if within > 0 else float("nan"),
        )
    )  # fmt: skip


def _meat(found: Alike, design: Floats, residuals: Floats) -> Floats:
    """The sum of s_g s_g' over clusters."""
    made = np.zeros((design.shape[1], design.shape[1]))
    for scores in found.scores(design, residuals):
        made += scores.T @ scores
    return made


def _counted(columns: int, levels: list[int], nested: list[bool]) -> int:
    """k: the columns, and the levels that do not lie within clusters; all that do count as one each."""
    inside = sum(number for number, is_nested in zip(levels, nested, strict=True) if is_nested)
    return columns + sum(levels) - (len(levels) - 1) - inside + sum(nested)


def _squares(found: Alike, residuals: Floats, within: Floats) -> tuple[float, float, float]:
    """Weighted sums of squares of the rows: of what is left, of the outcome without levels, and about the mean."""
    apart = float((found.weight * found.apart**2).sum())
    mean = np.average(found.outcome, weights=found.size)
    spread = float((found.size * (found.outcome - mean) ** 2).sum())
    return apart + float((found.size * residuals**2).sum()), apart + float((within**2).sum()), apart + spread
