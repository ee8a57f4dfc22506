"""How well the permanent sample shows the population of a year: rates, weights, margins and spending."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import polars as pl

from mutualis import methods, tables
from mutualis.indicators.categories import members_of
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.pipeline.sample_calibration import CalibratedWeights, calibrated_weights, with_weights, write_weights
from mutualis.pipeline.workspace import Workspace
from mutualis.reference.permanent_sample import EXTRA_AGE, STEP

POPULATION, SPENDING = tables.derived_population_year, tables.derived_person_year
MEMBER = tables.derived_sample_member
FRACTIONS = (1 / STEP, 2 / STEP)
MARGINS = ("age_class", "sex", "region", "increased_reimbursement", "social_state", "death", "spending")
SPENT = ((0, "nothing"), (25_000, "below 250 EUR"), (100_000, "250 to 1,000 EUR"), (500_000, "1,000 to 5,000 EUR"))


@dataclass(frozen=True)
class SampleReport:
    """The sample of a year beside the population.

    `rates`: one row an age class and sex: population, sampled, rate (sampled of population), fraction (wanted),
    weighted (what the weights add up to). `margins`: one row a category of a margin: population and estimate (shares),
    z, difference. `alike`: for each margin whether it is alike, and the share of categories with z within 1.96.
    `spending`: estimated and true total of reimbursements in cents, and the standard error of the estimate.
    `calibrated`: the weights calibrated on the population, or why they could not be.
    """

    year: int
    rates: pl.DataFrame
    margins: pl.DataFrame
    alike: pl.DataFrame
    spending: tuple[float, int, float]
    calibrated: CalibratedWeights


def sample_report(space: Workspace, year: int | None = None, weights: Path | None = None) -> SampleReport:
    """Rates, weights and representativity of a year (by default the last one in the sample).

    `weights`: a Parquet file to be written, with a row for each member of the sample: `person_id`, `year`, `part`,
    `weight` and `calibrated_weight_thousandths`. It holds codes of persons: it stays at the centre.
    """
    with closing(space.engine(space.centre)) as engine:
        for table in (POPULATION, SPENDING, MEMBER):
            engine.use(table.name, space.lake().files(table.name))
        wanted, cells = _cells(engine, year)
        calibrated = calibrated_weights(cells)
        if weights is not None:
            members = pl.DataFrame(pl.from_arrow(engine.arrow(_members(wanted))))
            write_weights(with_weights(members, calibrated), weights)
    return SampleReport(wanted, _rates(cells), *_margins(cells), _spending(cells), calibrated)


def _cells(engine: Engine, year: int | None) -> tuple[int, pl.DataFrame]:
    """Persons, sampled persons and their spending by stratum and all margins at once."""
    years = [each["year"] for each in engine.rows(MEMBER.select("year").distinct().order_by("year"))]
    if not years or (year is not None and year not in years):
        raise MutualisError(
            f"There is no sample of {year or 'any year'}.",
            there_is=f"it was drawn for {', '.join(map(str, years)) or 'no year'}",
            do="draw it with `mutualis sample`",
        )
    wanted = year or years[-1]
    cells = pl.DataFrame(pl.from_arrow(engine.arrow(_counted(wanted))))
    return wanted, cells.with_columns(pl.col("population", "sampled", "weighted").cast(pl.Int64).fill_null(0))


def _counted(year: int) -> Any:
    spending = SPENDING.filter(SPENDING.year == year)
    spent = spending.select(spender_id="person_id", cents=spending.reimbursed_cents)
    persons = _persons(year)
    met = persons.left_join(spent, persons.person_id == spent.spender_id)
    cents = met.cents.fill_null(0)
    told = met.mutate(
        spending=ibis.cases(*((cents <= until, name) for until, name in SPENT), else_="5,000 EUR and more"),
        spent=cents.cast("float64"),
        is_drawn=met.weight.notnull(),
    )
    return told.group_by("is_old", *MARGINS).agg(
        population=told.count(),
        sampled=told.is_drawn.sum(),
        weighted=told.weight.sum(),
        spent=told.spent.sum(),
        squared=(told.spent * told.spent).sum(),
        estimated=(told.spent * told.weight).sum().fill_null(0),
        drawn_spent=told.spent.sum(where=told.is_drawn).fill_null(0),
        drawn_squared=(told.spent * told.spent).sum(where=told.is_drawn).fill_null(0),
    )


def _persons(year: int) -> Any:
    """The population of a year with its margins but spending, and the `part` and `weight` of who is in the sample."""
    population = POPULATION.filter(POPULATION.year == year)
    members = MEMBER.filter(MEMBER.year == year).select(member_id="person_id", part="part", weight="weight")
    met = population.left_join(members, population.person_id == members.member_id)
    return met.select(
        "person_id",
        "year",
        "part",
        "weight",
        **members_of(met),
        is_old=(met.age >= EXTRA_AGE).fill_null(False),
        region=met.region_code.fill_null("abroad"),
        social_state=met.social_state.fill_null("unknown"),
        death=ibis.cases((met.is_deceased, "yes"), else_="no"),
    )


def _members(year: int) -> Any:
    """Who is in the sample of a year, with what the weights are calibrated by."""
    persons = _persons(year)
    return persons.filter(persons.part.notnull())


def _rates(cells: pl.DataFrame) -> pl.DataFrame:
    by = ("age_class", "sex")
    sums = cells.group_by(*by, "is_old").agg(pl.col("population", "sampled", "weighted").sum()).sort(*by, "is_old")
    rate, fraction = (
        pl.col("sampled") / pl.col("population"),
        pl.when("is_old").then(FRACTIONS[1]).otherwise(FRACTIONS[0]),
    )
    return sums.with_columns(rate=rate, fraction=fraction).drop("is_old")


def _margins(cells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    rows, alike = [], []
    for name in MARGINS:
        counts = cells.group_by("is_old", name).agg(pl.col("population", "sampled").sum())
        wide = [
            counts.pivot(name, index="is_old", values=each).sort("is_old").fill_null(0)
            for each in ("population", "sampled")
        ]
        categories = sorted(set(wide[0].columns) - {"is_old"})
        fractions = [FRACTIONS[int(old)] for old in wide[0]["is_old"]]
        found = methods.margin(wide[0].select(categories).to_numpy(), wide[1].select(categories).to_numpy(), fractions)
        columns = zip(categories, found.population, found.estimate, found.z, found.difference, strict=True)
        rows += [(name, *row) for row in columns]
        alike.append((name, found.is_alike, found.within))
    schema = ["margin", "category", "population", "estimate", "z", "difference"]
    return pl.DataFrame(rows, schema, orient="row"), pl.DataFrame(alike, ["margin", "alike", "within"], orient="row")


def _spending(cells: pl.DataFrame) -> tuple[float, int, float]:
    """The total of reimbursements as weights estimate it, the true one, and the standard error of the estimate."""
    variance = 0.0
    for (old,), part in cells.group_by("is_old"):
        size, drawn, spent, squared = (
            float(part[name].sum()) for name in ("population", "sampled", "spent", "squared")
        )
        spread = squared / size - (spent / size) ** 2
        variance += size**2 * (1 - FRACTIONS[int(bool(old))]) * spread / drawn
    return float(cells["estimated"].sum()), round(cells["spent"].sum()), float(np.sqrt(variance))
