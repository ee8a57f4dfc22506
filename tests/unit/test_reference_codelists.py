"""Code lists: validity, marks, check digits, pairs, counts and amounts."""

import datetime as dt
import itertools
from collections import Counter, defaultdict

import pytest

from mutualis import reference
from mutualis.model import MutualisError

KINDS = {
    "gp_contact",
    "specialist_contact",
    "psychiatrist_contact",
    "day_price",
    "day_hospital",
    "room_single",
    "room_double",
    "room_common",
    "fee",
    "drug_forfait",
    "lab",
    "imaging",
    "surgery",
    "nursing",
    "physio",
    "dental",
    "gmd",
    "admission",
    "capitation",
    "nursing_home_day",
    "delivery",
    "reconstruction",
    "coronary",
    "home_hospital",
    "other",
}


def rows(name: str) -> tuple[dict[str, str], ...]:
    return reference.codelist(name).rows


def overlaps(periods: list[tuple[str, str]]) -> bool:
    """Whether two periods of one code share a day; an empty end is open."""
    ordered = sorted(periods)
    return any((before[1] or "9999") >= after[0] for before, after in itertools.pairwise(ordered))


def cnk_check(code: str) -> int:
    digits = [int(each) for each in code[:6]]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10


@pytest.mark.parametrize("name", reference.codelist_names())
def test_a_list_is_not_empty_and_every_row_has_code_names_dates_source_and_mark(name: str) -> None:
    assert rows(name)
    for row in rows(name):
        assert all(row[column] for column in ("code", "nl", "fr", "en", "valid_from", "source")), row
        assert row["mark"] in {"seen", "inferred", "stand-in"}
        assert dt.date.fromisoformat(row["valid_from"]) <= dt.date.fromisoformat(row["valid_to"] or "9999-12-31")


@pytest.mark.parametrize("name", reference.codelist_names())
def test_the_periods_of_one_code_never_overlap(name: str) -> None:
    periods = defaultdict(list)
    for row in rows(name):
        periods[row["code"]].append((row["valid_from"], row["valid_to"]))
    assert [code for code, of_code in periods.items() if overlaps(of_code)] == []


def test_the_check_for_overlaps_finds_a_shared_day_and_an_open_end() -> None:
    assert overlaps([("2002-01-01", "2018-12-31"), ("2018-12-31", "")])
    assert overlaps([("2002-01-01", ""), ("2019-01-01", "")])
    assert not overlaps([("2019-01-01", ""), ("2002-01-01", "2018-12-31")])


def test_the_last_digit_of_a_nomenclature_code_is_the_first_five_mod_seven() -> None:
    assert [row["code"] for row in rows("nomenclature") if int(row["code"][:5]) % 7 != int(row["code"][5])] == []
    assert {len(row["code"]) for row in rows("nomenclature")} == {6}


def test_the_codes_seen_in_sources_are_in_the_nomenclature() -> None:
    seen = {
        "101032",
        "101076",
        "103132",
        "103412",
        "103434",
        "102771",
        "102852",
        "107376",
        "107413",
        "109594",
        "477724",
        "477746",
        "305550",
        "305561",
    }
    seen |= {
        "428035",
        "428050",
        "428072",
        "763593",
        "767443",
        "767465",
        "750212",
        "125020",
        "127164",
        "201294",
        "201305",
        "212015",
        "384042",
    }
    assert seen <= reference.codelist("nomenclature").codes()


def test_in_a_pair_the_odd_stem_is_ambulatory_and_the_next_even_stem_hospitalised() -> None:
    by_code = {row["code"]: row for row in rows("nomenclature")}
    pairs = [row for row in rows("nomenclature") if row["pair_code"] and row["ambulatory_hospital"] == "1"]
    assert len(pairs) > 250
    for row in pairs:
        twin = by_code[row["pair_code"]]
        assert int(row["code"][:5]) % 2 == 1
        assert int(twin["code"][:5]) == int(row["code"][:5]) + 1
        assert (twin["ambulatory_hospital"], twin["pair_code"]) == ("2", row["code"])
        assert (twin["cost_group"], twin["kind"]) == (row["cost_group"], row["kind"])
    assert sum(bool(row["pair_code"]) for row in rows("nomenclature")) == 2 * len(pairs)


def test_there_are_at_least_600_codes_in_about_40_cost_groups_of_known_kinds() -> None:
    assert len(rows("nomenclature")) >= 600
    used = {row["cost_group"] for row in rows("nomenclature")}
    assert used <= reference.codelist("cost_group").codes()
    assert 38 <= len(used) <= 50
    assert {row["kind"] for row in rows("nomenclature")} == KINDS


def test_the_fourth_digit_of_an_accounting_code_tells_ambulatory_from_hospital() -> None:
    known = {row["code"]: row for row in rows("accounting")}
    for row in rows("nomenclature"):
        assert known[row["accounting_code"]]["cost_group"] == row["cost_group"] == row["document_n"][1:]
        assert row["accounting_code"][3] == row["ambulatory_hospital"]
    assert {row["ambulatory_hospital"] for row in rows("nomenclature") if row["cost_group"] == "80"} == {"3"}


def test_reimbursement_never_exceeds_the_fee_and_preference_never_costs_the_patient_more() -> None:
    for row in rows("nomenclature"):
        assert 0 <= int(row["reimbursed_cents"]) <= int(row["reimbursed_preferential_cents"]) <= int(row["fee_cents"])
    for row in rows("cnk"):
        assert 0 <= int(row["reimbursed_cents"]) <= int(row["reimbursed_preferential_cents"]) <= int(row["price_cents"])


