"""Integrated care: what the twelve pilots saved, and the budget guarantee. See protocol.md; formulas: methods 4."""

from functools import partial

import polars as pl

from mutualis.study import Desk

from .course import over_time, placebos
from .follow import care, monitoring
from .guarantee import expected_and_actual, simulations
from .money import by_spending_group, panel, savings, sensitivity
from .pictures import placebo_range, quarters, saving_by_pilot, spending_over_years
from .rows import COMPARISON, PILOT, person_years


def run(desk: Desk) -> None:
    """Everything that the protocol promises."""
    rows = person_years(desk)
    tables(desk, rows)
    model = panel(desk, rows)
    savings(desk, model)
    expected_and_actual(desk, model)
    simulations(desk, rows)
    by_spending_group(desk, rows)
    sensitivity(desk, rows)
    over_time(desk, rows, model)
    placebos(desk, model)
    care(desk, rows)
    monitoring(desk, rows)
    pictures(desk)
    desk.deviate(
        "home-hospitalisation pilots are left out", "no table of the centre tells their stays or their own figures"
    )


def tables(desk: Desk, rows: pl.DataFrame) -> None:
    """Who lives where, what was spent on whom, and who was included."""
    every = rows.with_columns(pl.col("pilot").fill_null("comparison"))
    desk.persons("insured", every, ["year", "side", "age_class"], year="year")
    money = {"year": "year", "person": "person"}
    desk.persons("spending", every, ["year", "pilot"], place="pilot", amount="reimbursed_cents", **money)
    desk.persons("spending_by_reach", by_reach(every), ["year", "side", "reach"], amount="cents", **money)
    desk.persons("spending_by_group", by_group(every), ["year", "side", "spending_group"], amount="cents", **money)
    desk.persons("included", included(desk), ["year", "target_group"], year="year")


def by_reach(rows: pl.DataFrame) -> pl.DataFrame:
    """Two rows a person and year: what is within reach of the projects, and what is out of it."""
    return long(rows, {"in_reach_cents": "within_reach", "out_cents": "out_of_reach"}, "reach")


def by_group(rows: pl.DataFrame) -> pl.DataFrame:
    """A row for each person, year and spending group with any amount."""
    names = {each: each.removesuffix("_cents") for each in rows.columns if each.startswith("group_")}
    return long(rows, names, "spending_group", pl.col("cents") != 0)


def long(rows: pl.DataFrame, names: dict[str, str], column: str, kept: pl.Expr | None = None) -> pl.DataFrame:
    """Columns of cents as rows, told apart by a column; of these the ones that are kept."""
    sides, told = pl.col("side").cast(pl.Enum([COMPARISON, PILOT])), pl.Enum(names.values())
    parts = [
        rows.select("person", "year", sides, pl.lit(name, told).alias(column), cents=pl.col(cents))
        for cents, name in names.items()
    ]
    return pl.concat(parts if kept is None else [each.filter(kept) for each in parts])


def included(desk: Desk) -> pl.DataFrame:
    """Persons in the pilots, by the year they came in and the target group: each once, as told first."""
    told = desk.read(desk.table("core_pilot_inclusion"))
    once = told.sort("start_day", pl.all()).unique(["person_id", "pilot"], keep="first", maintain_order=True)
    groups = {each["code"]: name for name, each in desk.parameters["target_groups"].items()}
    return once.with_columns(
        year=pl.col("start_day").dt.year(), target_group=pl.col("target_group").replace_strict(groups, default=None)
    ).filter(pl.col("year").is_between(desk.years.first, desk.years.last))


def pictures(desk: Desk) -> None:
    """Pictures of what left protected."""
    desk.picture("spending_over_years", partial(spending_over_years, desk))
    desk.picture("saving_by_pilot", partial(saving_by_pilot, desk))
    desk.picture("effect_by_quarter", partial(quarters, desk))
    desk.picture("placebo_picture", partial(placebo_range, desk))
