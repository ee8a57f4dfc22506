"""Where clusters are few: the jackknife (CRV3) and the wild cluster bootstrap, from the cross-products of clusters.

Source: MacKinnon, Nielsen and Webb, Journal of Applied Econometrics 38 (2023) 671-694 (both, and why CRV1 with few
treated clusters finds too much); Cameron, Gelbach and Miller, REStat 90 (2008) 414-427 (the wild bootstrap with the
null imposed); Webb, Canadian Journal of Economics 56 (2023) 839-858 (six-point weights below 12 clusters).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from mutualis.methods.panel.arranged import Arranged, arranged, solved
from mutualis.methods.panel.arrays import Floats
from mutualis.methods.panel.design import Panel, require_clusters
from mutualis.methods.panel.effects import Effects
from mutualis.methods.panel.fit import Fit
from mutualis.methods.panel.regressors import pilot_terms
from mutualis.model import MutualisError

# Beyond this many clusters they are not few, and a cluster x cluster table is large.
MOST_CLUSTERS = 2_000
SIX_POINTS = np.sqrt(np.array([0.5, 1.0, 1.5]))
HALVINGS, WIDENINGS = 40, 60


def jackknife(panel: Panel, *, level: float = 0.95) -> pl.DataFrame:
    """The table of `jackknifed`: columns as `Effects.table`."""
    return jackknifed(panel, level=level).table()


def jackknifed(panel: Panel, *, leads: bool = False, level: float = 0.95) -> Effects:
    """The effects of `pilot_effects` with their covariance by leaving out one cluster at a time (R2 is not made).

    CRV3 = (G - 1) / G x sum (b without g - b)(b without g - b)'. Refuses an effect that one cluster alone carries.
    """
    terms = tuple(pilot_terms(panel, leads=leads))
    model = _small(panel, leads=leads)
    values = model.coefficients()
    without = solved(model.total - model.every())
    if not np.isfinite(without).all():
        raise MutualisError(
            "An effect cannot be estimated without one of the clusters.",
            do="cluster by a smaller area or by person, or take pilots together",
        )
    number, apart = model.number, without - values
    covariance = (number - 1) / number * (apart.T @ apart)
    fit = Fit(model.names, values, covariance, len(panel.rows), number, float("nan"), float("nan"))
    return Effects(terms, fit, level)


def freedoms(panel: Panel) -> dict[str | None, int]:
    """The freedom of t of each pilot: its clusters - 1; `None`, all pilots: all their clusters - 1.

    What is known of a pilot is no more than its clusters tell, however many there are beside it. Source: Donald and
    Lang, REStat 89 (2007) 221-233; MacKinnon and Webb, Econometrics Journal 21 (2018) 114-135.
    """
    inside = panel.rows.filter(pl.col(panel.pilot).is_not_null())
    by = inside.group_by(panel.pilot).agg(pl.col(panel.cluster).n_unique())
    return {pilot: number - 1 for pilot, number in by.iter_rows()} | {None: inside[panel.cluster].n_unique() - 1}


def wild_bootstrap(panel: Panel, *, draws: int = 999, seed: int, level: float = 0.95) -> pl.DataFrame:
    """The effects of `pilot_effects`, each with the p-value and the interval of the wild cluster bootstrap-t.

    Columns: pilot, period, relative, effect, low, high, p, person_periods, saving, saving_low, saving_high. The
    interval holds every value that the test does not reject; an end that no value has is infinite.
    """
    terms = pilot_terms(panel)
    model = _small(panel)
    values = model.coefficients()
    signs = _signs(model.number, draws, np.random.default_rng(seed))
    products = model.every()
    rows = []
    for at, each in enumerate(terms):
        test = wild_test(products, at, signs)
        low, high = (test.end(side, 1 - level) for side in (-1, 1))
        size = each.person_periods
        saving = (-size * values[at], -size * high, -size * low)
        rows.append((each.pilot, each.period, each.relative, values[at], low, high, test.p(0.0), size, *saving))
    names = ("pilot", "period", "relative", "effect", "low", "high", "p", "person_periods")
    return pl.DataFrame(rows, schema=[*names, "saving", "saving_low", "saving_high"], orient="row")


def _small(panel: Panel, *, leads: bool = False) -> Arranged:
    found = require_clusters(panel)
    if found > MOST_CLUSTERS:
        raise MutualisError(
            f"This is for {MOST_CLUSTERS:,} clusters or fewer.",
            there_is=f"there are {found:,}",
            do="take the errors of pilot_effects or the bootstrap: so many clusters are not few",
        )
    return arranged(panel, [(each.name, each.rows) for each in pilot_terms(panel, leads=leads)])


def _signs(clusters: int, draws: int, generator: np.random.Generator) -> Floats:
    """The weight of each cluster in each draw: 1 or -1, or one of Webb's six where there are fewer than 12 clusters."""
    points = np.array([1.0]) if clusters >= 12 else SIX_POINTS
    size: Floats = generator.choice(points, (clusters, draws))
    return size * generator.choice([-1.0, 1.0], (clusters, draws))


