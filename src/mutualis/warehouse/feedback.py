"""What the centre found goes back to the trusted third party, which alone knows whose delivery it was."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from mutualis import parcel
from mutualis.ledger import ProblemCount
from mutualis.model import Problem, Severity
from mutualis.node import Node
from mutualis.parcel.problem_table import Lines, batches, distinct_lines, ordered, parts_of

FILE = "problems.parquet.age"


def send_problems(
    node: Node, opened: parcel.Parcel, problems: pa.Table, counts: Mapping[str, object], folder: Path
) -> Path:
    """Put a `problems` parcel about a delivery in the outbox; one that is there already is not made twice."""
    for waiting in sorted(node.outbox.glob("problems-*.parcel")):
        if parcel.read_envelope(waiting).extra.get("delivery") == opened.hash:
            return waiting
    source = folder / "problems.parquet"
    rows = parcel.write_parquet(source, parcel.problems_schema(), batches(problems))
    manifest = opened.manifest
    recipient = node.directory.party(manifest.sender).recipient
    return parcel.build(
        node.outbox,
        kind="problems",
        sender=node.name,
        recipient=manifest.sender,
        period=manifest.period,
        files={FILE: parcel.Content(source, "problems", rows, (recipient,))},
        keys=node.keys,
        layout_version=manifest.layout_version,
        extra={"delivery": opened.hash, **counts},
    )


def joined(tables: list[pa.Table | None]) -> pa.Table:
    """The problems of these tables in order of file, line, rule and field."""
    return ordered(part for table in tables if table is not None for part in parts_of(table))


def as_table(problems: list[Problem]) -> pa.Table:
    """A few problems as a table."""
    return pa.Table.from_pylist([asdict(problem) for problem in problems], parcel.problems_schema())


def counted(problems: pa.Table, delivery: str) -> list[ProblemCount]:
    """How often each rule was broken in each file."""
    keys = ["rule", "severity", "file"]
    rows = problems.group_by(keys, use_threads=False).aggregate([("line", "count")]).to_pylist()
    return [ProblemCount(row["rule"], row["severity"], row["file"], row["line_count"], delivery) for row in rows]


def lines_to_refuse(problems: pa.Table, database: str) -> Lines:
    """The lines of a database that a rule refuses, each once, ascending."""
    return distinct_lines(problems, severity=str(Severity.REFUSE), file=database)
