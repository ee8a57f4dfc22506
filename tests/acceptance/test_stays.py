"""The stays of a country are those that truly were: hospitals, rooms, transfers, arrivals by the emergency room."""

from collections import Counter
from typing import Any

import polars as pl
import pytest

from mutualis.pipeline import Workspace

KEY = ["hospital_number", "admission_day", "discharge_day", "stay_kind"]


@pytest.fixture(scope="module")
def both(country: Workspace) -> pl.DataFrame:
    """True and derived stays side by side: those all of whose lines were delivered, and whose days nobody shares.

    Persons are coded, so the stays are known by hospital and days.
    """
    true = pl.read_parquet(country.truth / "stay.parquet").filter("is_complete", "is_counted")
    made = pl.read_parquet(country.lake().files("derived_stay"))
    times: Counter[Any] = Counter(true.select(KEY).iter_rows())
    known = [key for key, often in times.items() if often == 1]
    single = pl.DataFrame(known, schema=true.select(KEY).schema, orient="row")
    return single.join(true, on=KEY).join(made, on=KEY, how="left", suffix="_made")


def test_every_true_stay_was_made_with_its_days(both: pl.DataFrame) -> None:
    assert both.height > 200
    assert both["line_count"].null_count() == 0


@pytest.mark.parametrize("flag", ["is_psychiatric", "is_transfer_in", "is_transfer_out"])
def test_a_flag_of_a_stay_is_the_true_one(both: pl.DataFrame, flag: str) -> None:
    assert both[flag].sum() > 0
    wrong = both.filter(pl.col(flag) != pl.col(f"{flag}_made"))
    assert wrong.height <= both.height // 100


def test_who_came_by_the_emergency_room_is_unplanned_and_few_others_are(both: pl.DataFrame) -> None:
    arrived, others = both.filter("is_emergency"), both.filter(~pl.col("is_emergency"))
    assert arrived.height > 50
    assert arrived["is_unplanned"].mean() > 0.9, "some fees are not delivered yet or were taken back"
    assert others["is_unplanned"].mean() < 0.06, "emergency physicians do some planned acts too"


def test_the_patient_pays_each_component_in_some_stay(country: Workspace) -> None:
    made = pl.read_parquet(country.lake().files("derived_stay"))
    parts = [name for name in made.columns if name.endswith("supplement_cents") and name != "supplement_cents"]
    assert len(parts) == 6
    assert all(made[name].sum() > 0 for name in parts)
    assert made.select(pl.sum_horizontal(parts) - pl.col("supplement_cents")).to_series().abs().sum() == 0


def test_the_country_has_malignancies_and_several_services(country: Workspace) -> None:
    made = pl.read_parquet(country.lake().files("derived_stay"))
    assert 0 < made["is_oncological"].mean() < 0.3
    assert made["service_code"].n_unique() > 1


def test_households_of_all_kinds_reach_their_ceilings(country: Workspace) -> None:
    made = pl.read_parquet(country.lake().files("derived_maf_household"))
    reached = made.group_by("maf_type").agg(pl.col("is_reached").mean())
    assert set(reached["maf_type"]) == {"social", "income"}
    assert all(0 < share < 0.5 for share in reached["is_reached"])


def test_patients_of_practices_come_by_file_capitation_and_contacts(country: Workspace) -> None:
    made = pl.read_parquet(country.lake().files("derived_practice_patient"))
    assert set(made["assigned_by"]) == {"file", "capitation", "contacts"}
