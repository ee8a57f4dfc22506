"""The budget guarantee (Model A, methods 4.2), and what it would be for some spending or some persons."""

from dataclasses import replace

import polars as pl

from mutualis.methods.panel import Panel, budget_guarantee
from mutualis.study import Desk

from .money import ALL, RISK, attempt, of_rows, persons_in

# in small groups of persons: age as a curve
COARSE = ("decades", "decades_squared", "woman", "died", "increased", "disabled")
MEASURES = ("person_periods", "expected", "actual", "correction", "guarantee")


def expected_and_actual(desk: Desk, model: Panel) -> None:
    """Expected and actual spending of each pilot and year, and the budget guarantee of the chosen year."""
    persons = persons_in(model.rows)
    given = replace(model, covariates=(*(each for each in model.covariates if each in RISK), "morbidity"))
    found = budget_guarantee(given).join(persons, on="pilot", maintain_order="left")
    rows = found.rename({"period": "year"})
    parts = [
        rows.select("pilot", "year", pl.lit(each).alias("measure"), "persons", pl.col(each).alias("value"))
        for each in MEASURES
    ]
    gain = rows.select("pilot", "year", pl.lit("gain").alias("measure"), "persons", "low", "high", value="gain")
    columns = ["pilot", "year", "measure", "value", "low", "high", "persons"]
    told = pl.concat([*parts, gain], how="diagonal").select(columns).sort("pilot", "year", maintain_order=True)
    desk.estimates("expected_and_actual", told)
    asked = told.filter(pl.col("year") == desk.parameters["guarantee_year"]).drop("year")
    desk.estimates("budget_guarantee", asked)


def simulations(desk: Desk, rows: pl.DataFrame) -> None:
    """The gain of the chosen year if only some spending, or only some persons, had counted: all pilots as one."""
    year = desk.parameters["guarantee_year"]
    held = rows.filter(pl.col("year") <= year).with_columns(
        pl.when(pl.col("pilot").is_not_null()).then(pl.lit(ALL)).alias("pilot")
    )
    found = []
    for kind, name, chosen in [*by_outcome(desk, held), *by_persons(desk, held)]:
        attempt(
            desk,
            f"the simulation of {kind} {name}",
            lambda chosen=chosen, kind=kind, name=name: found.append(guaranteed(desk, chosen, kind, name)),
        )
    desk.estimates("simulations", pl.concat(found))


def by_outcome(desk: Desk, rows: pl.DataFrame) -> list[tuple[str, str, pl.DataFrame]]:
    """The rows with each spending group for outcome; with all of it, and with what is within reach."""
    columns = {"all_spending": "reimbursed_cents", "within_reach": "in_reach_cents"}
    columns |= {f"group_{each}": f"group_{each}_cents" for each in desk.parameters["spending_groups"]}
    return [
        ("spending", name, rows.with_columns(outcome=pl.col(own) / 100 / pl.col("insured")))
        for name, own in columns.items()
    ]


def by_persons(desk: Desk, rows: pl.DataFrame) -> list[tuple[str, str, pl.DataFrame]]:
    """The rows of persons of each diagnosis group and target group, in the pilots and beside them."""
    spend = rows.select(pl.exclude("^.*_cents$", "person_id")).with_columns(outcome=pl.col("in_reach"))
    groups = [("diagnosis", each, spend.filter(pl.col(f"has_{each}"))) for each in desk.parameters["diagnosis_groups"]]
    for name, asked in desk.parameters["target_groups"].items():
        is_of = (pl.col("age") >= asked["age_from"]) & (pl.col("conditions") >= asked["conditions_from"])
        is_of = is_of & pl.col(f"has_{asked['condition']}") if asked["condition"] else is_of
        groups.append(("target", name, spend.filter(is_of)))
    return groups


def guaranteed(desk: Desk, rows: pl.DataFrame, kind: str, name: str) -> pl.DataFrame:
    """The gain of the chosen year in percent of the guarantee, for some outcome or some persons."""
    given = of_rows(desk, rows, "outcome", (*COARSE, "morbidity"))
    found = budget_guarantee(given).filter(pl.col("period") == desk.parameters["guarantee_year"])
    one = found.row(0, named=True)
    inside = rows.filter(pl.col("pilot").is_not_null())["person"].n_unique()
    percent = [100 * one[each] / one["guarantee"] for each in ("gain", "low", "high")]
    schema = ["simulation", "group", "value", "low", "high", "persons"]
    return pl.DataFrame([(kind, name, *percent, inside)], schema=schema, orient="row")
