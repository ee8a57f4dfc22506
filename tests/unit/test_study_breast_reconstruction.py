"""Breast reconstruction: what one operation is, what is above a maximum, and which hospitals are told by name."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from mutualis.model import MutualisError, Years
from mutualis.study import read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "breast-reconstruction")
CODE = code(STUDY).__globals__
MODELS = CODE["models"]
OPERATIONS = {name: CODE["operations"].__globals__[name] for name in ("joined", "left", "classed", "codes")}
DAY = dt.date(2019, 3, 4)
HOSPITAL = "71000733000"


def desk(told: list[tuple[str, str]] | None = None) -> Any:
    deviate = (lambda *each: None) if told is None else (lambda *each: told.append(each))
    return SimpleNamespace(years=Years(2017, 2021), parameters=STUDY.parameters, deviate=deviate, k=5)


def acts(*given: tuple[str, int], day: dt.date = DAY, hospital: str = HOSPITAL) -> pl.DataFrame:
    """Acts by code and supplement."""
    made = [
        {"person_id": "a", "hospital_number": hospital, "operation_day": day, "code": code, "supplement_cents": cents}
        for code, cents in given
    ]
    return pl.DataFrame(made).join(OPERATIONS["codes"](desk()), on="code")


def stay(room: str = "single", first: int = 0, last: int | None = 5) -> pl.DataFrame:
    return pl.DataFrame({
        "person_id": "a", "hospital_number": HOSPITAL, "admission_day": DAY + dt.timedelta(days=first),
        "discharge_day": None if last is None else DAY + dt.timedelta(days=last), "room_type": room,
        "fee_supplement_cents": 900, "stay_kind": "classic",
    }, schema_overrides={"discharge_day": pl.Date})  # fmt: skip


def operation(*given: tuple[str, int], room: str = "single") -> dict[str, Any]:
    found = OPERATIONS["joined"](acts(*given), stay(room)).with_columns(year=pl.lit(2019), age=pl.lit(50))
    (row,) = OPERATIONS["classed"](desk(), found).to_dicts()
    return row


def test_all_acts_of_a_stay_are_one_operation_and_its_supplements_add_up() -> None:
    row = operation(("251823", 100_000), ("251845", 50_000))
    assert (row["form"], row["supplement_cents"], row["breasts"]) == ("nomenclature", 150_000, 2)
    assert not row["both"]


def test_an_operation_with_one_code_of_the_agreement_is_by_the_agreement_and_tells_that_both_were_billed() -> None:
    row = operation(("251860", 200_000), ("251823", 0))
    assert (row["form"], row["both"]) == ("agreement", True)


@pytest.mark.parametrize(
    ("code", "cents", "above"),
    [("251860", 325_497, False), ("251860", 325_498, True), ("251926", 83_914, False), ("251926", 90_000, True)],
)
def test_above_the_maximum_is_beyond_that_of_the_phase_and_breasts(code: str, cents: int, above: bool) -> None:
    assert operation((code, cents))["is_above"] is above


def test_the_excess_is_what_lies_above_the_maximum_of_all_codes_of_the_agreement() -> None:
    assert operation(("251860", 300_000), ("251904", 100_000))["excess_cents"] == 400_000 - 325_497 - 72_110


def test_the_nomenclature_has_no_maximum() -> None:
    row = operation(("251823", 900_000))
    assert (row["excess_cents"], row["is_above"]) == (900_000 * 0, False)


@pytest.mark.parametrize(("first", "last", "there"), [(0, 0, 1), (-9, 0, 1), (1, 5, 0), (-9, -1, 0), (-2, None, 1)])
def test_an_act_belongs_to_the_stay_that_holds_its_day(first: int, last: int | None, there: int) -> None:
    assert OPERATIONS["joined"](acts(("251823", 0)), stay(first=first, last=last)).height == there


def test_an_act_that_was_taken_back_is_none() -> None:
    lines = pl.DataFrame({
        "person_id": "a", "hospital_number": HOSPITAL, "operation_day": DAY, "code": ["251823", "251823", "251845"],
        "quantity": [1, -1, 1], "supplement_cents": [500, -500, 700],
    })  # fmt: skip
    assert OPERATIONS["left"](lines)["code"].to_list() == ["251845"]


def known(**given: Any) -> pl.DataFrame:
    return pl.DataFrame(given)


def test_hospitals_with_few_operations_are_told_with_the_others_of_their_region() -> None:
    told = CODE["hospitals"](known(hospital_number=[HOSPITAL] * 5 + ["71001921000"] * 2 + ["1"]), 5, 2021)
    assert told["hospital"].to_list() == [HOSPITAL] * 5 + ["other 04000"] * 2 + ["other unknown"]


def test_a_hospital_keeps_the_rule_up_to_its_limit() -> None:
    met = [True] * 3 + [False] * 2 + [True] * 4 + [False, True]
    given = known(hospital_number=["a"] * 5 + ["b"] * 5 + ["c"], has_supplement=met)
    found = CODE["rule"](given.with_columns(by_agreement=pl.lit(True)), 2, 60)
    assert dict(found.select("hospital_number", "is_kept").rows()) == {"a": True, "b": False}


def drawn(agreed: tuple[int, int], plain: tuple[int, int]) -> pl.DataFrame:
    """Operations in single rooms: with and without a supplement by form."""
    met = [True] * agreed[0] + [False] * agreed[1] + [True] * plain[0] + [False] * plain[1]
    size = len(met)
    return known(
        has_supplement=met, has_any_supplement=met, by_agreement=[at < sum(agreed) for at in range(size)],
        ten_years=[(at * 7 % 5) / 10 for at in range(size)], two_breasts=[at % 3 == 0 for at in range(size)],
        later=[at % 2 == 0 for at in range(size)], room="single", both=False, is_above=False,
    )  # fmt: skip


def test_shares_are_told_of_those_there_are_and_single_rooms_are_told_of_both_forms_or_of_none() -> None:
    told = MODELS.all_shares(drawn((8, 4), (6, 15)))
    single = told.filter(pl.col("measure") == "with_supplement_single_room")
    assert single.select("group", "persons").rows() == [("agreement", 4), ("nomenclature", 4)]
    assert dict(told.filter(pl.col("measure") == "by_agreement").select("group", "persons").rows()) == {"all": 12}


def test_a_form_that_nobody_was_billed_by_has_no_share() -> None:
    told = MODELS.all_shares(drawn((0, 0), (6, 15)))
    assert "agreement" not in told["group"].to_list()


def test_models_with_too_few_cases_are_left_out_and_the_run_says_so() -> None:
    told: list[tuple[str, str]] = []
    found = MODELS.odds_of_supplement(desk(told), drawn((8, 4), (6, 15)))
    assert found["variant"].unique().sort().to_list() == ["main", "whole_stay"]
    assert told[0][0] == "odds leaves out the variant wider"
    assert MODELS.odds_of_supplement(desk(told), drawn((3, 0), (0, 2))) is None


def test_years_without_an_operation_are_refused() -> None:
    empty = pl.DataFrame(schema={
        "person_id": pl.String, "service_day": pl.Date, "nomenclature_code": pl.String, "quantity": pl.Int64,
        "supplement_cents": pl.Int64, "institution_number": pl.String,
    })  # fmt: skip
    import ibis

    given: Any = SimpleNamespace(
        years=Years(2017, 2021), parameters=STUDY.parameters, read=lambda expression: empty,
        table=lambda name: ibis.table(
            {"service_day": "date", "nomenclature_code": "string"}, name="core_care_line_net"
        ),
    )  # fmt: skip
    with pytest.raises(MutualisError, match="There is no reconstruction in 2017-2021"):
        CODE["operations"](given)
