"""Pregnancies: a delivery is a stay with its code, and before it fewer medicines of the group are handed out."""

import numpy as np
import polars as pl
import pytest

import planted_country
from mutualis.model import Years
from mutualis.synthetic.parameters import section
from mutualis.synthetic.planted import scenario
from mutualis.synthetic.products import products
from mutualis.synthetic.tariffs import tariffs

GIVEN = scenario("studies")["pregnancies"]
FALL = 0.6


@pytest.fixture(scope="module")
def world() -> planted_country.World:
    often = [2 * each for each in GIVEN["deliveries"]]
    return planted_country.world("pregnancies", Years(2021, 2022), fall=FALL, deliveries=often, atc="G03A")


@pytest.fixture(scope="module")
def pregnancies(world) -> pl.DataFrame:
    return pl.from_arrow(world.growth.table("pregnancy"))


def coded(lived: planted_country.Lived, *codes: str) -> np.ndarray:
    """Rows of the lines of care with one of these codes."""
    known = np.array(["", *(each["code"] for each in tariffs().rows)])
    return np.flatnonzero(np.isin(known[lived.after["gz"]["tariff"]], codes))


def test_every_delivery_with_a_stay_has_its_code_once_and_most_deliveries_have_one(world, pregnancies):
    found = []
    for lived in world.years:
        lines = lived.after["gz"].take(coded(lived, GIVEN["code"], GIVEN["caesarean_code"]))
        block = lived.where.people.skeleton.block
        people = [f"{block:03d}{each:08d}" for each in lines["person"].tolist()]
        day = lived.stays.admission[lines["stay"] - 1]
        found.append(pl.DataFrame({"person": people, "day": day.astype(np.int32)}))
    billed = pl.concat(found).with_columns(pl.col("day").cast(pl.Date)).sort("person", "day")
    told = pregnancies.filter("has_stay").select("person", day="delivery_day").sort("person", "day")
    assert billed.rows() == told.rows()
    assert pregnancies["has_stay"].mean() > 0.9


def test_days_of_the_maternity_ward_are_those_of_deliveries(world):
    ward = section("wards")["maternity"]
    for lived in world.years:
        lines = lived.after["gz"]
        stays_of = [
            set(lines["stay"][coded(lived, *codes)]) for codes in ((ward,), (GIVEN["code"], GIVEN["caesarean_code"]))
        ]
        assert stays_of[0] == stays_of[1] != set()
        price = lines.take(coded(lived, ward))
        fee = tariffs().fee[price["tariff"]] * price["quantity"]
        assert (price["reimbursed_cents"] + price["copayment_cents"] == fee).all()


def test_the_share_of_caesareans_is_the_planted_one(pregnancies):
    share, size = GIVEN["caesarean_share"], pregnancies.height
    assert abs(pregnancies["is_caesarean"].mean() - share) < 4 * np.sqrt(share * (1 - share) / size)


def test_deliveries_of_a_woman_are_a_pregnancy_apart(pregnancies):
    gaps = pregnancies.sort("person", "delivery_day").select(pl.col("delivery_day").diff().over("person"))
    assert gaps["delivery_day"].drop_nulls().dt.total_days().min() >= GIVEN["spacing_days"]


def test_stays_stay_in_order_apart_and_transfers_still_point_to_the_discharge(world):
    for lived in world.years:
        stays = lived.stays
        same = stays.person[1:] == stays.person[:-1]
        is_transfer = stays.transfer_from[1:] == np.arange(stays.size - 1)
        assert (np.diff(stays.person) >= 0).all()
        assert ((stays.admission[1:] - stays.discharge[:-1])[same & ~is_transfer] >= 2).all()
        second = np.flatnonzero(stays.transfer_from >= 0)
        assert len(second) == (lived.all_stays.transfer_from >= 0).sum() > 0
        assert (stays.discharge[stays.transfer_from[second]] == stays.admission[second]).all()


def test_the_medicines_fall_in_pregnancy_by_the_planted_share_also_before_the_turn_of_the_year(world, pregnancies):
    group = np.array([False, *(each["atc_code"].startswith("G03A") for each in products().rows)])
    counts = {"before": 0, "after": 0, "other_before": 0, "other_after": 0}
    known = {
        person: [day.toordinal() - 719_163 for day in own["delivery_day"]]
        for (person,), own in pregnancies.group_by("person")
    }
    for lived in world.years:
        block = lived.where.people.skeleton.block
        for name, lines in (("before", lived.before["fu"]), ("after", lived.after["fu"])):
            chosen = np.flatnonzero(group[lines["product"]])
            for person, day in zip(
                lines["person"][chosen].tolist(), lines["service_day"][chosen].tolist(), strict=True
            ):
                born = known.get(f"{block:03d}{person:08d}", [])
                inside = any(0 < each - day <= GIVEN["days"] for each in born)
                counts[name if inside else f"other_{name}"] += 1
    size = counts["before"]
    assert abs(1 - counts["after"] / size - FALL) < 4 * np.sqrt(FALL * (1 - FALL) / size)
    # pregnancies of the year after the last have no delivery in the truth, and a few of its days are thinned too
    assert 0.97 < counts["other_after"] / counts["other_before"] <= 1
    told = pl.from_arrow(world.growth.table("pregnancy_medicine"))
    assert told["removed_packs"].sum() / (told["removed_packs"] + told["there_packs"]).sum() == pytest.approx(
        FALL, abs=0.1
    )
