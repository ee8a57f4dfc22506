"""Difference-in-differences: the effect of each pilot in each year, what it saved, and what was there before it began.

    y_it = a_u + l_t + x_it' b + sum d_pt 1{i in p, year t} + e_it        saving  S_pt = -d_pt N_pt

Source: methods 4.3, Model B; Angrist and Pischke, Mostly Harmless Econometrics (2009), 5.2. N_pt are the person-years
(the sum of the weights) of pilot p in year t, and y is for a person-year.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats

from mutualis.methods.panel.alike import few_kinds
from mutualis.methods.panel.arrays import Floats
from mutualis.methods.panel.design import FEW_CLUSTERS, Panel, require_clusters
from mutualis.methods.panel.fit import Fit, Wald, fitted, wald
from mutualis.methods.panel.fit_alike import fitted_alike
from mutualis.methods.panel.regressors import Term, covariates, event_terms, pilot_terms, unit_of
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Effects:
    """Effects with their covariance; `terms` say which pilot and period each is of."""

    terms: tuple[Term, ...]
    fit: Fit
    level: float

    @property
    def is_doubtful(self) -> bool:
        """Whether the clusters are few: give the wild cluster bootstrap or the jackknife beside these intervals."""
        return self.fit.clusters < FEW_CLUSTERS

    @property
    def values(self) -> Floats:
        return self.fit.coefficients[: len(self.terms)]

    @property
    def covariance(self) -> Floats:
        return self.fit.covariance[: len(self.terms), : len(self.terms)]

    def table(self) -> pl.DataFrame:
        """A row an effect: pilot, period, relative, effect, error, low, high, p, person_periods, saving and its ends.

        The effect is in the unit of the outcome for a person-period, a fall is negative; `saving` is -effect times the
        person-periods, in the unit of the outcome. Ends are those of the t distribution with clusters - 1.
        """
        return estimates(self.terms, self.values, np.sqrt(np.diag(self.covariance)), self.fit.freedom, self.level)

    def combined(self, weights: Floats, freedom: int | None = None) -> tuple[float, float, float, float]:
        """A sum of effects times `weights`: value, error and both ends, of t with this freedom or clusters - 1."""
        value = float(weights @ self.values)
        error = float(np.sqrt(weights @ self.covariance @ weights))
        half = float(stats.t.ppf(0.5 + self.level / 2, freedom or self.fit.freedom)) * error
        return value, error, value - half, value + half

    def savings(self, *, since: int = 0, freedoms: Mapping[str | None, int] | None = None) -> pl.DataFrame:
        """What each pilot saved from its start on, over its periods, and `None` for all pilots: saving, error, ends.

        `since` is the first period after the start that counts; `freedoms` the freedom of t of each pilot, where its
        clusters are few (`few_clusters.freedoms`).
        """
        rows = []
        for pilot in dict.fromkeys([*(each.pilot for each in self.terms), None]):
            own = [
                -each.person_periods
                if each.relative is not None and each.relative >= since and pilot in (each.pilot, None)
                else 0.0
                for each in self.terms
            ]
            rows.append((pilot, *self.combined(np.array(own), (freedoms or {}).get(pilot))))
        return pl.DataFrame(
            rows, schema=["pilot", "saving", "error", "low", "high"], orient="row", infer_schema_length=None
        )

    def means(self) -> pl.DataFrame:
        """The mean effect of each pilot for a person-period from its start on, and `None` for all: error, ends, p."""
        rows = []
        for pilot, size in self._sizes():
            value, error, low, high = self.combined(size / size.sum())
            rows.append((pilot, value, error, low, high, float(2 * stats.t.sf(abs(value) / error, self.fit.freedom))))
        return pl.DataFrame(rows, schema=["pilot", "effect", "error", "low", "high", "p"], orient="row")

    def _sizes(self) -> list[tuple[str | None, Floats]]:
        """Each pilot, and at the end `None` for all, with the person-periods of its effects from the start on."""
        size = np.array([each.person_periods * ((each.relative or 0) >= 0) for each in self.terms])
        pilots = dict.fromkeys([*(each.pilot for each in self.terms), None])
        return [(name, size * [name in (each.pilot, None) for each in self.terms]) for name in pilots]

    def pre_trend(self, pilot: str | None = None, freedom: int | None = None) -> Wald:
        """Whether all effects before the start (of one pilot, or of all) are nought. They must be among the effects."""
        before = [
            at
            for at, each in enumerate(self.terms)
            if each.relative is not None and each.relative < 0 and pilot in (each.pilot, None)
        ]
        if not before:
            raise MutualisError(
                "No effect before the start was estimated.",
                do="ask for leads, and give a panel of two periods or more before the start",
            )
        return wald(self.values[before], self.covariance[np.ix_(before, before)], freedom or self.fit.freedom)


def pilot_effects(panel: Panel, *, leads: bool = False, level: float = 0.95) -> Effects:
    """The effect of each pilot in each period from its start on, beside the comparison area (methods 4.3, Model B).

    `leads` adds the periods before the start, but for the one just before it, for the test of earlier trends.
    Errors are CRV1 by cluster; for few clusters see `jackknife` and `wild_bootstrap`.
    """
    return _estimated(panel, pilot_terms(panel, leads=leads), level)


def event_study(
    panel: Panel, *, earliest: int | None = None, latest: int | None = None, level: float = 0.95
) -> Effects:
    """The effect by period since the start, all pilots together, the period before the start being the base.

    Where pilots start in different years and effects differ, such a two-way model mixes the effects of several periods
    (Sun and Abraham, Journal of Econometrics 225 (2021) 175-199): then take `group_time`.
    """
    return _estimated(panel, event_terms(panel, earliest, latest), level)


def _estimated(panel: Panel, terms: list[Term], level: float) -> Effects:
    require_clusters(panel)
    if found := few_kinds(panel):
        fit = fitted_alike(panel.rows, found, columns_of(found.kinds, terms), panel.cluster)
        return Effects(tuple(terms), fit, level)
    rows = panel.rows
    fit = fitted(
        columns_of(panel, terms),
        rows[panel.outcome],
        [unit_of(panel), rows[panel.period]],
        rows[panel.cluster],
        rows[panel.weight] if panel.weight else None,
    )
    return Effects(tuple(terms), fit, level)


def columns_of(panel: Panel, terms: list[Term]) -> pl.DataFrame:
    """A column for each effect, and the covariates."""
    inside = panel.rows.select([each.rows.cast(pl.Float64).alias(each.name) for each in terms])
    others = covariates(panel)
    return inside.hstack(others) if others.width else inside


def estimates(terms: tuple[Term, ...], values: Floats, errors: Floats, freedom: int, level: float) -> pl.DataFrame:
    """The table of `Effects.table`, of estimates and errors that were made in whatever way."""
    half = stats.t.ppf(0.5 + level / 2, freedom) * errors
    told = pl.DataFrame(
        {
            "pilot": [each.pilot for each in terms],
            "period": [each.period for each in terms],
            "relative": [each.relative for each in terms],
            "effect": values,
            "error": errors,
            "low": values - half,
            "high": values + half,
            "p": 2 * stats.t.sf(np.abs(values) / errors, freedom),
            "person_periods": [each.person_periods for each in terms],
        },
        schema_overrides={"pilot": pl.String, "period": pl.Int64, "relative": pl.Int64},
    )
    return told.with_columns(
        saving=-pl.col("effect") * pl.col("person_periods"),
        saving_low=-pl.col("high") * pl.col("person_periods"),
        saving_high=-pl.col("low") * pl.col("person_periods"),
    )
