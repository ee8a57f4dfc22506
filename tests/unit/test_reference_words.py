"""Texts, parties, rules, corrections and the glossary."""

import string
from pathlib import Path

import pytest

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.reference.corrected import correction
from mutualis.reference.files import Row, read_rows

ENTRY = {
    "id": "x", "database": "gz", "field": "days", "delivery": "", "what": "0 -> 1", "reason": "letter",
    "status": "active", "guard": "10", "valid_from": "", "valid_to": "", "source": "s", "mark": "seen",
}  # fmt: skip


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("language", reference.TEXT_LANGUAGES)
def test_every_text_exists_in_every_language_with_the_same_places_to_fill(language: str) -> None:
    english, words = reference.texts("en"), reference.texts(language)
    assert set(words) == set(english)
    assert [key for key in words if places(words[key]) != places(english[key])] == []
    assert all(each.strip() for each in words.values())


def test_a_text_without_key_language_or_value_is_a_clear_error() -> None:
    assert reference.text("level.region", "fr") == "région"
    with pytest.raises(MutualisError, match="all four languages"):
        reference.text("level.nowhere", "nl")
    with pytest.raises(MutualisError, match="nl, fr, de, en"):
        reference.text("level.region", "it")


def test_seven_unequal_insurers_share_all_members() -> None:
    insurers = reference.insurers()
    assert [each.name for each in insurers] == [
        f"insurer-{n}" for n in ("100", "200", "300", "400", "500", "600", "900")
    ]
    assert sum(each.share_of_members for each in insurers) == pytest.approx(1)
    assert len({each.share_of_members for each in insurers}) == 7
    assert all(set(each.names) == {"nl", "fr", "de", "en"} for each in insurers)


@pytest.mark.parametrize(
    ("role", "keys", "holds", "never"),
    [
        ("insurer", {"sign", "exchange", "c1", "sample"}, {"INSZ", "C1", "own_claims"}, {"C2", "claims"}),
        ("ttp", {"sign", "exchange", "c2", "ledger"}, {"C1", "C2", "RN", "Cproject"}, {"INSZ", "claims", "own_claims"}),
        ("centre", {"sign", "exchange", "ledger", "hospital"}, {"C2", "claims"}, {"INSZ", "C1", "RN", "sender"}),
        ("ehealth_coder", {"sign", "exchange", "rn", "project"}, {"INSZ", "RN", "Cproject"}, {"C1", "C2", "claims"}),
        ("researcher", {"sign", "exchange"}, {"Cproject", "linked_data"}, {"INSZ", "PatID", "RN", "C2"}),
    ],
)  # fmt: skip
def test_a_party_has_its_keys_and_never_holds_what_is_not_its(
    role: str, keys: set[str], holds: set[str], never: set[str]
) -> None:
    party = reference.party(role)
    assert party.keys == keys
    assert holds <= party.may_hold
    assert not never & party.may_hold


def test_no_party_but_an_insurer_holds_a_national_number_and_claims() -> None:
    both = [
        role
        for role, party in reference.parties().items()
        if {"INSZ"} < party.may_hold & {"INSZ", "claims", "own_claims"}
    ]
    assert both == ["insurer"]


def test_an_unknown_role_is_told_which_roles_there_are() -> None:
    with pytest.raises(MutualisError, match="insurer, record_hub, ttp, centre"):
        reference.party("bank")


def test_every_rule_of_the_intake_names_a_known_database_and_field() -> None:
    known = set(reference.databases()) | {"manifest"}
    for rule in reference.rules():
        for database in rule.database.split():
            assert database in known, rule.id
            if rule.field not in {"", "*"} and database != "manifest":
                reference.layout(database).field(rule.field)
        assert all((rule.nl, rule.fr, rule.en))
        assert 0 <= rule.tolerance_share <= 1


def test_corrections_start_empty_and_an_entry_needs_field_status_reason_and_guard() -> None:
    assert reference.corrections() == ()
    assert correction(Row(ENTRY)).guard == 10
    for change in ({"field": "dayz"}, {"status": "maybe"}, {"reason": ""}, {"guard": "many"}):
        with pytest.raises(MutualisError):
            correction(Row({**ENTRY, **change}))


def test_a_row_with_a_missing_cell_is_found_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("code,nl\n1,een\n2\n", encoding="utf-8")
    with pytest.raises(MutualisError, match="Line 3"):
        read_rows(path)
    with pytest.raises(MutualisError, match="list"):
        read_rows(tmp_path / "other.csv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "'list.csv' is empty. Begin it with a line of column names"),
        (b"\n", "'list.csv' is empty"),
        (b"code,nl\n1,caf\xe9\n", "'list.csv' is not in UTF-8. Byte 14 is no part of it. Save it as CSV UTF-8"),
        (b"code,nl\n1," + b"x" * 200_000, "'list.csv' is no CSV. Field larger than field limit"),
        (b"code,nl\n1\n", "Line 2 of the reference file 'list.csv' has 1 cells. The header has 2 columns"),
    ],
)
def test_a_list_that_cannot_be_read_is_told_in_words(tmp_path, content, message):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(MutualisError) as told:
        read_rows(path)
    assert message in str(told.value)


def test_a_list_that_a_spreadsheet_saved_reads_like_any_other(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbfcode,nl\r\n1,een\r\n")
    assert read_rows(path) == (("code", "nl"), (Row(code="1", nl="een"),))


def test_the_glossary_page_is_up_to_date() -> None:
    page = Path(__file__).parents[2] / "docs" / "glossary.md"
    assert page.read_text(encoding="utf-8") == reference.glossary(), "run tools/make_glossary.py"


def test_the_official_codes_of_the_glossary_stand_in_a_layout() -> None:
    known = {field.code for database in reference.databases() for field in reference.layout(database).all}
    rows = read_rows(Path(reference.__file__).parent / "glossary.csv")[1]
    assert {code for row in rows for code in row["official"].split()} <= known
