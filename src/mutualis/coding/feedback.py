"""The way back: problems that the centre found go to the insurer whose delivery it was, which only this party knows."""

import json
from pathlib import Path

from mutualis import parcel
from mutualis.coding import arrival, comparison, handover
from mutualis.ledger import Delivery, ProblemCount
from mutualis.node import Node
from mutualis.parcel import ParcelError

PROBLEMS = "problems.parquet.age"
ENTERED = "coding.problems_entered"
NAME_CHARACTERS = 12
COMPARISON = "comparison.json.age"


def relay_feedback(node: Node, problems_parcel: Path) -> Path:
    """Turn a `problems` parcel of the centre into a `feedback` parcel in the outbox and return its place there.

    It holds the problems (rule, severity, file, line, field) and the comparison with the others. The counts of every
    problems parcel that waits are entered first, so that the comparison does not depend on the order of work. A
    parcel that breaks a rule is refused with a ParcelError; one passed on before raises a KnownParcel.
    """
    handover.require_role(node, "ttp", "relay of feedback")
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        try:
            opened = node.open_parcel(problems_parcel, kind="problems")
            delivery = _delivery(node, opened)
            made = handover.made_from(node, "feedback", opened.hash) or _pass_on(node, opened, delivery, folder)
        except ParcelError as error:
            handover.put_away(node, problems_parcel, str(error))
            raise
        handover.put_away(node, problems_parcel)
        return handover.waiting(node, made)


def _delivery(node: Node, opened: parcel.Parcel) -> Delivery:
    """The `coded` delivery that a problems parcel is about."""
    source = handover.source_of(node, "relay", str(opened.manifest.extra.get("delivery", "")))
    found = node.ledger.known(source) if source else None
    if found is None:
        raise ParcelError(
            "parcel.manifest",
            "The problems are about a delivery that this node never passed on.",
            do="name the hash of the relay parcel in extra.delivery",
        )
    return found


def _pass_on(node: Node, opened: parcel.Parcel, delivery: Delivery, folder: Path) -> str:
    _enter_waiting(node, opened)
    recipient = (node.directory.party(delivery.sender).recipient,)
    problems, compared = folder / "passed_on.parquet", folder / "comparison.json"
    schema = parcel.problems_schema()
    rows = parcel.write_parquet(problems, schema, parcel.read_parquet(node.decrypt(opened, PROBLEMS, folder), schema))
    rules = comparison.compare(node, delivery.hash)
    others = comparison.others(node, delivery)
    compared.write_text(json.dumps(comparison.as_json(rules, others), sort_keys=True), encoding="utf-8")
    path = parcel.build(
        handover.prepared(node),
        kind="feedback",
        sender=node.name,
        recipient=delivery.sender,
        period=delivery.period,
        files={
            PROBLEMS: parcel.Content(problems, "problems", rows, recipient),
            COMPARISON: parcel.Content(compared, "comparison", len(rules), recipient),
        },
        keys=node.keys,
        layout_version=opened.manifest.layout_version,
        extra={"delivery": arrival.delivery_of(node, delivery.hash), "status": _status(opened)},
    )
    made = parcel.read_envelope(path).hash
    handover.send(node, path, made_from=opened.hash, sender=delivery.sender)
    node.log("coding.feedback", on=delivery.period, problem_rows=rows)
    return made


def _status(opened: parcel.Parcel) -> str:
    return "refused" if opened.manifest.extra.get("status") == "refused" else "loaded"


def _enter_waiting(node: Node, opened: parcel.Parcel) -> None:
    """Enter the counts of this problems parcel and of all that wait; one that is wrong is left for its own turn."""
    _enter(node, opened)
    entered = {event.subject for event in node.ledger.events(ENTERED)}
    for path in node.receive("problems"):
        if path.name.removesuffix(".parcel").rpartition("-")[2] in entered:
            continue
        try:
            waiting = node.open_parcel(path, kind="problems")
            if waiting.hash != opened.hash:
                _enter(node, waiting)
        except ParcelError:
            continue


def _enter(node: Node, opened: parcel.Parcel) -> None:
    """The centre's counts in place of the insurer's own where both found the same; a refusal frees the period."""
    delivery = _delivery(node, opened)
    before = [each for each in node.ledger.problem_history(delivery.sender) if each.delivery == delivery.hash]
    found = {(each.rule, each.file): each for each in before}
    found |= {(each.rule, each.file): each for each in arrival.problem_counts(opened.manifest.extra.get("counts"))}
    counts = [ProblemCount(each.rule, each.severity, each.file, each.count) for each in found.values()]
    node.ledger.record_problem_counts(delivery.hash, counts)
    if _status(opened) == "refused" and delivery.status == "relayed":
        node.ledger.set_status(delivery.hash, "refused")
    node.ledger.record_event(ENTERED, opened.hash[:NAME_CHARACTERS])
