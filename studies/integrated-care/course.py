"""Effects before and after the start, and pretended pilots."""

from dataclasses import replace

import numpy as np
import polars as pl

from mutualis.methods.panel import Effects, Panel, cells, event_study, freedoms, jackknifed, placebo
from mutualis.portable import total
from mutualis.study import Desk
from mutualis.study.areas import merged

from .money import ALL, persons_in

BINS = 24
QUARTERS = 4


def over_time(desk: Desk, rows: pl.DataFrame, model: Panel) -> None:
    """The event study by year and by quarter, and whether anything is there before the start."""
    inside = persons_in(rows)["persons"][-1]
    years = event_study(replace(model, outcome="in_reach"))
    quarterly = by_quarter(desk, rows)
    told = [relative(each, kind) for kind, each in (("year", years), ("quarter", event_study(quarterly)))]
    desk.estimates("event_study", pl.concat(told).with_columns(persons=pl.lit(inside)))
    desk.estimates("pre_trend", pre_trends(quarterly, rows))


def relative(found: Effects, kind: str) -> pl.DataFrame:
    """Effects by periods since the start, in euros for a person and period; the period before the start is the base."""
    table = found.table().select("relative", "low", "high", value="effect")
    base = pl.DataFrame({"relative": [-1], "low": [0.0], "high": [0.0], "value": [0.0]})
    both = pl.concat([table, base.select(table.columns)]).sort("relative")
    return both.select(pl.lit(kind).alias("period"), "relative", "value", "low", "high")


def by_quarter(desk: Desk, rows: pl.DataFrame) -> Panel:
    """Municipalities by quarter: mean spending of a person in a quarter, weighted by the insured."""
    period = (
        pl.col("quarter").str.slice(0, 4).cast(pl.Int64) * QUARTERS + pl.col("quarter").str.slice(5).cast(pl.Int64) - 1
    )
    told = of_quarters(desk).with_columns(period=period).join(merged(desk.years.last), on="municipality_code")
    spent = told.group_by("municipality", "period").agg(pl.col("cents").sum())
    there = rows.group_by("municipality", "pilot", "year").agg(pl.col("insured").sum())
    quarters = pl.DataFrame({"part": range(QUARTERS)})
    grid = there.join(quarters, how="cross").with_columns(
        period=pl.col("year").cast(pl.Int64) * QUARTERS + pl.col("part")
    )
    held = grid.join(spent, on=["municipality", "period"], how="left").with_columns(
        outcome=pl.col("cents").fill_null(0) / 100 / pl.col("insured")
    )
    return Panel(
        held, desk.parameters["start"] * QUARTERS, period="period", unit="municipality", cluster="municipality",
        weight="insured",
    )  # fmt: skip


def of_quarters(desk: Desk) -> pl.DataFrame:
    """Cents of each quarter by the municipality in which persons lived that year."""
    groups, insured = desk.table("derived_quarter_group"), desk.of_years("derived_population_year")
    lived = insured.select("person_id", "year", "municipality_code")
    told = groups.mutate(year=groups.quarter.substr(0, 4).cast("int32")).join(lived, ["person_id", "year"])
    return desk.read(told.group_by("municipality_code", "quarter").agg(cents=total(told.reimbursed_cents)))


def pre_trends(quarterly: Panel, rows: pl.DataFrame) -> pl.DataFrame:
    """Of each pilot, and of all: the p-value of no difference in the quarters before the start (Wald), of a pilot with
    one municipality left out at a time, as it has few."""
    start = quarterly.start_of(quarterly.pilots[0])
    short = replace(quarterly, rows=quarterly.rows.filter(pl.col("period") <= start))
    each, free = jackknifed(short, leads=True), freedoms(short)
    persons = dict(persons_in(rows).iter_rows())
    values = [(pilot, each.pre_trend(pilot, free[pilot]).p, persons[pilot]) for pilot in short.pilots]
    values.append((ALL, event_study(short).pre_trend().p, persons[None]))
    return pl.DataFrame(values, schema=["pilot", "value", "persons"], orient="row", infer_schema_length=None)


def placebos(desk: Desk, model: Panel) -> None:
    """Every pilot among pretended ones, and the spread of those that are as large as all pilots together."""
    given = cells(replace(model, outcome="in_reach", cluster="municipality"))
    persons, draws = dict(persons_in(model.rows).iter_rows()), desk.parameters["placebos"]
    rows, spread = [], pl.DataFrame()
    together = replace(
        given, rows=given.rows.with_columns(pl.when(pl.col("pilot").is_not_null()).then(pl.lit(ALL)).alias("pilot"))
    )
    for pilot in (*given.pilots, ALL):
        seed = int(desk.random(f"placebo {pilot}").integers(2**31))
        found = placebo(together if pilot == ALL else given, pilot, draws=draws, seed=seed)
        told = found.table().row(0, named=True)
        number = persons[None if pilot == ALL else pilot]
        rows.append((pilot, told["effect"], told["low"], told["high"], told["p"], number))
        spread = shares(found.draws, number) if pilot == ALL else spread
    desk.estimates(
        "placebos", pl.DataFrame(rows, schema=["pilot", "value", "low", "high", "p", "persons"], orient="row")
    )
    desk.estimates("placebo_spread", spread)


def shares(draws: np.ndarray, persons: int) -> pl.DataFrame:
    """The share of pretended pilots by their effect, in percent."""
    counts, edges = np.histogram(draws, BINS)
    middle = (edges[:-1] + edges[1:]) / 2
    return pl.DataFrame({"effect": middle, "value": 100 * counts / len(draws), "persons": persons})