@dataclass(frozen=True)
class WildTest:
    """A coefficient's t beside its draws, for any value r that it is held to be.

    In draw b it moves by moved[b] - r * moved_by[b], and its variance is squares[0, b] - 2 r squares[1, b]
    + r^2 squares[2, b]. The factor for few clusters is the same in all and left out.
    """

    estimate: float
    error: float
    moved: Floats
    moved_by: Floats
    squares: Floats

    def p(self, value: float) -> float:
        """The share of draws with a larger t than the one of the rows, when the coefficient is `value`."""
        variance = self.squares[0] - 2 * value * self.squares[1] + value**2 * self.squares[2]
        drawn = np.abs(self.moved - value * self.moved_by) / np.sqrt(np.maximum(variance, 1e-300))
        return float((drawn > abs(self.estimate - value) / self.error).mean())

    def end(self, side: int, beyond: float) -> float:
        """The value on one side (-1 or 1) of the estimate from which p is at most `beyond`; infinite if none is."""
        inside, step = self.estimate, self.error
        for _ in range(WIDENINGS):
            outside = self.estimate + side * step
            if self.p(outside) <= beyond:
                return self._between(inside, outside, beyond)
            inside, step = outside, 2 * step
        return side * float("inf")

    def _between(self, inside: float, outside: float, beyond: float) -> float:
        for _ in range(HALVINGS):
            middle = (inside + outside) / 2
            inside, outside = (inside, middle) if self.p(middle) <= beyond else (middle, outside)
        return outside


def wild_test(products: Floats, at: int, signs: Floats) -> WildTest:
    """The test of coefficient `at`, of [X y]'[X y] of each cluster and signs (clusters x draws)."""
    squares, right = products[:, :-1, :-1], products[:, :-1, -1]
    inverse = np.linalg.inv(squares.sum(axis=0))
    values = inverse @ right.sum(axis=0)
    at_nought, at_one = (_scores(squares, right, at, held) for held in (0.0, 1.0))
    taken = np.einsum("j,gjk->gk", inverse[at], squares) @ inverse
    first = _drawn(at_nought, inverse[at], taken, signs)
    change = _drawn(at_nought - at_one, inverse[at], taken, signs)
    error = np.sqrt((((right - squares @ values) @ inverse[at]) ** 2).sum())
    sums = np.stack([(first**2).sum(axis=0), (first * change).sum(axis=0), (change**2).sum(axis=0)])
    moved, moved_by = ((each @ inverse[at]) @ signs for each in (at_nought, at_nought - at_one))
    return WildTest(float(values[at]), float(error), moved, moved_by, sums)


def _scores(squares: Floats, right: Floats, at: int, held: float) -> Floats:
    """X_g' e_g of each cluster, with all coefficients fitted but one, which is held at a value."""
    values = np.zeros(right.shape[1])
    values[at] = held
    free = np.arange(right.shape[1]) != at
    total = squares.sum(axis=0)
    values[free] = np.linalg.solve(total[np.ix_(free, free)], (right.sum(axis=0) - held * total[:, at])[free])
    made: Floats = right - squares @ values
    return made


def _drawn(scores: Floats, row: Floats, taken: Floats, signs: Floats) -> Floats:
    """A coefficient's part of each cluster's score after a draw is fitted again: clusters x draws."""
    made: Floats = signs * (scores @ row)[:, None] - taken @ (scores.T @ signs)
    return made
