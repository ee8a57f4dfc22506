"""`accept` at an insurer's node: accepted to the row and the cent, refused whole, or known; feedback in every case."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from mutualis import intake, parcel, reference
from mutualis.engine import DuckEngine
from mutualis.node import Node
from mutualis.parcel import Content, Declared
from spec.intake import samples

DATABASES = ("pp", "gz", "fu", "mg")
Deliver = Callable[..., Path]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckEngine]:
    made = DuckEngine(memory_limit="500MB", threads=1, temporary=tmp_path_factory.mktemp("engine"))
    yield made
    made.close()


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    made = Node.create(tmp_path / "node", "insurer-300", "insurer", "a long passphrase")
    yield made
    made.close()


def lines(database: str, *drawn: str, clean: int = 0) -> list[bytes]:
    """Drawn lines, then clean ones that differ from each other."""
    records = [samples.record(database, samples.changes(each)) for each in drawn]
    amount = [{"copayment_cents": f"+{700 + number}"} for number in range(clean)]
    return records + [samples.record(database, each) for each in amount]


@pytest.fixture
def deliver(node: Node, tmp_path: Path) -> Deliver:
    """A signed delivery in the inbox with these records by database; totals are counted unless given."""

    def build(
        period: str = "2023H1",
        replaces: str | None = None,
        layout_version: str = samples.VERSION,
        declared: dict[str, Declared] | None = None,
        **records: list[bytes],
    ) -> Path:
        records = {name: records.get(name, lines(name) if name != "pp" else lines("pp", "")) for name in DATABASES}
        files = {}
        for name, content in records.items():
            path = tmp_path / f"{name}.txt"
            path.write_bytes(b"".join(content))
            files[f"{name}.txt.zst"] = Content(path, name, len(content))
        return parcel.build(
            node.inbox,
            kind="delivery",
            sender=node.name,
            recipient=node.name,
            period=period,
            files=files,
            keys=node.keys,
            layout_version=layout_version,
            declared={name: count(name, content) for name, content in records.items()} | (declared or {}),
            replaces=replaces,
        )

    return build


def count(database: str, records: list[bytes]) -> Declared:
    amounts = [field for field in reference.layout(database).fields if field.role == "amount"]
    totals = {each.code: sum(int(record[each.start - 1 : each.end]) for record in records) for each in amounts}
    return Declared(len(records), totals)


def problems(outcome: intake.Outcome) -> list[tuple[str, str, int]]:
    assert outcome.problems is not None
    return [(each["rule"], each["file"], each["line"]) for each in pq.read_table(outcome.problems).to_pylist()]


def test_a_clean_delivery_is_accepted_whole_and_waits_to_be_coded(
    node: Node, engine: DuckEngine, deliver: Deliver
) -> None:
    outcome = intake.accept(node, deliver(gz=lines("gz", clean=3), fu=lines("fu", clean=2)), engine)
    assert (outcome.status, outcome.counts, outcome.accepted_rows, outcome.set_aside_rows) == ("accepted", {}, 6, 0)
    assert outcome.accepted == outcome.declared
    assert pq.read_table(outcome.staged["gz"])["person"].to_pylist() == [int(samples.ANN)] * 3
    assert (node.receive(), [each.delivery for each in intake.pending(node)]) == ([], [outcome.delivery])
    intake.mark_coded(node, outcome)
    assert intake.pending(node) == []


def test_bad_lines_are_set_aside_and_the_rest_adds_up_to_the_declared_cent(
    node: Node, engine: DuckEngine, deliver: Deliver
) -> None:
    wrong = lines(
        "gz", "nomenclature_code=101033 reimbursed_cents=+50000", "service_day=20230231", "person=@DAN", clean=300
    )
    outcome = intake.accept(node, deliver(gz=wrong), engine)
    assert outcome.status == "accepted"
    assert problems(outcome) == [
        ("gz.nomenclature.check_digit", "gz", 1),
        ("gz.format.date", "gz", 2),
        ("gz.person.unknown", "gz", 3),
    ]
    assert (outcome.set_aside["gz"].rows, outcome.set_aside["gz"].totals["SS00060"]) == (2, 51_785)
    declared, accepted = outcome.declared["gz"], outcome.accepted["gz"]
    assert accepted.totals["SS00060"] + 51_785 == declared.totals["SS00060"]
    assert pq.read_table(outcome.staged["gz"])["line"].to_pylist() == list(range(3, 304))
    assert [(row["rule"], row["line"]) for row in read_feedback(outcome)] == [
        (rule, str(line)) for rule, _, line in problems(outcome)
    ]


def read_feedback(outcome: intake.Outcome) -> list[dict[str, str]]:
    """The lines of problems.csv, after looking that no file of the feedback holds a value of the delivery."""
    assert outcome.feedback is not None
    for path in outcome.feedback.iterdir():
        for value in (samples.ANN, samples.DAN, "101033", samples.GP):
            assert value not in path.read_text()
    dutch, french = ((outcome.feedback / f"report.{each}.html").read_text() for each in ("nl", "fr"))
    assert "Het controlecijfer van de nomenclatuurcode klopt niet" in dutch
    assert "Le chiffre de contrôle du code de nomenclature est faux" in french
    with (outcome.feedback / "problems.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_an_unreadable_amount_takes_its_cents_from_the_declared_total(
    node: Node, engine: DuckEngine, deliver: Deliver
) -> None:
    records = lines("gz", "reimbursed_cents=_00000009999", clean=200)
    declared = {"gz": Declared(201, {**count("gz", records[1:]).totals, "SS00060": 200 * 1785 + 9999})}
    declared["gz"].totals["SS00160"] += 600  # type: ignore[index]
    outcome = intake.accept(node, deliver(gz=records, declared=declared), engine)
    assert (outcome.status, outcome.set_aside["gz"].totals) == (
        "accepted",
        {"SS00060": 9999, "SS00160": 600, "SS00165": 0},
    )


def test_more_set_aside_lines_than_a_rule_tolerates_refuse_the_parcel(
    node: Node, engine: DuckEngine, deliver: Deliver
) -> None:
    records = lines("gz", *["nomenclature_code=101033"] * 3, clean=100)
    outcome = intake.accept(node, deliver(gz=records), engine)
    assert (outcome.status, outcome.staged, outcome.accepted_rows) == ("refused", {}, 0)
    assert ("delivery.tolerance", "gz", 0) in problems(outcome)
    assert "gz.nomenclature.check_digit in gz: 3 lines, 2 allowed" in outcome.reason
    assert not (node.store / "accepted").exists()
    assert intake.pending(node) == []


def test_a_wrong_control_total_refuses_the_parcel_and_still_reports_the_lines(
    node: Node, engine: DuckEngine, deliver: Deliver
) -> None:
    records = lines("gz", "person=@DAN", clean=2)
    right = count("gz", records)
    wrong = Declared(3, {**right.totals, "SS00160": right.totals["SS00160"] + 1})
    outcome = intake.accept(node, deliver(gz=records, declared={"gz": wrong}), engine)
    assert (outcome.status, problems(outcome)) == (
        "refused",
        [("parcel.totals", "gz", 0), ("gz.person.unknown", "gz", 1)],
    )


def test_the_same_parcel_again_changes_nothing(node: Node, engine: DuckEngine, deliver: Deliver) -> None:
    records = {"gz": lines("gz", clean=2)}
    first = intake.accept(node, deliver(**records), engine)
    folder = next((node.store / "received").glob("*.parcel"))
    again = intake.accept(node, folder, engine)
    assert (again.status, again.delivery, again.accepted) == ("known", first.delivery, first.accepted)
    assert len(node.ledger.deliveries()) == 1


def test_other_content_for_a_period_replaces_only_when_the_manifest_says_so(
    node: Node, engine: DuckEngine, deliver: Deliver
) -> None:
    first = intake.accept(node, deliver(gz=lines("gz", clean=1)), engine)
    refused = intake.accept(node, deliver(gz=lines("gz", clean=2)), engine)
    assert (refused.status, problems(refused)) == ("refused", [("parcel.replaces", "manifest", 0)])
    second = intake.accept(node, deliver(gz=lines("gz", clean=3), replaces=first.delivery), engine)
    assert second.status == "accepted"
    status = {each.hash: (each.status, each.replaced_by) for each in node.ledger.deliveries()}
    assert status[first.delivery] == ("replaced", second.delivery)
    assert [each.delivery for each in intake.pending(node)] == [second.delivery]
    strange = intake.accept(node, deliver(period="2022H2", replaces="0" * 64), engine)
    assert (strange.status, strange.counts) == ("refused", {"parcel.replaces": 1})


def test_a_run_killed_before_the_decision_was_entered_is_done_again(
    node: Node, engine: DuckEngine, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = deliver()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(node.ledger, "set_status", killed)
        with pytest.raises(KeyboardInterrupt):
            intake.accept(node, path, engine)
    assert (intake.pending(node), len(node.ledger.deliveries()), node.receive()) == ([], 1, [path])
    assert intake.accept(node, path, engine).status == "accepted"
    assert len(intake.pending(node)) == 1


def truncate(folder: Path, node: Node) -> None:
    path = folder / "gz.txt.zst"
    path.write_bytes(path.read_bytes()[:-9])


def damage(folder: Path, node: Node) -> None:
    path = folder / "gz.txt.zst"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")


def forge(folder: Path, node: Node) -> None:
    (folder / "manifest.sig").write_bytes(bytes(64))


def remove(folder: Path, node: Node) -> None:
    (folder / "fu.txt.zst").unlink()


def change(folder: Path, node: Node, name: str, value: object) -> None:
    """Change the entry of gz in the manifest and sign again, as an insurer's faulty system would."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    next(each for each in manifest["files"] if each["database"] == "gz")[name] = value
    content = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(content)
    (folder / "manifest.sig").write_bytes(node.keys.sign(content))


