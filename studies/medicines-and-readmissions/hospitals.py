"""Hospitals beside the readmissions that a model expects of their patients, and whether they differ. Methods 6.1."""

import numpy as np
import polars as pl

from mutualis.methods.counts import adjusted_rates, overdispersion
from mutualis.methods.estimates import Estimate
from mutualis.methods.funnel import WITHIN, position
from mutualis.methods.intervals import wilson
from mutualis.methods.odds import OddsModel
from mutualis.reference import codelist, geography
from mutualis.study import Desk
from mutualis.study.estimated import percent, rows

LEVELS = (0.95, 0.998)
OTHERS = "other_hospitals"


def compared(desk: Desk, alive: pl.DataFrame, model: OddsModel) -> None:
    """Hospitals beside what the model expects of the same patients; those of few stays are one group. Where most of
    them have too few readmissions to be told, they stand together by province.
    """
    many = pl.len().over("hospital_number") >= desk.parameters["least_stays"]
    own = alive.with_columns(
        expected=pl.Series(model.probability),
        hospital=pl.when(many).then("hospital_number").otherwise(pl.lit(OTHERS)),
    )
    met = int(own["is_readmitted"].sum())
    desk.identity("readmissions_expected_and_observed", met, round(float(own["expected"].sum())))
    told = beside_expected(own)
    desk.estimates("between_hospitals", spread(own, told.filter(pl.col("hospital") != OTHERS)))
    if (told["persons"] < desk.k).sum() > told.height / 2:
        why = f"most have fewer than {desk.k} readmissions in {desk.years}"
        desk.deviate("hospitals are told by province", why)
        told = beside_expected(own.with_columns(hospital=province(desk)))
    desk.estimates("hospitals", told.drop("observed", "expected"))


def beside_expected(own: pl.DataFrame) -> pl.DataFrame:
    """A row a hospital or group: stays, adjusted percentage with its interval, ratio, observed and expected."""
    told = adjusted_rates(own["hospital"], own["is_readmitted"], own["expected"], np.ones(own.height))
    return told.select(
        pl.col("group").alias("hospital"),
        stays=pl.col("exposure").cast(pl.Int64),
        value=pl.col("rate") * 100,
        low=pl.col("rate_low") * 100,
        high=pl.col("rate_high") * 100,
        ratio="ratio",
        persons=pl.min_horizontal("observed", pl.col("exposure") - pl.col("observed")).cast(pl.Int64),
        observed="observed",
        expected="expected",
    )


def province(desk: Desk) -> pl.Expr:
    """The province of a hospital (Brussels: the region), by the municipality in the list of hospitals."""
    areas = geography(desk.years.last)
    towns = {row["code"]: row["municipality_code"] for row in codelist("hospital").rows}
    named = {code: areas.above(town)["province"] for code, town in towns.items()}
    return pl.col("hospital_number").replace_strict(named, default=OTHERS, return_dtype=pl.String)


def spread(own: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Whether hospitals differ more than by chance: the part of the variance beyond a Poisson count, and the percentage
    of hospitals outside the limits of 95 percent.
    """
    beyond = overdispersion(told["observed"].to_numpy(), told["expected"].to_numpy()).alpha
    crude = float(own["is_readmitted"].to_numpy().mean())
    places = position(told["value"].to_numpy() / 100, crude, told["stays"].to_numpy(), LEVELS)
    outside = sum(each != WITHIN for each in places)
    low, high = wilson(outside, told.height)
    share = percent(Estimate(outside / told.height, 0.0, float(low), float(high)))
    met = int(own["is_readmitted"].sum())
    return rows([({"measure": "beyond_chance"}, beyond), ({"measure": "outside_limits"}, share)], met)
