"""How many of the insured a request counts, and how that changes from year to year."""

from collections.abc import Mapping

import polars as pl

from mutualis.methods.counts import poisson
from mutualis.methods.designs import design
from mutualis.model import MutualisError
from mutualis.study import Desk
from mutualis.study.estimated import rows, shares

from .asking import MEASURE, people

CELL = ["year", "sex", "age_class"]
Found = Mapping[str, pl.DataFrame]


def insured(desk: Desk) -> pl.DataFrame:
    """The number of insured by year, sex and class of age."""
    told = people(desk)
    return desk.read(told.group_by(*CELL).agg(insured=told.count())).drop_nulls().sort(CELL)


def met(found: pl.DataFrame) -> pl.DataFrame:
    """The rows of persons of whom anything is measured, as whole numbers."""
    whole = found.with_columns(pl.col(MEASURE).cast(pl.Int64))
    return whole.filter(pl.col(MEASURE) > 0)


def level(desk: Desk, found: Found, whole: pl.DataFrame) -> pl.DataFrame:
    """The share of the insured whom each request counts in the last year (percent)."""
    last = desk.years.last
    persons = int(whole.filter(pl.col("year") == last)["insured"].sum())
    counted = {name: met(each).filter(pl.col("year") == last)["person_id"].n_unique() for name, each in found.items()}
    return shares([({"request": name}, number, persons) for name, number in counted.items()])


def trend(desk: Desk, found: Found, whole: pl.DataFrame) -> pl.DataFrame | None:
    """By what the persons of each request by insured are multiplied from year to year, adjusted for age and sex, and
    the measure by insured; a request of one year, or of too few, is left out, and the report says so.
    """
    parts, left_out = [], []
    for name, each in found.items():
        try:
            parts += [yearly(name, variant, met(each), whole) for variant in ("persons", "measure")]
        except MutualisError:
            left_out.append(name)
    if left_out:
        desk.deviate(f"trend leaves out {', '.join(left_out)}", "it is of one year, or of too few persons")
    return pl.concat(parts) if parts else None


def yearly(name: str, variant: str, own: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """The row of one request and variant: Poisson on cells of year, sex and age, with robust errors."""
    what = pl.len().cast(pl.Int64) if variant == "persons" else pl.col(MEASURE).sum()
    cells = whole.filter(pl.col("year").is_in(own["year"].unique().to_list()))
    cells = cells.join(own.group_by(CELL).agg(events=what), on=CELL, how="left")
    told = cells.with_columns(pl.col("events").fill_null(0), since=pl.col("year") - pl.col("year").min())
    model = poisson(told["events"], design(told, ["since", "sex", "age_class"]), told["insured"].cast(pl.Float64))
    return rows([({"request": name, "variant": variant}, model.rate_ratio("since"))], own["person_id"].n_unique())
