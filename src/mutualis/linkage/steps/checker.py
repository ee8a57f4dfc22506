"""The disclosure checker: a second person decides on the small cell analysis, and tells the committee (step 11)."""

import json

from mutualis.disclosure.small_cells import approved, page, read_report
from mutualis.linkage import gate, messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.permit import Permit
from mutualis.linkage.steps.project_store import DECISION, FINDINGS, documents
from mutualis.model import MutualisError

REPORT, LANGUAGES = "small-cell-report", ("nl", "fr", "de", "en")


def decide(permit: Permit, person: str, store: str, committee: str) -> Account:
    """Step 11, at the checker: approve what was found, signed; the decision to the store, the report to the committee.

    Raises where a rule does not hold, and where `person` is who ran the analysis: then nothing is sent.
    """
    permit.step(11)
    waiting = list(messages.receive(permit, FINDINGS))
    if not waiting:
        raise MutualisError(
            "No findings of a small cell analysis wait here.", do="the project store runs the analysis first"
        )
    told = dict(waiting[-1].tables["documents"].select("document_name", "document").rows())
    report = approved(read_report(told["report.json"]), person, permit.day)
    data = str(json.loads(told["data.json"])["data"])
    decision = gate.decision(permit.node, permit.authorisation.id, data, report.to_json()).decode()
    with permit.node.audited("small_cells.approved", on=permit.authorisation.id, person=person):
        messages.send(permit, DECISION, store, documents({"decision.json": decision}))
    pages = {f"report.{each}.html": page(report, each).decode() for each in LANGUAGES}
    messages.send(permit, REPORT, committee, documents({"decision.json": decision, **pages}))
    messages.destroy(permit, FINDINGS)
    rows_out = {DECISION: 1, REPORT: 1 + len(pages)}
    return enter(permit, Account(11, permit.node.name, {FINDINGS: len(told)}, rows_out))
