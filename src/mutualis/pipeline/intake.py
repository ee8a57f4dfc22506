"""Stages accept and code: from the insurers' inboxes to the centre's inbox. One bad parcel stops no other."""

from contextlib import closing, suppress
from pathlib import Path
from typing import cast

from mutualis import coding, intake
from mutualis.model import MutualisError, StopsWork
from mutualis.node import Node
from mutualis.node.transport import deliver_all
from mutualis.parcel import Manifest
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.standing import DELIVERING, PASSING_ON, under
from mutualis.pipeline.workspace import Workspace


def accept(space: Workspace, progress: Progress) -> StageRow:
    """Every delivery that waits at an insurer: accepted, or refused with its reasons; feedback written."""
    under(DELIVERING, *space.senders())
    waiting = [(node, path) for node in space.senders() for path in node.receive("delivery")]
    with measured("accept", progress, len(waiting), "parcels") as row:
        known, aside = 0, 0
        for node, path in waiting:
            before = row.rows_in
            with row.one_parcel(node.name, path.name):
                outcome = accept_one(space, node, path)
                known += outcome.status == "known"
                aside += _enter(row, node, path, outcome)
            progress.advance("accept", rows=row.rows_in - before)
        accepted = len(waiting) - row.refused - known
        row.note = (
            f"{accepted} parcels accepted, {row.refused} refused, {known} known before, {aside:,} lines set aside"
        )
    return row


def _enter(row: StageRow, node: Node, path: Path, outcome: intake.Outcome) -> int:
    """Count an outcome in the stage's row; returns the lines set aside. A known delivery counts for nothing."""
    if outcome.status == "known":
        return 0
    row.rows_in += outcome.declared_rows
    row.rows_out += outcome.accepted_rows
    row.problems += sum(outcome.counts.values())
    if outcome.status == "refused":
        row.refuse(node.name, path.name, outcome.reason)
        return 0
    return outcome.set_aside_rows


def accept_one(space: Workspace, node: Node, path: Path) -> intake.Outcome:
    with closing(space.engine(node)) as engine:
        return intake.accept(node, path, engine, threads=space.threads)


def code(space: Workspace, progress: Progress) -> StageRow:
    """Accepted deliveries are coded once by their insurer and once by the third party, and wait at the centre."""
    under(DELIVERING, *space.senders())
    under(PASSING_ON, space.ttp)
    pending = [(node, outcome) for node in space.senders() for outcome in intake.pending(node)]
    with measured("code", progress, 2 * len(pending), "codings") as row:
        for node, outcome in pending:
            with row.one_parcel(node.name, f"accepted delivery {outcome.delivery[:12]}"):
                code_one(node, outcome)
                row.rows_in += outcome.accepted_rows
            progress.advance("code", rows=outcome.accepted_rows)
        carry(space, row)
        row.note = f"{pass_on(space, progress, row)} parcels passed on by the third party, {row.refused} refused"
        row.rows_out = row.rows_in
    return row


def code_one(node: Node, outcome: intake.Outcome) -> None:
    """The insurer's part: an accepted delivery becomes a `coded` parcel; one that was sent before only needs a mark."""
    counts = dict(outcome.counts)
    with suppress(coding.KnownParcel):
        manifest = cast(Manifest, outcome.manifest)  # an accepted delivery was trusted, so it has one
        coding.first_coder(node, outcome.staged, manifest, delivery=outcome.delivery, problem_counts=counts)
    intake.mark_coded(node, outcome)


def pass_on(space: Workspace, progress: Progress, row: StageRow) -> int:
    """The third party's part: C1 becomes C2, the content goes on unopened. Returns how many parcels went on."""
    passed = 0
    for path in space.ttp.receive("coded"):
        with row.one_parcel(space.ttp.name, path.name), suppress(coding.KnownParcel):
            coding.second_coder(space.ttp, path)
            passed += 1
        progress.advance("code")
    carry(space, row)
    return passed


def carry(space: Workspace, row: StageRow) -> None:
    """Carry what waits in every outbox; a parcel that cannot be carried stays there and is told."""
    try:
        deliver_all(space.path)
    except StopsWork:
        raise
    except MutualisError as error:
        row.refuse("carrier", "a parcel", error, kept="its outbox still")
