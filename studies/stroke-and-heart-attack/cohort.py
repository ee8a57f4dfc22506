"""Who had a stroke or a heart attack by what was billed, and for how long each is followed. Methods 6.6."""

import datetime as dt
from collections.abc import Sequence

import polars as pl

from mutualis.study import Desk
from mutualis.study.ages import age_class

EPISODE = ["person_id", "admission_day"]
AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
YEAR_DAYS = 365
AGES, AGE_LABELS = [69], ["-69", "70+"]
MID_MONTH = 15


def episodes(desk: Desk) -> pl.DataFrame:
    """Chains of classic stays in general hospitals: first and last day, nights, and what they cost; a row each."""
    stays = desk.of_years("derived_stay")
    told = desk.read(stays.filter((stays.stay_kind == "classic") & ~stays.is_psychiatric))
    return (
        told.group_by("person_id", admission_day="episode_admission_day")
        .agg(pl.col("episode_discharge_day").max().alias("last_day"), pl.col("nights", *AMOUNTS).sum())
        .drop_nulls("last_day")
        .sort(EPISODE)
    )


def acts(desk: Desk) -> pl.DataFrame:
    """Days on which an act that points to a stroke or a heart attack was billed: person_id, day, code."""
    codes = {
        code
        for wanted in desk.parameters["definitions"].values()
        for groups in wanted.values()
        for each in groups
        for code in each
    }
    lines = desk.table("core_care_line_net")
    told = desk.read(lines.filter(lines.nomenclature_code.isin(sorted(codes)) & (lines.quantity > 0)))
    return told.select("person_id", day="service_day", code="nomenclature_code").unique()


def with_codes(found: pl.DataFrame, billed: pl.DataFrame, wanted: Sequence[Sequence[str]]) -> pl.DataFrame:
    """The episodes during which a code of every group of `wanted` was billed."""
    inside = found.select(*EPISODE, "last_day").join(billed, on="person_id")
    inside = inside.filter(pl.col("day").is_between("admission_day", "last_day"))
    has = [pl.col("code").is_in(list(group)).any().alias(f"group_{place}") for place, group in enumerate(wanted)]
    met = inside.group_by(EPISODE).agg(has).filter(pl.all_horizontal(pl.selectors.starts_with("group_")))
    return found.join(met.select(EPISODE), on=EPISODE, how="semi", maintain_order="left")


def index(desk: Desk, found: pl.DataFrame) -> pl.DataFrame:
    """The first of them of each person that has a year before it in which no other is seen."""
    gap = (pl.col("admission_day") - pl.col("admission_day").shift(1).over("person_id")).dt.total_days()
    known = found.sort(EPISODE).filter(gap.is_null() | (gap > YEAR_DAYS))
    seen_from = desk.first_day + dt.timedelta(days=YEAR_DAYS)
    return known.filter(pl.col("admission_day") >= seen_from).unique("person_id", keep="first", maintain_order=True)


def people(desk: Desk) -> pl.DataFrame:
    """The insured of each year: age, sex, increased reimbursement."""
    return desk.read(desk.of_years("derived_population_year")).with_columns(
        ten_years=(pl.col("age") - 70) / 10,
        woman=pl.col("sex") == "2",
        increased=pl.col("is_increased_reimbursement"),
        age_class=age_class(AGES, AGE_LABELS),
    )


def known_until(desk: Desk, insured: pl.DataFrame) -> pl.DataFrame:
    """Of each person the middle of the month of death (death_day, empty for who lives), and the last day insured.

    States tell year and month of a death only (methods 6.6): the middle is taken.
    """
    told = desk.table("core_member_state")
    dead = desk.read(told.filter(told.death_year > 0).select("person_id", "death_year", "death_month").distinct())
    dead = dead.group_by("person_id").agg(pl.col("death_year", "death_month").last())
    last = insured.group_by("person_id").agg(insured_until=pl.col("reference_day").max())
    still = pl.col("insured_until").dt.year() >= desk.years.last
    return last.join(dead, on="person_id", how="left").select(
        "person_id",
        death_day=pl.date("death_year", "death_month", MID_MONTH),
        insured_until=pl.when(still).then(desk.last_day).otherwise("insured_until"),
    )


def followed(desk: Desk, cases: pl.DataFrame, until: pl.DataFrame) -> pl.DataFrame:
    """With `time` (days from admission, at least 1) and whether it ended in death (`died`).

    Somebody dies on the middle of the month told, or on the last day of the episode where that is later. Who is no
    longer insured, and did not die, is followed until the last state that tells of him or her.
    """
    end = pl.min_horizontal("insured_until", pl.lit(desk.last_day))
    own = cases.join(until, on="person_id", how="left", maintain_order="left").with_columns(
        death_day=pl.max_horizontal("death_day", pl.when(pl.col("death_day").is_not_null()).then("last_day"))
    )
    died = (pl.col("death_day") <= desk.last_day).fill_null(value=False)
    stop = pl.when(died).then("death_day").otherwise(pl.max_horizontal(end, "last_day"))
    days = (stop - pl.col("admission_day")).dt.total_days().clip(1)
    return own.with_columns(died=died, time=days)


def cohort(desk: Desk) -> pl.DataFrame:
    """A row a variant of the codes, condition and person: the index episode, the person, and how he or she fared."""
    found, billed, insured = episodes(desk), acts(desk), people(desk)
    until = known_until(desk, insured)
    made = []
    for variant, wanted in desk.parameters["definitions"].items():
        for condition, groups in wanted.items():
            own = index(desk, with_codes(found, billed, groups))
            heads = {"variant": pl.lit(variant), "condition": pl.lit(condition)}
            made.append(own.with_columns(**heads, year=pl.col("admission_day").dt.year().cast(pl.Int32)))
    known = pl.concat(made).join(insured, on=["person_id", "year"], maintain_order="left")
    return followed(desk, known, until)
