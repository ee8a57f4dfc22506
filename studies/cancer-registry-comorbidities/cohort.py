"""Who is treated for cancer, and which other conditions the medicines of the year before tell. Methods 2.2 and 2.3."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

import ibis
import polars as pl

from mutualis.methods.charlson import scores
from mutualis.model import MutualisError
from mutualis.study import Desk

PERSON, CELL = ["person_id", "year"], ["year", "sex", "age_class"]
YEARS_OF_AGE = 5


def medicines(desk: Desk) -> Any:
    """Persons and years with a cancer medicine, as an expression."""
    told, given = desk.of_years("derived_person_year_drug"), desk.parameters
    is_one = ibis.or_(*(told.atc_code.startswith(each) for each in given["cancer"]))
    is_other = ibis.or_(*(told.atc_code.startswith(each) for each in given["not_cancer"]))
    return told.filter(is_one & ~is_other & (told.packages > 0)).select(*PERSON).distinct()


def people(desk: Desk) -> Any:
    """The insured of the ages of the study in each year that has a year before it, by five years of age."""
    told = desk.table("derived_population_year")
    in_years = told.year.between(desk.years.first + 1, desk.years.last)
    kept = told.filter(in_years & (told.age >= desk.parameters["age_least"]) & told.sex.notnull())
    low = (kept.age // YEARS_OF_AGE * YEARS_OF_AGE).cast("int64")
    oldest = ibis.literal(desk.parameters["age_last"])
    return kept.mutate(age_class=ibis.least(low, oldest).cast("string"))


def diagnoses(desk: Desk, variant: str) -> Any:
    """Persons with a condition of a list in the year before (`year` is the year after it), each once."""
    told, codes = desk.table("derived_person_year_diagnosis"), desk.parameters[variant]
    names = {code: name for name, given in codes.items() for code in given}
    kept = told.filter((told.list == variant) & told.condition.isin(sorted(names)))
    named = ibis.cases(*((kept.condition == code, name) for code, name in sorted(names.items())))
    return kept.select("person_id", year=(kept.year + 1).cast("int32"), condition=named).distinct()


def treated(desk: Desk) -> pl.DataFrame:
    """A row a person and year with a cancer medicine that has a year before it, of the insured; `is_new`: none in the
    year before. Refuses years without any.
    """
    met = medicines(desk)
    told = desk.read(people(desk).semi_join(met, "person_id").select(*PERSON, "age", "sex", "age_class"))
    days = desk.read(met).with_columns(pl.lit(True).alias("has"))
    before = days.select("person_id", year=pl.col("year") + 1, had=pl.col("has"))
    found = told.join(days, on=PERSON).join(before, on=PERSON, how="left").sort("person_id", "year")
    if found.is_empty():
        raise MutualisError(
            f"Nobody is treated for cancer in {desk.years}.",
            do="take two years or more, of which medicines are delivered",
        )
    return found.select(*PERSON, "age", "sex", "age_class", is_new=pl.col("had").is_null())


def index(found: pl.DataFrame) -> pl.DataFrame:
    """The first of these years of each person: the index year."""
    return found.group_by("person_id", maintain_order=True).first()


def conditions(desk: Desk, variant: str) -> pl.DataFrame:
    """Conditions of whoever was ever treated for cancer, in the year after the one that tells them."""
    return desk.read(diagnoses(desk, variant).semi_join(medicines(desk), "person_id"))


def with_conditions(cohort: pl.DataFrame, met: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """A row a person of the cohort and condition, with whether it is there (`has`)."""
    grid = cohort.join(pl.DataFrame({"condition": list(names)}), how="cross")
    found = met.with_columns(has=pl.lit(True))
    return grid.join(found, on=[*PERSON, "condition"], how="left").with_columns(pl.col("has").fill_null(value=False))


def grouped(long: pl.DataFrame, groups: Mapping[str, str]) -> pl.DataFrame:
    """A row a person and group after Charlson, with whether a condition tells it and its weight (profile vikz2020)."""
    weights = scores("vikz2020")
    known = long.filter(pl.col("condition").is_in([*groups]))
    told = known.with_columns(charlson=pl.col("condition").replace_strict(groups, return_dtype=pl.String))
    weight = pl.col("charlson").replace_strict({each: weights[each] for each in set(groups.values())})
    by = [*PERSON, "sex", "age", "charlson"]
    return told.group_by(by).agg(pl.col("has").any()).with_columns(weight=weight * pl.col("has")).sort(by)


def scored(groups: pl.DataFrame, bounds: Sequence[int]) -> pl.DataFrame:
    """A row a person with the class of the score: 0, 1, 2 and more; and a class of age."""
    found = groups.group_by(*PERSON, "sex", "age", maintain_order=True).agg(charlson_score=pl.col("weight").sum())
    score = (
        pl.when(pl.col("charlson_score") >= 2).then(pl.lit("2+")).otherwise(pl.col("charlson_score").cast(pl.String))
    )
    return found.with_columns(score=score, age_group=aged(bounds))


def aged(bounds: Sequence[int]) -> pl.Expr:
    """The class of age of tables."""
    found = pl.lit(f"-{bounds[0] - 1}")
    for low, above in zip_longest(bounds, bounds[1:]):
        label = f"{low}-{above - 1}" if above else f"{low}+"
        found = pl.when(pl.col("age") >= low).then(pl.lit(label)).otherwise(found)
    return found
