"""Files of hospitals: names, lines closed by `#`, and what every rule finds; what refers to a lost row goes with it."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import reference
from mutualis.intake.hospital import examine, write_hospital_feedback
from mutualis.intake.hospital.values import unknown_codes
from mutualis.parcel.mzg import MzgName, has_fields, read_lines, split_fields, write_mzg

HOSPITAL = "007"
FILES = {
    "PATHOSPI": "007#2019#1#P1#1950#\n007#2019#1#P2#1948#\n",
    "STAYHOSP": (
        "007#2019#1#S1#2019#3#5#2019#3#12#10#30##H#7##1##3000#BE#BE##1#2##1#1#2#I639###P1#\n"
        "007#2019#1#S2#2019#4#1#2019#4#1####U###2##3000#BE#BE##1#2##8#4#2#I619#2#I619#P2#\n"
    ),
    "STAYSPEC": "007#2019#1#S1#1#NEUR#2019#3#5#\n007#2019#1#S2#1#NEUR#2019#4#1#\n",
    "STAYINDX": (
        "007#2019#1#S1#1#D#2019#3#5#5#0#0#0#0#0#\n007#2019#1#S1#2#S3#2019#3#10#2#0#0#0#0#0#\n"
        "007#2019#1#S2#1#D#2019#4#1#1#0#0#0#0#0#\n"
    ),
    "DIAGNOSE": ("007#2019#1#S1#1#P#2#I639#Y#A#\n007#2019#1#S1#1#S#2#I480#Y#A#\n007#2019#1#S2#1#P#2#I619#Y#A#\n"),
}


@pytest.fixture
def delivered(tmp_path):
    """`delivered(table, old, new)`: the good delivery in which a text of one file is another, examined."""

    def deliver(table: str = "", old: str = "", new: str = "", sender: str = HOSPITAL):
        for name, text in FILES.items():
            assert name != table or old in text
            changed = text.replace(old, new, 1) if name == table else text
            (tmp_path / str(MzgName(HOSPITAL, name, 2019, 1))).write_bytes(changed.encode("cp1252"))
        return examine(tmp_path.iterdir(), sender)

    return deliver


def found_in(delivery):
    return {(each.rule, each.file, *each.lines.tolist()) for each in delivery.findings}


def test_a_good_delivery_is_kept_whole(delivered):
    found = delivered()
    assert not found.is_refused
    assert found.findings == ()
    assert {table: rows.height for table, rows in found.tables.items()} == {
        **{"PATHOSPI": 2, "STAYHOSP": 2, "STAYSPEC": 2, "STAYINDX": 3, "DIAGNOSE": 3}
    }


@pytest.mark.parametrize(
    ("table", "old", "new", "found"),
    [
        ("PATHOSPI", "#1950#\n", "#1950\n", {("mzg.fields", "PATHOSPI", 1)}),
        ("PATHOSPI", "#1950#\n", "#1950##\n", {("mzg.fields", "PATHOSPI", 1)}),
        ("PATHOSPI", "007#2019#1#P1", "008#2019#1#P1", {("mzg.content", "PATHOSPI", 1)}),
        ("STAYSPEC", "007#2019#1#S2", "007#2018#1#S2", {("mzg.content", "STAYSPEC", 2)}),
        ("PATHOSPI", "#P2#", "#P1#", {("mzg.key", "PATHOSPI", 1, 2)}),
        ("DIAGNOSE", "S#2#I480", "P#2#I639", {("mzg.key", "DIAGNOSE", 1, 2)}),
        ("PATHOSPI", "#1950#", "#\x81#", {("mzg.encoding", "PATHOSPI", 0)}),
    ],
)
def test_what_blocks_refuses_the_delivery_whole(tmp_path, delivered, table, old, new, found):
    if new == "#\x81#":
        delivered()
        path = tmp_path / str(MzgName(HOSPITAL, table, 2019, 1))
        path.write_bytes(path.read_bytes().replace(b"#1950#", b"#\x81#"))
        delivery = examine(tmp_path.iterdir(), HOSPITAL)
    else:
        delivery = delivered(table, old, new)
    assert delivery.is_refused
    assert delivery.tables == {}
    assert found_in(delivery) == found


@pytest.mark.parametrize(
    ("table", "old", "new", "found", "left"),
    [
        ("STAYHOSP", "2019#3#12", "2019#3#4", {("mzg.order", "STAYHOSP", 1)}, 1),
        ("STAYHOSP", "2019#3#5#", "2019#2#30#", {("mzg.day", "STAYHOSP", 1)}, 1),
        ("STAYHOSP", "#H#7", "#X#7", {("mzg.code", "STAYHOSP", 1)}, 1),
        ("STAYHOSP", "#H#7", "##7", {("mzg.required", "STAYHOSP", 1)}, 1),
        ("STAYHOSP", "2019#3#12", "2019#1x#12", {("mzg.number", "STAYHOSP", 1), ("mzg.day", "STAYHOSP", 1)}, 1),
        ("STAYHOSP", "#I639###P1#", "#I639###P9#", {("mzg.reference", "STAYHOSP", 1)}, 1),
        ("STAYHOSP", "#2#I639##", "#2#63.9##", {("mzg.diagnosis", "STAYHOSP", 1)}, 1),
        ("STAYSPEC", "NEUR#2019#3#5", "NEUR#2019#3#4", {("mzg.order", "STAYSPEC", 1)}, 2),
        ("STAYSPEC", "#NEUR#2019#3", "#NEU#2019#3", {("mzg.length", "STAYSPEC", 1)}, 2),
        ("DIAGNOSE", "#I480#Y", "#I480#Q", {("mzg.code", "DIAGNOSE", 2)}, 2),
        ("DIAGNOSE", "S2#1#P", "S2#4#P", {("mzg.reference", "DIAGNOSE", 3)}, 2),
    ],
)
def test_a_row_that_breaks_a_rule_is_set_aside_with_all_that_refers_to_it(delivered, table, old, new, found, left):
    delivery = delivered(table, old, new)
    assert not delivery.is_refused
    assert found <= found_in(delivery)
    assert delivery.tables["STAYHOSP"].height == left
    stays = set(delivery.tables["STAYHOSP"]["stay_number"])
    for each in ("STAYSPEC", "STAYINDX", "DIAGNOSE"):
        assert set(delivery.tables[each]["stay_number"]) <= stays
    specialisms = set(delivery.tables["STAYSPEC"].select("stay_number", "specialism_order").rows())
    assert set(delivery.tables["DIAGNOSE"].select("stay_number", "specialism_order").rows()) <= specialisms


def test_a_delivery_of_another_hospital_of_none_or_with_a_table_missing_is_refused(delivered, tmp_path):
    assert ("mzg.sender", "STAYHOSP", 0) in found_in(delivered(sender="011"))
    assert ("mzg.hospital", "delivery", 0) in found_in(delivered(sender="999"))
    delivered()
    (tmp_path / str(MzgName(HOSPITAL, "STAYINDX", 2019, 1))).unlink()
    assert ("mzg.missing", "STAYINDX", 0) in found_in(examine(tmp_path.iterdir(), HOSPITAL))


def test_a_table_that_is_not_read_is_tolerated_and_a_name_of_another_form_or_twice_is_not(delivered, tmp_path):
    delivered()
    (tmp_path / "007-Z-3.0-M-PROCEDUR-2019-1.TXT").write_text("whatever", encoding="utf-8")
    found = examine(tmp_path.iterdir(), HOSPITAL)
    assert found_in(found) == {("mzg.tolerated", "PROCEDUR", 0)}
    assert not found.is_refused
    (tmp_path / "007-Z-3.0-A-DIAGNOSE-2019-1.TXT").write_text("x", encoding="utf-8")
    assert ("mzg.name", "delivery", 0) in found_in(examine(tmp_path.iterdir(), HOSPITAL))


def test_an_unknown_code_comes_with_how_often_it_is_there(delivered, tmp_path):
    found = delivered("DIAGNOSE", "#I480#Y", "#I480#Q")
    assert found.unknown_codes == (("DIAGNOSE", "M1_PRESENT_ADM", "Q", 1),)
    written = {path.name: path.read_text(encoding="utf-8") for path in write_hospital_feedback(tmp_path / "f", found)}
    assert "DIAGNOSE,M1_PRESENT_ADM,Q,1" in written["unknown_codes.csv"]
    assert "DIAGNOSE,mzg.code,refuse,1,Een code staat niet in de lijst" in written["rules.csv"]
    assert "mzg.code,refuse,DIAGNOSE,2,M1_PRESENT_ADM" in written["problems.csv"]
    assert not any("P1" in text or "S1" in text for text in written.values())


def test_frequencies_come_most_frequent_first():
    rows = pl.DataFrame({"sex": ["1", "7", "8", "8"], "line": [1, 2, 3, 4]})
    fields = {each.name: "" for each in reference.mzg_tables()["STAYHOSP"].fields if each.name != "sex"}
    told = unknown_codes("STAYHOSP", rows.with_columns(**{name: pl.lit(text) for name, text in fields.items()}))
    assert told == [("STAYHOSP", "A2_CODE_SEX", "8", 2), ("STAYHOSP", "A2_CODE_SEX", "7", 1)]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("001-Z-3.0-A-STAYHOSP-2015-1.TXT", ("001", "STAYHOSP", 2015, 1, "3.0")),
        ("abc-z-1.0-m-diagnose-2019-12.txt", ("ABC", "DIAGNOSE", 2019, 12, "1.0")),
        ("001-Z-3.0-M-STAYHOSP-2015-1.TXT", None),
        ("001-Z-3.0-A-STAYHOSP-2015-1.TXT.exe", None),
        ("../01-Z-3.0-A-STAYHOSP-2015-1.TXT", None),
        ("001-Z-3.0-A-BREAD-2015-1.TXT", None),
    ],
)
def test_the_name_of_a_file_says_hospital_table_year_and_period(name, told):
    found = MzgName.parse(name)
    assert (found and (found.hospital, found.table, found.year, found.period, found.version)) == told


CELL = st.text(st.characters(codec="cp1252", exclude_characters="#\r\n\x00", exclude_categories=["Cc"]), max_size=15)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(CELL, min_size=10, max_size=10), max_size=8))
def test_what_is_written_is_read_again(tmp_path_factory, cells):
    fields = [each.name for each in reference.mzg_tables()["DIAGNOSE"].fields]
    rows = pl.DataFrame(cells, schema=dict.fromkeys(fields, pl.String), orient="row")
    path = write_mzg(Path(tmp_path_factory.mktemp("mzg")), MzgName(HOSPITAL, "DIAGNOSE", 2019, 1), rows)
    lines = read_lines(path)
    assert has_fields(lines, len(fields)).all()
    assert split_fields(lines, tuple(fields)).drop("line").rows() == rows.rows()


def test_every_table_has_the_fields_that_the_guideline_counts():
    """Linkage 1.3: 32 fields of STAYHOSP; the key of a diagnosis is all but what is said of it."""
    tables = reference.mzg_tables()
    sizes = {name: len(table.fields) for name, table in tables.items() if table.fields}
    assert sizes == {"PATHOSPI": 5, "STAYHOSP": 32, "STAYSPEC": 9, "STAYINDX": 15, "DIAGNOSE": 10}
    assert tables["DIAGNOSE"].key[-4:] == ("specialism_order", "diagnosis_type", "diagnosis_system", "diagnosis")
