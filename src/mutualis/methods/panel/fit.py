"""A linear model with levels of units and periods taken out, errors by cluster: pyfixest, asked with plain names.

What the library would only warn of (a column that the others tell, no variation left) is a sentence here.
"""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyfixest
from scipy import stats

from mutualis.methods.panel.arrays import Floats
from mutualis.model import MutualisError

# Beside this share of what it was, what is left of the outcome once all else is taken out is rounding.
NOTHING = 1e-12


@dataclass(frozen=True)
class Fit:
    """Coefficients by name with their covariance; `freedom` is clusters - 1, of the t distribution they are held to."""

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    rows: int
    clusters: int
    r_squared: float
    r_squared_within: float

    @property
    def freedom(self) -> int:
        return self.clusters - 1


@dataclass(frozen=True)
class Wald:
    """A test that several coefficients are all nought: F with (tested, clusters - 1) degrees of freedom."""

    statistic: float
    tested: int
    freedom: int
    p: float


def fitted(
    columns: pl.DataFrame,
    outcome: pl.Series,
    levels: list[pl.Series],
    cluster: pl.Series,
    weight: pl.Series | None,
) -> Fit:
    """Least squares of `outcome` on `columns`, with a level for each value of each of `levels`, weighted by `weight`.

    Errors are CRV1, the sandwich by cluster with the factor G / (G - 1) x (N - 1) / (N - k) (Liang and Zeger 1986;
    Cameron and Miller 2015, equation 11, levels nested in clusters not counted in k). Raises when a column is told by
    the others and when nothing of the outcome is left to explain.
    """
    found = estimated(columns, outcome, levels, weight, cluster)
    covariance = np.atleast_2d(np.asarray(found._vcov, dtype=np.float64))
    return whole(
        Fit(
            tuple(columns.columns), np.asarray(found._beta_hat, dtype=np.float64), covariance, int(found._N),
            cluster.n_unique(), found._r2, found._r2_within,
        )
    )  # fmt: skip


def estimated(
    columns: pl.DataFrame,
    outcome: pl.Series,
    levels: list[pl.Series],
    weight: pl.Series | None,
    cluster: pl.Series | None = None,
) -> Any:
    """What the library finds, with errors by cluster where one is given. Raises when a column is told by the others."""
    names = tuple(columns.columns)
    frame = _plain(columns, outcome, levels, cluster, weight)
    terms = " + ".join(f"x{at}" for at in range(len(names)))
    taken = " + ".join(f"level{at}" for at in range(len(levels)))
    found = _asked(f"outcome ~ {terms} | {taken}", frame, "weight" if weight is not None else None)
    told = [names[int(str(each)[1:])] for each in found._collin_vars or []]
    if told:
        raise collinear(told)
    return found


def whole(fit: Fit) -> Fit:
    """The fit, where it is one: refuses figures that are no numbers, and a model that leaves nothing to explain."""
    if not (np.isfinite(fit.coefficients).all() and np.isfinite(fit.covariance).all() and fit.r_squared < 1 - NOTHING):
        raise MutualisError(
            "The model leaves nothing of the outcome unexplained.", do="take fewer levels or covariates"
        )
    return fit


def _plain(
    columns: pl.DataFrame,
    outcome: pl.Series,
    levels: list[pl.Series],
    cluster: pl.Series | None,
    weight: pl.Series | None,
) -> pl.DataFrame:
    """One frame with names that fit in a formula, and whole numbers for levels."""
    taken = [numbered(level).alias(f"level{at}") for at, level in enumerate(levels)]
    numbers = [columns[name].alias(f"x{at}") for at, name in enumerate(columns.columns)]
    weighed = [] if weight is None else [weight.cast(pl.Float64).alias("weight")]
    clustered = [] if cluster is None else [numbered(cluster).alias("cluster")]
    return pl.DataFrame([outcome.cast(pl.Float64).alias("outcome"), *numbers, *taken, *clustered, *weighed])


def numbered(column: pl.Series) -> pl.Series:
    """Whole numbers from 0 for the values of a column; those that are whole numbers stay as they are."""
    if column.dtype.is_integer():
        return column
    return column.rank("dense").cast(pl.Int32) - 1


def _asked(formula: str, frame: pl.DataFrame, weight: str | None) -> Any:
    """The library's answer. Its warnings are about itself, or about what is looked at afterwards."""
    errors: Any = {"CRV1": "cluster"} if "cluster" in frame.columns else "iid"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with _log_left_alone():
                return pyfixest.feols(formula, frame, vcov=errors, weights=weight, fixef_rm="none", store_data=False)
        except ValueError as fault:
            if "collinear" in str(fault):
                raise MutualisError("The model has nothing to estimate: the levels tell all its columns.") from fault
            raise MutualisError(
                "The model does not converge.",
                there_is="levels of units and periods could not be taken out",
                do="take coarser units, or leave out units of a single row",
            ) from fault


def collinear(names: list[str]) -> MutualisError:
    """The refusal of columns that the others tell."""
    return MutualisError(
        f"The other columns and the levels tell {', '.join(names)} wholly.",
        do="leave it out, or give rows in which it differs",
    )


def wald(coefficients: Floats, covariance: Floats, freedom: int) -> Wald:
    """Whether these coefficients are all nought: b' V^-1 b / q beside F(q, freedom). Source: Wald 1943.

    Refuses a covariance that has no inverse: with no more clusters than coefficients no such test can be made.
    """
    tested = len(coefficients)
    spread = np.sqrt(np.diag(covariance))
    told = covariance / np.outer(spread, spread)
    if not np.isfinite(told).all() or np.linalg.matrix_rank(told, hermitian=True) < tested or freedom < tested:
        raise MutualisError(
            "The joint test needs more clusters than coefficients.",
            there_is=f"{freedom + 1} clusters, {tested} coefficients",
            do="test fewer at once, or cluster by a smaller area or by person",
        )
    statistic = float(coefficients @ np.linalg.solve(covariance, coefficients)) / tested
    return Wald(statistic, tested, freedom, float(stats.f.sf(statistic, tested, freedom)))


@contextmanager
def _log_left_alone() -> Iterator[None]:
    """Undo what the library does to the log of the whole program when it first estimates: it lets all be told."""
    log = logging.getLogger()
    level, handlers = log.level, log.handlers[:]
    try:
        yield
    finally:
        log.setLevel(level)
        log.handlers[:] = handlers
