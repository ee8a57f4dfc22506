"""What pilots saved as a share of what would have been spent, for a person-year, and how large a saving can be seen."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from scipy import stats

from mutualis.methods.panel.design import Panel
from mutualis.methods.panel.effects import Effects
from mutualis.model import MutualisError

AMOUNTS = ("saving", "low", "high")


def spent(panel: Panel) -> pl.DataFrame:
    """What each pilot spent from its start on, and `None` for all: pilot, spent, person_periods."""
    y, weight = pl.col(panel.outcome).cast(pl.Float64), pl.col("weight_")
    after = panel.rows.with_columns(panel.weights.alias("weight_")).filter(panel.relative >= 0)
    by = after.group_by(panel.pilot).agg((y * weight).sum().alias("spent"), weight.sum().alias("person_periods"))
    whole = by.select(pl.lit(None, pl.String).alias(panel.pilot), pl.col("spent", "person_periods").sum())
    return pl.concat([by.sort(panel.pilot), whole]).rename({panel.pilot: "pilot"})


def in_percent(savings: pl.DataFrame, spent: pl.DataFrame) -> pl.DataFrame:
    """Savings with `percent`, `percent_low`, `percent_high`: 100 S / (A + S), of what would have been spent.

    `savings` has pilot, saving, low and high (`Effects.savings`, `Bootstrapped.savings`), `spent` pilot and spent. The
    share grows with S, so the ends of S are the ends of the share. Refuses a pilot that spent nothing.
    """
    joined = savings.join(spent, on="pilot", how="left", nulls_equal=True, maintain_order="left")
    if not (joined["spent"].fill_null(0) > 0).all():
        raise MutualisError("A pilot has no spending from its start on.", do="leave it out, or look at its rows")
    names = zip(AMOUNTS, ("percent", "percent_low", "percent_high"), strict=True)
    share = {name: 100 * pl.col(amount) / (pl.col("spent") + pl.col(amount)) for amount, name in names}
    return joined.with_columns(**share)


def mean_effects(effects: Effects, freedoms: Mapping[str | None, int] | None = None) -> pl.DataFrame:
    """The mean effect on a person-period of each pilot from its start on, and `None` for all.

    Columns: pilot, effect, error, low, high, p, person_periods. p is two-sided, of t with the freedom of each pilot
    (`few_clusters.freedoms`) or with clusters - 1.
    """
    saved = effects.savings(freedoms=freedoms)
    sizes = _sizes(effects)
    found = saved.join(sizes, on="pilot", how="left", nulls_equal=True, maintain_order="left")
    size = pl.col("person_periods")
    told = found.select(
        "pilot",
        effect=-pl.col("saving") / size,
        error=pl.col("error") / size,
        low=-pl.col("high") / size,
        high=-pl.col("low") / size,
        person_periods=size,
    )
    t = np.abs(told["effect"].to_numpy()) / told["error"].to_numpy()
    freedom = [(freedoms or {}).get(pilot, effects.fit.freedom) for pilot in told["pilot"]]
    return told.with_columns(p=pl.Series(2 * stats.t.sf(t, freedom)))


def _sizes(effects: Effects) -> pl.DataFrame:
    after = [each for each in effects.terms if each.relative is not None and each.relative >= 0]
    rows = [(each.pilot, each.person_periods) for each in after]
    by = pl.DataFrame(rows, schema={"pilot": pl.String, "person_periods": pl.Float64}, orient="row")
    sums = by.group_by("pilot").agg(pl.col("person_periods").sum())
    whole = by.select(pl.lit(None, pl.String).alias("pilot"), pl.col("person_periods").sum())
    return pl.concat([sums.filter(pl.col("pilot").is_not_null()), whole])


def detectable(error: float, *, power: float = 0.8, level: float = 0.95) -> float:
    """The smallest effect that a two-sided test finds with this power: (z_(1 - a/2) + z_power) x error.

    Source: Bloom, Evaluation Review 19 (1995) 547-556 (minimum detectable effect).
    """
    return float((stats.norm.ppf(0.5 + level / 2) + stats.norm.ppf(power)) * error)


def needed(error: float, size: float, effect: float, *, power: float = 0.8, level: float = 0.95) -> float:
    """How large a panel must be for an effect to be found, where `size` gives this error: errors fall with its root."""
    if not effect > 0:
        raise MutualisError("An effect that is looked for is above 0.", there_is=f"{effect}")
    return size * (detectable(error, power=power, level=level) / effect) ** 2
