"""What a ledger keeps, what it refuses, and what it never forgets."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from mutualis.ledger import Ledger, ProblemCount
from mutualis.ledger.schema import METADATA, append_only_rules
from mutualis.model import MutualisError

AS_EVER = True  # see conftest.py: what is on disk when is looked at

ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.sqlite", "ttp")


def enter(ledger: Ledger, hash: str = ONE, sender: str = "insurer-100", period: str = "2023H1") -> bool:
    totals = {"gz": {"SS00060": 125}}
    return ledger.record_delivery(hash, kind="coded", period=period, sender=sender, declared_rows=10, totals=totals)


def test_the_same_delivery_twice_is_known_and_changes_nothing(ledger: Ledger) -> None:
    assert enter(ledger) is True
    ledger.set_status(ONE, "accepted", accepted_rows=9, set_aside_rows=1)
    assert enter(ledger) is False
    known = ledger.known(ONE)
    assert known is not None
    assert (known.status, known.accepted_rows, known.set_aside_rows, known.totals) == (
        "accepted",
        9,
        1,
        {"gz": {"SS00060": 125}},
    )


def test_a_delivery_that_never_came_is_not_known(ledger: Ledger) -> None:
    assert ledger.known(ONE) is None
    for act in (
        lambda: ledger.set_status(ONE, "accepted"),
        lambda: ledger.set_replaced(ONE, TWO),
        lambda: ledger.record_problem_counts(ONE, [ProblemCount("gz.cost.sign", "refuse", "gz", 1)]),
    ):
        with pytest.raises(MutualisError):
            act()


def test_a_replaced_delivery_stays_and_names_the_one_that_replaced_it(ledger: Ledger) -> None:
    enter(ledger, ONE)
    enter(ledger, TWO)
    ledger.set_replaced(ONE, TWO)
    assert [(each.hash, each.status, each.replaced_by) for each in ledger.deliveries()] == [
        (ONE, "replaced", TWO),
        (TWO, "received", None),
    ]


def test_deliveries_can_be_asked_by_period_sender_kind_and_status(ledger: Ledger) -> None:
    enter(ledger, ONE, "insurer-100", "2023H2")
    enter(ledger, TWO, "insurer-200", "2023H1")
    assert [each.hash for each in ledger.deliveries()] == [TWO, ONE]
    assert [each.hash for each in ledger.deliveries(sender="insurer-100")] == [ONE]
    assert [each.hash for each in ledger.deliveries(period="2023H1", kind="coded", status="received")] == [TWO]


def test_problem_counts_are_replaced_by_a_second_check_and_read_as_a_history(ledger: Ledger) -> None:
    enter(ledger, ONE, period="2023H1")
    enter(ledger, TWO, period="2023H2")
    ledger.record_problem_counts(
        ONE, [ProblemCount("gz.cost.sign", "refuse", "gz", 7), ProblemCount("b", "info", "pp", 1)]
    )
    ledger.record_problem_counts(ONE, [ProblemCount("gz.cost.sign", "refuse", "gz", 5)])
    ledger.record_problem_counts(TWO, [ProblemCount("gz.cost.sign", "refuse", "gz", 3)])
    history = ledger.problem_history("insurer-100", "gz.cost.sign")
    assert [(each.period, each.count, each.declared_rows) for each in history] == [("2023H1", 5, 10), ("2023H2", 3, 10)]
    assert ledger.problem_history("insurer-200") == []


def test_a_replaced_delivery_no_longer_counts_in_the_history(ledger: Ledger) -> None:
    enter(ledger, ONE)
    enter(ledger, TWO)
    ledger.record_problem_counts(ONE, [ProblemCount("gz.cost.sign", "refuse", "gz", 7)])
    ledger.set_replaced(ONE, TWO)
    assert ledger.problem_history() == []


def test_a_load_is_completed_with_its_versions_in_one_transaction(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite", "centre")
    ledger.record_delivery(ONE, kind="relay", period="2023H1", sender="sender-abcdefghij")
    ledger.set_current({"core_correction": 1})
    ledger.complete_load(ONE, {"core_care_line": 4, "core_dispensing": 2}, accepted_rows=10)
    assert ledger.current() == {"core_care_line": 4, "core_correction": 1, "core_dispensing": 2}
    with pytest.raises(MutualisError):
        ledger.complete_load(TWO, {"core_care_line": 5})
    assert ledger.current()["core_care_line"] == 4
    known = ledger.known(ONE)
    assert known is not None
    assert known.status == "loaded"


@pytest.mark.parametrize("verb", ["UPDATE event SET what = 'other'", "DELETE FROM event"])
def test_no_statement_changes_or_removes_an_event(tmp_path: Path, ledger: Ledger, verb: str) -> None:
    number = ledger.record_event("parcel.received", "insurer-100", {"rows": 3})
    with (
        sqlite3.connect(tmp_path / "ledger.sqlite") as raw,
        pytest.raises(sqlite3.IntegrityError, match="never changed"),
    ):
        raw.execute(verb)
    raw.close()
    assert [(each.number, each.what, each.counts) for each in ledger.events()] == [
        (number, "parcel.received", {"rows": 3})
    ]


def test_events_are_read_in_order_by_kind_and_after_a_number(ledger: Ledger) -> None:
    first = ledger.record_event("a.b")
    second = ledger.record_event("c.d")
    assert [each.number for each in ledger.events()] == [first, second]
    assert [each.number for each in ledger.events("c.d")] == [second]
    assert [each.number for each in ledger.events(after=first)] == [second]


def test_the_centre_holds_no_name_of_a_sender(tmp_path: Path) -> None:
    centre = Ledger(tmp_path / "centre.sqlite", "centre")
    with pytest.raises(MutualisError, match=r"no sender's name"):
        enter(centre)
    assert centre.record_delivery(ONE, kind="relay", period="2023H1", sender="sender-abcdefghij")


def test_a_sender_keeps_its_random_code_and_only_the_ttp_can_name_it(ledger: Ledger, tmp_path: Path) -> None:
    code = ledger.sender_code("insurer-100")
    assert ledger.sender_code("insurer-100") == code
    assert ledger.sender_code("insurer-200") != code
    assert "100" not in code
    assert ledger.sender_named(code) == "insurer-100"
    assert ledger.senders().keys() == {"insurer-100", "insurer-200"}
    other = Ledger(tmp_path / "other.sqlite", "centre")
    for act in (lambda: other.sender_named(code), other.senders, other.aliases, lambda: other.set_aliases({"a": "b"})):
        with pytest.raises(MutualisError, match="Only the ttp"):
            act()


def test_aliases_are_flat_and_a_chain_is_refused_whole(ledger: Ledger) -> None:
    ledger.set_aliases({"b" * 32: "a" * 32, "c" * 32: "a" * 32})
    with pytest.raises(MutualisError, match="itself an alias"):
        ledger.set_aliases({"d" * 32: "b" * 32})
    assert ledger.aliases() == {"b" * 32: "a" * 32, "c" * 32: "a" * 32}
    ledger.set_aliases({"b" * 32: "e" * 32, "c" * 32: "e" * 32, "a" * 32: "e" * 32})
    assert set(ledger.aliases().values()) == {"e" * 32}


@pytest.mark.parametrize(
    ("holder", "deputy", "criteria"), [("", "bob", "c"), ("ann", " ", "c"), ("ann", "ann", "c"), ("a", "b", "")]
)
def test_a_key_without_two_custodians_and_criteria_is_not_entered(
    ledger: Ledger, holder: str, deputy: str, criteria: str
) -> None:
    with pytest.raises(MutualisError):
        ledger.record_custody("c2-1-a", purpose="c2", holder=holder, deputy=deputy, criteria=criteria)
    assert ledger.custody() == []


def test_a_retired_key_stays_in_the_register(ledger: Ledger) -> None:
    ledger.record_custody("c2-1-a", purpose="c2", holder="ann", deputy="bob", criteria="c")
    ledger.record_custody("c2-1-a", purpose="c2", holder="eve", deputy="dan", criteria="c")
    ledger.retire_custody("c2-1-a")
    [entry] = ledger.custody()
    assert (entry.holder, entry.deputy) == ("ann", "bob")
    assert entry.retired is not None


def test_a_version_stays_pinned_until_everyone_who_pinned_it_lets_go(ledger: Ledger) -> None:
    ledger.pin("core_care_line", 4, "release-1")
    ledger.pin("core_care_line", 4, "release-1")
    ledger.pin("core_care_line", 4, "study-2")
    ledger.unpin("core_care_line", 4, "release-1")
    assert [(each.version, each.by) for each in ledger.pins("core_care_line")] == [(4, "study-2")]
    assert ledger.pins("core_dispensing") == []


def test_two_writers_of_one_ledger_lose_nothing_and_enter_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path, "ttp")

    def enter_many(first: int) -> None:
        own = Ledger(path, "ttp")
        for number in range(first, first + 15):
            enter(own, f"{number:064d}")
            own.record_event("delivery.recorded")

    with ThreadPoolExecutor() as writers:
        list(writers.map(enter_many, (0, 10)))
    ledger = Ledger(path, "ttp")
    assert len(ledger.deliveries()) == 25
    assert [each.number for each in ledger.events()] == list(range(1, 31))


def test_every_commit_is_on_disk_and_in_the_write_ahead_log(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_an_error_of_the_database_is_told_without_values(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(MutualisError, match="ledger cannot be"):
        Ledger(tmp_path / "ledger.sqlite", "ttp")


def test_the_tables_and_their_rules_can_be_written_for_postgresql() -> None:
    for table in METADATA.sorted_tables:
        assert str(sa.schema.CreateTable(table).compile(dialect=postgresql.dialect()))
    assert len(append_only_rules("postgresql")) == 4
    assert append_only_rules("mysql") == ()
