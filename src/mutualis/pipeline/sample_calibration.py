"""The weights of the permanent sample calibrated on its population: what the report says of them, and their file."""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from mutualis import methods
from mutualis.methods.calibration import BOUNDS
from mutualis.model import MutualisError
from mutualis.pipeline.private_file import write_private

CATEGORIES = ("age_class", "sex", "region", "increased_reimbursement")
CALIBRATED_ON = {  # margin (no name of a category's column) to the categories that it crosses
    "sex and age class": ("sex", "age_class"),
    "region of residence": ("region",),
    "increased rate": ("increased_reimbursement",),
}
FEWEST = 10  # sampled persons of a category; one with fewer is joined to the next
THOUSANDTHS = 1_000


@dataclass(frozen=True)
class CalibratedWeights:
    """`note`: in how many steps and with which factors, or why the weights were not calibrated; then all else is None.

    `factors`: g by stratum (`is_old`) and category of the margins. `reached`: one row a category of a margin:
    population, what the design weights add up to, and what the calibrated ones do. `spending`: the calibrated estimate
    of the total in cents, and its standard error.
    """

    note: str
    factors: pl.DataFrame | None = None
    reached: pl.DataFrame | None = None
    spending: tuple[float, float] | None = None


def calibrated_weights(cells: pl.DataFrame) -> CalibratedWeights:
    """Calibrate on age class by sex, region and increased reimbursement. `cells`: persons, sampled persons, the sum of
    their weights and their spending by stratum and at least these categories.
    """
    counts = pl.col("population", "sampled", "weighted", "estimated", "drawn_spent", "drawn_squared")
    groups = cells.group_by("is_old", *CATEGORIES).agg(counts.sum()).sort("is_old", *CATEGORIES)
    for name, columns in CALIBRATED_ON.items():
        groups = groups.with_columns(_joined(groups, columns).alias(name))
    drawn = groups.filter(pl.col("sampled") > 0)
    try:
        return _told(groups, drawn, _calibration(groups, drawn))
    except MutualisError as error:
        return CalibratedWeights(str(error))


def with_weights(members: pl.DataFrame, weights: CalibratedWeights) -> pl.DataFrame:
    """Members of the sample (`is_old`, the categories and `weight`) with `calibrated_weight_thousandths`.

    Null for who has no weight, a member of a household. Rounding moves the sum of a category by at most half a
    thousandth for each person in it.
    """
    if weights.factors is None:
        raise MutualisError("There are no calibrated weights to write.", there_is=weights.note)
    met = members.join(weights.factors, on=["is_old", *CATEGORIES], how="left", maintain_order="left")
    exact = pl.col("weight") * pl.col("g") * THOUSANDTHS
    return met.with_columns(calibrated_weight_thousandths=exact.round(0).cast(pl.Int64))


def write_weights(members: pl.DataFrame, target: Path) -> None:
    """Write the weights as Parquet, one row a member, ordered by person: a new file for its owner only."""
    columns = ("person_id", "year", "part", "weight", "calibrated_weight_thousandths")
    content = io.BytesIO()
    members.select(columns).sort("person_id").write_parquet(content)
    write_private(target, content.getvalue())


def _joined(groups: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
    """For each row the category of a margin, joined to the next one until enough are in the sample.

    Categories are in the order of their names: ages of one sex stand beside each other.
    """
    named = groups.select(category=pl.concat_str(columns, separator=" "), sampled="sampled")
    sums = named.group_by("category").agg(pl.col("sampled").sum()).sort("category")
    joined: list[list[str]] = [[]]
    there = 0
    for category, sampled in sums.iter_rows():
        if there >= FEWEST:
            joined.append([])
            there = 0
        joined[-1].append(category)
        there += sampled
    if there < FEWEST and len(joined) > 1:
        rest = joined.pop()
        joined[-1] += rest
    names = {each: " + ".join(part) for part in joined for each in part}
    return named["category"].replace_strict(names, return_dtype=pl.String)


def _calibration(groups: pl.DataFrame, drawn: pl.DataFrame) -> methods.Calibration:
    places, totals = [], []
    for name in CALIBRATED_ON:
        sizes = groups.group_by(name).agg(pl.col("population").sum()).sort(name)
        place = dict(zip(sizes[name], range(sizes.height), strict=True))
        places.append(np.array([place[each] for each in drawn[name]]))
        totals.append(sizes["population"].to_numpy())
    return methods.calibrated(drawn["weighted"].to_numpy(), places, totals)


def _told(groups: pl.DataFrame, drawn: pl.DataFrame, found: methods.Calibration) -> CalibratedWeights:
    drawn = drawn.with_columns(g=pl.Series(found.g))
    low, high = (f"{each:.2f}" for each in (found.g.min(), found.g.max()))
    bounds = " to ".join(f"{each:.2f}" for each in BOUNDS)
    note = f"calibrated in {found.steps} steps; factors from {low} to {high} (bounds {bounds})"
    factors = drawn.select("is_old", *CATEGORIES, "g")
    return CalibratedWeights(note, factors, _reached(groups, drawn), _spending(drawn, found))


def _reached(groups: pl.DataFrame, drawn: pl.DataFrame) -> pl.DataFrame:
    parts = []
    for name in CALIBRATED_ON:
        sizes = groups.group_by(name).agg(pl.col("population").sum())
        reached = (pl.col("weighted") * pl.col("g")).sum()
        sums = drawn.group_by(name).agg(design=pl.col("weighted").sum(), calibrated=reached)
        met = sizes.join(sums, on=name, how="left").sort(name).rename({name: "category"})
        parts.append(met.select(pl.lit(name).alias("margin"), "category", "population", "design", "calibrated"))
    return pl.concat(parts)


def _spending(drawn: pl.DataFrame, found: methods.Calibration) -> tuple[float, float]:
    """The calibrated total, and its error from the residuals of what the margins foresee of the spending."""
    weighted, estimated, spent, squared, sampled = (
        drawn[name].cast(pl.Float64).to_numpy()
        for name in ("weighted", "estimated", "drawn_spent", "drawn_squared", "sampled")
    )
    foreseen = methods.foreseen(found, weighted, estimated)
    squares = squared - 2 * foreseen * spent + sampled * foreseen**2
    fractions = sampled / weighted
    error = methods.calibrated_error(found.g / fractions, fractions, squares.clip(0))
    return float((found.g * estimated).sum()), error
