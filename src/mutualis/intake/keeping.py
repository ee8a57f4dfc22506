"""Keeping what was decided: accepted lines counted twice, results in their place whole, the ledger last."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from mutualis.intake import outcome, sources
from mutualis.intake.decision import Decision
from mutualis.intake.examine import Examined
from mutualis.intake.findings import PROBLEM_SCHEMA, severity_of
from mutualis.intake.outcome import ACCEPTED, Outcome
from mutualis.intake.records import Reader
from mutualis.intake.setting_aside import without
from mutualis.intake.work import Work
from mutualis.ledger import ProblemCount
from mutualis.model import MutualisError
from mutualis.model.protocols import Engine
from mutualis.node import Node
from mutualis.parcel import Declared, write_parquet
from mutualis.parcel.durable import sync
from mutualis.parcel.problem_table import batches
from mutualis.portable import total

DECIDING = "deciding"
NO_LINES = np.zeros(0, np.int64)


def settle(
    work: Work, ready: Mapping[str, Reader], examined: Examined, decision: Decision, final: Path
) -> dict[str, Declared]:
    """Write the files of accepted lines into a folder; returns their rows and cents by database."""
    return {name: _settle(work, ready[name], examined, decision, final) for name in examined.staged}


def _settle(work: Work, ready: Reader, examined: Examined, decision: Decision, final: Path) -> Declared:
    """One file. Rows and cents are counted on the way and again by the engine in what was written."""
    name = ready.layout.database
    staged, target = examined.staged[name], final / f"{name}.parquet"
    gone, cents = 0, {each.code: 0 for each in ready.amounts}
    lines = decision.set_aside.get(name, NO_LINES)
    if len(lines) > staged.rows - staged.kept:
        gone, cents = without(ready, staged.path, target, lines)
    else:
        staged.path.rename(target)
    expected = Declared(staged.kept - gone, {code: staged.kept_totals[code] - cents[code] for code in cents})
    if staged.rows - len(lines) != expected.rows or counted(work.engine, ready, target) != expected:
        raise MutualisError(
            f"Accepted and set-aside lines of '{name}' do not add up to the declared ones.",
            there_is="rows or cents of the file that was written are not those that were counted while reading",
            do="run accept again; if it comes back, the disk or the program is at fault and nothing was loaded",
        )
    return expected


def counted(engine: Engine, ready: Reader, path: Path) -> Declared:
    """Rows and cents of a staged file, counted by the engine."""
    database, version = ready.layout.database, ready.layout.version
    table = sources.use_staged(engine, f"intake_accepted_{database}", database, [path], version)
    sums = {each.code: total(table[each.name]) for each in ready.amounts}
    found = engine.rows(table.aggregate(rows=table.count(), **sums))[0]
    return Declared(int(found.pop("rows")), {code: int(cents) for code, cents in found.items()})


def difference(declared: Declared, accepted: Declared) -> Declared:
    """What was set aside: declared less accepted, to the row and the cent."""
    cents = {code: amount - accepted.totals.get(code, 0) for code, amount in declared.totals.items()}
    return Declared(declared.rows - accepted.rows, cents)


def count_by_rule(problems: pa.Table) -> dict[str, int]:
    """How many problems each rule has, most first."""
    counts = problems.group_by("rule").aggregate([("line", "count")])
    pairs = zip(counts["rule"].to_pylist(), counts["line_count"].to_pylist(), strict=True)
    return dict(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def keep(node: Node, result: Outcome, problems: pa.Table, folder: Path) -> None:
    """Put a finished folder in the store and enter the delivery. Killed anywhere, the next run does it all again."""
    assert result.problems is not None
    write_parquet(folder / "problems.parquet", PROBLEM_SCHEMA, batches(problems))
    outcome.write(folder, result)
    _appear(folder, result.problems.parent)
    _record(node, result, problems)


def _appear(folder: Path, target: Path) -> None:
    """The folder in its place, whole and on disk; what a killed run left there is replaced."""
    for path in (*folder.iterdir(), folder):
        sync(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)
    sync(target.parent)


def _record(node: Node, result: Outcome, problems: pa.Table) -> None:
    """Status `deciding` first and the decision last, so that a half-made entry counts as no decision."""
    assert result.manifest is not None
    manifest = result.manifest
    facts = {"kind": "delivery", "period": manifest.period, "sender": manifest.sender, "status": DECIDING}
    declared = outcome.totals(result.declared)
    node.ledger.record_delivery(result.delivery, **facts, declared_rows=result.declared_rows, totals=declared)
    node.ledger.record_problem_counts(result.delivery, _counts(problems))
    if manifest.replaces and result.status == ACCEPTED:
        node.ledger.set_replaced(manifest.replaces, result.delivery)
    accepted, aside = result.accepted_rows, result.set_aside_rows
    node.ledger.set_status(result.delivery, result.status, accepted_rows=accepted, set_aside_rows=aside)
    node.log(f"delivery.{result.status}", on=result.delivery[:12], accepted_rows=accepted, set_aside_rows=aside)


def _counts(problems: pa.Table) -> list[ProblemCount]:
    counts = problems.group_by(["rule", "file"]).aggregate([("line", "count")]).to_pylist()
    return [
        ProblemCount(each["rule"], str(severity_of(each["rule"])), each["file"], each["line_count"]) for each in counts
    ]
