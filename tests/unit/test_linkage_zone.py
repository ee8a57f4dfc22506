"""The researcher's zone: named persons, granted columns, logged reads, and the check of what leaves."""

import datetime as dt
import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linked_sets import DAY, NAME, house, linked
from mutualis import disclosure
from mutualis.disclosure.small_cells import Task, approved
from mutualis.linkage import gate, retention, zone
from mutualis.linkage.gate import Closed
from mutualis.linkage.permit import Refused
from mutualis.linkage.project import Project
from mutualis.linkage.small_cells import analysed, dataset_hash
from mutualis.linkage.zone.output import cross_table
from mutualis.model import MutualisError
from mutualis.pipeline.zone import asked

PERSON, HOLDER = "R. Researcher", "H. Holder"
COLUMNS = {"stays": ("sex", "discharge_year", "hospital_number", "death_30")}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A house whose gate is open."""
    found = house(tmp_path_factory.mktemp("zone"))
    project = Project(found.nodes["project-store"], NAME)
    done, after = analysed(linked(), Task("linked-set", NAME, "K. Analyst", DAY, 5))
    project.save("analysis-set", after)
    report = approved(done.report, "L. Approver", DAY).to_json()
    gate.keep(project, gate.decision(found.nodes["kce"], NAME, dataset_hash(after), report))
    return found


@pytest.fixture
def store(made):
    return made.permit("project-store")


@pytest.fixture
def project(made):
    return Project(made.nodes["project-store"], NAME)


@pytest.fixture
def entered(made, store):
    zone.grant(store, PERSON, HOLDER, COLUMNS)
    return zone.enter(store, zone.ask(made.permit("researcher"), PERSON))


def events(made, what):
    return [each for each in made.nodes["project-store"].ledger.events() if each.what == what]


def test_a_person_reads_the_granted_columns_and_every_read_is_logged_with_the_person(made, entered):
    before = len(events(made, "zone.read"))
    assert entered.read("stays").columns == list(COLUMNS["stays"])
    assert entered.read("stays", ("sex",)).columns == ["sex"]
    told = events(made, "zone.read")[before:]
    assert [(each.subject, each.counts["person"], each.counts["columns"]) for each in told] == [
        (f"{NAME}/stays", PERSON, 4),
        (f"{NAME}/stays", PERSON, 1),
    ]
    for table, columns, said in (
        ("stays", ("c_project",), "may not read stays.c_project"),
        ("claims", (), "may not read a table 'claims'"),
    ):
        with pytest.raises(Refused, match=said):
            entered.read(table, columns)


def test_a_read_that_cannot_be_logged_hands_nothing_out(made, entered, monkeypatch):
    def full(*_):
        raise MutualisError("The disk is full.")

    monkeypatch.setattr(made.nodes["project-store"].ledger, "record_event", full)
    with pytest.raises(MutualisError, match="disk is full"):
        entered.read("stays")


@pytest.mark.parametrize(
    ("tables", "by", "said"),
    [
        ({"stays": ("insz",)}, HOLDER, "does not open stays.insz"),
        ({"diary": ("day",)}, HOLDER, "does not open diary.day"),
        ({"stays": ()}, HOLDER, "does not open stays"),
        ({"claims": ("c2",)}, HOLDER, "does not open claims.c2"),
        (None, PERSON, "somebody else who allows it"),
        (None, " ", "somebody else who allows it"),
    ],
)
def test_what_the_authorisation_does_not_open_is_not_granted_and_nobody_grants_himself(store, tables, by, said):
    with pytest.raises(MutualisError, match=said):
        zone.grant(store, PERSON, by, tables)


def test_without_a_grant_or_after_its_end_or_withdrawal_nobody_enters(made, store):
    researcher = made.permit("researcher")
    with pytest.raises(Refused, match="has no access to the zone"):
        zone.enter(store, zone.ask(researcher, "somebody"))
    zone.grant(store, "T. Temporary", HOLDER, until=str(DAY - dt.timedelta(1)))
    with pytest.raises(Refused, match="has no access"):
        zone.enter(store, zone.ask(researcher, "T. Temporary"))
    zone.grant(store, "T. Temporary", HOLDER)
    assert zone.enter(store, zone.ask(researcher, "T. Temporary")).tables["claims"]
    zone.withdraw(store, "T. Temporary", HOLDER)
    with pytest.raises(Refused, match="has no access"):
        zone.reenter(store, "T. Temporary")


def test_a_grant_that_was_written_by_hand_counts_for_nothing(project, store):
    zone.grant(store, PERSON, HOLDER, COLUMNS)
    path = project.path / "grants.json"
    kept = json.loads(path.read_text())
    forged = json.loads(kept[0])
    forged["signed"] = forged["signed"].replace('"death_30"', '"c_project"')
    path.write_text(json.dumps([json.dumps(forged)]))
    with pytest.raises(MutualisError, match="not signed by a node of the role project_store"):
        zone.grants(project)
    path.write_text(json.dumps(kept))


def test_only_a_researchers_node_can_ask_and_a_request_holds_for_a_day(made, store):
    with pytest.raises(Refused, match="gives step 12 not to a disclosure_checker"):
        zone.ask(made.permit("kce"), PERSON)
    zone.grant(store, PERSON, HOLDER, COLUMNS)
    old = zone.ask(made.permit("researcher", DAY - dt.timedelta(1)), PERSON)
    with pytest.raises(Refused, match="not for ivc-20-284-a today"):
        zone.enter(store, old)
    forged = json.loads(zone.ask(made.permit("researcher"), "somebody"))
    forged["signed"] = forged["signed"].replace("somebody", PERSON)
    with pytest.raises(MutualisError, match="not signed by a node of the role researcher"):
        zone.enter(store, json.dumps(forged).encode())


def test_the_door_closes_when_a_file_changes_and_when_the_hours_are_over(made, entered, store, project, monkeypatch):
    kept = project.whole("analysis-set")
    project.save("analysis-set", {**kept, "claims": kept["claims"].head(3)})
    with pytest.raises(Closed, match="changed since it was opened"):
        entered.read("stays")
    with pytest.raises(Closed, match="changed since the small cell analysis"):
        zone.enter(store, zone.ask(made.permit("researcher"), PERSON))
    project.save("analysis-set", kept)
    zone.enter(store, zone.ask(made.permit("researcher"), PERSON), hours=-1)
    with pytest.raises(Closed, match="was open until"):
        zone.reenter(store, PERSON)
    with pytest.raises(Closed, match="is not in the zone"):
        zone.reenter(store, PERSON)


def test_after_the_time_of_the_data_nobody_enters(made, store):
    node = made.nodes["project-store"]
    retention.start(node, NAME, "collection", DAY.replace(year=DAY.year - 4) - dt.timedelta(1))
    zone.grant(store, PERSON, HOLDER, COLUMNS)
    try:
        with pytest.raises(MutualisError, match="was over on"):
            zone.enter(store, zone.ask(made.permit("researcher"), PERSON))
    finally:
        (node.store / "clocks" / f"{NAME}.json").unlink()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select * from read_csv('/etc/hostname')", "disabled by configuration"),
        ("select c_project from stays", "Binder Error"),
        ("select * from claims", "no table 'claims'"),
        ("copy stays to 'x.csv'", "one SELECT"),
        ("select 1; select 2", "one SELECT"),
        ("install httpfs", "one SELECT"),
        ("set threads = 4", "one SELECT"),
        ("select from where", "cannot be run"),
    ],
)
def test_a_query_sees_the_granted_columns_and_nothing_else(entered, text, said):
    with pytest.raises(MutualisError, match=said):
        asked(entered, text)


def output(entered, name, text):
    zone.keep_output(entered, name, asked(entered, text), text)


DIED = "count(*) filter (death_30 = 1) as numerator"
BY_SEX = f"select sex, discharge_year, count(*) as denominator, {DIED} from stays group by all"


def test_an_output_leaves_through_protection_and_two_others(made, entered, store):
    output(entered, "deaths", BY_SEX)
    told = zone.release(store, "deaths", ["A. One", "B. Two"])
    assert told.columns == ["sex", "discharge_year", "denominator", "numerator", "status"]
    shown = told.filter(pl.col("status") == "shown")
    assert shown.height > 0
    assert not set(shown["numerator"]) & {1, 2, 3, 4}
    assert events(made, "zone.released")[-1].counts == {"author": PERSON, "first": "A. One", "second": "B. Two"}


@pytest.mark.parametrize(
    "checkers", [["A. One"], ["A. One", "A. One"], [PERSON, "A. One"], [PERSON, "A. One", "B. Two"], []]
)
def test_the_author_is_no_checker_and_one_is_not_enough(entered, store, checkers):
    output(entered, "deaths", BY_SEX)
    with pytest.raises(MutualisError, match="two people who check it"):
        zone.release(store, "deaths", checkers)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ({"c_project": ["a"], "denominator": [9]}, "column c_project, which tells persons"),
        ({"stay_code": ["a"], "denominator": [9]}, "column stay_code"),
        ({"sex": ["1"], "share": [0.3]}, "table of counts"),
        ({"sex": ["1"], "denominator": [9.5]}, "not a count"),
        ({"sex": ["1"], "denominator": [-1]}, "not a count"),
        ({"sex": ["1"], "denominator": [None]}, "not a count"),
        ({"sex": ["1", "1"], "denominator": [9, 9]}, "two rows of the same kind"),
        ({"sex": ["1"], "denominator": [9], "numerator": [10]}, "larger than its denominator"),
        ({"denominator": [9, 9]}, "has one row"),
        ({**{name: ["x"] for name in "abcde"}, "denominator": [9]}, "table of counts"),
    ],
)
def test_a_table_that_is_not_of_counts_does_not_leave(entered, store, frame, said):
    given = pl.DataFrame(
        frame, schema_overrides={"denominator": pl.Int64} if frame.get("denominator") == [None] else {}
    )
    zone.keep_output(entered, "wrong", given, "by hand")
    with pytest.raises(zone.NotAnOutput, match=said):
        zone.release(store, "wrong", ["A. One", "B. Two"])


def test_an_output_that_is_not_there_and_a_name_that_is_none_are_told(entered, store):
    with pytest.raises(zone.NotAnOutput, match="no output 'nothing'"):
        zone.release(store, "nothing", ["A. One", "B. Two"])
    with pytest.raises(zone.NotAnOutput, match="plain name"):
        zone.keep_output(entered, "../x", pl.DataFrame({"denominator": [1]}), "")


def test_a_second_release_of_an_output_is_protected_beside_the_first(entered, store):
    """One person more between two releases: who subtracts would see the one."""
    first = pl.DataFrame({"sex": ["1", "2"], "denominator": [100, 100], "numerator": [50, 40]})
    zone.keep_output(entered, "twice", first, "by hand")
    assert (zone.release(store, "twice", ["A. One", "B. Two"])["status"] == "shown").all()
    second = first.with_columns(numerator=pl.Series([51, 40]))
    zone.keep_output(entered, "twice", second, "by hand")
    again = zone.release(store, "twice", ["A. One", "B. Two"])
    assert again["numerator"].to_list() != [51, 40]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["71", "72", "*"]), st.sampled_from([2017, 2018]), st.sampled_from("12"), st.booleans()
        ),
        min_size=1,
        max_size=150,
    )
)
def test_no_shown_count_is_small_and_those_shown_are_true(rows):
    names = ["hospital_number", "discharge_year", "sex"]
    frame = pl.DataFrame(rows, schema=[*names, "dead"], orient="row")
    table = frame.group_by(names).agg(
        denominator=pl.len().cast(pl.Int64), numerator=pl.col("dead").sum().cast(pl.Int64)
    )
    counts = cross_table("deaths", table, tuple(names))
    form = counts.form()
    rules = disclosure.rules(DAY)
    protected = disclosure.protect(counts.cells(), [form], form, counts.areas(), rules, secondary=False)
    figures = pl.from_arrow(protected.figures)
    told = counts.read(figures)
    true = table.with_columns(
        hospital_number=pl.col("hospital_number").replace("*", "unknown"),
        discharge_year=pl.col("discharge_year").cast(pl.String),
    )
    met = told.join(true, on=names, suffix="_true")
    assert met.height == true.height
    # Where there is nobody, a row that looks as if a count were hidden keeps the hidden ones from being worked out.
    assert (
        told.join(true, on=names, how="anti").select("denominator", "numerator").null_count().row(0)
        == (told.height - true.height,) * 2
    )
    for name in ("denominator", "numerator"):
        shown = met.filter(pl.col(name).is_not_null())
        assert (shown[name] == shown[f"{name}_true"]).all()
        assert not set(shown[name]) & {1, 2, 3, 4}
