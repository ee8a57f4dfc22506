"""Geography: counts by year, mergers, and a hierarchy that adds up."""

import datetime as dt
from collections import Counter

import pytest

from mutualis import reference
from mutualis.model import MutualisError

YEARS = {2014: 589, 2018: 589, 2019: 581, 2024: 581, 2025: 565}
PROVINCE_THOUSANDS = {
    "10000": 1900, "20001": 1190, "20002": 410, "21000": 1240, "30000": 1220, "40000": 1560,
    "50000": 1360, "60000": 1120, "70000": 890, "80000": 290, "90000": 500,
}  # fmt: skip
NIS_TO_PROVINCE = {"21": "21000", "23": "20001", "24": "20001", "25": "20002"}


@pytest.mark.parametrize(("year", "count"), YEARS.items())
def test_a_year_has_its_municipalities_43_arrondissements_11_provinces_and_3_regions(year: int, count: int) -> None:
    geography = reference.geography(year)
    assert [len(geography.level(level)) for level in reference.LEVELS] == [1, 3, 11, 43, count]
    assert len(set(geography.municipalities)) == count


@pytest.mark.parametrize("year", YEARS)
def test_every_area_has_a_parent_that_exists_and_every_parent_has_a_child(year: int) -> None:
    geography = reference.geography(year)
    for upper, lower in zip(reference.LEVELS, reference.LEVELS[1:], strict=False):
        parents = {geography.parent(lower, code) for code in geography.codes(lower)}
        assert parents == set(geography.codes(upper)), lower


@pytest.mark.parametrize("year", YEARS)
def test_arrondissement_and_province_follow_from_the_code(year: int) -> None:
    for code in reference.geography(year).municipalities:
        above = reference.geography(year).above(code)
        assert above["arrondissement"] == code[:2] + "000"
        assert above["province"] == NIS_TO_PROVINCE.get(code[:2], code[0] + "0000")


def test_the_columns_of_the_list_agree_with_the_levels_above() -> None:
    for year in YEARS:
        geography = reference.geography(year)
        for row in reference.codelist("municipality").valid(dt.date(year, 12, 31)):
            above = geography.above(row["code"])
            assert (above["province"], above["region"]) == (row["province_code"], row["region_code"])


def test_brussels_is_an_arrondissement_and_a_province_under_its_region() -> None:
    assert reference.geography(2023).above("21004") == {
        "municipality": "21004", "arrondissement": "21000", "province": "21000", "region": "04000", "country": "BE",
    }  # fmt: skip


def test_mouscron_moved_to_another_arrondissement_in_2019_without_moving() -> None:
    assert reference.geography(2018).above("54007")["arrondissement"] == "54000"
    assert reference.geography(2019).above("57096")["arrondissement"] == "57000"
    assert reference.geography(2018).name("arrondissement", "57000", "fr") == "Tournai"
    assert reference.geography(2019).name("arrondissement", "57000", "fr") == "Tournai-Mouscron"


def test_beveren_kruibeke_zwijndrecht_crosses_a_province() -> None:
    assert reference.geography(2024).above("11056")["province"] == "10000"
    assert reference.geography(2025).above("46030")["province"] == "40000"


def test_a_code_that_ended_has_a_successor_that_begins_the_next_day_and_ends_in_2025() -> None:
    by_code = {row["code"]: row for row in reference.codelist("municipality").rows}
    ended = [row for row in by_code.values() if row["valid_to"]]
    assert Counter(row["valid_to"] for row in ended) == {"2018-12-31": 26, "2024-12-31": 29}
    for row in ended:
        successor = by_code[row["successor_code"]]
        assert successor["valid_from"] <= str(dt.date.fromisoformat(row["valid_to"]) + dt.timedelta(1))
        assert not successor["valid_to"] or successor["valid_to"] > row["valid_to"]
    assert all(not row["successor_code"] for row in by_code.values() if not row["valid_to"])


def test_a_code_that_began_in_2019_or_2025_is_named_by_a_code_that_ended() -> None:
    rows = reference.codelist("municipality").rows
    new = {row["code"] for row in rows if row["valid_from"] > "2014-01-01"}
    assert len(new) == 18 + 13
    assert new <= {row["successor_code"] for row in rows}


def test_the_weights_give_each_province_its_round_total() -> None:
    totals: Counter[str] = Counter()
    for row in reference.codelist("municipality").valid(dt.date(2023, 12, 31)):
        assert int(row["weight"]) > 0
        assert row["weight_mark"] == "stand-in"
        totals[row["province_code"]] += int(row["weight"])
    assert {code: round(total / 1000) for code, total in totals.items()} == PROVINCE_THOUSANDS


def test_names_are_there_in_four_languages() -> None:
    names = reference.geography(2025).names["municipality", "62063"]
    assert dict(names) == {"nl": "Luik", "fr": "Liège", "de": "Lüttich", "en": "Liège"}
    assert all(all(each.values()) for each in reference.geography(2018).names.values())


def test_a_year_or_an_area_that_is_not_known_is_an_error() -> None:
    with pytest.raises(MutualisError, match="2014 on"):
        reference.geography(1990)
    with pytest.raises(MutualisError, match="no municipality"):
        reference.geography(2025).parent("municipality", "11007")
    with pytest.raises(MutualisError, match="country, region"):
        reference.geography(2025).level("district")
