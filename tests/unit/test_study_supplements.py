"""Supplements and access: every code has a kind, quarters lie around the ceiling, every cent is in one part."""

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest

from mutualis.methods.estimates import Estimate
from mutualis.model import MutualisError, Years
from mutualis.reference import codelist
from mutualis.study import maf_beside, own_payments, read_study, root
from mutualis.study.estimated import percent, rows
from mutualis.study.permanent_sample import as_drawn
from mutualis.study.running import code

STUDY = read_study(root(), "supplements-and-access")
CODE = code(STUDY).__globals__


def test_every_group_of_accounting_codes_has_a_kind_and_a_place() -> None:
    found = own_payments.kinds(STUDY.parameters["kinds"])
    assert set(found) == {row["code"] for row in codelist("accounting_group").rows}
    assert found["01ACSM"] == ("consultation", "ambulatory")
    assert found["14HS"] == ("surgery", "hospital")
    assert found["own-341200"] == ("stay", "hospital")
    assert found["own-0751155"] == ("medicine", "ambulatory")
    assert found["unknown"][0] == "other"


def reached(day: dt.date | None) -> pl.DataFrame:
    row = {"person_id": "a", "year": 2019, "home_reached_day": day, "is_reached": day is not None}
    return pl.DataFrame([row], schema_overrides={"home_reached_day": pl.Date, "year": pl.Int32})


def paid(quarter: str, cents: int) -> pl.DataFrame:
    row = {"person_id": "a", "year": 2019, "quarter": quarter, "copayment_cents": cents, "supplement_cents": 2 * cents}
    return pl.DataFrame([row], schema_overrides={"year": pl.Int32})


@pytest.mark.parametrize(
    ("month", "moments"),
    [
        (1, ["quarter_of_ceiling", "after", "after", "after"]),
        (6, ["before", "quarter_of_ceiling", "after", "after"]),
        (12, ["before", "before", "before", "quarter_of_ceiling"]),
    ],
)
def test_each_quarter_is_before_in_or_after_that_of_the_ceiling(month: int, moments: list[str]) -> None:
    found = own_payments.around_ceiling(reached(dt.date(2019, month, 5)), paid("2019Q4", 100))
    of_supplements = found.filter(pl.col("nature") == "supplement")
    assert of_supplements["moment"].to_list() == moments
    assert of_supplements["cents"].to_list() == [0, 0, 0, 200]
    assert found["cents"].sum() == 300


def test_who_reached_no_ceiling_has_no_quarter_around_it() -> None:
    assert own_payments.around_ceiling(reached(None), paid("2019Q4", 100)).is_empty()


def test_every_cent_of_the_patient_data_is_in_one_part_of_the_maf() -> None:
    random = np.random.default_rng(2)
    counting = random.integers(0, 90_000, 60)
    sums = pl.DataFrame({
        "person_id": [f"{each}" for each in range(60)], "year": 2019, "counting_cents": counting,
        "copayment_cents": counting + random.integers(0, 500, 60), "beyond_cents": counting // 3,
    })  # fmt: skip
    insured = sums.head(40).select("person_id", "year", counted_cents=pl.col("counting_cents") - pl.col("beyond_cents"))
    found = maf_beside.parts(sums, insured)
    assert (found.select(pl.sum_horizontal(maf_beside.PARTS)).to_series() == found["copayment_cents"]).all()
    assert (found.head(40)["counted"] == found.head(40)["counted_cents"]).all()
    assert (found.tail(20)["counted"] == 0).all()
    assert found.tail(20)["not_insured"].sum() == int(counting[40:].sum())


def test_a_code_counts_on_the_days_on_which_its_rule_holds_and_no_longer() -> None:
    found = [(each.first, each.last) for each in maf_beside.rules_of(Years(2017, 2021)) if "411100" in each.codes]
    assert found == [("2002-01-01", "2018-12-31")]
    assert not [each for each in maf_beside.rules_of(Years(2019, 2021)) if "411100" in each.codes]


