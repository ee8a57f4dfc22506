"""Heart attacks: the codes are a proxy of known quality, hospitals tell I21, and everyone is followed up."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

import planted_country
from mutualis import reference, synthetic
from mutualis.model import Years
from mutualis.parcel.mzg import read_lines, split_fields
from mutualis.synthetic.planted import scenario
from mutualis.synthetic.tariffs import tariffs

GIVEN = scenario("studies")["infarction"]


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    return planted_country.world("infarction", Years(2021, 2022), share_of_stays=0.4, planned_share=0.1)


@pytest.fixture(scope="module")
def attacks(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table("infarction"))


def acts(world: planted_country.World, code: str) -> list[tuple[str, object]]:
    """Person and admission of the lines with a code."""
    known = np.array(["", *(each["code"] for each in tariffs().rows)])
    found = []
    for lived in world.years:
        lines = lived.after["gz"].take(known[lived.after["gz"]["tariff"]] == code)
        block = lived.where.people.skeleton.block
        days = lived.stays.admission[lines["stay"] - 1].astype("datetime64[D]").tolist()
        found += [(f"{block:03d}{each:08d}", day) for each, day in zip(lines["person"].tolist(), days, strict=True)]
    return sorted(found)


def test_the_codes_of_the_lines_are_those_of_the_truth(world, attacks):
    for code, column in zip(GIVEN["codes"], ("has_angiography", "has_intervention"), strict=True):
        assert acts(world, code) == sorted(attacks.filter(column).select("person", "admission_day").rows())


def test_the_sensitivity_of_the_proxy_is_the_planted_one(attacks):
    true = attacks.filter("is_heart_attack")
    share = GIVEN["angiography_share"]
    assert abs(true["has_angiography"].mean() - share) < 4 * np.sqrt(share * (1 - share) / true.height)
    assert attacks.filter(~pl.col("is_heart_attack"))["has_angiography"].all()
    assert not attacks.filter(~pl.col("is_heart_attack"))["has_intervention"].any()


def test_heart_attacks_of_a_person_are_a_year_apart(attacks):
    gaps = attacks.filter("is_heart_attack").sort("person", "admission_day")
    gaps = gaps.select(pl.col("admission_day").diff().over("person")).drop_nulls()
    assert gaps["admission_day"].dt.total_days().min() >= GIVEN["spacing_days"]


def test_everyone_who_lives_on_is_followed_up_as_often_at_the_same_cost(world, attacks):
    told = pl.from_arrow(world.growth.table("infarction_followup"))
    added = sum(each.after["gz"].size - each.before["gz"].size for each in world.years)
    assert told["acts"].sum() == added - attacks["has_angiography"].sum() - attacks["has_intervention"].sum()
    early = attacks.filter("is_heart_attack", pl.col("discharge_day") < pl.date(2021, 12, 1)).height
    assert told["acts"].sum() > 0.8 * GIVEN["followups"] * early


def test_hospitals_tell_i21_for_heart_attacks_and_for_no_other_stay(tmp_path: Path):
    asked = {"insured": 2_500, "years": Years(2021, 2021), "seed": 3, "late_halves": 0, "threads": 1}
    synthetic.synthesise(tmp_path / "made", **asked, hospitals=True, planted="studies")
    truth = pl.from_arrow(synthetic.Truth(tmp_path / "made/truth").planted("infarction")).filter("is_heart_attack")
    stays = pl.read_parquet(tmp_path / "made/hospitals/truth.parquet")
    of_hospitals = truth.join(stays, left_on=["person", "admission_day"], right_on=["insz", "admission_day"])
    names = tuple(each.name for each in reference.mzg_tables()["DIAGNOSE"].fields)
    coded = pl.concat(
        [split_fields(read_lines(each), names) for each in tmp_path.glob("made/hospitals/*/*/*DIAGNOSE*")]
    )
    principal = coded.filter(pl.col("diagnosis_type") == "P", pl.col("diagnosis").str.starts_with("I21"))
    told = set(principal.select("hospital_code", "diagnosis").rows())
    assert of_hospitals.height > 0
    assert told == set(of_hospitals.select("hospital_code", "diagnosis").rows())