def test_the_qualifications_that_a_code_allows_exist() -> None:
    allowed = {each for row in rows("nomenclature") for each in row["qualifications"].split()}
    assert allowed <= reference.codelist("qualification").codes()
    general = {row["code"] for row in rows("qualification") if row["is_gp"] == "1"}
    contacts = [row for row in rows("nomenclature") if row["kind"] == "gp_contact"]
    assert all(set(row["qualifications"].split()) <= general for row in contacts)


def test_a_psychiatrist_is_a_specialist_and_a_gp_is_none() -> None:
    for row in rows("qualification"):
        assert not (row["is_psychiatrist"] == "1" and row["is_specialist"] == "0")
        assert not (row["is_gp"] == "1" and row["is_specialist"] == "1")


def test_there_are_at_least_800_product_codes_over_200_substances_with_right_check_digits() -> None:
    assert len(rows("cnk")) >= 800
    assert len({row["atc_code"] for row in rows("cnk")}) >= 200
    assert [row["code"] for row in rows("cnk") if cnk_check(row["code"]) != int(row["code"][6])] == []
    assert {row["category"] for row in rows("cnk")} <= {row["category"] for row in rows("drug_category")}
    assert all(int(row["ddd_thousandths_per_pack"]) > 0 for row in rows("cnk"))


def test_every_product_has_its_substance_and_every_substance_its_four_upper_levels() -> None:
    level = {row["code"]: row["level"] for row in rows("atc")}
    for row in rows("cnk"):
        assert [level[row["atc_code"][:length]] for length in (1, 3, 4, 5, 7)] == list("12345")
    assert sum(row["code"].startswith("J01") and row["level"] == "5" for row in rows("atc")) >= 20


def test_a_drug_category_is_a_zero_and_a_pseudo_code_with_its_check_digit() -> None:
    assert all(
        row["code"][0] == "0" and int(row["code"][1:6]) % 7 == int(row["code"][6]) for row in rows("drug_category")
    )
    assert {row["category"] for row in rows("drug_category")} >= {"A", "B", "C", "Cs", "Cx", "Fa", "Fb", "D"}
    assert {row["accounting_code"] for row in rows("drug_category")} <= reference.codelist("accounting").codes()
    before = {row["category"] for row in reference.codelist("drug_category").valid(dt.date(2012, 3, 31))}
    assert not {"Fa", "Fb"} & before


@pytest.mark.parametrize("name", ["hospital", "institution"])
def test_the_number_of_an_institution_has_97_minus_the_first_six_mod_97_as_its_check(name: str) -> None:
    for row in rows(name):
        assert len(row["code"]) == 11
        assert int(row["code"][6:8]) == 97 - int(row["code"][:6]) % 97


def test_there_are_105_general_and_60_other_hospitals_and_their_number_holds_code_agr() -> None:
    kinds = Counter(row["kind"] for row in rows("hospital"))
    assert kinds["general"] == 105
    assert kinds["psychiatric"] + kinds["rehabilitation"] == 60
    assert len({row["agr_code"] for row in rows("hospital")}) == 165
    for row in rows("hospital"):
        assert row["code"][:3] == ("720" if row["kind"] == "psychiatric" else "710")
        assert (row["code"][3:6], row["code"][8:]) == (row["agr_code"], "000")


def test_institutions_are_the_hospitals_and_at_least_300_nursing_homes_with_known_qualifications() -> None:
    assert reference.codelist("hospital").codes() < reference.codelist("institution").codes()
    assert sum(row["kind"] == "nursing_home" for row in rows("institution")) >= 300
    assert {row["code"][-3:] for row in rows("institution")} <= reference.codelist("qualification").codes()


def test_an_institution_lies_in_a_municipality_that_has_one_code_in_every_year() -> None:
    always = set(reference.geography(2014).municipalities) & set(reference.geography(2025).municipalities)
    assert {row["municipality_code"] for row in rows("institution")} <= always


def test_holder_codes_say_scheme_and_increased_reimbursement_and_their_pairs_are_known() -> None:
    first, second = reference.codelist("cg1").codes(), reference.codelist("cg2").codes()
    for row in rows("cg1"):
        assert row["scheme"] == {"1": "general", "4": "self_employed"}[row["code"][0]]
        assert row["is_increased"] == str(int(row["code"][2]) % 2)
    for row in rows("cg_combination"):
        assert row["code"] == row["cg1"] + row["cg2"]
        assert row["cg1"] in first
        assert row["cg2"] in second
    now = reference.codelist("cg_combination").valid(dt.date(2023, 12, 31))
    assert {row["cg1"] for row in now} == first
    assert not {row["cg2"] for row in now} & {"900", "901"}


def test_a_code_is_valid_from_its_first_to_its_last_day() -> None:
    codes = reference.codelist("nomenclature")
    remote = codes.row("101135")
    assert remote["valid_from"] == "2020-03-14"
    assert "101135" not in codes.codes(dt.date(2020, 3, 13))
    assert "101135" in codes.codes(dt.date(2020, 3, 14))
    assert codes.codes() > codes.codes(dt.date(2023, 1, 1))


def test_a_product_is_known_only_while_it_is_reimbursed() -> None:
    day = {"edoxaban": dt.date(2016, 9, 30), "ranitidine": dt.date(2020, 10, 1)}
    valid = {name: {row["atc_code"] for row in reference.codelist("cnk").valid(on)} for name, on in day.items()}
    assert "B01AF03" not in valid["edoxaban"]
    assert "A02BA02" not in valid["ranitidine"]
    assert "A02BA02" in valid["edoxaban"]


def test_unknown_lists_and_codes_are_told_what_there_is() -> None:
    with pytest.raises(MutualisError, match="nomenclature"):
        reference.codelist("nomenclatura")
    with pytest.raises(MutualisError, match="on 2020-03-13"):
        reference.codelist("nomenclature").row("101135", dt.date(2020, 3, 13))
