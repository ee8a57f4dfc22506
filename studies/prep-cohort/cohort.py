"""Who uses prevention, from which day to which, and what else they were handed out. Methods 6.4."""

import polars as pl

from mutualis.model import MutualisError
from mutualis.reference import codelist
from mutualis.study import Desk

PREVENTION, TREATMENT, INFECTION = "prevention", "treatment", "infection"


def handed_out(desk: Desk) -> pl.DataFrame:
    """Boxes by person, day and kind of medicine, of whoever was ever handed out prevention: what is left of them."""
    kinds, lines = products(desk), desk.table("core_dispensing_net")
    prevention = [cnk for cnk, kind in kinds.items() if kind == PREVENTION]
    own = lines.semi_join(lines.filter(lines.cnk.isin(prevention)), "person_id")
    in_years = own.service_day.between(desk.first_day, desk.last_day)
    told = desk.read(own.filter(own.cnk.isin(sorted(kinds)) & in_years))
    named = told.with_columns(medicine=pl.col("cnk").replace_strict(kinds, return_dtype=pl.String))
    found = named.group_by("person_id", "medicine", day="service_day").agg(boxes=pl.col("quantity").sum())
    return found.filter(pl.col("boxes") > 0).sort("person_id", "day", "medicine")


def products(desk: Desk) -> dict[str, str]:
    """The kind of each product of the study, by the beginnings of its ATC code."""
    given = desk.parameters["medicines"]
    return {
        row["code"]: kind
        for row in codelist("cnk").rows
        for kind, starts in given.items()
        if row["atc_code"].startswith(tuple(starts))
    }


def insured(desk: Desk) -> pl.DataFrame:
    """Whoever was ever handed out prevention, in each year insured; `until`: the last day known without a break."""
    told, lines = desk.table("derived_population_year"), desk.table("core_dispensing_net")
    prevention = [cnk for cnk, kind in products(desk).items() if kind == PREVENTION]
    own = told.semi_join(lines.filter(lines.cnk.isin(prevention)), "person_id")
    states = desk.read(own.filter(own.year.between(desk.years.first, desk.years.last))).sort("person_id", "year")
    broken = (pl.col("year").diff().over("person_id") > 1).fill_null(value=False).cast(pl.Int64)
    stretch = states.with_columns(stretch=broken.cum_sum().over("person_id"))
    return stretch.with_columns(until=pl.col("reference_day").last().over("person_id", "stretch")).drop("stretch")


def users(desk: Desk, boxes: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """A row a user: the first box, who it is in that year, and until when he or she is followed.

    Refuses years in which nobody begins.
    """
    opened, near = desk.parameters["opened"], pl.duration(days=desk.parameters["treated_days"])
    found = firsts(boxes, PREVENTION, "first_day").filter(pl.col("first_day") >= opened)
    found = found.join(firsts(boxes, TREATMENT, "treatment_day"), on="person_id", how="left")
    found = found.filter((pl.col("treatment_day") > pl.col("first_day") + near).fill_null(value=True))
    known = found.with_columns(year=pl.col("first_day").dt.year().cast(pl.Int32))
    known = known.join(states, on=["person_id", "year"]).filter(pl.col("until") > pl.col("first_day"))
    if known.is_empty():
        raise MutualisError(
            f"Nobody begins prevention in {desk.years}.", do="take years from 2017 on, in which it is reimbursed"
        )
    return described(desk, known).sort("first_day", "person_id")


def firsts(boxes: pl.DataFrame, medicine: str, name: str) -> pl.DataFrame:
    """The first day on which each person was handed out a kind of medicine."""
    own = boxes.filter(pl.col("medicine") == medicine)
    return own.group_by("person_id").agg(pl.col("day").min().alias(name))


def described(desk: Desk, known: pl.DataFrame) -> pl.DataFrame:
    """Users with the classes of tables and the covariates of models."""
    ages, turn = desk.parameters["age_from"], desk.parameters["since"]
    first, last = (f"{desk.years.first}-{turn - 1}", f"{turn}-{desk.years.last}")
    return known.with_columns(
        age_class=pl.when(pl.col("age") < ages).then(pl.lit(f"-{ages - 1}")).otherwise(pl.lit(f"{ages}+")),
        start=pl.when(pl.col("year") < turn).then(pl.lit(first)).otherwise(pl.lit(last)),
        ten_years=(pl.col("age") - 37) / 10,
        increased=pl.col("is_increased_reimbursement").fill_null(value=False),
        unemployed=pl.col("unemployment_days").fill_null(0) > 0,
        later=pl.col("year") >= turn,
    )


def supplies(desk: Desk, cohort: pl.DataFrame, boxes: pl.DataFrame) -> pl.DataFrame:
    """A row a user and day of dispensing: until when the boxes so far last (`end`), and the next such day.

    Days left over are used first: the end is the sum of all days handed out so far, after the latest day on which
    there was nothing left.
    """
    own = boxes.filter(pl.col("medicine") == PREVENTION).join(cohort, on="person_id")
    own = own.filter(pl.col("day") <= pl.col("until")).sort("person_id", "day")
    told = own.with_columns(days=pl.col("boxes") * desk.parameters["box_days"])
    told = told.with_columns(so_far=pl.col("days").cum_sum().over("person_id"))
    offset = pl.col("day") - pl.duration(days=pl.col("so_far") - pl.col("days"))
    return told.with_columns(
        end=offset.cum_max().over("person_id") + pl.duration(days=pl.col("so_far")),
        next_day=pl.col("day").shift(-1).over("person_id"),
        number=pl.int_range(1, pl.len() + 1).over("person_id"),
    )


def used(cohort: pl.DataFrame, supply: pl.DataFrame, gap: int) -> pl.DataFrame:
    """Users with the day on which use ended (`stop_day`) and whether it was seen to stop: no box within `gap` days
    after the supply. Everybody is followed until `gap` days before the last day known; a change to treatment is no
    stop. Who begins in these last days is left out.
    """
    late = pl.duration(days=gap)
    is_gap = (pl.col("next_day") > pl.col("end") + late) | (
        pl.col("next_day").is_null() & (pl.col("end") + late <= pl.col("until"))
    )
    stops = supply.filter(is_gap).group_by("person_id").agg(end_day=pl.col("end").min())
    second = supply.filter(pl.col("number") == 2).select("person_id", second_day="day")
    found = cohort.join(stops, on="person_id", how="left").join(second, on="person_id", how="left")
    is_treated = (pl.col("treatment_day") <= pl.col("end_day") + late).fill_null(value=False)
    told = found.with_columns(
        stop_day=pl.min_horizontal("end_day", pl.col("until") - late, "treatment_day"),
        stopped=pl.col("end_day").is_not_null() & ~is_treated,
    )
    return told.filter(pl.col("stop_day") > pl.col("first_day"))


def single_use(cohort: pl.DataFrame, supply: pl.DataFrame, days: int) -> pl.DataFrame:
    """Users who are followed for so many days, with whether no box came in them after the first day."""
    second = supply.filter(pl.col("number") == 2).select("person_id", second_day="day")
    found = cohort.filter(pl.col("until") >= pl.col("first_day") + pl.duration(days=days))
    found = found.join(second, on="person_id", how="left")
    came = (pl.col("second_day") <= pl.col("first_day") + pl.duration(days=days)).fill_null(value=False)
    return found.with_columns(single=~came)
