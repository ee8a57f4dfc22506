"""What is known of patients apart from the provider: age, sex, right, illnesses, stays, contacts with others.

No column that the provider's own billing makes is among them (as lasting lump sums B or C in the member states): the
provider would tell the class of its own patient.
"""

from collections.abc import Sequence

import polars as pl

from mutualis.study.desk import Desk

LIST = "open"
COUNTS = ("gp_contacts", "specialist_contacts", "hospital_nights", "classic_stays", "polypharmacy_substances")


def patients(desk: Desk, conditions: Sequence[str]) -> pl.DataFrame:
    """A row a person and year of the study: age, woman, increased, region_code, COUNTS as roots, the number of
    `illnesses`, and 0 or 1 for each of these pseudodiagnoses (open list). Persons of unknown age or sex are not there.
    """
    people = desk.read(desk.of_years("derived_population_year")).drop_nulls(["age", "sex"])
    told = people.select(
        "person_id", "year", "age", "region_code",
        woman=(pl.col("sex") == "2").cast(pl.Int64),
        increased=pl.col("is_increased_reimbursement").fill_null(value=False).cast(pl.Int64),
    )  # fmt: skip
    met = told.join(_contacts(desk), on=["person_id", "year"], how="left")
    met = met.join(_illnesses(desk, conditions), on=["person_id", "year"], how="left")
    return met.with_columns(pl.col(*COUNTS, "illnesses", *conditions).fill_null(0))


def _contacts(desk: Desk) -> pl.DataFrame:
    """Counts as roots: a tenth contact says less than a second."""
    found = desk.read(desk.of_years("derived_person_year"))
    return found.select("person_id", "year", pl.col(COUNTS).cast(pl.Float64).sqrt())


def _illnesses(desk: Desk, conditions: Sequence[str]) -> pl.DataFrame:
    found = desk.read(desk.of_years("derived_person_year_diagnosis")).filter(pl.col("list") == LIST)
    has = [(pl.col("condition") == each).any().cast(pl.Int64).alias(each) for each in conditions]
    return found.group_by("person_id", "year").agg(*has, illnesses=pl.col("condition").n_unique())
