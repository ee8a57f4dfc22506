"""The audit log: checkpoints, the witness, and every way to change what was written that must be found."""

import json
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from mutualis import node as nodes
from mutualis.ledger import merkle
from mutualis.model import DiskFull, MutualisError, StopsWork
from mutualis.node import Node
from mutualis.node.audit import Verdict, Witness, Witnessed, checkpoint, notes, submission, verify, witnessed
from mutualis.node.settings import LEDGER

AS_EVER = True  # see conftest.py: other processes take part

PASSPHRASE = "open up, it is us"
FILLER = "x" * 70
SIZES = (7, 16, 29, 40)  # where the checkpoints of the prepared log are
UNLOCK = "".join(
    f"DROP TRIGGER IF EXISTS {table}_no_{verb};" for table in ("event", "checkpoint") for verb in ("UPDATE", "DELETE")
)


class House:
    """A centre with a log of 40 entries and four checkpoints, and its witness."""

    def __init__(self, path: Path) -> None:
        self.centre = Node.create(path / "centre", "centre", "centre", PASSPHRASE, purposes=("sign",))
        self.witness = Witness(Node.create(path / "witness", "witness", "audit_witness", PASSPHRASE))
        nodes.exchange_keys([self.centre, self.witness.node])
        self.file = path / "centre" / LEDGER
        for number in range(len(self.centre.ledger.events()), max(SIZES)):
            self.centre.ledger.record_event("parcel.loaded", f"parcel-{number}", {"rows": number * 7})
            if number + 1 in SIZES:
                witnessed(self.centre, self.witness)
        self.raw("PRAGMA wal_checkpoint(TRUNCATE)")
        self.whole = self.file.read_bytes()

    def raw(self, sql: str, *values: object) -> None:
        """A statement as the system administrator gives it, without the rules of the table."""
        with sqlite3.connect(self.file) as raw:
            raw.execute("PRAGMA synchronous=OFF")
            raw.execute(sql, values)
        raw.close()

    def unlock(self) -> None:
        with sqlite3.connect(self.file) as raw:
            raw.executescript(f"PRAGMA synchronous=OFF;{UNLOCK}")
        raw.close()

    def restore(self) -> None:
        for name in ("-wal", "-shm"):
            self.file.with_name(self.file.name + name).unlink(missing_ok=True)
        self.file.write_bytes(self.whole)

    def alone(self) -> Verdict:
        return verify(self.centre)

    def watched(self) -> Verdict:
        seen = Witnessed("witness", self.witness.node.public_keys, self.witness.kept("centre"))
        return verify(self.centre, seen)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture
def house(built: House) -> Iterator[House]:
    """The prepared log, and the witness's file as it was."""
    path = built.witness.file("centre")
    kept = path.read_bytes()
    built.restore()
    yield built
    built.restore()
    path.write_bytes(kept)


def test_an_untouched_log_holds_and_says_how_far_it_is_vouched_for(house: House) -> None:
    house.centre.ledger.record_event("later")
    found = house.watched()
    assert (found.findings, found.entries, found.checkpoints, found.covered, found.witnessed) == ((), 41, 4, 40, 40)
    assert found.holds


def test_a_changed_entry_is_found_and_named(house: House) -> None:
    house.unlock()
    house.raw("UPDATE event SET counts = '{\"rows\": 8}' WHERE number = 23")
    assert house.alone().findings == ("Entry 23 (number 23) was changed, or another stands in its place.",)
    assert house.watched().findings[-1] == "witness saw other entries between the 16th and the 29th."


def test_an_entry_that_can_no_longer_be_read_is_told_and_named(house: House) -> None:
    house.unlock()
    house.raw("UPDATE event SET counts = '{' WHERE number = 23")
    with pytest.raises(MutualisError, match="audit verify names it"):
        house.centre.ledger.events()
    assert house.alone().findings == ("Entry 23 (number 23) was changed, or another stands in its place.",)


def test_a_removed_and_an_added_entry_are_told_as_such(house: House) -> None:
    house.unlock()
    house.raw("DELETE FROM event WHERE number = 11")
    (found,) = house.alone().findings
    assert found == "Entry 11 (number 12) is the one that followed: an entry before it was removed."
    house.restore()
    house.raw("INSERT INTO event VALUES (0, '2026-01-01T00:00:00Z', 'early', '', '{}')")
    (found,) = house.alone().findings
    assert found == "Entry 1 (number 0) was put in: it was not there when the checkpoint was signed."


def test_a_tail_that_is_gone_is_found_by_the_witness_though_the_node_hides_it(house: House) -> None:
    house.unlock()
    house.raw("DELETE FROM event WHERE number > 29")
    assert house.alone().findings == ("The tail is gone: 40 entries had a checkpoint, 29 are there.",)
    house.raw("DELETE FROM checkpoint WHERE size > 29")
    assert house.alone().holds
    assert house.watched().findings == ("The tail is gone: witness saw 40 entries, the log has 29.",)
    with pytest.raises(MutualisError, match=r"a checkpoint of 40 entries that centre has not"):
        witnessed(house.centre, house.witness)


