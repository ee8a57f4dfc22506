"""The disclosure checker: a second person decides on the small cell analysis, and tells the committee (step 11)."""

import json

from mutualis.disclosure.small_cells import approved, page, read_report
from mutualis.linkage import gate, messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.cells_by_kind import REPORT as MAIN
from mutualis.linkage.permit import Permit
from mutualis.linkage.steps.project_store import DATA, DECISION, FINDINGS, documents
from mutualis.model import MutualisError

REPORT, LANGUAGES = "small-cell-report", ("nl", "fr", "de", "en")


def decide(permit: Permit, person: str, store: str, committee: str) -> Account:
    """Step 11, at the checker: approve what was found, signed; the decision to the store, the report to the committee.

    Raises where a rule does not hold, and where `person` is who ran the analysis: then nothing is sent.
    """
    number = permit.step_that("writes", gate.OPEN_SET)
    waiting = list(messages.receive(permit, FINDINGS))
    if not waiting:
        raise MutualisError(
            "No findings of a small cell analysis wait here.", do="the project store runs the analysis first"
        )
    told = dict(waiting[-1].tables["documents"].select("document_name", "document").rows())
    data = str(json.loads(told.pop(DATA))["data"])
    reports = {
        name.removesuffix(".json"): approved(read_report(told[name]), person, permit.day) for name in sorted(told)
    }
    plain = {name: each.to_json() for name, each in reports.items()}
    decision = gate.decision(permit.node, permit.authorisation.id, data, plain.pop(MAIN), plain).decode()
    with permit.node.audited("small_cells.approved", on=permit.authorisation.id, person=person):
        messages.send(permit, DECISION, store, documents({"decision.json": decision}))
    pages = {
        f"{name}.{language}.html": page(each, language).decode()
        for name, each in reports.items()
        for language in LANGUAGES
    }
    messages.send(permit, REPORT, committee, documents({"decision.json": decision, **pages}))
    messages.destroy(permit, FINDINGS)
    rows_out = {DECISION: 1, REPORT: 1 + len(pages)}
    return enter(permit, Account(number, permit.node.name, {FINDINGS: len(told) + 1}, rows_out))
