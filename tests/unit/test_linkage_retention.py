"""Clocks, destruction with a signed certificate, and the archive that takes no code."""

import datetime as dt
import json

import polars as pl
import pytest
from deltalake import DeltaTable, write_deltalake

from linked_sets import DAY, NAME, house, linked
from mutualis.engine import emptied
from mutualis.linkage import messages, retention
from mutualis.linkage.project import Project
from mutualis.model import MutualisError
from mutualis.node import transport
from mutualis.reference import authorisations as law

TWO = ("A. One", "B. Two")
GIVEN = law.authorisation(NAME)


@pytest.fixture
def made(tmp_path):
    return house(tmp_path)


@pytest.fixture
def project(made):
    found = Project(made.nodes["project-store"], NAME)
    found.save("linked-set", linked(60))
    return found


@pytest.mark.parametrize(
    ("begun", "on", "left"),
    [
        ("2022-11-24", DAY, 1),
        ("2022-11-23", DAY, 0),
        ("2022-11-22", DAY, -1),
        ("2024-02-29", dt.date(2028, 2, 29), 0),
        ("2024-02-29", dt.date(2028, 3, 1), -1),
    ],
)
def test_data_of_20_284_are_kept_four_years_from_collection_and_not_a_day_more(made, begun, on, left):
    node = made.nodes["project-store"]
    retention.start(node, NAME, "collection", dt.date.fromisoformat(begun))
    found = {each.file: each for each in retention.due(node, GIVEN, on)}
    assert (found["linked-set"].days_left, found["linked-set"].is_over) == (left, left < 0)
    assert found["analysis-set"].then == "destroy"


def test_access_of_05_033_ends_48_months_after_the_database_is_complete(made):
    node, given = made.nodes["project-store"], law.authorisation("kce-05-033")
    events = {clock.starts for clock in given.clocks}
    for event in events:
        retention.start(node, given.id, event, dt.date(2006, 1, 31))
    ends = {each.ends for each in retention.due(node, given, DAY)}
    assert "2010-01-31" in ends


def test_a_clock_that_runs_is_not_set_back_and_one_that_does_not_has_no_end(made):
    node = made.nodes["project-store"]
    assert retention.due(node, GIVEN, DAY)[0].days_left is None
    retention.start(node, NAME, "collection", dt.date(2024, 1, 1))
    retention.start(node, NAME, "collection", dt.date(2026, 1, 1))
    assert retention.started(node, NAME) == {"collection": "2024-01-01"}


def test_before_the_time_is_over_nothing_is_destroyed_unless_asked_for(made):
    node = made.nodes["project-store"]
    with pytest.raises(MutualisError, match="No clock of ivc-20-284-a runs here"):
        retention.require_over([node], GIVEN, DAY)
    retention.start(node, NAME, "collection", dt.date(2024, 1, 1))
    with pytest.raises(MutualisError, match=r"may still be kept\. Until 2028-01-01"):
        retention.require_over([node], GIVEN, DAY)
    retention.require_over([node], GIVEN, dt.date(2028, 1, 2))


def test_what_is_destroyed_cannot_be_read_even_from_a_copy_and_the_certificate_is_signed(made, project, tmp_path):
    node = made.nodes["project-store"]
    copy = (project.path / "data" / "linked-set" / "stays.parquet.age").read_bytes()
    found, path = retention.destroy(node, NAME, TWO, "the end", DAY, emptied)
    assert found.key_shredded
    assert found.by == TWO
    assert "projects/ivc-20-284-a/data/linked-set/stays.parquet.age" in found.hashes
    assert [each.name for each in project.path.iterdir()] == []
    project.path.joinpath("data", "linked-set").mkdir(parents=True)
    (project.path / "data" / "linked-set" / "stays.parquet.age").write_bytes(copy)
    with pytest.raises(MutualisError, match="key of project ivc-20-284-a is not there"):
        project.read("linked-set", "stays")
    assert retention.certificates(node) == [found]
    told = json.loads(path.read_bytes())
    path.write_bytes(json.dumps({**told, "signed": told["signed"].replace("A. One", "C. Three")}).encode())
    with pytest.raises(MutualisError, match="certificate of destruction is not signed"):
        retention.certificates(node)


