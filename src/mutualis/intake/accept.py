"""`accept`: a delivery at the insurer's node is accepted, refused whole, or known already. Nothing in between."""

from pathlib import Path

import pyarrow as pa

from mutualis import reference
from mutualis.intake import envelope, outcome
from mutualis.intake.decision import Decision, Tolerance, decide
from mutualis.intake.examine import Examined, examine
from mutualis.intake.feedback import feed_back
from mutualis.intake.findings import Finding, as_table, joined, whole_file
from mutualis.intake.keeping import DECIDING, count_by_rule, difference, keep, settle
from mutualis.intake.outcome import ACCEPTED, KNOWN, REFUSED, Outcome
from mutualis.intake.work import Work
from mutualis.model.protocols import Engine
from mutualis.node import Node
from mutualis.parcel import ParcelError

NAME_CHARACTERS = 12


def accept(node: Node, parcel_path: Path, engine: Engine, tolerance: Tolerance = None, threads: int = 2) -> Outcome:
    """Check a delivery of the insurer's own systems and keep its good lines, typed, under `store/accepted/`.

    A parcel that was decided on before changes nothing (status `known`). `tolerance` replaces the shares of the rule
    table. The parcel leaves the inbox and feedback is written in every case.
    """
    parcel_path = Path(parcel_path)
    with node.lock("intake"):
        try:
            parcel = node.open_parcel(parcel_path, "delivery")
        except ParcelError as error:
            return _refuse_untrusted(node, parcel_path, error)
        before = node.ledger.known(parcel.hash)
        if before is not None and before.status != DECIDING:
            _leave_inbox(node, parcel_path)
            return outcome.read(node, parcel.hash, KNOWN)
        with node.scratch() as folder:
            return _decide(Work(node, parcel, engine, folder, threads), tolerance)


def _decide(work: Work, tolerance: Tolerance) -> Outcome:
    try:
        ready = envelope.readers(work.manifest)
        envelope.check_sender(work.manifest, work.node.role)
        envelope.check_sizes(work.manifest, ready)
        envelope.check_open(work.node.ledger, work.manifest)
        envelope.check_turn(work.node.ledger, work.manifest, work.parcel.hash)
        examined = examine(work, ready)
    except ParcelError as error:
        return _refuse(work, as_table([_problem(error)]), str(error))
    rows = {name: each.rows for name, each in examined.staged.items()}
    decision = decide(examined.problems, rows, tolerance)
    if decision.refused:
        problems = joined([examined.problems, as_table(decision.findings())])
        return _refuse(work, problems, decision.reason, decision)
    final = work.folder / "final"
    final.mkdir()
    accepted = settle(work, ready, examined, decision, final)
    return _accept(work, examined, accepted, final)


def _problem(error: ParcelError) -> Finding:
    """The error as a problem of the file that it names."""
    named = [name for name in reference.delivered_codes() if f"'{name}'" in error.what or f" {name}.txt" in error.what]
    return whole_file(error.rule, named[0] if named else "manifest")


def _refuse_untrusted(node: Node, parcel_path: Path, error: ParcelError) -> Outcome:
    """Of a parcel that cannot be trusted nothing is entered in the ledger but the event: its hash may be forged."""
    result = Outcome(REFUSED, "", counts={error.rule: 1}, reason=str(error))
    node.log("delivery.refused", on=error.rule)
    _leave_inbox(node, parcel_path, str(error))
    folder = node.store / "feedback" / f"refused-{parcel_path.stem[-NAME_CHARACTERS:]}"
    return feed_back(node, result, as_table([whole_file(error.rule, "manifest")]), folder=folder)


def _refuse(work: Work, problems: pa.Table, reason: str, decision: Decision | None = None) -> Outcome:
    """Nothing of the delivery is kept but its problems."""
    target = outcome.folder_of(work.node, REFUSED, work.parcel.hash)
    result = Outcome(
        REFUSED,
        work.parcel.hash,
        work.manifest,
        declared=dict(work.manifest.declared),
        counts=count_by_rule(problems),
        problems=target / "problems.parquet",
        feedback=outcome.feedback_folder(work.node, work.manifest.period, work.parcel.hash),
        reason=reason,
    )
    results = work.folder / "refused"
    results.mkdir()
    keep(work.node, result, problems, results)
    _leave_inbox(work.node, work.parcel.path, reason)
    return feed_back(work.node, result, problems, decision.excess if decision else ())


def _accept(work: Work, examined: Examined, accepted: outcome.ByDatabase, final: Path) -> Outcome:
    declared = dict(work.manifest.declared)
    target = outcome.folder_of(work.node, ACCEPTED, work.parcel.hash)
    result = Outcome(
        ACCEPTED,
        work.parcel.hash,
        work.manifest,
        declared=declared,
        accepted=accepted,
        set_aside={name: difference(declared[name], accepted[name]) for name in declared},
        counts=count_by_rule(examined.problems),
        problems=target / "problems.parquet",
        staged={name: target / f"{name}.parquet" for name in accepted},
        feedback=outcome.feedback_folder(work.node, work.manifest.period, work.parcel.hash),
    )
    keep(work.node, result, examined.problems, final)
    _leave_inbox(work.node, work.parcel.path)
    return feed_back(work.node, result, examined.problems)


def _leave_inbox(node: Node, path: Path, reason: str = "") -> None:
    """A parcel in the inbox moves to where it belongs; one that a user keeps elsewhere stays."""
    if path.parent.resolve() != node.inbox.resolve() or not path.exists():
        return
    if reason:
        node.refuse(path, reason)
    else:
        node.done(path)
