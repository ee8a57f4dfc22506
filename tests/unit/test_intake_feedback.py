"""Reports, decisions and the rules at the centre, on problems made by hand."""

import csv
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import intake, reference
from mutualis.engine import DuckEngine
from mutualis.intake import charts, decide, report
from mutualis.intake.feedback import _safe
from mutualis.intake.findings import Finding, as_table
from mutualis.intake.records import reader
from mutualis.intake.report_rows import Context, Delivered, rows_of
from mutualis.intake.sources import staged_schema, use
from mutualis.model import MutualisError
from mutualis.parcel import Declared
from spec.intake import samples


def found(rule: str, file: str, field: str, *lines: int) -> Finding:
    return Finding(rule, file, field, np.array(lines, np.int64))


UNKNOWN = "gz.nomenclature.unknown"


def test_a_block_refuses_and_a_refusal_sets_each_line_aside_once() -> None:
    problems = as_table(
        [
            found(UNKNOWN, "gz", "", 5, 9),
            found("gz.cg1.unknown", "gz", "cg1", 9),
            found("gz.moment.unknown", "gz", "", 1),
        ]
    )
    decision = decide(problems, {"gz": 1000})
    assert (decision.refused, decision.set_aside["gz"].tolist()) == (False, [5, 9])
    blocked = decide(as_table([found("parcel.totals", "gz", "SS00060", 0)]), {"gz": 1000})
    assert (blocked.refused, blocked.blocking) == (True, ("parcel.totals",))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(1, 5000))
def test_the_tolerance_of_a_rule_is_its_share_rounded_up_to_whole_lines(broken: int, rows: int) -> None:
    problems = as_table([found(UNKNOWN, "gz", "", *range(1, broken + 1))])
    assert decide(problems, {"gz": rows}).refused == (broken > -(-rows // 100))


@pytest.mark.parametrize(
    ("tolerance", "is_refused"), [(None, False), (0.0, True), ({UNKNOWN: 0.0}, True), ({"x": 0.0}, False)]
)
def test_the_tolerance_can_be_given_for_all_rules_or_by_rule(tolerance: object, is_refused: bool) -> None:
    problems = as_table([found(UNKNOWN, "gz", "", 4)])
    assert decide(problems, {"gz": 3}, tolerance).refused is is_refused  # type: ignore[arg-type]


def test_several_faults_of_one_rule_on_a_line_count_as_one_line() -> None:
    twice = [found("gz.format.number", "gz", name, 3) for name in ("cnk", "person")]
    assert not decide(as_table(twice), {"gz": 100}).refused


def test_a_rule_that_is_not_declared_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(MutualisError, match=r"intake_rules\.csv"):
        as_table([found("gz.no.such", "gz", "", 1)])


def test_rows_are_ordered_by_weight_and_carry_share_trend_and_spread() -> None:
    problems = as_table([found("gz.person.unknown", "gz", "person", *range(1, 50)), found(UNKNOWN, "gz", "", 7, 3, 3)])
    earlier = [Delivered("2022H2", {"gz": 1000}, {(UNKNOWN, "gz"): 10})]
    spread = {UNKNOWN: {"lowest": 1, "median": 2, "highest": 3}}
    first, second = rows_of(problems, Context({"gz": 2000}, "2023H1", earlier, spread))
    assert (first.rule, first.count, first.share, first.tolerated, first.examples) == (UNKNOWN, 3, 150, 1000, (3, 7))
    assert (first.trend, first.spread) == ((("2022H2", 1000), ("2023H1", 150)), spread[UNKNOWN])
    assert (second.examples, second.tolerated, second.is_exceeded) == ((1, 2, 3, 4, 5), None, False)


def test_a_problem_that_exists_never_has_a_share_of_zero() -> None:
    (row,) = rows_of(as_table([found(UNKNOWN, "gz", "", 1)]), Context({"gz": 10**7}))
    assert row.share == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_of_the_csv_is_taken_for_a_formula(cell: str) -> None:
    assert _safe(pa.array([cell, "gz"])).to_pylist() == ["'" + cell, "gz"]


class Page(HTMLParser):
    """The tags of a page that fetch something, and whether tags nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.fetched += [name for name, _ in attributes if name in ("src", "href")]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.fetched += [name for name, _ in attributes if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_report_is_one_whole_page_that_fetches_nothing(tmp_path: Path, language: str) -> None:
    result = intake.Outcome("refused", "ab" * 32, declared={"gz": Declared(2000, {"SS00060": -123456})})
    problems = as_table([found(UNKNOWN, "gz", "<b>", 1), found("parcel.totals", "gz", "SS00060", 0)])
    written = intake.write_feedback(tmp_path, result, problems, languages=(language,))
    page = Page()
    content = written[-1].read_text(encoding="utf-8")
    page.feed(content)
    assert (page.open, page.fetched) == ([], [])
    assert "<b>" not in content
    assert reference.text("intake.lead_refused", language).split("'")[0] in content


def test_the_csv_holds_every_problem_even_when_the_report_shows_examples(tmp_path: Path) -> None:
    problems = as_table([found(UNKNOWN, "gz", "", *range(1, 501))])
    intake.write_feedback(tmp_path, intake.Outcome("accepted", "ab" * 32, declared={"gz": Declared(2000)}), problems)
    with (tmp_path / "problems.csv").open(newline="") as file:
        assert [int(row["line"]) for row in csv.DictReader(file)] == list(range(1, 501))


def test_numbers_are_written_as_the_language_does() -> None:
    assert (report.number(1234567, "nl"), report.euros(-123456, "nl")) == ("1.234.567", "−1.234,56 €")
    assert report.euros(5, "en") == "0.05 €"


def test_a_bar_of_a_rare_problem_is_seen_and_none_is_drawn_for_nothing() -> None:
    assert charts.bars([0, 1, 100_000], "x").count('height="0"') == 1
    assert 'cx="102"' in charts.spread(1, 2, 3, 9, "x")


def test_at_the_centre_the_rules_run_that_need_no_identity(tmp_path: Path) -> None:
    engine = DuckEngine(memory_limit="500MB", threads=1, temporary=tmp_path / "engine")
    lines = [
        samples.record("gz", samples.changes(each)) for each in ("", "nomenclature_code=101033", "person=85073003329")
    ]
    schema = staged_schema(reader("gz", samples.VERSION))
    table = use(engine, "content", [samples.staged("gz", lines, tmp_path).path], schema).rename(person_id="person")
    checked = intake.check_at_centre(engine, "gz", table)
    engine.close()
    assert [(each["rule"], each["line"]) for each in checked.problems.to_pylist()] == [
        ("gz.nomenclature.check_digit", 2)
    ]
    assert checked.refused == ""