def test_of_a_delta_table_no_version_is_left(made, project):
    node, folder = made.nodes["project-store"], project.path / "lake" / "study"
    folder.parent.mkdir(parents=True)
    for number in (1, 2):
        write_deltalake(folder, pl.DataFrame({"code": [f"secret{number}"]}).to_arrow(), mode="overwrite")
    assert DeltaTable(folder).version() == 1
    with pytest.raises(MutualisError, match="nothing is given that can vacuum them"):
        retention.destroy(node, NAME, TWO, "x", DAY)
    seen = []

    def watched(path):
        emptied(path)
        seen.append(sorted(each.name for each in path.rglob("*.parquet")))

    found, _ = retention.destroy(node, NAME, TWO, "x", DAY, watched)
    assert found.tables_vacuumed == ("study",)
    assert seen == [[]]


def test_parcels_in_mailboxes_lose_their_content_and_keep_their_envelope(made):
    messages.send(made.permit("ttp"), "linked-set", "project-store", linked(60))
    transport.deliver_all(made.path)
    node = made.nodes["project-store"]
    assert retention.has_anything(node, NAME)
    found, _ = retention.destroy(node, NAME, TWO, "x", DAY, emptied)
    assert len(found.parcels) == 1
    (kept,) = [path for path in (node.store / "received").iterdir() if path.name.startswith("linkage-")]
    assert sorted(path.name for path in kept.iterdir()) == ["manifest.json", "manifest.sig"]
    assert not retention.has_anything(node, NAME)
    again, _ = retention.destroy(node, NAME, TWO, "x", DAY, emptied)
    assert (again.hashes, again.parcels) == ({}, ())
    assert len(retention.certificates(node)) == 2


@pytest.mark.parametrize("by", [(), ("A. One",), ("A. One", " A. One ")])
def test_two_people_answer_for_a_destruction(made, project, by):
    with pytest.raises(MutualisError, match="Two people answer"):
        retention.destroy(made.nodes["project-store"], NAME, by, "x", DAY, emptied)
    assert project.read("linked-set", "stays").height == 60


def test_results_programs_and_report_are_archived_for_thirty_years_and_outlive_the_data(made, project, tmp_path):
    files = {"result.csv": "sex,denominator\n1,250\n", "analysis.py": "print(1)\n", "report.html": "<h1>Stroke</h1>\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    kept = retention.archive(project, GIVEN, [tmp_path / name for name in files], "A. One", DAY)
    assert {each.until for each in kept} == {"2056-11-23"}
    retention.archive(project, GIVEN, [tmp_path / "result.csv"], "A. One", DAY)
    retention.destroy(made.nodes["project-store"], NAME, TWO, "x", DAY, emptied)
    assert [each.name for each in retention.archived(project)] == sorted(files)
    (tmp_path / "result.csv").write_text("other\n")
    with pytest.raises(MutualisError, match=r"has another file 'result\.csv'"):
        retention.archive(project, GIVEN, [tmp_path / "result.csv"], "A. One", DAY)
    archived = project.path / "archive" / "result.csv"
    archived.chmod(0o600)
    archived.write_text("sex,denominator\n1,251\n")
    with pytest.raises(MutualisError, match="is not what was archived"):
        retention.archived(project)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "c_project,n\nx,1\n", "has the code column c_project"),
        ("a.csv", "stay_code,n\nx,1\n", "has the code column stay_code"),
        ("a.csv", f"who,n\n{'0a' * 16},1\n", "Column who of table 'a.csv' has values that look like codes"),
        ("a.csv", f"who,n\n{'abcdefgh234567' * 2},1\n".replace("ab", "a", 2), "has values that look like codes"),
        ("a.csv", "who,n\n85073003328,1\n", "has values that look like codes"),
        ("a.csv", "who,n\n85.07.30-033.28,1\n", "has values that look like codes"),
        ("a.py", f"# {'0a' * 16}\n", "looks like a code, in line 1"),
        ("a.xlsx", "x", "is no file for the archive"),
    ],
)
def test_nothing_with_a_code_is_archived_and_then_nothing_of_the_lot_is(project, tmp_path, name, text, said):
    good, bad = tmp_path / "good.csv", tmp_path / name
    good.write_text("sex,denominator\n1,250\n")
    bad.write_text(text)
    with pytest.raises(MutualisError, match=said):
        retention.archive(project, GIVEN, [good, bad], "A. One", DAY)
    assert retention.archived(project) == []


def test_a_parquet_table_is_looked_into_too(project, tmp_path):
    pl.DataFrame({"rn": ["x"], "n": [1]}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(MutualisError, match="code column rn"):
        retention.archive(project, GIVEN, [tmp_path / "a.parquet"], "A. One", DAY)
