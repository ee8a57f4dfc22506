"""Versions of code lists: what an edited list may not be, what changed, and how it comes into use."""

import csv
import datetime as dt

import pytest

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.reference.codelists import OWN_FOLDER, read_codelist

COLUMNS = ["code", "nl", "fr", "en", "valid_from", "valid_to", "source", "mark"]
DAY = dt.date(2026, 11, 22)


def row(code, valid_from="2002-01-01", valid_to="", mark="seen", **more):
    return {
        "code": code, "nl": code, "fr": code, "en": code, "valid_from": valid_from, "valid_to": valid_to,
        "source": "a test", "mark": mark, **more,
    }  # fmt: skip


@pytest.fixture
def own(tmp_path, monkeypatch):
    folder = tmp_path / "own"
    monkeypatch.setenv(OWN_FOLDER, str(folder))
    reference.codelist.cache_clear()
    yield folder
    reference.codelist.cache_clear()


def written(path, rows, columns=COLUMNS):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def edited(path, name="sex", **changes):
    """A copy of a list with cells of some codes changed: code={column: value}; new codes are added."""
    source = reference.codelist(name)
    rows = {each["code"]: dict(each) for each in source.rows}
    for code, cells in changes.items():
        rows[code] = rows.get(code, dict.fromkeys(source.columns, "") | row(code)) | cells
    return written(path, rows.values(), source.columns)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row("a", "2002-01-01", "2010-12-31"), row("a", "2010-12-31")], "lines 2 and 3 both say what 'a' is"),
        ([row("a"), row("a", "2015-01-01")], "lines 2 and 3 both say what 'a' is on 2015-01-01"),
        ([row("a", "2011-01-01", "2010-01-01")], "line 2 has no period"),
        ([row("a", "1 January 2011")], "line 2 has no period"),
        ([row("a"), row("b", mark="certain")], "line 3 has the mark 'certain', which is none of seen"),
        ([row("a", source="")], "line 2 has no source"),
    ],
    ids=["a day twice", "an open end", "backwards", "no date", "unknown mark", "without a source"],
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_refused_with_its_line(tmp_path, rows, told):
    path = written(tmp_path / "list.csv", rows)
    assert any(told in each for each in reference.codelist_faults(path))
    with pytest.raises(MutualisError, match="cannot be used") as refused:
        read_codelist("list", path)
    assert told in str(refused.value)


def test_a_list_without_a_column_is_refused(tmp_path):
    with pytest.raises(MutualisError, match="lacks the columns source, mark"):
        read_codelist("list", written(tmp_path / "list.csv", [{"code": "a"}], COLUMNS[:-2]))


def test_two_periods_that_follow_each_other_are_no_overlap(tmp_path):
    rows = [row("a", "2002-01-01", "2010-12-31"), row("a", "2011-01-01")]
    assert read_codelist("list", written(tmp_path / "list.csv", rows)).codes(dt.date(2011, 1, 1)) == {"a"}


def test_differences_name_what_was_added_ended_changed_and_removed(tmp_path):
    before = read_codelist(
        "x", written(tmp_path / "1.csv", [row(each) for each in ("gone", "same", "ends", "renamed")])
    )
    later = [row("same"), row("ends", valid_to="2020-12-31"), row("renamed", nl="anders"), row("new")]
    found = reference.differences(before, read_codelist("x", written(tmp_path / "2.csv", later)))
    assert [(each.kind, each.code, dict(each.columns)) for each in found] == [
        ("ended", "ends", {"valid_to": ("", "2020-12-31")}),
        ("removed", "gone", {}),
        ("added", "new", {}),
        ("changed", "renamed", {"nl": ("renamed", "anders")}),
    ]


def test_the_order_of_the_rows_is_no_difference(tmp_path):
    rows = [row("a"), row("b")]
    one, two = (read_codelist("x", written(tmp_path / f"{n}.csv", each)) for n, each in enumerate((rows, rows[::-1])))
    assert one.version == two.version
    assert reference.differences(one, two) == ()


def test_an_adopted_list_is_the_one_in_use_and_every_version_can_be_read_again(own, tmp_path):
    built_in = reference.codelist("sex").version
    assert [each.number for each in reference.codelist_versions("sex")] == [1]
    second = reference.adopt("sex", edited(tmp_path / "2.csv", **{"9": {}}), "a third answer", DAY)
    third = reference.adopt("sex", edited(tmp_path / "3.csv", **{"9": {"valid_to": "2030-12-31"}}), "given up", DAY)
    assert (second.number, second.added, third.number, third.ended) == (2, 1, 3, 1)
    assert reference.codelist("sex").version == third.content
    assert "9" in reference.codelist("sex").codes(DAY)
    contents = [reference.codelist_version("sex", which).version for which in ("1", "2", "3", "current")]
    assert contents == [built_in, second.content, third.content, third.content]
    assert [each.reason for each in reference.codelist_versions("sex")] == ["built in", "a third answer", "given up"]


def test_the_same_list_again_changes_nothing(own, tmp_path):
    assert reference.adopt("sex", edited(tmp_path / "same.csv"), "no reason", DAY) is None
    assert not (own / "changes.csv").exists()


def test_a_row_may_end_but_not_disappear(own, tmp_path):
    kept = [dict(each) for each in reference.codelist("sex").rows][1:]
    path = written(tmp_path / "short.csv", kept, reference.codelist("sex").columns)
    with pytest.raises(MutualisError, match="lacks 1 rows"):
        reference.adopt("sex", path, "shorter", DAY)


def test_a_change_needs_a_reason_and_a_folder_of_ones_own(own, tmp_path, monkeypatch):
    path = edited(tmp_path / "2.csv", **{"9": {}})
    with pytest.raises(MutualisError, match="needs a reason"):
        reference.adopt("sex", path, "  ", DAY)
    monkeypatch.delenv(OWN_FOLDER)
    with pytest.raises(MutualisError, match="no folder for code lists of one's own"):
        reference.adopt("sex", path, "a reason", DAY)


def test_a_version_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(MutualisError, match=r"no version '7' of the code list 'sex'.*1 \("):
        reference.codelist_version("sex", "7")
