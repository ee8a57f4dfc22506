"""What the index episode costs, what comes in the year after, and what of that equal persons do not have.

attributable = (after - before) of a case - (after - before) of its controls  (methods 6.6; difference in differences)
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from mutualis.methods.costs import gamma_log
from mutualis.methods.designs import design
from mutualis.methods.estimates import Estimate, error_of, estimate
from mutualis.methods.panel import nearest, scores
from mutualis.reference import codelist
from mutualis.study import Desk

from .cohort import AMOUNTS, YEAR_DAYS

COVARIATES = ("age", "age_squared", "conditions", "stays_before", "cost_before")
QUARTER, EURO = 91, 100
MEASURES = ("cost", "cardiology_cost", "cardiology_acts")
BATCH = 5_000


def known_before(desk: Desk, insured: pl.DataFrame) -> pl.DataFrame:
    """The insured of each year with what is known of the year before: conditions told by medicines, stays, cost."""
    before = pl.col("year").cast(pl.Int32) + 1
    used = desk.table("derived_person_year")
    spent = desk.read(used.select("person_id", "year", "classic_stays", "reimbursed_cents")).with_columns(before)
    told = desk.table("derived_person_year_diagnosis")
    counted = told.filter(told.list == "open").group_by("person_id", "year")
    ill = desk.read(counted.agg(conditions=told.condition.count())).with_columns(before)
    rows = insured.select("person_id", "year", "age", "sex", "increased")
    rows = rows.join(ill, on=["person_id", "year"], how="left").join(spent, on=["person_id", "year"], how="left")
    return rows.select(
        "person_id", "year", "sex", "increased",
        pl.col("age").cast(pl.Float64),
        pl.col("conditions").fill_null(0).cast(pl.Float64),
        age_squared=(pl.col("age").cast(pl.Float64) - 65) ** 2 / 100,
        stays_before=pl.col("classic_stays").fill_null(0).cast(pl.Float64),
        cost_before=(pl.col("reimbursed_cents").fill_null(0).clip(0) / EURO).log1p(),
    )  # fmt: skip


def candidates(cases: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Cases of one condition (`is_case`) in the year of their index, and everybody who never is one in these years."""
    of_years = known.filter(pl.col("year").is_in(cases["year"].unique().implode()))
    own = of_years.join(cases.select("person_id", "year"), on=["person_id", "year"], how="semi")
    never = of_years.join(cases, on="person_id", how="anti")
    rows = pl.concat([own.with_columns(is_case=True), never.with_columns(is_case=False)])
    return rows.sort("is_case", "year", "person_id")


