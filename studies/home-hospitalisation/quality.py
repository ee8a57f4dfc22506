"""Patients treated at home beside comparable ones: weights, balance and ratios."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from mutualis.methods.counts import poisson
from mutualis.methods.designs import design
from mutualis.methods.panel import balance, entropy_weights, nearest, scores
from mutualis.study.estimated import rows

COVARIATES = (
    "ten_years", "ten_years_squared", "woman", "increased", "days", "days_logarithm", "unplanned", "single",
    "conditions", "earlier_stays", "brussels", "walloon",
)  # fmt: skip
OUTCOMES = ("readmission", "emergency", "death", "adverse", "gp_contact")
COST = "cost"
WALLOON, BRUSSELS = "03000", "04000"


def with_covariates(cohort: pl.DataFrame) -> pl.DataFrame:
    """The cohort with the numbers that patients are compared on."""
    return cohort.with_columns(
        ten_years=pl.col("age") / 10,
        ten_years_squared=(pl.col("age") / 10) ** 2,
        woman=pl.col("sex") == "2",
        increased=pl.col("is_increased_reimbursement"),
        days_logarithm=pl.col("days").log(),
        unplanned=pl.col("is_unplanned"),
        single=(pl.col("room_type") == "single").fill_null(value=False),
        brussels=pl.col("region_code") == BRUSSELS,
        walloon=pl.col("region_code") == WALLOON,
        adverse=pl.any_horizontal("readmission", "emergency", "death"),
    )


def weights(told: pl.DataFrame) -> dict[str, np.ndarray]:
    """The weights of each variant: none, those of entropy balancing, and those of matching on the propensity."""
    matched = nearest(scores(told, "is_home", COVARIATES), told["sex"]).weights(told.height)
    return {
        "main": entropy_weights(told, "is_home", COVARIATES),
        "crude": np.ones(told.height),
        "matched": matched,
    }


def ratios(told: pl.DataFrame, of_variant: dict[str, np.ndarray]) -> Iterator[pl.DataFrame]:
    """By variant and outcome the ratio of who was treated at home to the others; told where enough had the outcome."""
    for variant, own in of_variant.items():
        chosen, heavy = told.filter(pl.Series(own > 0)), own[own > 0]
        for outcome in OUTCOMES:
            events = chosen[outcome].cast(pl.Float64)
            few = int(chosen.filter(pl.col("is_home"))[outcome].sum())
            if few and events.sum() > few:
                yield _ratio(chosen, events, heavy, {"variant": variant, "outcome": outcome}, few)
        cents = chosen["cost_cents"] / 100
        home = chosen.filter(pl.col("is_home"))["person_id"].n_unique()
        yield _ratio(chosen, cents, heavy, {"variant": variant, "outcome": COST}, home)


def _ratio(
    chosen: pl.DataFrame, outcome: pl.Series, heavy: np.ndarray, heads: dict[str, str], persons: int
) -> pl.DataFrame:
    given = design(chosen, ["is_home"])
    fit = poisson(outcome.to_numpy(), given, weights=heavy, clusters=chosen["person_id"].to_numpy())
    return rows([(heads, fit.rate_ratio("is_home"))], persons)


def how_alike(told: pl.DataFrame, own: np.ndarray) -> pl.DataFrame:
    """How far the means are apart before and after weights, in standard deviations."""
    found = balance(told, "is_home", COVARIATES, own)
    names = {"difference_before": "before", "difference_after": "after"}
    long = found.unpivot([*names], index="covariate", variable_name="moment", value_name="value")
    persons = told.filter(pl.col("is_home"))["person_id"].n_unique()
    return long.with_columns(
        pl.col("moment").replace_strict(names),
        pl.col("covariate").replace({"days": "length"}),
        persons=pl.lit(persons, pl.Int64),
    )


def days(told: pl.DataFrame, own: np.ndarray) -> pl.DataFrame:
    """Mean days in hospital and at home, and the share of the days at home, of patients treated at home; and the days
    of the others with their weights.
    """
    home, others = told.filter(pl.col("is_home")), told.filter(~pl.col("is_home"))
    theirs = own[~told["is_home"].to_numpy()]
    of_home = home["person_id"].n_unique()
    made = [
        ("in_hospital", "treated_at_home", float(home["nights"].mean()), of_home),  # type: ignore[arg-type]
        ("at_home", "treated_at_home", float(home["home_days"].mean()), of_home),  # type: ignore[arg-type]
        ("at_home_percent", "treated_at_home", 100 * home["home_days"].sum() / home["days"].sum(), of_home),
        ("in_hospital", "comparable", float(np.average(others["nights"].to_numpy(), weights=theirs)), others.height),
    ]
    return pl.DataFrame(made, schema=["measure", "care", "value", "persons"], orient="row")