FAULTS = {
    "parcel.size": truncate,
    "parcel.checksum": damage,
    "parcel.signature": forge,
    "parcel.missing": remove,
    "parcel.name": lambda folder, node: change(folder, node, "name", "../gz.txt.zst"),
    "parcel.rows": lambda folder, node: change(folder, node, "rows", 7),
    "file.record_length": lambda folder, node: change(folder, node, "raw_size", 2 * 405 + 1),
    "parcel.bomb": lambda folder, node: change(folder, node, "raw_size", 405),
    "parcel.truncated": lambda folder, node: change(folder, node, "raw_size", 3 * 405),
}


@pytest.mark.parametrize("rule", FAULTS)
def test_a_parcel_with_a_fault_of_the_envelope_is_refused_before_an_engine_sees_it(
    node: Node, deliver: Deliver, rule: str
) -> None:
    path = deliver(gz=lines("gz", clean=2))
    FAULTS[rule](path, node)
    if rule in ("parcel.bomb", "parcel.truncated"):
        size = {"parcel.bomb": 1, "parcel.truncated": 3}[rule]
        change(path, node, "rows", size)
        declare(path, node, size)
    outcome = intake.accept(node, path, None)  # type: ignore[arg-type]
    assert (outcome.status, dict(outcome.counts)) == ("refused", {rule: 1})
    assert outcome.reason
    assert (node.receive(), len(list((node.store / "refused").glob("*.parcel")))) == ([], 1)
    assert outcome.feedback is not None
    assert rule in (outcome.feedback / "problems.csv").read_text()


