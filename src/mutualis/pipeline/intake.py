"""Stages accept and code: from the insurers' inboxes to the centre's inbox."""

from contextlib import closing, suppress
from pathlib import Path
from typing import cast

from mutualis import coding, intake, parcel
from mutualis.node import Node
from mutualis.node.transport import deliver_all
from mutualis.parcel import Manifest
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
            code_one(node, outcome)
            row.rows_in += outcome.accepted_rows
            progress.advance("code", rows=outcome.accepted_rows)
        deliver_all(space.path)
        row.note = f"{pass_on(space, progress)} parcels passed on by the third party"
        row.rows_out = row.rows_in
    return row


def code_one(node: Node, outcome: intake.Outcome) -> None:
    """The insurer's part: an accepted delivery becomes a `coded` parcel; one that was sent before only needs a mark."""
    counts = dict(outcome.counts)
    with suppress(coding.KnownParcel):
        manifest = cast(Manifest, outcome.manifest)  # an accepted delivery was trusted, so it has one
        coding.first_coder(node, outcome.staged, manifest, delivery=outcome.delivery, problem_counts=counts)
    intake.mark_coded(node, outcome)


def pass_on(space: Workspace, progress: Progress) -> int:
    """The third party's part: C1 becomes C2, the content goes on unopened."""
    waiting = space.ttp.receive("coded")
    refused = 0
    for path in waiting:
        try:
            coding.second_coder(space.ttp, path)
        except (coding.KnownParcel, parcel.ParcelError):
            refused += 1
        progress.advance("code")
    deliver_all(space.path)
    return len(waiting) - refused
