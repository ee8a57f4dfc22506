"""How much more often persons treated for cancer have a condition than others of their age and sex."""

import polars as pl

from mutualis.methods.counts import poisson
from mutualis.methods.designs import design
from mutualis.study import Desk
from mutualis.study.estimated import behind, rows, shares

from .cohort import CELL, PERSON, diagnoses, people


def shares_of(long: pl.DataFrame) -> pl.DataFrame:
    """The share of the cohort with each condition (percent)."""
    told = long.group_by("condition", maintain_order=True).agg(pl.col("has").sum(), of=pl.len())
    return shares([({"condition": name}, int(met), int(of)) for name, met, of in told.rows()])


def everyone(desk: Desk) -> pl.DataFrame:
    """The insured by year, sex and five years of age."""
    told = people(desk)
    return desk.read(told.group_by(*CELL).agg(persons=told.count()))


def everyones(desk: Desk, variant: str) -> pl.DataFrame:
    """Of the insured those with each condition, by the same."""
    told = people(desk).select(*PERSON, "sex", "age_class").inner_join(diagnoses(desk, variant), PERSON)
    return desk.read(told.group_by(*CELL, "condition").agg(events=told.count()))


def ratio(
    cohort: pl.DataFrame, found: pl.DataFrame, met: pl.DataFrame, whole: pl.DataFrame, events: pl.DataFrame
) -> pl.DataFrame:
    """The cells of one condition: the cohort, and the insured without those treated in the year (`found`).

    `met`: who was ever treated and has the condition; `whole` and `events`: all insured, and those with it.
    """
    own = _cells(cohort, met).with_columns(cohort=pl.lit(1))
    theirs = _cells(found, met).select(*CELL, minus="persons", less="events")
    others = whole.join(events.select(*CELL, "events"), on=CELL, how="left").join(theirs, on=CELL, how="left")
    left = others.with_columns(pl.col("events", "minus", "less").fill_null(0).cast(pl.Int64)).select(
        *CELL, pl.col("persons") - pl.col("minus"), pl.col("events") - pl.col("less"), cohort=pl.lit(0)
    )
    columns = [*CELL, "persons", "events", "cohort"]
    kinds = {"persons": pl.Int64, "events": pl.Int64, "cohort": pl.Int64}
    both = pl.concat([each.select(columns).cast(kinds) for each in (own, left)])
    return both.filter(pl.col("persons") > 0).sort(*CELL, "cohort")


def _cells(rows_: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """Persons and those with the condition by cell."""
    told = rows_.join(met.select(*PERSON).with_columns(has=pl.lit(1)), on=PERSON, how="left")
    return told.group_by(CELL).agg(persons=pl.len(), events=pl.col("has").fill_null(0).sum())


def ratios(
    desk: Desk, variant: str, cohort: pl.DataFrame, found: pl.DataFrame, met: pl.DataFrame, listed: str
) -> pl.DataFrame | None:
    """The ratio of each condition by one variant; conditions of too few are left out, and the report says so."""
    whole, all_events, parts, few = everyone(desk), everyones(desk, listed), [], []
    for name in desk.parameters[listed]:
        own = met.filter(pl.col("condition") == name)
        counted = cohort.join(own, on=PERSON, how="semi").height
        if counted < desk.parameters["least_persons"]:
            few.append(name)
            continue
        cells = ratio(cohort, found, own, whole, all_events.filter(pl.col("condition") == name))
        model = poisson(
            cells["events"], design(cells, ["cohort", "sex", "age_class"]), cells["persons"].cast(pl.Float64)
        )
        heads = {"variant": variant, "condition": name}
        parts.append(rows([(heads, model.rate_ratio("cohort"))], behind(counted, cohort.height)))
    if few:
        why = f"fewer than {desk.parameters['least_persons']} of the cohort have it"
        desk.deviate(f"ratios ({variant}) leaves out {', '.join(few)}", why)
    return pl.concat(parts) if parts else None