def declare(folder: Path, node: Node, rows: int) -> None:
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["declared"]["gz"]["rows"] = rows
    content = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(content)
    (folder / "manifest.sig").write_bytes(node.keys.sign(content))


def test_an_unknown_layout_version_is_refused(node: Node, engine: DuckEngine, deliver: Deliver) -> None:
    outcome = intake.accept(node, deliver(layout_version="mutualis-99"), engine)
    assert (outcome.status, dict(outcome.counts)) == ("refused", {"parcel.layout": 1})


def test_a_wrong_byte_in_the_middle_of_a_file_refuses_the_parcel(
    node: Node, engine: DuckEngine, deliver: Deliver
) -> None:
    bad = bytearray(lines("gz", clean=1)[0])
    bad[300] = 0xE9
    outcome = intake.accept(node, deliver(gz=[*lines("gz", clean=1), bytes(bad)]), engine)
    assert (outcome.status, problems(outcome)) == ("refused", [("file.encoding", "gz", 0)])
    assert "line 2" in outcome.reason


def test_earlier_deliveries_are_remembered_for_members_and_corrections(
    node: Node, engine: DuckEngine, deliver: Deliver
) -> None:
    intake.accept(
        node,
        deliver(pp=lines("pp", "person=@DAN birth_year=1975 birth_month=01"), gz=lines("gz", "person=@DAN")),
        engine,
    )
    later = lines(
        "gz",
        "person=@DAN quantity=-1 reimbursed_cents=-1785 copayment_cents=-600 booking_month=202307",
        "person=@BEN booking_month=202307",
    )
    state = lines("pp", "reference_day=20231231 state=D")
    outcome = intake.accept(node, deliver(period="2023H2", pp=state, gz=later), engine)
    assert problems(outcome) == [("gz.person.unknown", "gz", 2)]
