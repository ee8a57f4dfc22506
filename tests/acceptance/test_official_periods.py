"""Deliveries by official period (G2023M01, F2023Q1 ...) and by half-year bring the same; the calendar tells."""

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mutualis import ledger, pipeline, reference, release, synthetic, tables
from mutualis.model import MutualisError, Years
from mutualis.pipeline import Workspace
from mutualis.pipeline import calendar as calendars
from mutualis.pipeline.deliveries import extract_folders, pack
from mutualis.pipeline.derive import opened

SENDERS = ("insurer-300", "record-hub")
ON = dt.date(2024, 1, 1)


@dataclass
class Delivered:
    """A workspace in which one insurer and the hub delivered the first half of a year."""

    space: Workspace
    parcels: int


def deliver(path: Path, extracts: Path) -> Delivered:
    space = Workspace(path)
    space.create()
    made = [pack(space, each.parent.name, each.name, each) for each in extract_folders(extracts)]
    for stage in (pipeline.accept, pipeline.code, pipeline.load):
        row = stage(space, pipeline.Silent())
        assert not row.refused, row.told
    return Delivered(space, len(made))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Delivered]]:
    folder = tmp_path_factory.mktemp("extracts")
    synthetic.synthesise(folder / "halves", insured=700, years=Years.parse("2023"), seed=4, late_halves=0)
    for each in extract_folders(folder / "halves"):
        if each.parent.name not in SENDERS or each.name != "2023H1":
            shutil.rmtree(each)
    shutil.copytree(folder / "halves", folder / "periods")
    synthetic.split_by_period(folder / "periods")
    made = {name: deliver(folder / f"{name}-space", folder / name) for name in ("halves", "periods")}
    yield made
    for each in made.values():
        each.space.close()


def content(space: Workspace, table: str) -> list[tuple[object, ...]]:
    """All rows of a core table without codes of persons and what names the delivery."""
    with opened(space) as (engine, *_):
        declared = tables.find(table)
        told = [
            name
            for name, column in declared.columns.items()
            if column.domain is None and name not in ("delivery_id", "line")
        ]
        rows = engine.rows(declared.expr.select(*told))
    return sorted((tuple(row.values()) for row in rows), key=repr)


@pytest.mark.parametrize("code", reference.delivered_codes())
def test_every_row_is_there_however_it_was_delivered(both: dict[str, Delivered], code: str) -> None:
    table = reference.source_database(code).core_table
    halves, periods = (content(each.space, table) for each in both.values())
    assert halves == periods
    assert halves or code == "mg"


def test_an_official_period_is_a_delivery_of_its_own(both: dict[str, Delivered]) -> None:
    assert both["halves"].parcels == 2
    assert both["periods"].parcels == 6 + 2 + 1 + 2 + 2 + 1 + 2 + 1 + 3


def test_both_nodes_show_each_official_period_as_accepted(both: dict[str, Delivered]) -> None:
    for each in both.values():
        rows = [row for row in calendars.by_insurer(each.space, ON) if row.sender in SENDERS]
        assert {row.status for row in rows} == {"accepted"}
        assert [str(row.period) for row in rows if row.database == "gz"] == [f"G2023M0{m}" for m in range(1, 7)]
        told = {(row.database, str(row.period), row.rows) for row in rows if row.database != "mg"}
        centre = calendars.by_sender_code(each.space, ON)
        assert {(row.database, str(row.period), row.rows) for row in centre if row.database != "mg"} == told
        assert all(row.sender.startswith("sender-") for row in centre)


def test_what_others_have_not_sent_is_late_from_the_day_after_it_was_due(both: dict[str, Delivered]) -> None:
    space = both["halves"].space
    due = {str(row.period): row.due for row in calendars.by_insurer(space, ON)}
    assert due["G2023M01"] == dt.date(2023, 3, 31)
    for day, status in ((dt.date(2023, 3, 31), "due"), (dt.date(2023, 4, 1), "late")):
        (row,) = (
            row
            for row in calendars.by_insurer(space, day)
            if (str(row.period), row.sender) == ("G2023M01", "insurer-100")
        )
        assert row.status == status


def test_periods_that_nobody_delivered_are_shown_when_asked(both: dict[str, Delivered]) -> None:
    space = both["halves"].space
    rows = calendars.by_insurer(space, ON, until=dt.date(2023, 9, 30))
    assert "F2023Q3" in {str(row.period) for row in rows}
    assert "F2023Q3" not in {str(row.period) for row in calendars.by_insurer(space, ON)}


def test_results_without_a_delivery_are_known_as_incomplete(both: dict[str, Delivered]) -> None:
    lost = ledger.missing(calendars.by_insurer(both["halves"].space, ON))
    assert {row.sender for row in lost if row.database == "gz"} == {
        each.name for each in reference.insurers() if each.name != "insurer-300"
    }


def test_a_delivery_for_a_closed_period_is_refused_with_the_period(both: dict[str, Delivered], tmp_path: Path) -> None:
    space = both["periods"].space
    calendars.close(space, "F2023Q1")
    calendars.close(space, "F2023Q1")
    (row,) = (
        row for row in calendars.by_insurer(space, ON) if (row.sender, str(row.period)) == ("insurer-300", "F2023Q1")
    )
    assert row.is_closed
    (tmp_path / "fu.txt").write_bytes(b"")
    pack(space, "insurer-300", "F2023Q1", tmp_path, replaces="0" * 64)
    done = pipeline.accept(space, pipeline.Silent())
    assert done.refused == 1
    assert "Closed are fu F2023Q1" in " ".join(done.told)


def test_a_period_that_nobody_knows_cannot_be_closed(both: dict[str, Delivered]) -> None:
    with pytest.raises(MutualisError, match="Nobody has delivered G2031M01"):
        calendars.close(both["halves"].space, "G2031M01")


def test_a_month_inside_a_half_year_that_was_delivered_is_refused(both: dict[str, Delivered], tmp_path: Path) -> None:
    space = both["halves"].space
    (tmp_path / "gz.txt").write_bytes(b"")
    pack(space, "insurer-300", "G2023M02", tmp_path)
    done = pipeline.accept(space, pipeline.Silent())
    assert done.refused == 1
    assert "of 2023H1" in " ".join(done.told)


def test_a_release_made_without_a_delivery_says_so_for_the_years_and_indicators_it_touches(
    tmp_path: Path,
) -> None:
    """Six insurers delivered two half-years, the seventh one; the figures carry that to the fiche and the Atlas."""
    synthetic.synthesise(tmp_path / "extracts", insured=1_500, years=Years.parse("2023"), seed=2, late_halves=0)
    shutil.rmtree(tmp_path / "extracts" / "insurer-500" / "2023H2")
    space = deliver(tmp_path / "space", tmp_path / "extracts").space
    derived = pipeline.derive(space, pipeline.Silent())
    assert any(line.startswith("gz G2023M09 is missing for 1 of 7 senders: 2023") for line in derived.incomplete)
    pipeline.count(space, pipeline.Silent())
    rows = pipeline.publish(space, pipeline.Silent(), ("insured", "gp_contact"))
    assert any(line.startswith("pp P2023S2") for row in rows for line in row.incomplete)
    made = release.read(release.latest(space.releases))
    assert {gap.database for gap in made.gaps("gp_contact", 2023)} >= {"gz", "pp"}
    assert {gap.database for gap in made.gaps("insured", 2023)} == {"pp"}
    fiche = " ".join(part["title"] for part in made.sheet("insured").fiche["en"])
    assert "Missing deliveries" in fiche
    space.close()
