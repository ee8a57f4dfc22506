"""The budget guarantee of a pilot: what would have been spent at the national evolution, beside what was (Model A).

    beta_t by least squares weighted by insured fraction, on the reference population (pilots excluded)
    E_pt = sum f x' beta_t    A_pt = sum f y    k_p = A_p0 / E_p0    BG_pt = k_p E_pt    gain G_pt = BG_pt - A_pt

Source: methods 4.2 (a reconstruction: the text of the decree, its risk variables and the formula of its interval were
not seen). The interval here is of ours: influence of each cluster on the gain, of pilot and reference, given x.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
import statsmodels.api as sm
from scipy import sparse, stats

from mutualis.methods.panel.alike import alike
from mutualis.methods.panel.arranged import dependent
from mutualis.methods.panel.arrays import Flags, Floats, Ints
from mutualis.methods.panel.design import Panel, require_clusters
from mutualis.methods.panel.regressors import covariates
from mutualis.model import MutualisError


@dataclass(frozen=True)
class _Country:
    """Rows of one year and pilot with the same covariates are of a kind: of each kind its design, weight (sum of f),
    spending (sum of f y), what the national regression of its year expects of one person-year, year and pilot.

    `pilot` is the place of a pilot in `names`, -1 in the reference population. `weights` and `outcomes` are f and f y
    summed by cluster and kind, `inverse` of each year (X'WX)^-1 of the reference.
    """

    design: Floats
    size: Floats
    spent: Floats
    year: Ints
    pilot: Ints
    expected: Floats
    inverse: dict[int, Floats]
    weights: sparse.csr_matrix
    outcomes: sparse.csr_matrix

    def lean(self, kinds: Flags, year: int) -> Floats:
        """By how much the expected total of these kinds, of one year, moves with a euro above what is expected in each
        kind of the reference."""
        there = (self.pilot < 0) & (self.year == year)
        slope = self.inverse[year] @ (self.size[kinds] @ self.design[kinds])
        made = np.zeros(len(self.size))
        made[there] = self.design[there] @ slope
        return made

    def by_cluster(self, spent: Floats, foreseen: Floats) -> Floats:
        """Of each cluster the sum of what it spent and of what is expected of it, times a number of each kind."""
        made: Floats = self.outcomes @ spent + self.weights @ (foreseen * self.expected)
        return made


def budget_guarantee(panel: Panel, *, level: float = 0.95) -> pl.DataFrame:
    """A row a pilot and period from its start on: pilot, period, person_periods, expected, actual, correction,
    guarantee, gain, error, low, high, share (of the guarantee that the gain is).

    The outcome is for a year of insurance, the weight the insured fraction; amounts are totals. The base years are all
    before the start. Raises when the expected total of the base years is not above nought, and when a covariate is
    told by the others in the reference population of a year.
    """
    require_clusters(panel)
    country = _country(panel)
    rows = [
        {"pilot": name, "period": period} | _gain(country, at, period, panel.start_of(name), level)
        for at, name in enumerate(panel.pilots)
        for period in panel.periods
        if period >= panel.start_of(name) and ((country.pilot == at) & (country.year == period)).any()
    ]
    return pl.DataFrame(rows)


def _country(panel: Panel) -> _Country:
    found = alike(panel, list(dict.fromkeys([panel.period, panel.pilot, *panel.covariates])))
    kinds, columns = found.kinds.rows, covariates(found.kinds)
    design = np.column_stack([np.ones(len(kinds)), *(each.to_numpy() for each in columns.get_columns())])
    size, y = found.size, found.outcome
    year = kinds[panel.period].cast(pl.Int64).to_numpy()
    places = {name: at for at, name in enumerate(panel.pilots)}
    pilot = kinds[panel.pilot].replace_strict(places, default=-1, return_dtype=pl.Int64).to_numpy()
    expected, inverse = np.empty(len(y)), {}
    for each in panel.periods:
        there = year == each
        reference = there & (pilot < 0)
        slopes, inverse[each] = _national(design[reference], y[reference], size[reference], columns.columns, each)
        expected[there] = design[there] @ slopes
    return _Country(design, size, size * y, year, pilot, expected, inverse, found.weights, found.outcomes)


def _national(design: Floats, y: Floats, f: Floats, names: list[str], year: int) -> tuple[Floats, Floats]:
    """Coefficients of a year's regression on the reference population, and (X'WX)^-1."""
    squares = (design * f[:, None]).T @ design
    told = dependent(("constant", *names), squares)
    if told:
        raise MutualisError(
            f"In the reference population of {year} the other covariates tell {', '.join(told)} wholly.",
            do="leave it out, or take classes together",
        )
    return np.asarray(sm.WLS(y, design, weights=f).fit().params), np.linalg.inv(squares).astype(np.float64)


def _gain(country: _Country, pilot: int, period: int, start: int, level: float) -> dict[str, float]:
    """What a pilot gained in a period, with its interval."""
    mine = country.pilot == pilot
    now, before = mine & (country.year == period), mine & (country.year < start)
    spent, foreseen = country.spent, country.size * country.expected
    if not foreseen[before].sum() > 0:
        raise MutualisError("The expected total of the base years is not above nought.", do="look at the covariates")
    correction = spent[before].sum() / foreseen[before].sum()
    expected, actual = foreseen[now].sum(), spent[now].sum()
    grown = expected / foreseen[before].sum()
    lean = correction * country.lean(now, period)
    for year in np.unique(country.year[before]):
        lean -= grown * correction * country.lean(before & (country.year == year), int(year))
    moved = np.where(before, grown, 0.0) - np.where(now, 1.0, 0.0) + lean
    held = np.where(before, grown * correction, 0.0) - np.where(now, actual / expected, 0.0) + lean
    by_cluster = country.by_cluster(moved, -held)
    number = len(by_cluster)
    error = float(np.sqrt((by_cluster**2).sum() * number / (number - 1)))
    guarantee = correction * expected
    gain, half = guarantee - actual, float(stats.t.ppf(0.5 + level / 2, number - 1)) * error
    return {
        "person_periods": float(country.size[now].sum()), "expected": float(expected), "actual": float(actual),
        "correction": float(correction), "guarantee": float(guarantee), "gain": float(gain), "error": error,
        "low": float(gain - half), "high": float(gain + half), "share": float(gain / guarantee),
    }  # fmt: skip


def standardised_costs(
    rows: pl.DataFrame,
    area: str,
    strata: tuple[str, ...],
    outcome: str,
    weight: str,
    *,
    reference: pl.Expr | None = None,
) -> pl.DataFrame:
    """Indirect standardisation in euros: what each area would cost at the mean of the reference, stratum by stratum.

    Columns: area, person_periods, actual, expected, ratio, difference (actual - expected). `outcome` is for a year of
    insurance, `weight` the insured fraction, `reference` which rows give the means (all, without it). Refuses a stratum
    that the reference lacks. Source: methods 1.4 (E_g), with euros for counts.
    """
    there = rows if reference is None else rows.filter(reference)
    mean = (pl.col(outcome) * pl.col(weight)).sum() / pl.col(weight).sum()
    means = there.group_by(strata).agg(mean.alias("mean_"))
    joined = rows.join(means, on=strata, how="left", nulls_equal=True)
    lacking = joined["mean_"].null_count()
    if lacking:
        raise MutualisError(
            "The reference lacks some strata.", there_is=f"{lacking} rows are of one", do="take coarser strata"
        )
    cost, foreseen = pl.col(outcome) * pl.col(weight), pl.col("mean_") * pl.col(weight)
    found = joined.group_by(area).agg(
        pl.col(weight).sum().alias("person_periods"), cost.sum().alias("actual"), foreseen.sum().alias("expected")
    )
    return found.sort(area).with_columns(
        ratio=pl.col("actual") / pl.col("expected"), difference=pl.col("actual") - pl.col("expected")
    )