def test_a_log_without_its_tail_makes_no_checkpoint(house: House) -> None:
    house.unlock()
    house.raw("DELETE FROM event WHERE number > 38")
    with pytest.raises(MutualisError, match="become shorter: no checkpoint is made of 38 entries"):
        checkpoint(house.centre)


def forge(house: House, place: int) -> None:
    """What one does who has the ledger and the signing key: change an entry and sign all checkpoints anew."""
    house.unlock()
    house.raw("UPDATE event SET what = 'nothing.special' WHERE number = ?", place)
    house.raw("DELETE FROM checkpoint")
    leaves, before = house.centre.ledger.leaves(), 0
    for size in SIZES:
        tree = merkle.frontier(leaves[:size])
        keys = house.centre.keys
        note = notes.write("centre", size, tree.root, keys.verify_key, keys.sign)
        frontier, added = json.dumps([each.hex() for each in tree.hashes]), b"".join(leaves[before:size])
        house.raw("INSERT INTO checkpoint VALUES (?, '2026-01-01T00:00:00Z', ?, ?, ?)", size, frontier, added, note)
        before = size


def test_a_log_written_anew_and_signed_again_is_found_by_the_witness_alone(house: House) -> None:
    forge(house, 12)
    assert house.alone().holds
    assert house.watched().findings == ("witness saw other entries between the 7th and the 16th.",)


def test_the_witness_refuses_a_fork_and_a_shrunken_log_and_remembers_it(house: House) -> None:
    forge(house, 12)
    house.centre.ledger.record_event("later")
    with pytest.raises(MutualisError, match=r"a fork\): it is not countersigned.*Keep both ledgers"):
        witnessed(house.centre, house.witness)
    shorter = house.centre.ledger.checkpoints()[1].note
    with pytest.raises(MutualisError, match="has become shorter"):
        house.witness.take(shorter, 40, ())
    refused = [each.what for each in house.witness.node.ledger.events() if each.what.startswith("log.")]
    assert refused[-2:] == ["log.forked", "log.shrunk"]
    assert house.witness.size("centre") == 40


def test_a_wrong_proof_or_a_strangers_signature_is_not_taken(house: House) -> None:
    house.centre.ledger.record_event("later")
    checkpoint(house.centre)
    handed = submission(house.centre, 40)
    with pytest.raises(MutualisError, match="a fork"):
        house.witness.take(handed.note, 40, handed.proof[:-1])
    stranger = Node.create(house.file.parent.parent / "other", "centre", "centre", PASSPHRASE, purposes=("sign",))
    forged = notes.write("centre", 41, b"\0" * 32, stranger.keys.verify_key, stranger.keys.sign)
    with pytest.raises(MutualisError, match="not signed by it"):
        house.witness.take(forged, 40, ())
    assert house.witness.take(handed.note, handed.earlier, handed.proof) == house.witness.kept("centre")[-1]
    assert house.witness.size("centre") == 41


def test_the_same_checkpoint_again_is_one_line_and_a_cut_off_line_does_not_count(house: House) -> None:
    path = house.witness.file("centre")
    before = path.read_bytes()
    assert witnessed(house.centre, house.witness) == house.witness.kept("centre")[-1]
    assert path.read_bytes() == before
    path.write_bytes(before + b'{"moment": "2026')
    assert house.witness.size("centre") == 40
    house.centre.ledger.record_event("later")
    witnessed(house.centre, house.witness)
    assert path.read_bytes().startswith(before)
    assert house.witness.size("centre") == 41


def test_only_a_witness_witnesses_and_who_cannot_sign_makes_no_checkpoint(house: House, tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match="is no witness: its role is centre"):
        Witness(house.centre)
    host = Node.create(tmp_path / "host", "sftp-host", "transfer_host", PASSPHRASE)
    with pytest.raises(MutualisError, match="no key to sign with"):
        checkpoint(host)


def test_a_checkpoint_is_in_the_form_that_others_read(house: House) -> None:
    made = house.witness.kept("centre")[-1]
    body, signed = made.split("\n\n")
    origin, size, _ = body.split("\n")
    assert (origin, size) == ("mutualis/centre", "40")
    own, witness, end = signed.split("\n")
    assert own.startswith("\u2014 mutualis/centre ")
    assert witness.startswith("\u2014 mutualis/witness ")
    assert end == ""
    found = notes.read(made)
    assert notes.is_cosigned(found, "witness", house.witness.node.keys.verify_keys)
    assert not notes.is_cosigned(found, "witness", house.centre.keys.verify_keys)
    for wrong in (made.replace("\n40\n", "\n41\n"), made.replace("mutualis/centre\n40", "mutualis/ttp\n40")):
        assert not notes.is_signed(notes.read(wrong), "centre", house.centre.keys.verify_keys)
    with pytest.raises(MutualisError, match="is no checkpoint"):
        notes.read("mutualis/centre\nmany\nroot\n")


