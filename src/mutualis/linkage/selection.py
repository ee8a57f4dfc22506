"""Which stays and diagnoses of a hospital a linkage is about: the population and row filters of its authorisation."""

import polars as pl

from mutualis import reference
from mutualis.intake.hospital.days import day_of
from mutualis.methods.codes import begins_with, plain_code
from mutualis.reference.authorisations import Authorisation, RowFilter

KEY = ("hospital_code", "stay_number")


def beginnings(filter_: RowFilter) -> tuple[str, ...]:
    """The beginnings of codes that a filter lets through."""
    if filter_.begins_with:
        return filter_.begins_with
    rows = reference.codelist(filter_.codelist).rows
    return tuple(sorted({row["begins_with"] for row in rows if row[filter_.where]}))


def stays_of_population(
    authorisation: Authorisation, stays: pl.DataFrame, patients: pl.DataFrame, told: pl.DataFrame
) -> pl.DataFrame:
    """The stays (STAYHOSP, with `admission`, `discharge` and `birth_year`) of who the authorisation is about."""
    asked = authorisation.population
    dated = stays.with_columns(admission=day_of("admission"), discharge=day_of("discharge"))
    known = dated.join(
        patients.select("hospital_code", "pat_id", "birth_year").unique(), on=["hospital_code", "pat_id"]
    )
    kept = known.filter(pl.col("discharge").is_not_null())
    if asked.discharged_from is not None and asked.discharged_until is not None:
        kept = kept.filter(pl.col("discharge").is_between(asked.discharged_from, asked.discharged_until))
    if asked.older_than is not None:
        kept = kept.filter(pl.col("admission").dt.year() - pl.col("birth_year").cast(pl.Int32) > asked.older_than)
    if asked.diagnoses:
        meant = told.filter(begins_with(plain_code("diagnosis"), asked.diagnoses)).select(KEY).unique()
        kept = kept.join(meant, on=list(KEY), how="semi")
    return kept


def allowed_diagnoses(authorisation: Authorisation, told: pl.DataFrame) -> pl.DataFrame:
    """The diagnoses that may leave the hospital: those of the row filters; everything else stays there."""
    wanted = {
        each for rule in authorisation.rows if rule.table == "diagnoses" for each in beginnings(rule)
    }  # fmt: skip
    return told.filter(begins_with(plain_code("diagnosis"), sorted(wanted)))
