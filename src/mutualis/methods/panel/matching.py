"""Comparison persons made like those in a pilot: propensity score, weights, balance, and how balanced it became.

Source: Rosenbaum and Rubin, Biometrika 70 (1983) 41-55; weights for the effect on the treated, Hirano and Imbens,
Health Services and Outcomes Research Methodology 2 (2001) 259-278; entropy balancing, Hainmueller, Political Analysis
20 (2012) 25-46.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import minimize

from mutualis.methods.panel.arrays import Flags, Floats
from mutualis.methods.panel.two_by_two import no_support, propensity
from mutualis.model import MutualisError

# Of the treated, so many may lie outside the scores of the others before the comparison is refused.
MOST_OUTSIDE = 0.1
# Balance is reached when no mean differs by more than this share of a standard deviation.
BALANCED = 1e-6
OPTIONS = {"maxiter": 500, "gtol": BALANCED / 10}


@dataclass(frozen=True)
class Scores:
    """Propensity of every row and its logit; `outside` are the treated whose score no other row reaches."""

    treated: Flags
    chance: Floats

    @property
    def logit(self) -> Floats:
        made: Floats = np.log(self.chance / (1 - self.chance))
        return made

    @property
    def outside(self) -> Flags:
        theirs = self.chance[~self.treated]
        beyond: Flags = self.treated & ((self.chance > theirs.max()) | (self.chance < theirs.min()))
        return beyond

    def table(self) -> pl.DataFrame:
        """Scores of the treated and of the others: rows, lowest, quartiles, highest; and how many lie outside."""
        rows = []
        for name, side in (("treated", self.treated), ("others", ~self.treated)):
            points = np.quantile(self.chance[side], [0, 0.25, 0.5, 0.75, 1])
            ends = dict(zip(("lowest", "quarter", "median", "three_quarters", "highest"), points.tolist(), strict=True))
            rows.append({"side": name, "rows": int(side.sum())} | ends | {"outside": int((self.outside & side).sum())})
        return pl.DataFrame(rows)


def scores(rows: pl.DataFrame, treated: str, covariates: tuple[str, ...], weight: str | None = None) -> Scores:
    """The propensity of each row by logistic regression on numeric covariates.

    Refuses covariates that tell the two apart wholly, and more than a tenth of the treated outside common support.
    """
    side, design = _sides(rows, treated, covariates)
    weights = rows[weight].cast(pl.Float64).to_numpy() if weight else np.ones(len(rows))
    chance, _ = propensity(side, np.column_stack([np.ones(len(rows)), design]), weights)
    found = Scores(side, np.clip(chance, 1e-12, 1 - 1e-12))
    outside, all_treated = int(found.outside.sum()), int(side.sum())
    if outside > MOST_OUTSIDE * all_treated:
        raise no_support(f"{outside:,} of {all_treated:,} treated have a propensity that no other row has")
    return found


def odds_weights(found: Scores) -> Floats:
    """Weights for the effect on the treated: 1 for them, p / (1 - p) for the others, scaled to as many."""
    weight = np.where(found.treated, 1.0, found.chance / (1 - found.chance))
    others = ~found.treated
    weight[others] *= found.treated.sum() / weight[others].sum()
    return weight


def entropy_weights(rows: pl.DataFrame, treated: str, covariates: tuple[str, ...], weight: str | None = None) -> Floats:
    """Weights of the others with which every covariate has the mean of the treated, as near to equal as can be.

    1 (or its weight) for the treated; those of the others sum to the treated. Refuses means that no weights reach.
    """
    side, design = _sides(rows, treated, covariates)
    base = rows[weight].cast(pl.Float64).to_numpy() if weight else np.ones(len(rows))
    aims = np.average(design[side], axis=0, weights=base[side])
    made = base.copy()
    made[~side] = base[side].sum() * _tilted((design[~side] - aims) / design.std(axis=0), base[~side])
    return made


def _tilted(apart: Floats, base: Floats) -> Floats:
    """Shares w exp(x'b) with which the mean of `apart` is nought: the lowest point of log sum w exp(x'b)."""

    def shares(slopes: Floats) -> tuple[float, Floats]:
        linear = apart @ slopes
        tilted = base * np.exp(linear - linear.max())
        return float(np.log(tilted.sum()) + linear.max()), tilted / tilted.sum()

    def value(slopes: Floats) -> tuple[float, Floats]:
        level, share = shares(slopes)
        return level, share @ apart

    with warnings.catch_warnings():
        # Where no weights reach the means the slopes grow without end; that is looked at below.
        warnings.simplefilter("ignore", RuntimeWarning)
        slopes = minimize(value, np.zeros(apart.shape[1]), jac=True, method="BFGS", options=OPTIONS).x
        share = shares(slopes)[1]
    if not np.abs(share @ apart).max() < BALANCED:
        raise no_support("no weights of the others give every covariate the mean of the treated")
    return share


def balance(rows: pl.DataFrame, treated: str, covariates: tuple[str, ...], weights: Floats) -> pl.DataFrame:
    """How far the means of treated and others are apart, before and after weights, in standard deviations.

    Columns: covariate, treated, others_before, others_after, difference_before, difference_after, variance_ratio
    (after). The standard deviation is that of both sides before weighting, sqrt((s1^2 + s0^2) / 2): Austin, Statistics
    in Medicine 28 (2009) 3083-3107; 0.1 is a usual limit.
    """
    side, design = _sides(rows, treated, covariates)
    mine, theirs = design[side], design[~side]
    spread = np.sqrt((mine.var(axis=0, ddof=1) + theirs.var(axis=0, ddof=1)) / 2)
    means = [
        np.average(part, axis=0, weights=w)
        for part, w in ((mine, weights[side]), (theirs, np.ones(len(theirs))), (theirs, weights[~side]))
    ]
    variances = [
        np.average((part - mean) ** 2, axis=0, weights=w)
        for part, mean, w in ((mine, means[0], weights[side]), (theirs, means[2], weights[~side]))
    ]
    return pl.DataFrame({
        "covariate": list(covariates), "treated": means[0], "others_before": means[1], "others_after": means[2],
        "difference_before": (mine.mean(axis=0) - means[1]) / spread,
        "difference_after": (means[0] - means[2]) / spread,
        "variance_ratio": variances[0] / variances[1],
    })  # fmt: skip


def _sides(rows: pl.DataFrame, treated: str, covariates: tuple[str, ...]) -> tuple[Flags, Floats]:
    """Who is treated, and the covariates as numbers; refuses a side without rows and a covariate that is constant."""
    if not covariates:
        raise MutualisError("Matching needs a covariate.")
    values = rows.select(pl.col(covariates).cast(pl.Float64))
    side = rows[treated].cast(pl.Boolean)
    if values.null_count().sum_horizontal().item() or side.null_count():
        raise MutualisError(
            "A covariate or the treatment has no value in some rows.", do="fill them or leave the rows out"
        )
    if side.all() or not side.any():
        raise MutualisError(
            "Matching needs treated rows and others.", there_is=f"{side.sum()} of {len(rows)} are treated"
        )
    constant = [name for name in covariates if values[name].min() == values[name].max()]
    if constant:
        raise MutualisError(f"The covariate {', '.join(constant)} is constant.", do="leave it out")
    return side.to_numpy(), values.to_numpy()
