"""Index stays with their care at home and what came after."""

from typing import Any

import polars as pl

from mutualis.model import MutualisError
from mutualis.reference import codelist
from mutualis.study import Desk

STAY = ["person_id", "hospital_number", "admission_day"]
PROFILE = ["age", "sex", "is_increased_reimbursement", "region_code"]
HOME_OF_STAY = 1  # days between the discharge and the first day billed at home, at most


def cohort(desk: Desk) -> pl.DataFrame:
    """The index stays of the protocol, with their patient, `is_home`, days and cents at home, and outcomes."""
    given = desk.parameters
    classic, home = stays(desk), care_at_home(desk)
    met = with_home(classic, home)
    known = with_patient(desk, index_stays(met, desk.years.last, given))
    if not known["is_home"].any():
        raise MutualisError(
            "No index stay was followed by hospital care at home.",
            there_is=f"nobody is billed the code {given['code']} within a day of a discharge",
            do="see whether the years are those of the pilots",
        )
    return with_deaths(with_contacts(known, contacts(desk), given), deaths(desk))


def stays(desk: Desk) -> pl.DataFrame:
    """All classic stays in general hospitals; those of the year before tell who was often admitted."""
    told = desk.table("derived_stay")
    chosen = told.filter(told.stay_kind == "classic", ~told.is_psychiatric, told.discharge_day.notnull())
    return desk.read(chosen).sort(STAY)


def care_at_home(desk: Desk) -> pl.DataFrame:
    """What hospitals billed for care at home: person, hospital, first day, days and cents."""
    told = desk.table("core_care_line_net")
    lines = desk.read(told.filter(told.nomenclature_code == desk.parameters["code"], told.institution_number.notnull()))
    return (
        lines.group_by("person_id", pl.col("institution_number").alias("hospital_number"), "service_day")
        .agg(home_days=pl.col("quantity").sum().cast(pl.Int64), home_cents=pl.col("reimbursed_cents").sum())
        .filter(pl.col("home_days") > 0)
        .sort("person_id", "service_day")
    )


