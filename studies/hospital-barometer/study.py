"""Hospital barometer: see protocol.md. Formulas: methods 3.2."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial

import numpy as np
import polars as pl
from markupsafe import Markup

from mutualis.methods.costs import gamma_log
from mutualis.methods.designs import design
from mutualis.methods.equity import fewest_holding, top_share
from mutualis.methods.estimates import ratio_estimate
from mutualis.picture.series import Point, Series, Words, series
from mutualis.reference import written
from mutualis.study import Desk

RG, SUP = "copayment_cents", "supplement_cents"
COMPONENTS = (
    "fee_supplement_cents", "other_fee_supplement_cents", "room_supplement_cents", "pharmacy_supplement_cents",
    "implant_supplement_cents", "other_supplement_cents",
)  # fmt: skip
CUTS = (100_000, 300_000, 1_000_000, 3_000_000)
BILLS = ["0-1000", "1000-3000", "3000-10000", "10000-30000", "30000+"]


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    every = stays(desk)
    general = every.filter(~pl.col("is_psychiatric"))
    identities(desk, general)
    by = ["year", "stay_kind", "room_type"]
    desk.persons("stays_by_room", general, by, year="year")
    desk.persons("billed_by_room", general, by, year="year", amount="patient_cents")
    desk.persons(
        "billed_by_component", components(general), ["year", "stay_kind", "component"], year="year", amount="cents"
    )
    hospital = ["year", "hospital_number", "room_type"]
    desk.persons("billed_by_hospital", general, hospital, place="hospital_number", year="year", amount="patient_cents")
    desk.persons("with_fee_supplement", general, by, year="year", met="has_fee_supplement")
    desk.persons("size_of_bill", general, ["year", "stay_kind", "bill"], year="year")
    desk.persons("cumulated_by_person", cumulated(general), ["year", "bill"], year="year")
    desk.estimates("main_figures", pl.concat(main_figures(every)))
    desk.estimates("concentration", concentration(general))
    desk.estimates("cost_model", cost_model(desk, general))
    desk.picture("mean_by_room", partial(mean_by_room, desk))


def stays(desk: Desk) -> pl.DataFrame:
    """The stays of the years, with what was billed to the patient; a stay without room billed has room `none`."""
    told = desk.table("derived_stay")
    told = told.filter(told.year.between(desk.years.first, desk.years.last))
    return desk.read(told).with_columns(
        pl.col("room_type").fill_null("none"),
        patient_cents=pl.col(RG) + pl.col(SUP),
        has_fee_supplement=pl.col("fee_supplement_cents") > 0,
        bill=bill(pl.col(RG) + pl.col(SUP)),
    )


def bill(cents: pl.Expr) -> pl.Expr:
    """The class of a bill."""
    return cents.cut(CUTS, labels=BILLS, left_closed=False).cast(pl.String)


def identities(desk: Desk, general: pl.DataFrame) -> None:
    """PAT = RG + SUP, and SUP is the sum of its components: in every stay, and so in every sum (methods 3.2)."""
    sums = general.select(pl.col(RG, SUP, "patient_cents", *COMPONENTS).sum()).row(0, named=True)
    desk.identity("patient = co-payment + supplements", sums["patient_cents"], sums[RG] + sums[SUP])
    desk.identity("supplements = sum of components", sums[SUP], sum(sums[each] for each in COMPONENTS))
    wrong = general.filter(pl.sum_horizontal(COMPONENTS) != pl.col(SUP)).height
    desk.identity("stays of which the components do not add up", wrong, 0)


def components(general: pl.DataFrame) -> pl.DataFrame:
    """A row for each stay and component that was billed."""
    parts = [RG, *COMPONENTS]
    long = general.unpivot(
        parts, index=["person_id", "year", "stay_kind"], variable_name="component", value_name="cents"
    )
    return long.filter(pl.col("cents") != 0).with_columns(pl.col("component").str.strip_suffix("_cents"))


def cumulated(general: pl.DataFrame) -> pl.DataFrame:
    """Persons with what all their stays of a year cost them (CUM)."""
    return (
        general.group_by("person_id", "year")
        .agg(pl.col("patient_cents").sum())
        .with_columns(bill=bill(pl.col("patient_cents")))
    )


def main_figures(every: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Mean, median and 95th percentile; the share of supplements; supplements on fees; by year and variant."""
    psychiatric, oncology = pl.col("is_psychiatric"), pl.col("is_oncological") & (pl.col("stay_kind") == "day")
    variants = {
        "main": ~psychiatric,
        "with_psychiatric": pl.lit(value=True),
        "without_oncology": ~psychiatric & ~oncology,
    }
    with_fee = pl.col("has_fee_supplement")
    figures = {
        "mean_cents": pl.col("patient_cents").mean(),
        "median_cents": pl.col("patient_cents").median(),
        "p95_cents": pl.col("patient_cents").quantile(0.95),
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


def concentration(general: pl.DataFrame) -> pl.DataFrame:
    """The share of the top ten percent of hospitals, and the fewest that hold half of it (CONC)."""
    rows = []
    for (year,), own in general.group_by(["year"], maintain_order=True):
        held = (
            own.group_by("hospital_number").agg(pl.col("fee_supplement_cents").sum())["fee_supplement_cents"].to_numpy()
        )
        persons = own["person_id"].n_unique()
        rows.append(("top_tenth_share", year, 100 * top_share(held, 0.1).value, persons))
        rows.append(("hospitals_for_half", year, float(fewest_holding(held).number), persons))
    return pl.DataFrame(rows, schema=["measure", "year", "value", "persons"], orient="row").sort("measure", "year")


def cost_model(desk: Desk, general: pl.DataFrame) -> pl.DataFrame:
    """What a billed stay costs more or less: ratios of means, errors by hospital."""
    told = desk.table("derived_population_year")
    people = desk.read(told.filter(told.year.between(desk.years.first, desk.years.last)))
    rows = general.filter(pl.col("patient_cents") > 0).join(people, on=["person_id", "year"])
    rows = rows.drop_nulls(["age", "sex", "is_increased_reimbursement"]).with_columns(
        ten_years=pl.col("age") / 10, woman=pl.col("sex") == "2", increased=pl.col("is_increased_reimbursement")
    )
    given = design(rows, ["room_type", "stay_kind", "ten_years", "woman", "increased"], {"room_type": "common"})
    fit = gamma_log(rows["patient_cents"].to_numpy() / 100, given, clusters=rows["hospital_number"].to_numpy())
    errors = np.sqrt(np.diag(fit.covariance))
    of_each = [ratio_estimate(*each) for each in zip(fit.coefficients, errors, strict=True)]
    return pl.DataFrame(
        {
            "term": [each.rpartition("=")[2] for each in given.names[1:]],
            "value": [each.value for each in of_each[1:]],
            "low": [each.low for each in of_each[1:]],
            "high": [each.high for each in of_each[1:]],
            "persons": rows["person_id"].n_unique(),
        }
    )


def mean_by_room(desk: Desk, told: Mapping[str, pl.DataFrame], language: str) -> Markup:
    """Mean bill of classic stays by room in euros, from what left protected."""
    shown = told["billed_by_room"].filter((pl.col("stay_kind") == "classic") & (pl.col("status") == "shown"))
    means = shown.with_columns(mean=pl.col("numerator") / pl.col("denominator") / 100)
    drawn = []
    for room in ("single", "double", "common"):
        own = means.filter(pl.col("room_type") == room).select(pl.col("year").cast(pl.Float64), "mean")
        drawn.append(Series(desk.word(room, language), [Point(*row) for row in own.rows()]))
    title = desk.study.output("mean_by_room", "picture").title[language]
    number = partial(euros, language=language)
    return series(drawn, Words(title, desk.word("year", language), "€", number), zero=True)


def euros(value: float, language: str) -> str:
    """An amount for an axis."""
    return written(Decimal(round(value)), language)
