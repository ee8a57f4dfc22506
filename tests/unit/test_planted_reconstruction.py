"""Breast reconstruction: shares, rooms, supplements and both codes are the planted ones, and lines tell the same."""

import numpy as np
import polars as pl
import pytest

import planted_country
from mutualis.model import Years
from mutualis.synthetic.planted import scenario
from mutualis.synthetic.stays import SINGLE
from mutualis.synthetic.tariffs import tariffs

GIVEN = scenario("studies")["reconstruction"]


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    return planted_country.world("reconstruction", Years(2021, 2022), share_of_stays=0.8)


@pytest.fixture(scope="module")
def operations(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table("reconstruction"))


@pytest.fixture(scope="module")
def billed(world) -> pl.DataFrame:
    """The lines of reconstructions: person, admission, code, supplement and whether the room is a single one."""
    known = np.array([{"code": "", "kind": ""}, *tariffs().rows])
    parts = []
    for lived in world.years:
        lines = lived.after["gz"].take(tariffs().is_of("reconstruction")[lived.after["gz"]["tariff"]])
        block, stay = lived.where.people.skeleton.block, lines["stay"] - 1
        parts.append(
            pl.DataFrame(
                {
                    "person": [f"{block:03d}{each:08d}" for each in lines["person"].tolist()],
                    "admission_day": lived.stays.admission[stay].astype(np.int32),
                    "code": [known[each]["code"] for each in lines["tariff"].tolist()],
                    "cents": lines["supplement_cents"],
                    "is_single": lived.stays.room[stay] == SINGLE,
                }
            )
        )
    return pl.concat(parts).with_columns(pl.col("admission_day").cast(pl.Date))


def near(share: float, found: pl.Series) -> bool:
    return bool(abs(found.mean() - share) < 4 * np.sqrt(share * (1 - share) / len(found)))


def test_the_planted_shares_are_there(operations):
    agreed = pl.col("billed") != "nomenclature"
    assert near(GIVEN["agreement_share"], operations.select(agreed)["billed"])
    assert near(GIVEN["two_breasts_share"], operations["breasts"] == 2)
    by_agreement = operations.filter(agreed)
    assert near(GIVEN["second_phase_share"], by_agreement["billed"] == "agreement_phase_2")
    assert near(GIVEN["both_codes_share"], by_agreement["has_both_codes"])
    for rows, share in zip((operations.filter(~agreed), by_agreement), GIVEN["supplement_share"], strict=True):
        assert near(share, rows.filter("is_single_room")["supplement_cents"] > 0)


def test_supplements_are_asked_in_single_rooms_only_and_a_few_are_above_the_maximum(operations, billed):
    assert billed.filter(~pl.col("is_single"))["cents"].sum() == 0
    maximum = {
        (f"agreement_phase_{phase}", breasts): GIVEN["maximum_cents"][phase - 1][breasts - 1]
        for phase in (1, 2)
        for breasts in (1, 2)
    }
    rows = operations.filter(pl.col("billed") != "nomenclature").to_dicts()
    above = [row["supplement_cents"] > maximum[row["billed"], row["breasts"]] for row in rows]
    assert above == [row["is_above_maximum"] for row in rows]
    assert 0 < sum(above) < 0.2 * len(rows)


def test_the_lines_tell_what_the_truth_tells(operations, billed):
    codes = dict(zip(("nomenclature", "agreement_phase_1", "agreement_phase_2"), GIVEN["codes"], strict=True))
    wanted = []
    for row in operations.filter("has_stay").to_dicts():
        code = codes[row["billed"]][row["breasts"] - 1]
        wanted.append((row["person"], row["admission_day"], code, row["supplement_cents"]))
        if row["has_both_codes"]:
            wanted.append((row["person"], row["admission_day"], GIVEN["codes"][0][row["breasts"] - 1], 0))
    assert sorted(wanted) == sorted(billed.drop("is_single").rows())
    assert operations["has_stay"].all()


def test_before_the_agreement_all_are_billed_by_the_nomenclature():
    made = planted_country.world("reconstruction", Years(2016, 2016), share_of_stays=0.8).truth("reconstruction")
    assert all(row["billed"] == "nomenclature" for row in made if row["admission_day"].month < 10)
    assert any(row["billed"] != "nomenclature" for row in made)
