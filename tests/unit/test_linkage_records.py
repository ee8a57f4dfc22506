"""Records of another holder: read by their layout, selected by the authorisation, relative, matched with claims."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holder_world import LAYOUT, NAME, participants, write
from mutualis.disclosure.small_cells import Task
from mutualis.linkage.holder_file import read_holder_file, unknown_values
from mutualis.linkage.matching import matched_around
from mutualis.linkage.record_cells import analysed_records, rules_with
from mutualis.linkage.records import asked, relative
from mutualis.model import MutualisError
from mutualis.reference import authorisations as law
from mutualis.reference import small_cell_rules

NUMBERS = ["85073003328", "10051700154", "10051700253", "85000000138"]
DAY = dt.date(2023, 6, 1)


@pytest.fixture
def layout(tmp_path):
    return law.read_holder_layout(write(tmp_path).with_suffix(".csv"))


@pytest.fixture
def file(tmp_path):
    """`file(frame)`: the frame as the holder's CSV."""

    def made(frame: pl.DataFrame):
        frame.write_csv(tmp_path / "file.csv")
        return tmp_path / "file.csv"

    return made


def test_the_file_is_read_by_our_names_and_types(layout, file):
    found = read_holder_file(file(participants(NUMBERS)), layout)
    assert found.columns == [
        "insz", "pat_id", "randomisation_day", "age_at_entry", "smoker", "arm", "event_day",
    ]  # fmt: skip
    assert found.row(0) == (NUMBERS[0], "T1", dt.date(2023, 1, 15), 20, "yes", "A", dt.date(2023, 1, 25))
    assert found.schema["age_at_entry"] == pl.Int64
    assert found["event_day"].null_count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.with_columns(NAAM=pl.lit("Jan")), "has 1 columns that its layout has not"),
        (lambda rows: rows.drop("ARM"), "has no column ARM"),
        (lambda rows: rows.with_columns(LOTING=pl.lit("15/01/2023")), "LOTING is no date in 4 rows"),
        (lambda rows: rows.with_columns(LEEFTIJD=pl.lit("old")), "LEEFTIJD is no number in 4 rows"),
        (lambda rows: rows.with_columns(ARM=pl.lit("")), "ARM is empty in 4 rows"),
        (lambda rows: rows.with_columns(ARM=pl.lit("C")), "ARM has values in 4 rows that its list has not"),
    ],
)
def test_a_file_that_breaks_its_layout_is_refused_with_counts_and_no_value(layout, file, change, said):
    with pytest.raises(MutualisError, match=said) as error:
        read_holder_file(file(change(participants(NUMBERS))), layout)
    assert not any(value in str(error.value) for value in (*NUMBERS, "Jan", "old", "15/01"))


def test_the_holder_is_told_which_values_its_list_lacks_the_most_frequent_first(layout, file):
    arms = pl.Series("ARM", ["C", "C", "A", "D"])
    found = unknown_values(file(participants(NUMBERS).with_columns(arms)), layout)
    assert found.rows() == [("ARM", "C", 2), ("ARM", "D", 1)]


def test_a_file_that_is_not_there_or_no_table_is_told(layout, tmp_path):
    with pytest.raises(MutualisError, match=r"There is no file 'no\.csv' of the holder"):
        read_holder_file(tmp_path / "no.csv", layout)
    (tmp_path / "bad.csv").write_bytes(b'a,b\n"\xff\xfe,1\n1,2,3\n')
    with pytest.raises(MutualisError, match=r"bad.csv' (is no CSV|has)"):
        read_holder_file(tmp_path / "bad.csv", layout)


def test_only_records_of_the_anchor_days_the_row_filters_and_the_age_are_asked():
    given_, layout = law.authorisation("cancer-registry"), law.holder_layout("cancer-registry")
    rows = pl.DataFrame(
        [("a", "C50.9", dt.date(2018, 1, 1), 1950), ("b", "C509", dt.date(2017, 12, 31), 1950),
         ("c", "C44.9", dt.date(2018, 1, 1), 1950), ("d", "C61.9", dt.date(2019, 12, 31), 2001),
         ("e", "C18.7", dt.date(2019, 12, 31), 2000), ("f", "C61", dt.date(2020, 1, 1), 1950)],
        schema=["pat_id", "tumour", "incidence_day", "birth_year"], orient="row",
    )  # fmt: skip
    assert asked(given_, layout, rows)["pat_id"].to_list() == ["a", "e"]