def test_days_of_a_psychiatric_stay_are_limited_until_the_rule_ends() -> None:
    limited = [each.stay_days for each in maf_beside.rules_of(Years(2025, 2026)) if "341200" in each.codes]
    assert sorted(limited) == [0, 365]
    assert not [each for each in maf_beside.rules_of(Years(2026, 2027)) if each.stay_days]


def persons(rows_: int = 4_000) -> pl.DataFrame:
    """Person-years of a panel: supplements of 30 % less for each euro of fee with increased reimbursement."""
    random = np.random.default_rng(3)
    increased, fee = random.random(rows_) < 0.3, random.gamma(2, 20, rows_)
    asked = np.where(random.random(rows_) < np.where(increased, 0.35, 0.5), fee * 0.4, 0.0)
    return pl.DataFrame({
        "person_id": [f"{each}" for each in range(rows_)],
        "home": np.arange(rows_) // 2,
        "is_increased_reimbursement": increased, "fee": 100 * fee, "sup": 100 * asked, "weight": 40,
    })  # fmt: skip


@pytest.mark.parametrize("variant", ["all", "sample"])
def test_the_ratio_of_supplements_by_fee_is_found_again(variant: str) -> None:
    found = CODE["fee_ratio"](variant, persons(), ["is_increased_reimbursement"]).row(0, named=True)
    assert found["low"] < 0.7 < found["high"]
    assert found["high"] - found["low"] < 0.15
    assert found["persons"] == 4_000


def test_a_status_that_nobody_has_is_refused() -> None:
    nobody = persons().with_columns(is_increased_reimbursement=pl.lit(value=False))
    with pytest.raises(MutualisError, match="constant"):
        CODE["fee_ratio"]("all", nobody, ["is_increased_reimbursement"])


def test_an_estimate_is_a_row_with_its_ends_and_a_plain_figure_one_without() -> None:
    found = rows([({"term": "a"}, percent(Estimate(0.5, 0.1, 0.3, 0.7))), ({"term": "b"}, 2.0)], 7)
    assert found.rows() == [("a", 50.0, 30.0, 70.0, 7), ("b", 2.0, None, None, 7)]


def drawn_sample(size: int = 300) -> pl.DataFrame:
    random = np.random.default_rng(4)
    age = random.integers(0, 95, size)
    return pl.DataFrame({
        "age": age, "sex": random.choice(["1", "2"], size), "weight": np.where(age >= 65, 20, 40),
    })  # fmt: skip


def test_the_sample_has_strata_of_age_and_sex_cut_at_65() -> None:
    own = drawn_sample()
    found = as_drawn(own)
    assert found.weights.sum() == own["weight"].sum()
    assert set(found.fraction) == {1 / 40, 1 / 20}
    sixties = own.filter(pl.col("age").is_between(60, 69) & (pl.col("sex") == "1")).height
    assert sixties > 2
    assert len(found.fraction) == own.select("sex", decade=pl.col("age") // 10, is_old=pl.col("age") >= 65).n_unique()


def test_a_member_of_a_household_who_was_not_drawn_is_no_part_of_the_sample() -> None:
    with pytest.raises(MutualisError, match="no weight"):
        as_drawn(drawn_sample().with_columns(weight=pl.lit(None, pl.Int64)))


def test_a_sample_of_nobody_is_refused() -> None:
    with pytest.raises(MutualisError, match="Nobody"):
        as_drawn(drawn_sample().head(0))


def test_the_model_of_the_sample_weighs_persons_and_that_of_all_does_not() -> None:
    some: Any = pl.DataFrame({
        "household_head_id": ["a", "b"], "region_code": ["1", "2"], "year": [2018, 2019], "weight": [40, None],
    })  # fmt: skip
    assert CODE["chosen_rows"]("all", some)[1] is None
    own, weights = CODE["chosen_rows"]("sample", some)
    assert (own.height, weights.tolist()) == (1, [40.0])
