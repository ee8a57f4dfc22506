"""The centre's problems and the comparison with the others come back through the third party into the report."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mutualis import intake, parcel
from mutualis.intake import keeping, outcome
from mutualis.node import Node, exchange_keys
from mutualis.parcel import Content, Declared, Manifest
from spec.intake import samples

PASSPHRASE = "a long passphrase"


@pytest.fixture
def nodes(tmp_path: Path) -> tuple[Node, Node]:
    insurer = Node.create(tmp_path / "insurer-300", "insurer-300", "insurer", PASSPHRASE)
    ttp = Node.create(tmp_path / "ttp", "ttp", "ttp", PASSPHRASE)
    exchange_keys([insurer, ttp])
    return insurer, ttp


def problems(*rules: tuple[str, int]) -> pa.Table:
    severity = {"gz.person.unknown": "warning", "centre.correction.unmatched": "warning"}
    rows = [
        {"rule": rule, "severity": severity[rule], "file": "gz", "line": line, "field": "person"}
        for rule, line in rules
    ]
    return pa.Table.from_pylist(rows, schema=intake.PROBLEM_SCHEMA)


def accepted(node: Node, folder: Path) -> intake.Outcome:
    """A delivery that this node accepted before, with one problem of its own."""
    folder.mkdir()
    manifest = Manifest("delivery", node.name, node.name, samples.PERIOD, samples.VERSION, parcel.moment(), ())
    result = intake.Outcome(
        "accepted",
        manifest.hash,
        manifest,
        declared={"gz": Declared(1000)},
        accepted={"gz": Declared(1000)},
        set_aside={"gz": Declared(0)},
        problems=outcome.folder_of(node, "accepted", manifest.hash) / "problems.parquet",
    )
    keeping.keep(node, result, problems(("gz.person.unknown", 4)), folder)
    return result


def send(ttp: Node, insurer: Node, folder: Path) -> None:
    folder.mkdir()
    pq.write_table(problems(("centre.correction.unmatched", 9)), folder / "problems.parquet")
    spread = {"gz.person.unknown": {"lowest": 11, "median": 22, "highest": 333}}
    (folder / "comparison.json").write_text(json.dumps({"others": 6, "rules": spread}))
    recipients = (insurer.keys.recipient,)
    files = {
        "problems.parquet.age": Content(folder / "problems.parquet", "problems", 1, recipients),
        "comparison.json.age": Content(folder / "comparison.json", "comparison", 1, recipients),
    }
    parcel.build(
        insurer.inbox,
        kind="feedback",
        sender=ttp.name,
        recipient=insurer.name,
        period=samples.PERIOD,
        files=files,
        keys=ttp.keys,
    )


def test_a_feedback_parcel_is_worked_into_the_report_of_its_period(nodes: tuple[Node, Node], tmp_path: Path) -> None:
    insurer, ttp = nodes
    result = accepted(insurer, tmp_path / "kept")
    send(ttp, insurer, tmp_path / "sent")
    assert intake.receive_feedback(insurer) == 1
    feedback = outcome.feedback_folder(insurer, samples.PERIOD, result.delivery)
    assert "centre.correction.unmatched" in (feedback / "problems.csv").read_text()
    french = (feedback / "report.fr.html").read_text()
    assert "minimum 11, médiane 22, maximum 333; vous 100" in french
    assert (insurer.receive(), intake.receive_feedback(insurer)) == ([], 0)


def test_a_feedback_parcel_that_cannot_be_trusted_is_refused(nodes: tuple[Node, Node], tmp_path: Path) -> None:
    insurer, ttp = nodes
    accepted(insurer, tmp_path / "kept")
    send(ttp, insurer, tmp_path / "sent")
    (insurer.receive()[0] / "manifest.sig").write_bytes(bytes(64))
    assert (intake.receive_feedback(insurer), insurer.receive()) == (0, [])
