"""Main figures, figures by kind of care, change over the years, concentration, and the Atlas's hospital figures."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from mutualis.methods.equity import fewest_holding, top_share

from .rows import COMPONENTS, RG, SUP

SIZE = {
    "mean_cents": pl.col("patient_cents").mean(),
    "median_cents": pl.col("patient_cents").median(),
    "p95_cents": pl.col("patient_cents").quantile(0.95),
}
# Indicators of the Atlas about who had a classic stay in the year: what is summed of a person's stays, in cents
ATLAS = {
    "hospital_bill": pl.col("patient_cents"),
    "fee_supplement": pl.col("fee_supplement_cents"),
    "room_supplement": pl.col("room_supplement_cents"),
}


def main_figures(every: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Mean, median and 95th percentile; the share of supplements; supplements on fees; by year and variant."""
    psychiatric, oncology = pl.col("is_psychiatric"), pl.col("is_oncological") & (pl.col("stay_kind") == "day")
    variants = {
        "main": ~psychiatric,
        "with_psychiatric": pl.lit(value=True),
        "without_oncology": ~psychiatric & ~oncology,
    }
    with_fee = pl.col("has_fee_supplement")
    figures = SIZE | {
        "supplement_share": 100 * pl.col(SUP).sum() / pl.col("patient_cents").sum(),
        "fee_percent_with": 100 * ratio("fee_supplement_cents", "official_fee_cents", with_fee),
        "fee_percent_all": 100 * ratio("fee_supplement_cents", "official_fee_cents", pl.lit(value=True)),
    }
    for variant, chosen in variants.items():
        told = every.filter(chosen).group_by("year").agg(persons=pl.col("person_id").n_unique(), **figures).sort("year")
        long = told.unpivot(list(figures), index=["year", "persons"], variable_name="measure", value_name="value")
        yield long.select(pl.lit(variant).alias("variant"), "measure", "year", "value", "persons")


def ratio(over: str, under: str, chosen: pl.Expr) -> pl.Expr:
    """The sum of one column over that of another, of chosen rows."""
    return pl.col(over).filter(chosen).sum() / pl.col(under).filter(chosen).sum()


def by_care(general: pl.DataFrame) -> pl.DataFrame:
    """Size of the bill by kind of care and room, all years together: of classic stays, and of day stays."""
    by = ["care", "stay_kind", "room_type"]
    told = general.group_by(by).agg(persons=pl.col("person_id").n_unique(), **SIZE).sort(by)
    long = told.unpivot([*SIZE], index=[*by, "persons"], variable_name="measure", value_name="value")
    return long.select("measure", *by, "value", "persons")


def over_the_years(general: pl.DataFrame) -> pl.DataFrame:
    """What was billed in a year, by the year before, in percent: stays, all together, co-payments and components."""
    sums = general.group_by("year").agg(
        pl.len().cast(pl.Int64).alias("stays"),
        pl.col("patient_cents", RG, *COMPONENTS).sum(),
        persons=pl.col("person_id").n_unique(),
    )
    measures = ["stays", "patient_cents", RG, *COMPONENTS]
    long = sums.sort("year").unpivot(measures, index=["year", "persons"], variable_name="measure", value_name="cents")
    before = pl.col("cents").shift(1).over("measure")
    few = pl.min_horizontal("persons", pl.col("persons").shift(1).over("measure"))
    told = long.with_columns(value=100 * (pl.col("cents") / before - 1), persons=few)
    told = told.filter(before.is_not_null() & (before > 0))
    return told.select(pl.col("measure").str.strip_suffix("_cents"), "year", "value", "persons")


def concentration(general: pl.DataFrame, physicians: pl.DataFrame) -> pl.DataFrame:
    """By year: the share of the top ten percent of hospitals and of physicians, the fewest hospitals and physicians
    that hold half, and physicians who never ask (CONC)."""
    hospitals = general.group_by("year", holder="hospital_number").agg(pl.col("fee_supplement_cents").sum())
    doctors = physicians.select("year", holder="provider_id", fee_supplement_cents="supplement_cents")
    persons = dict(general.group_by("year").agg(pl.col("person_id").n_unique()).rows())
    rows = [*_held(hospitals, "hospitals", persons), *_held(doctors, "physicians", persons)]
    for (year,), own in doctors.group_by(["year"]):
        never = 100 * float((own["fee_supplement_cents"] <= 0).mean())
        rows.append(("physicians_never_percent", year, never, persons[year]))
    return pl.DataFrame(rows, schema=["measure", "year", "value", "persons"], orient="row").sort("measure", "year")


def _held(told: pl.DataFrame, who: str, persons: Mapping[int, int]) -> Iterator[tuple[str, int, float, int]]:
    for (year,), own in told.group_by(["year"], maintain_order=True):
        held = own["fee_supplement_cents"].clip(0).to_numpy().astype(np.float64)
        yield f"top_tenth_share_{who}", year, 100 * top_share(held, 0.1).value, persons[year]
        yield f"{who}_for_half", year, float(fewest_holding(held).number), persons[year]


def in_the_atlas(every: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The Atlas's hospital figures by year, in euros for each insured person with a classic stay, whose day stays and
    stays in psychiatric hospitals count too; and how many of them had a single room, in percent.

    `people`: the insured (person_id, year) with `classic_stays` of their patient data.
    """
    single = (pl.col("room_type") == "single") & (pl.col("stay_kind") == "classic")
    sums = every.group_by("person_id", "year").agg(
        *(value.sum().alias(name) for name, value in ATLAS.items()), single_room=single.any()
    )
    told = people.filter(pl.col("classic_stays") >= 1).join(sums, on=["person_id", "year"], how="left")
    figures = {name: pl.col(name).fill_null(0).sum() / pl.len() / 100 for name in ATLAS}
    figures["single_room"] = 100 * pl.col("single_room").fill_null(value=False).mean()
    of_year = told.group_by("year").agg(**figures, persons=pl.len().cast(pl.Int64)).sort("year")
    long = of_year.unpivot([*figures], index=["year", "persons"], variable_name="measure", value_name="value")
    return long.select("measure", "year", "value", "persons")


def beside_the_atlas(every: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Each stay with the part it plays in the Atlas: of an insured person with a classic stay in the year, of one with
    day stays only, or of who is not insured in the year."""
    part = (
        pl.when(pl.col("classic_stays").is_null()).then(pl.lit("not_insured"))
        .when(pl.col("classic_stays") >= 1).then(pl.lit("hospitalised"))
        .otherwise(pl.lit("day_stays_only"))
    )  # fmt: skip
    return every.join(people, on=["person_id", "year"], how="left", validate="m:1").with_columns(part=part)