def with_home(classic: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """Each stay with the care at home that began on the day of its discharge or the day after; else none.

    `days` are those in hospital and at home together, `end_day` the last of them.
    """
    keys = ["person_id", "hospital_number"]
    met = classic.select(*STAY, "discharge_day").join(home, on=keys)
    wait = (pl.col("service_day") - pl.col("discharge_day")).dt.total_days()
    own = met.filter(wait.is_between(0, HOME_OF_STAY)).sort(*STAY, "service_day")
    first = own.unique(["person_id", "hospital_number", "service_day"], keep="first", maintain_order=True)
    sums = first.group_by(STAY).agg(pl.col("home_days", "home_cents").sum())
    told = classic.join(sums, on=STAY, how="left", validate="1:1").with_columns(
        is_home=pl.col("home_days").is_not_null(),
        home_days=pl.col("home_days").fill_null(0),
        cost_cents=pl.col("reimbursed_cents") + pl.col("home_cents").fill_null(0),
    )
    return told.with_columns(
        days=pl.col("nights") + pl.col("home_days"),
        end_day=pl.col("discharge_day") + pl.duration(days=pl.col("home_days")),
    )


def index_stays(told: pl.DataFrame, last_year: int, given: Any) -> pl.DataFrame:
    """The stays of the protocol that can be index stays, with `earlier_stays` in the year before and whether an
    unplanned stay followed within so many days of the end (`readmission`).
    """
    order = told.sort("person_id", "admission_day")
    following = pl.col("admission_day").shift(-1).over("person_id") - pl.col("end_day")
    begins = pl.col("admission_day")
    earlier = (
        order.select("person_id", before="admission_day")
        .join(order.select(*STAY), on="person_id")
        .filter((pl.col("before") < begins) & (pl.col("before") >= begins.dt.offset_by("-1y")))
    )
    counts = earlier.group_by(STAY).agg(earlier_stays=pl.len().cast(pl.Int64))
    seen = order.with_columns(
        readmission=(
            following.dt.total_days().is_between(1, given["days_after"])
            & pl.col("is_unplanned").shift(-1).over("person_id")
        ).fill_null(value=False)
    ).join(counts, on=STAY, how="left", validate="1:1")
    last_day = pl.date(last_year, 12, 31) - pl.duration(days=given["days_after"])
    is_index = ~pl.col("is_oncological") & ~pl.col("is_transfer_in") & ~pl.col("is_transfer_out")
    return seen.filter(
        is_index & (pl.col("days") >= given["least_days"]) & (pl.col("end_day") <= last_day)
        & (pl.col("year") >= given["first_year"])
    ).with_columns(pl.col("earlier_stays").fill_null(0))  # fmt: skip


def with_patient(desk: Desk, known: pl.DataFrame) -> pl.DataFrame:
    """With age, sex, status, region and the number of diseases in the year before; adults only."""
    people = desk.read(desk.table("derived_population_year")).drop_nulls(PROFILE)
    ill = desk.table("derived_person_year_diagnosis")
    ill = desk.read(ill.filter(ill.list == "open"))
    number = ill.group_by("person_id", year=pl.col("year") + 1).agg(conditions=pl.col("condition").n_unique())
    met = known.join(people, on=["person_id", "year"], validate="m:1").join(
        number.with_columns(pl.col("year").cast(known.schema["year"])), on=["person_id", "year"], how="left"
    )
    return met.filter(pl.col("age") >= desk.parameters["age_from"]).with_columns(
        pl.col("conditions").fill_null(0).cast(pl.Int64)
    )


def contacts(desk: Desk) -> pl.DataFrame:
    """Days on which persons saw an emergency physician or a general practitioner."""
    told = desk.table("core_care_line_net")
    urgent = [row["code"] for row in codelist("qualification").rows if row["is_emergency"] == "1"]
    gp = [row["code"] for row in codelist("nomenclature").rows if row["kind"] == "gp_contact"]
    is_urgent = told.provider_qualification.isin(urgent).fill_null(False)
    is_gp = told.nomenclature_code.isin(gp)
    in_years = told.service_day.year().between(desk.years.first, desk.years.last)
    chosen = told.filter(in_years, told.quantity > 0, is_urgent | is_gp)
    days = chosen.mutate(is_emergency=is_urgent).select("person_id", "service_day", "is_emergency").distinct()
    return desk.read(days)


def with_contacts(known: pl.DataFrame, seen: pl.DataFrame, given: Any) -> pl.DataFrame:
    """Whether such a day lies in the window after the end: `emergency`, `gp_contact`."""
    met = known.select(*STAY, "end_day").join(seen, on="person_id")
    wait = (pl.col("service_day") - pl.col("end_day")).dt.total_days()
    found = met.group_by(STAY).agg(
        emergency=(pl.col("is_emergency") & wait.is_between(1, given["days_after"])).any(),
        gp_contact=(~pl.col("is_emergency") & wait.is_between(1, given["gp_days"])).any(),
    )
    whether = pl.col("emergency", "gp_contact").fill_null(value=False)
    return known.join(found, on=STAY, how="left", validate="1:1").with_columns(whether)


def deaths(desk: Desk) -> pl.DataFrame:
    """The month in which persons died, as months since year 0."""
    told = desk.table("core_member_state")
    died = desk.read(told.filter(told.death_year > 0).select("person_id", "death_year", "death_month").distinct())
    month = pl.col("death_year").cast(pl.Int64) * 12 + pl.col("death_month")
    return died.group_by("person_id").agg(died=month.min())


def with_deaths(known: pl.DataFrame, died: pl.DataFrame) -> pl.DataFrame:
    """`death`: by the end of the month after the one in which the stay ended."""
    month = pl.col("end_day").dt.year().cast(pl.Int64) * 12 + pl.col("end_day").dt.month()
    met = known.join(died, on="person_id", how="left", validate="m:1")
    return met.with_columns(death=(pl.col("died") - month <= 1).fill_null(value=False)).drop("died").sort(STAY)