@given(st.integers(1, 70), st.integers(0, 40))
def test_the_proof_of_the_frontier_is_the_proof_of_the_whole_log(earlier: int, more: int) -> None:
    leaves = [merkle.leaf_hash(str(number).encode()) for number in range(earlier + more)]
    proof = merkle.extension_proof(merkle.frontier(leaves[:earlier]), leaves[earlier:])
    assert proof == merkle.consistency_proof(leaves, earlier)


# Whatever is done to entries that were under a checkpoint.


def edit(house: House, chance: random.Random) -> str:
    column, value = chance.choice(
        [("what", "x"), ("subject", "x"), ("moment", "x"), ("counts", '{"rows": -1}'), ("counts", "{")]
    )
    number = chance.randint(1, 40)
    house.raw(f"UPDATE event SET {column} = ? WHERE number = ?", value, number)
    return f"{column} of {number}"


def delete(house: House, chance: random.Random) -> str:
    gone = chance.sample(range(1, 41), chance.randint(1, 5))
    house.raw(f"DELETE FROM event WHERE number IN ({', '.join(map(str, gone))})")
    return f"delete {gone}"


def reorder(house: House, chance: random.Random) -> str:
    one, other = chance.sample(range(1, 41), 2)
    for before, after in ((one, -1), (other, one), (-1, other)):
        house.raw("UPDATE event SET number = ? WHERE number = ?", after, before)
    return f"{one} for {other}"


def truncate(house: House, chance: random.Random) -> str:
    left = chance.randint(0, 39)
    house.raw("DELETE FROM event WHERE number > ?", left)
    if chance.random() < 0.5:
        house.raw("DELETE FROM checkpoint WHERE size > ?", left)
    for _ in range(chance.randint(0, 3)):
        house.centre.ledger.record_event("after.all")
    return f"truncate to {left}"


def fork(house: House, chance: random.Random) -> str:
    place = chance.randint(1, 40)
    forge(house, place)
    return f"fork at {place}"


def spoil(house: House, chance: random.Random) -> str:
    size = chance.choice(SIZES)
    column, value = chance.choice([("note", "x"), ("leaves", b"x" * 64), ("frontier", "[]"), ("frontier", '["zz"]')])
    house.raw(f"UPDATE checkpoint SET {column} = ? WHERE size = ?", value, size)
    return f"{column} of checkpoint {size}"


def lose(house: House, chance: random.Random) -> str:
    size = chance.choice(SIZES)
    house.raw("DELETE FROM checkpoint WHERE size = ?", size)
    return f"checkpoint {size} gone"


ACTS = (edit, delete, reorder, truncate, fork, spoil, lose)


def unnoticed(house: House, trials: int) -> list[str]:
    """What was done to the log, of so many changes, that nobody found; at the end it is as it was, and holds."""
    missed, chance = [], random.Random(27)
    for number in range(trials):
        house.restore()
        house.unlock()
        act = ACTS[number % len(ACTS)]
        told = act(house, chance)
        if house.watched().holds:
            missed.append(told)
    house.restore()
    assert house.watched().holds
    return missed


def test_two_hundred_random_changes_are_all_found(house: House) -> None:
    assert unnoticed(house, 200) == []


@pytest.mark.torture
def test_a_thousand_random_changes_are_all_found(house: House) -> None:
    assert unnoticed(house, 1_000) == []


# Written before it is done, and not done where it cannot be written.


def hand_out(node: Node, given: list[str], times: int = 1) -> None:
    for _ in range(times):
        with node.audited("rows.read", FILLER):
            given.append("data")


def test_an_act_is_in_the_log_before_it_is_done(house: House) -> None:
    before = len(house.centre.ledger.events())
    with house.centre.audited("rows.read", "core_stay", rows=3):
        (entry,) = house.centre.ledger.events(after=before)
        assert (entry.what, entry.subject, entry.counts) == ("rows.read", "core_stay", {"rows": 3})
    assert len(house.centre.ledger.events(after=before)) == 1


def test_an_act_that_fails_has_a_second_entry(house: House) -> None:
    with pytest.raises(ZeroDivisionError), house.centre.audited("rows.read", "core_stay"):
        _ = 1 / 0
    assert [each.what for each in house.centre.ledger.events()][-2:] == ["rows.read", "rows.read.failed"]


@pytest.mark.parametrize(
    ("rule", "error", "told"),
    [
        ("PRAGMA query_only=ON", StopsWork, "cannot be written or read.*[Rr]eadonly database"),
        ("PRAGMA max_page_count=1", DiskFull, "disk is full: the ledger cannot be written"),
    ],
)
def test_nothing_is_handed_out_when_the_log_cannot_be_written(
    house: House, rule: str, error: type[MutualisError], told: str
) -> None:
    engine, given = house.centre.ledger.engine, []

    def break_it(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(rule)

    sa.event.listen(engine, "connect", break_it)
    try:
        with pytest.raises(error, match=told):
            hand_out(house.centre, given, 200)  # more than the room left in the last page of the file
    finally:
        sa.event.remove(engine, "connect", break_it)
    written = [each for each in house.centre.ledger.events("rows.read") if each.subject == FILLER]
    assert len(given) == len(written)
    hand_out(house.centre, given)
    assert given[-1] == "data"
