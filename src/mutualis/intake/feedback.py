"""What an insurer gets back: every problem in a CSV, and a report in Dutch and in French. Never a value of a line."""

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from mutualis import reference
from mutualis.intake import outcome, report
from mutualis.intake.decision import Excess
from mutualis.intake.envelope import LIVE
from mutualis.intake.findings import PROBLEM_SCHEMA, joined
from mutualis.intake.outcome import ACCEPTED, Outcome
from mutualis.intake.report_rows import Context, Delivered, Spread, rows_of
from mutualis.node import Node
from mutualis.parcel import Parcel, ParcelError, read_parquet, write_parquet
from mutualis.parcel.problem_table import batches

LANGUAGES = ("nl", "fr")
FORMULA = r"^[=+\-@\t\r]"
CENTRE = "problems_centre.parquet"
PROBLEMS, COMPARISON = "problems.parquet.age", "comparison.json.age"


def write_feedback(
    folder: Path,
    result: Outcome,
    problems: pa.Table,
    *,
    earlier: Sequence[Delivered] = (),
    comparison: Mapping[str, Spread] | None = None,
    excess: Iterable[Excess] = (),
    languages: Sequence[str] = LANGUAGES,
) -> list[Path]:
    """Write problems.csv and report.<language>.html into the folder, in place of earlier ones; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {database: each.rows for database, each in result.declared.items()}
    period, sender = (result.manifest.period, result.manifest.sender) if result.manifest else ("", "")
    lines = rows_of(problems, Context(rows, period, earlier, comparison or {}))
    written = [_write_csv(folder / "problems.csv", problems)]
    for language in languages:
        reasons = [_reason(each, language) for each in excess]
        content = report.page(result, lines, language, _name(sender, language), reasons)
        path = folder / f"report.{language}.html"
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written


def _write_csv(path: Path, problems: pa.Table) -> Path:
    """All problems; a spreadsheet takes no cell of it for a formula."""
    with csv.CSVWriter(path, PROBLEM_SCHEMA) as writer:
        for batch in batches(problems):
            columns = [batch[name] if name == "line" else _safe(batch[name]) for name in PROBLEM_SCHEMA.names]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=PROBLEM_SCHEMA))
    return path


def _safe(column: pa.Array) -> pa.Array:
    held = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    words = held.dictionary
    safe = pc.if_else(pc.match_substring_regex(words, FORMULA), pc.binary_join_element_wise("'", words, ""), words)
    return safe.take(held.indices)


def _reason(excess: Excess, language: str) -> str:
    numbers = {"lines": report.number(excess.lines, language), "allowed": report.number(excess.allowed, language)}
    return reference.text("intake.reason_tolerance", language, rule=excess.rule, file=excess.file, **numbers)


def _name(sender: str, language: str) -> str:
    return next((each.names[language] for each in reference.insurers() if each.name == sender), sender)


def feed_back(
    node: Node, result: Outcome, problems: pa.Table, excess: Iterable[Excess] = (), folder: Path | None = None
) -> Outcome:
    """Write the feedback on a decision just made; returns the outcome with its folder."""
    target = folder or result.feedback
    assert target is not None
    write_feedback(target, result, problems, earlier=_earlier(node, result), excess=excess)
    return dataclasses.replace(result, feedback=target)


def _earlier(node: Node, result: Outcome) -> list[Delivered]:
    """The insurer's earlier deliveries, oldest first; refused and replaced ones do not count."""
    counts: dict[str, dict[tuple[str, str], int]] = {}
    for each in node.ledger.problem_history():
        counts.setdefault(each.delivery, {})[each.rule, each.file] = each.count
    period = result.manifest.period if result.manifest else ""
    known = [each for each in node.ledger.deliveries(kind="delivery") if each.status in LIVE]
    return [
        Delivered(each.period, {name: found["rows"] for name, found in each.totals.items()}, counts.get(each.hash, {}))
        for each in known
        if each.hash != result.delivery and each.period < period
    ]


def receive_feedback(node: Node) -> int:
    """Work every `feedback` parcel of the inbox into the report of its delivery; returns how many there were."""
    done = 0
    for path in node.receive("feedback"):
        try:
            _work_in(node, node.open_parcel(path, "feedback"))
        except ParcelError as error:
            node.refuse(path, str(error))
            continue
        node.done(path)
        done += 1
    return done


def _work_in(node: Node, opened: Parcel) -> None:
    with node.scratch() as folder:
        found = joined([read_parquet(node.decrypt(opened, PROBLEMS, folder), PROBLEM_SCHEMA)])
        comparison = _comparison(node, opened, folder)
    known = node.ledger.deliveries(kind="delivery", period=opened.manifest.period)
    live = [each for each in known if each.status in LIVE]
    if not live:
        node.log("feedback.without_delivery", on=opened.hash[:12])
        return
    result = outcome.read(node, live[-1].hash)
    kept = outcome.folder_of(node, ACCEPTED, result.delivery)
    write_parquet(kept / CENTRE, PROBLEM_SCHEMA, batches(found))
    problems = joined([read_parquet(kept / "problems.parquet", PROBLEM_SCHEMA), found])
    assert result.feedback is not None
    write_feedback(result.feedback, result, problems, earlier=_earlier(node, result), comparison=comparison)
    node.log("feedback.received", on=result.delivery[:12], problem_lines=len(found))


def _comparison(node: Node, opened: Parcel, folder: Path) -> dict[str, Any]:
    """The spread of the others by rule; empty where the third party gave none."""
    if not opened.has(COMPARISON):
        return {}
    content = json.loads(node.decrypt(opened, COMPARISON, folder).read_text(encoding="utf-8"))
    declared = reference.messages()["feedback"].file(COMPARISON).columns
    if not isinstance(content, dict) or set(content) - set(declared):
        raise ParcelError(
            "parcel.manifest",
            "The comparison with the others holds something that is not declared.",
            there_is=f"declared are {', '.join(declared)}",
        )
    return dict(content.get("rules", {}))
