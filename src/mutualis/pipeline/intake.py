"""Stages accept and code: from the insurers' inboxes to the centre's inbox."""

from contextlib import closing
from pathlib import Path

from mutualis import coding, intake
from mutualis.node import Node
from mutualis.node.transport import deliver_all
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.workspace import Workspace


def accept(space: Workspace, progress: Progress) -> StageRow:
    """Every delivery that waits at an insurer: accepted, or refused with its reasons; feedback written."""
    waiting = [(node, path) for node in space.insurers() for path in node.receive("delivery")]
    with measured("accept", progress, len(waiting), "parcels") as row:
        refused = 0
        for node, path in waiting:
            outcome = accept_one(space, node, path)
            row.rows_in += outcome.declared_rows
            row.rows_out += outcome.accepted_rows
            row.problems += sum(outcome.counts.values())
            refused += outcome.status == "refused"
            progress.advance("accept", rows=outcome.declared_rows)
        row.note = f"{len(waiting) - refused} parcels accepted, {refused} refused"
    return row


def accept_one(space: Workspace, node: Node, path: Path) -> intake.Outcome:
    with closing(space.engine(node)) as engine:
        return intake.accept(node, path, engine, threads=space.threads)


def code(space: Workspace, progress: Progress) -> StageRow:
    """Accepted deliveries are coded once by their insurer and once by the third party, and wait at the centre."""
    pending = [(node, outcome) for node in space.insurers() for outcome in intake.pending(node)]
    with measured("code", progress, 2 * len(pending), "codings") as row:
        for node, outcome in pending:
            coding.first_coder(node, outcome.staged, outcome.manifest)
            intake.mark_coded(node, outcome)
            row.rows_in += outcome.accepted_rows
            progress.advance("code", rows=outcome.accepted_rows)
        deliver_all(space.path)
        row.note = f"{pass_on(space, progress)} parcels passed on by the third party"
        row.rows_out = row.rows_in
    return row


def pass_on(space: Workspace, progress: Progress) -> int:
    """The third party's part: C1 becomes C2, the content goes on unopened."""
    waiting = space.ttp.receive("coded")
    for path in waiting:
        coding.second_coder(space.ttp, path)
        progress.advance("code")
    deliver_all(space.path)
    return len(waiting)
