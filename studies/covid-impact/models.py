"""How much care there was beside what was expected, by month; interrupted series; continuity; who came less."""

from collections.abc import Iterator

import polars as pl

from mutualis.methods.counts import poisson_by_kind
from mutualis.methods.estimates import Estimate, error_of, estimate
from mutualis.methods.series import Interrupted, beside_expected, interrupted_counts
from mutualis.study import Desk

VALUES = ("value", "low", "high")


def valued(found: Estimate) -> dict[str, float]:
    """An estimate with its interval as columns."""
    return {"value": found.value, "low": found.low, "high": found.high}


def start(desk: Desk, told: pl.DataFrame) -> int:
    """The place (from 0) of the first month of Covid: as many months lie before it."""
    return told.filter(pl.col("month") < desk.parameters["covid"]).height


def beside(desk: Desk, told: pl.DataFrame, *, trend: bool) -> Iterator[pl.DataFrame]:
    """Care of each month since the start beside what the months before lead to expect: a ratio by kind and month."""
    for (kind,), own in told.group_by(["care"], maintain_order=True):
        found = beside_expected(own["count"], start(desk, own), own["exposure"], trend=trend).table()
        rows = own.with_columns(pl.col("period").cast(pl.Int64)).join(found, on="period")
        yield rows.select(
            pl.lit(kind).alias("care"), pl.col("month").dt.strftime("%Y-%m").alias("month"), *VALUES, "persons"
        )


def over_periods(desk: Desk, told: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The same of several months together, with and without a trend that goes on."""
    for (kind,), own in told.group_by(["care"], maintain_order=True):
        names = own["month"].dt.strftime("%Y-%m").to_list()
        for variant, trend in (("main", True), ("no_trend", False)):
            found = beside_expected(own["count"], start(desk, own), own["exposure"], trend=trend)
            rows = []
            for name, (first, last) in desk.parameters["together"].items():
                at = names.index(first), names.index(last)
                persons = int(own["persons"].slice(at[0], at[1] - at[0] + 1).max())  # type: ignore[arg-type]
                rows.append({"wave": name, **valued(found.ratio(*at)), "persons": persons})
            yield pl.DataFrame(rows).select(
                pl.lit(variant).alias("variant"), pl.lit(kind).alias("care"), "wave", *VALUES, "persons"
            )


def series_of(desk: Desk, told: pl.DataFrame) -> dict[str, Interrupted]:
    """An interrupted series of each kind of care, its errors those of months that resemble each other."""
    lags = desk.parameters["lags"]
    return {
        str(kind): interrupted_counts(own["count"], start(desk, own), own["exposure"], lags=lags)
        for (kind,), own in told.group_by(["care"], maintain_order=True)
    }


def changes(desk: Desk, told: pl.DataFrame) -> pl.DataFrame:
    """The change of level in March 2020, and of slope by month after it: ratios, of each kind of care."""
    rows = []
    for kind, found in series_of(desk, told).items():
        persons = int(told.filter(pl.col("care") == kind)["persons"].min())  # type: ignore[arg-type]
        for measure, value in (("level", found.change_of_level()), ("slope", found.change_of_slope())):
            rows.append({"care": kind, "measure": measure, **valued(value), "persons": persons})
    return pl.DataFrame(rows)


def lines(desk: Desk, told: pl.DataFrame) -> pl.DataFrame:
    """Contacts with a general practitioner by month, of a thousand insured and working days of a month (21): counted,
    as the interrupted series tells them, and as it tells them without the change.
    """
    own = told.filter(pl.col("care") == "gp")
    found = series_of(desk, own)["gp"].table().with_columns(pl.col("period").cast(pl.UInt32))
    unit = 21_000 / pl.col("exposure")
    wide = own.join(found, on="period").select(
        month=pl.col("month").dt.strftime("%Y-%m"), period="period", persons="persons",
        counted=pl.col("count") * unit, told=pl.col("told") * unit, without=pl.col("without") * unit,
    )  # fmt: skip
    long = wide.unpivot(["counted", "told", "without"], index=["month", "period", "persons"], variable_name="measure")
    return long.sort("measure", "period").select("measure", "month", "value", "persons")


def continuity(rows: pl.DataFrame) -> pl.DataFrame:
    """The usual provider continuity by year: the mean over persons of the share of contacts with the general
    practitioner who was met most often, and its difference with the first year (methods 4.5).
    """
    told = []
    for (year,), own in rows.group_by(["year"], maintain_order=True):
        upc = own["upc"].to_numpy()
        found = estimate(float(upc.mean()), error_of((upc - upc.mean()) / len(upc)))
        told.append({"year": year, **valued(found), "persons": own.height})
    return pl.DataFrame(told).sort("year")


def who_came_less(rows: pl.DataFrame, years: tuple[int, ...]) -> pl.DataFrame:
    """Contacts with a general practitioner by person: ratios by age, sex and rights, of each Covid year, and whether a
    year was different for who has increased reimbursement or is 65 (Poisson, errors by person).
    """
    told = rows.drop_nulls(["age", "sex", "is_increased_reimbursement"]).with_columns(
        ten_years=(pl.col("age") - 45) / 10, woman=pl.col("sex") == "2", increased=pl.col("is_increased_reimbursement")
    )
    marks = {f"year_{each}": pl.col("year") == each for each in years}
    told = told.with_columns(**marks, after=pl.col("year").is_in(years)).with_columns(
        old=pl.col("age") >= 65,
        increased_after=pl.col("increased") & pl.col("after"),
        old_after=(pl.col("age") >= 65) & pl.col("after"),
    )
    columns = ["ten_years", "woman", "increased", "old", *marks, "increased_after", "old_after"]
    model = poisson_by_kind(told, "gp_contacts", columns, "person_id")
    found = [{"term": each, **valued(model.rate_ratio(each))} for each in columns]
    return pl.DataFrame(found).with_columns(persons=pl.lit(told["person_id"].n_unique()))


def seen_often(insured: pl.DataFrame, least: int) -> pl.DataFrame:
    """Insured with so many contacts in the year at least, outside medical houses, and their continuity (upc)."""
    often = insured.filter((pl.col("gp_contacts") >= least) & ~pl.col("is_in_medical_house"))
    return often.with_columns(upc=pl.col("most_seen_gp_contacts") / pl.col("gp_contacts"))