def matched(desk: Desk, cases: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Sets of a case and its controls: set, person_id, is_case, and the days of the case.

    The nearest on the propensity score among those of the same year, sex and increased reimbursement.
    """
    found = scores(rows, "is_case", COVARIATES)
    strata = rows.select(pl.concat_str("year", "sex", "increased", separator="-")).to_series()
    pairs = nearest(found, strata, matches=desk.parameters["controls"])
    names = rows["person_id"]
    days = cases.select("person_id", "admission_day", "last_day")
    own = pl.DataFrame({"set": names.gather(np.unique(pairs.treated))}).with_columns(person_id="set", is_case=True)
    others = {"set": names.gather(pairs.treated), "person_id": names.gather(pairs.others)}
    both = pl.concat([own, pl.DataFrame(others).with_columns(is_case=False)])
    return both.join(days, left_on="set", right_on="person_id", maintain_order="left")


def at_risk(sets: pl.DataFrame, until: pl.DataFrame) -> pl.DataFrame:
    """Sets without controls who were dead or gone on the day of the case, and without cases that have none left;
    `whole_year` tells who lives and is insured a year later.
    """
    told = sets.join(until, on="person_id", how="left", maintain_order="left")
    end = pl.min_horizontal("insured_until", pl.coalesce("death_day", "insured_until"))
    later = pl.col("admission_day") + pl.duration(days=YEAR_DAYS)
    kept = told.filter(pl.col("is_case") | (end >= pl.col("admission_day"))).with_columns(whole_year=end >= later)
    with_both = kept.group_by("set").agg(pl.col("is_case").n_unique()).filter(pl.col("is_case") == 2)
    return kept.join(with_both.select("set"), on="set", how="semi", maintain_order="left")


def daily(desk: Desk, persons: list[str]) -> pl.DataFrame:
    """What these persons had by day, in cents: all care and medicines (cost), and acts of cardiology outside stays."""
    heart = [
        row["code"]
        for row in codelist("nomenclature").rows
        if row["cost_group"] == desk.parameters["cardiology"] and row["ambulatory_hospital"] == "1"
    ]
    made = []
    for start in range(0, len(persons), BATCH):
        chosen = persons[start : start + BATCH]
        for name in ("core_care_line_net", "core_dispensing_net"):
            made.append(_by_day(desk, name, chosen, sorted(set(heart))))
    return pl.concat(made).group_by("person_id", "day").agg(pl.col(MEASURES).sum())


def _by_day(desk: Desk, name: str, persons: list[str], heart: list[str]) -> pl.DataFrame:
    lines = desk.table(name)
    own = lines.filter(lines.person_id.isin(persons))
    sums = {"cost": (own.reimbursed_cents + own.copayment_cents + own.supplement_cents).sum()}
    if "nomenclature_code" in own.columns:
        is_heart = own.nomenclature_code.isin(heart)
        sums["cardiology_cost"] = own.reimbursed_cents.sum(where=is_heart)
        sums["cardiology_acts"] = own.quantity.sum(where=is_heart)
    told = desk.read(own.group_by("person_id", "service_day").agg(**sums)).rename({"service_day": "day"})
    missing = [pl.lit(0).alias(each) for each in MEASURES if each not in told.columns]
    return told.with_columns(missing).select("person_id", "day", pl.col(MEASURES).cast(pl.Int64).fill_null(0))


def windows(sets: pl.DataFrame, spent: pl.DataFrame) -> pl.DataFrame:
    """What each person of a set had in the 365 days before the admission of the case and from the end of its episode
    to the 365th day: `<measure>_before` and `<measure>_after`.
    """
    wait = (pl.col("day") - pl.col("admission_day")).dt.total_days()
    is_before = wait.is_between(-YEAR_DAYS, -1)
    is_after = (pl.col("day") > pl.col("last_day")) & (wait <= YEAR_DAYS)
    sums = [
        pl.col(each).filter(chosen).sum().alias(f"{each}_{period}")
        for each in MEASURES
        for period, chosen in (("before", is_before), ("after", is_after))
    ]
    met = sets.join(spent, on="person_id").group_by("set", "person_id").agg(sums)
    return sets.join(met, on=["set", "person_id"], how="left", maintain_order="left").with_columns(
        pl.selectors.ends_with("_before", "_after").fill_null(0)
    )


def attributable(told: pl.DataFrame, measure: str) -> Estimate:
    """The mean over sets of (after - before) of the case less the mean of that of its controls; errors over sets."""
    change = told.with_columns(change=(pl.col(f"{measure}_after") - pl.col(f"{measure}_before")).cast(pl.Float64))
    sets = change.group_by("set", maintain_order=True).agg(
        case=pl.col("change").filter("is_case").mean(), others=pl.col("change").filter(~pl.col("is_case")).mean()
    )
    apart = (sets["case"] - sets["others"]).drop_nulls().to_numpy()
    return estimate(float(apart.mean()), error_of((apart - apart.mean()) / len(apart)))


def quarters(sets: pl.DataFrame, spent: pl.DataFrame) -> pl.DataFrame:
    """Mean cost in euros by quarter from the admission, of cases and of their controls: from -4 to 4, without 0."""
    wait = (pl.col("day") - pl.col("admission_day")).dt.total_days()
    place = (wait / QUARTER).floor().cast(pl.Int64)
    near = sets.join(spent, on="person_id").with_columns(quarter=pl.when(place < 0).then(place).otherwise(place + 1))
    sums = near.filter(pl.col("quarter").is_between(-4, 4)).group_by("set", "person_id", "is_case", "quarter")
    grid = sets.select("set", "person_id", "is_case").join(
        pl.DataFrame({"quarter": [*range(-4, 0), *range(1, 5)]}), how="cross"
    )
    cost = grid.join(sums.agg(pl.col("cost").sum()), on=["set", "person_id", "is_case", "quarter"], how="left")
    by = cost.with_columns(pl.col("cost").fill_null(0) / EURO).group_by("is_case", "quarter")
    made = by.agg(value=pl.col("cost").mean(), persons=pl.col("person_id").n_unique()).sort("is_case", "quarter")
    group = pl.when("is_case").then(pl.lit("cases")).otherwise(pl.lit("controls"))
    return made.select("quarter", "value", "persons", group=group)


def first_year(cases: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Cases with the cost of their stay and of the rest of the year, in cents, and both together in euros."""
    own = after.filter("is_case").select(person_id="set", after_cents="cost_after", before_cents="cost_before")
    stay = pl.sum_horizontal(AMOUNTS)
    return cases.join(own, on="person_id", maintain_order="left").with_columns(
        stay_cents=stay, year_euros=((stay + pl.col("after_cents")) / EURO).cast(pl.Float64)
    )


def cost_effects(rows: pl.DataFrame, columns: list[str]) -> Mapping[str, Estimate]:
    """By how many euros the cost of the first year differs with each covariate, on average (gamma, log link)."""
    model = gamma_log(rows["year_euros"], design(rows, columns))
    return {"mean": model.mean(), **{each: model.effect(each) for each in columns}}