def test_days_become_days_from_the_anchor_and_every_record_has_a_code_of_its_own(layout, file):
    records = read_holder_file(file(participants(NUMBERS)), layout)
    made = relative(layout, records)
    assert made["event_offset_days"].to_list() == [10, None, None, 10]
    assert made["anchor_year"].unique().to_list() == [2023]
    assert made["record_code"].n_unique() == 4
    assert "age_at_anchor" not in made.columns
    assert set(made["record_code"]).isdisjoint(relative(layout, records)["record_code"])


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def told(anchors: dict[str, int], services: list[int], before: int, after: int) -> pl.DataFrame:
    """Claims of one person as the centre tells them: once for each anchor whose days they are within."""
    rows = [
        ("p", day(anchor), service - anchor, f"{number:06}")
        for number, service in enumerate(services)
        for anchor in sorted(set(anchors.values()))
        if -before <= service - anchor <= after
    ]
    schema = {"c2": pl.String, "anchor_day": pl.Date, "service_offset_days": pl.Int64, "nomenclature_code": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def records(anchors: dict[str, int]) -> pl.DataFrame:
    schema = {"c2": pl.String, "anchor_day": pl.Date, "record_code": pl.String}
    return pl.DataFrame([("p", day(at), code) for code, at in anchors.items()], schema=schema, orient="row")


@pytest.mark.parametrize(
    ("service", "code", "rule"),
    [
        (0, "first", "from_anchor"),
        (59, "first", "from_anchor"),  # before the second one too: what was begun before comes first
        (60, "second", "from_anchor"),
        (130, "second", "from_anchor"),
        (-20, "first", "before_anchor"),
    ],
)
def test_a_claim_is_of_the_last_anchor_before_it_else_of_the_next(service, code, rule):
    anchors = {"first": 0, "second": 60}
    found = matched_around(records(anchors), told(anchors, [service], 90, 365))
    assert found.rows.select("record_code", "link_rule").rows() == [(code, rule)]
    assert found.by_rule == {f"matched_{rule}": 1}


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(0, 400), min_size=1),
    st.lists(st.integers(-100, 800), max_size=12),
)
def test_every_claim_within_the_days_is_matched_once_and_to_the_record_that_the_rule_says(anchors, services):
    rows = told(anchors, services, 90, 365)
    found = matched_around(records(anchors), rows)
    assert found.rows.height == found.claims == rows["nomenclature_code"].n_unique()
    assert found.without == 0
    for number, code, rule in found.rows.select("nomenclature_code", "record_code", "link_rule").rows():
        service, anchor = services[int(number)], anchors[code]
        near = [each for each in anchors.values() if -90 <= service - each <= 365]
        before = [each for each in near if each <= service]
        assert anchor == (max(before) if before else min(near))
        assert rule == ("from_anchor" if before else "before_anchor")


def test_the_rules_of_the_house_take_in_the_fields_of_a_layout(layout):
    rules = rules_with(layout, ["death_180"], small_cell_rules())
    known = {each.id: each.columns for each in rules.scenarios}
    assert {"age_at_entry", "smoker"} <= set(known["prosecutor"])
    assert "age_at_entry" in known["journalist"]
    assert "smoker" not in known["journalist"]
    assert {"arm", "event_offset_days", "death_180"} <= {each.column for each in rules.sensitive}
    assert set(rules.blanked) == set(rules.quasi)
    remedy = next(each for each in rules.remedies if each.columns == ("age_at_entry",))
    assert (remedy.kind, dict(remedy.values)) == ("classes", {"width": 10, "top": 80})


def test_a_layout_that_names_an_attacker_that_there_is_not_is_refused(tmp_path):
    path = write(tmp_path, layout=LAYOUT.replace("prosecutor journalist", "burglar"))
    layout = law.read_holder_layout(path.with_suffix(".csv"))
    with pytest.raises(MutualisError, match=f"'{NAME}' says that 'burglar' knows LEEFTIJD. Attackers are prosecutor"):
        rules_with(layout, [], small_cell_rules())


def test_the_analysis_of_records_makes_classes_large_enough_and_takes_claims_of_dropped_records_along(layout):
    rows = participants([f"{number:011}" for number in range(400)])
    frame = pl.DataFrame({
        "c_project": rows["RIJKSNUMMER"], "record_code": rows["DEELNEMER"], "anchor_year": [2023] * 400,
        "event_offset_days": rows["EVENT"].is_not_null().cast(pl.Int32), "death_180": [0] * 400,
        "age_at_entry": rows["LEEFTIJD"], "smoker": rows["ROKER"], "arm": rows["ARM"],
    })  # fmt: skip
    claims = frame.select("c_project", "record_code").with_columns(quantity=pl.lit(1))
    task = Task("linked-set", NAME, "K. Analyst", DAY, 5)
    done, after = analysed_records({"records": frame, "claims": claims}, task, layout)
    assert done.report.holds
    assert done.report.after.sets != done.report.before.sets
    seen = after["records"].group_by("age_at_entry", "smoker").agg(pl.col("c_project").n_unique())
    assert seen["c_project"].min() >= 5
    assert set(after["claims"]["record_code"]) == set(after["records"]["record_code"])
