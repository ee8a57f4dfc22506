"""Comorbidities for the cancer registry: who is in the cohort, what a score holds, and what a delivery would carry."""

import csv
from types import SimpleNamespace
from typing import Any

import duckdb
import ibis
import numpy as np
import polars as pl
import pytest

from mutualis import reference
from mutualis.engine import sql
from mutualis.methods.charlson import scores
from mutualis.model import MutualisError, Years
from mutualis.reference import authorisations
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "cancer-registry-comorbidities")
CODE = code(STUDY).__globals__
MODELS, COHORT = CODE["models"], CODE["treated"].__globals__
KINDS = {"charlson": "string", "person_id": "string", "year": "int32", "age": "int32", "sex": "string",
         "atc_code": "string", "packages": "int64", "list": "string", "condition": "string"}  # fmt: skip


def frame(columns: str, *rows: tuple[Any, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=columns.split(), orient="row")


def desk(**tables: pl.DataFrame) -> Desk:
    """A desk over these tables, read by DuckDB."""
    named = {
        name: ibis.table({each: KINDS[each] for each in given.columns}, name=name) for name, given in tables.items()
    }

    def read(expression: Any, parameters: Any = None) -> pl.DataFrame:
        with duckdb.connect() as engine:
            for name, given in tables.items():
                engine.register(name, given.to_arrow())
            return engine.sql(sql(expression)).pl()

    data: Any = SimpleNamespace(table=named.__getitem__, read=read)
    return Desk(STUDY, data, Years(2017, 2019), 5)


PEOPLE = frame(
    "person_id year age sex",
    *(
        (person, year, age, "2")
        for person, age in (("a", 70), ("b", 50), ("c", 60), ("d", 20))
        for year in (2017, 2018, 2019)
    ),
)
DRUGS = frame(
    "person_id year atc_code packages",
    ("a", 2018, "L02BA01", 1), ("a", 2019, "L02BA01", 1), ("a", 2017, "A10A", 1),
    ("b", 2017, "L01BC06", 2), ("b", 2018, "L01BC06", 2),
    ("c", 2018, "L01BA01", 1),
    ("d", 2018, "L02BA01", 1),
)  # fmt: skip
FOUND = {"derived_person_year_drug": DRUGS, "derived_population_year": PEOPLE}


def test_the_cohort_is_of_cancer_medicines_without_methotrexate_and_of_adults() -> None:
    found = COHORT["index"](COHORT["treated"](desk(**FOUND)))
    assert found.select("person_id", "year", "is_new").rows() == [("a", 2018, True), ("b", 2018, False)]


def test_a_medicine_that_was_taken_back_is_none() -> None:
    none = DRUGS.with_columns(packages=pl.lit(0))
    with pytest.raises(MutualisError, match=r"Nobody is treated for cancer in 2017-2019\. Take two years or more"):
        COHORT["treated"](desk(derived_person_year_drug=none, derived_population_year=PEOPLE))


def test_a_condition_is_that_of_the_year_before_and_counts_once_however_many_codes_tell_it() -> None:
    diagnoses = frame(
        "person_id year list condition",
        ("a", 2017, "nihdi", "CV_A"), ("a", 2017, "nihdi", "CV_B"), ("a", 2018, "nihdi", "GLAU"),
        ("a", 2017, "open", "gout"), ("z", 2017, "nihdi", "CV_A"),
    )  # fmt: skip
    given = desk(derived_person_year_diagnosis=diagnoses, **FOUND)
    found = COHORT["conditions"](given, "nihdi").sort("year", "condition")
    assert found.rows() == [("a", 2018, "cardiovascular"), ("a", 2019, "glaucoma")]


def long(*has: tuple[str, str, bool]) -> pl.DataFrame:
    return frame("person_id condition has", *has).with_columns(year=pl.lit(2018), sex=pl.lit("2"), age=pl.lit(66))


def test_the_score_is_the_sum_of_the_weights_of_the_groups_that_medicines_tell() -> None:
    given = long(
        ("a", "diabetes_mellitus", True), ("a", "respiratory", True), ("a", "gout", True), ("b", "dementia", False)
    )
    told = COHORT["scored"](COHORT["grouped"](given, STUDY.parameters["charlson"]), [60, 75])
    weights = scores("vikz2020")
    found = dict(told.select("person_id", "charlson_score").rows())
    assert found == {"a": weights["dm"] + weights["copd"], "b": 0}
    assert dict(told.select("person_id", "score").rows()) == {"a": "2+", "b": "0"}
    assert told["age_group"].unique().to_list() == ["60-74"]


def test_each_person_has_a_row_a_condition_whether_it_is_there_or_not() -> None:
    cohort = frame("person_id year sex age", ("a", 2018, "2", 70), ("b", 2019, "1", 50))
    met = frame("person_id year condition", ("a", 2018, "gout"), ("b", 2018, "gout"), ("a", 2018, "epilepsy"))
    found = COHORT["with_conditions"](cohort, met, ["gout", "glaucoma"])
    assert found.filter("has").select("person_id", "condition").rows() == [("a", "gout")]
    assert found.height == 4


def test_those_treated_in_a_year_are_not_among_the_others() -> None:
    cell = {"year": 2018, "sex": "2", "age_class": "70"}
    cohort = frame("person_id", ("a",), ("b",)).with_columns(**{name: pl.lit(value) for name, value in cell.items()})
    met = frame("person_id year", ("a", 2018))
    whole = pl.DataFrame({**cell, "persons": [100]})
    events = pl.DataFrame({**cell, "events": [21]})
    cells = MODELS.ratio(cohort, cohort, met, whole, events)
    assert cells.select("cohort", "persons", "events").rows() == [(0, 98, 20), (1, 2, 1)]


def test_a_cell_with_nobody_but_those_treated_is_left_out() -> None:
    cell = {"year": 2018, "sex": "2", "age_class": "70"}
    cohort = frame("person_id", ("a",)).with_columns(**{name: pl.lit(value) for name, value in cell.items()})
    whole, events = pl.DataFrame({**cell, "persons": [1]}), pl.DataFrame({**cell, "events": [0]}).clear()
    assert MODELS.ratio(cohort, cohort, frame("person_id year", ("a", 2018)), whole, events)["cohort"].to_list() == [1]


def test_a_ratio_that_is_planted_is_found_again_whatever_ages_the_cohort_has(monkeypatch: pytest.MonkeyPatch) -> None:
    random, given = np.random.default_rng(5), desk()
    ages = random.integers(0, 4, 30_000)
    is_treated = random.random(30_000) < 0.01 * (1 + ages)
    has = random.random(30_000) < np.where(is_treated, 0.10, 0.05) * (1 + ages)
    every = pl.DataFrame({
        "person_id": [f"{each}" for each in range(30_000)], "year": 2018,
        "sex": np.where(random.random(30_000) < 0.5, "1", "2"),
        "age_class": [f"{30 + 5 * each}" for each in ages], "treated": is_treated, "has": has,
    })  # fmt: skip
    cohort = every.filter("treated")
    met = cohort.filter("has").select("person_id", "year", condition=pl.lit("gout"))
    whole = every.group_by(COHORT["CELL"]).agg(persons=pl.len())
    events = every.filter("has").group_by(COHORT["CELL"]).agg(events=pl.len()).with_columns(condition=pl.lit("gout"))
    monkeypatch.setattr(MODELS, "everyone", lambda desk: whole)
    monkeypatch.setattr(MODELS, "everyones", lambda desk, listed: events)
    found = MODELS.ratios(given, "open", cohort, cohort, met, "open")
    (row,) = found.to_dicts()
    assert row["low"] < 2 < row["high"]
    assert row["high"] - row["low"] < 0.6
    assert given.kept.deviations[0].what.startswith("ratios (open) leaves out diabetes_mellitus")


# --- the delivery by person -----------------------------------------------------------------------------------------


def test_the_delivery_by_person_is_an_authorised_linkage() -> None:
    assert authorisations.authorisation_faults(STUDY.folder / "linkage.toml") == ()


def test_the_linkage_hands_over_the_medicines_that_the_conditions_are_told_by_and_no_other() -> None:
    codes = {each for listed in ("open", "nihdi") for given in STUDY.parameters[listed].values() for each in given}
    rows = reference.codelist("pseudodiagnosis").rows
    wanted = {row["atc_code"] for row in rows if row["role"] == "atc" and row["condition"] in codes}
    told = (STUDY.folder / "linkage.toml").read_text(encoding="utf-8")
    assert all(f'"{each}"' in told for each in wanted)
    assert {each for each in wanted if each.startswith(("L01", "L02"))} == set()


def test_the_delivery_describes_a_field_for_each_condition_in_four_languages() -> None:
    with (STUDY.folder / "delivery.csv").open(encoding="utf-8") as lines:
        fields = list(csv.DictReader(lines))
    assert [each["field"] for each in fields if each["type"] == "yes or no"] == [*STUDY.parameters["open"]]
    assert all(each[language] for each in fields for language in ("nl", "fr", "de", "en"))
