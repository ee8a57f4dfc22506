"""The detectors of unusual providers, one after another; one that cannot be asked is left out and says why.

Each gives of every provider how unusual it is (`<name>`, larger is more), a one-sided chance where it is a test
(`<name>_p`), and a feature that people understand. What a provider has no data for tells nothing against it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from scipy.stats import norm

from mutualis.methods.outliers import (
    Classed,
    far_off,
    flags,
    heaping_beside_others,
    isolation,
    jumps,
    local_density,
    predicted_classes,
    provider_scores,
)
from mutualis.model import MutualisError
from mutualis.study.providers.changes import changes
from mutualis.study.providers.domain import Material, Rules
from mutualis.study.providers.rates import rates

KEY = "provider"


@dataclass(frozen=True)
class Detected:
    """What one detector found: a row a provider with `unusual`, perhaps `p_value`, and `feature`."""

    name: str
    rows: pl.DataFrame

    def named(self) -> pl.DataFrame:
        """Its columns under its own name."""
        told = {"unusual": self.name, "p_value": f"{self.name}_p", "feature": f"{self.name}_feature"}
        there = {each: name for each, name in told.items() if each in self.rows.columns}
        return self.rows.select(KEY, *there).rename(there)


@dataclass(frozen=True)
class LeftOut:
    """A detector that could not be asked, and why."""

    name: str
    why: str


def classed(given: Material, rules: Rules, *, boosted: bool = False) -> Classed:
    """The chances of the classes of all cases, each told by the patients of other providers."""
    return predicted_classes(
        given.cases.select(given.domain.features).cast(pl.Float64).to_numpy(),
        given.cases["observed"].to_numpy(),
        given.domain.levels,
        given.cases[KEY].to_numpy(),
        "boosted" if boosted else "ordered",
        seed=rules.seed,
    )


def detected(given: Material, of: Classed, rules: Rules, days: pl.DataFrame) -> Iterator[Detected | LeftOut]:
    """Every detector that has data: class, rare, each rate, threshold, jump, days (`days`: `impossible_days`)."""
    asked: dict[str, Callable[[], pl.DataFrame]] = {
        "class": partial(by_class, of, rules),
        "rare": partial(by_rare, of, rules),
        **{f"rate_{each}": partial(by_rate, given, each) for each in given.domain.rates},
        "threshold": partial(by_threshold, given, rules),
        "jump": partial(by_jump, given, rules),
        "days": partial(by_days, days),
    }
    for name, ask in asked.items():
        try:
            yield Detected(name, ask())
        except MutualisError as refused:
            yield LeftOut(name, str(refused))


def by_class(of: Classed, rules: Rules) -> pl.DataFrame:
    """Classes a patient above what others would predict, shrunken; feature: the shrunken excess."""
    found = provider_scores(of, rules.share, rules.fewest)
    return found.select(KEY, "unusual", "p_value", feature="shrunken")


def by_rare(of: Classed, rules: Rules) -> pl.DataFrame:
    """The share of patients whose class had a very low probability; unusual: against that share of all others."""
    found = flags(of, rules.rare).group_by(KEY).agg(rare=pl.len())
    every = pl.DataFrame({KEY: of.providers}).group_by(KEY).agg(cases=pl.len())
    told = every.join(found, on=KEY, how="left").with_columns(pl.col("rare").fill_null(0))
    others = (pl.col("rare").sum() - pl.col("rare")) / (pl.col("cases").sum() - pl.col("cases"))
    # half a case, so that a share of none can be told from another
    expected = (others * pl.col("cases")).clip(0.5)
    return told.select(
        KEY, unusual=2 * (pl.col("rare").sqrt() - expected.sqrt()), feature=pl.col("rare") / pl.col("cases")
    )


def by_rate(given: Material, name: str) -> pl.DataFrame:
    """What is billed a day, over what is expected for such patients."""
    return rates(given, name).select(KEY, "unusual", "p_value", feature="ratio")


def by_threshold(given: Material, rules: Rules) -> pl.DataFrame:
    """The share of those near the threshold of their class who are exactly at it, beside all others."""
    near = given.cases.drop_nulls("above")
    found = heaping_beside_others(near[KEY].to_numpy(), near["above"].to_numpy(), 0, rules.near)
    return _with_z(found.select(pl.col("group").alias(KEY), "p_value", feature="share"))


def by_jump(given: Material, rules: Rules) -> pl.DataFrame:
    """By how much patients rise who come from another provider, beside the patients who come to others."""
    moved = changes(given, rules.gap_days)
    found = jumps(moved[KEY].to_numpy(), moved["before"].to_numpy(), moved["after"].to_numpy(), rules.fewest_changes)
    return _with_z(found.select(KEY, "p_value", feature="jump"))


def by_days(days: pl.DataFrame) -> pl.DataFrame:
    """Impossible acts and days for a thousand acts."""
    a_thousand = 1_000 * pl.col("impossible") / pl.col("acts")
    return days.select(KEY, unusual=a_thousand, feature=a_thousand)


def of_all_together(wide: pl.DataFrame, columns: list[str], rules: Rules) -> Iterator[Detected | LeftOut]:
    """How far off a provider is in everything at once: robust distance, isolation forest, local outlier factor."""
    spread = [each for each in columns if _bulk_differs(wide[each].to_numpy())]
    rows = wide.select(spread).to_numpy()
    for name, ask in (
        ("distance", partial(far_off, rows, rules.seed)),
        ("isolation", partial(isolation, rows, rules.seed)),
        ("density", partial(local_density, rows)),
    ):
        try:
            yield Detected(name, wide.select(KEY).with_columns(unusual=pl.Series(ask())))
        except MutualisError as refused:
            yield LeftOut(name, str(refused))


def _bulk_differs(values: np.ndarray) -> bool:
    return bool(np.median(np.abs(values - np.median(values))) > 0)


def _with_z(found: pl.DataFrame) -> pl.DataFrame:
    """The chance as a number of standard deviations too, at most 8."""
    z = norm.isf(np.clip(found["p_value"].to_numpy(), 1e-15, 1.0))
    return found.with_columns(unusual=pl.Series(np.clip(z, -8.0, 8.0)))
