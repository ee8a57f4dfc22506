"""The project store: takes in the linked set, and runs the small cell analysis where the data are (step 11)."""

import json

import polars as pl

from mutualis.disclosure.small_cells import Task
from mutualis.linkage import gate, messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.cells_by_kind import ABOUT, analyses
from mutualis.linkage.permit import Permit
from mutualis.linkage.project import Project
from mutualis.linkage.retention import start
from mutualis.linkage.small_cells import dataset_hash, smallest
from mutualis.model import MutualisError
from mutualis.reference.authorisations import Authorisation

DATA = "data.json"
OPEN_SET, FINDINGS, DECISION = gate.OPEN_SET, "small-cell-findings", "small-cell-decision"


def documents(named: dict[str, str]) -> dict[str, pl.DataFrame]:
    """Documents as the table of a parcel."""
    return {"documents": pl.DataFrame({"document_name": list(named), "document": list(named.values())})}


def take_in(permit: Permit) -> Project:
    """Keep the linked set that waits under the key of the project; its parcel is destroyed."""
    project, linked = Project(permit.node, permit.authorisation.id), linked_file(permit.authorisation)
    waiting = list(messages.receive(permit, linked))
    if waiting:
        project.save(linked, waiting[-1].tables)
        for event in sorted({each.starts for each in permit.authorisation.clocks if linked in each.of}):
            start(permit.node, permit.authorisation.id, event, permit.day)
        messages.destroy(permit, linked)
    return project


def linked_file(authorisation: Authorisation) -> str:
    """The file that the small cell analysis of the open data set is about, and that the project store keeps."""
    for check in authorisation.disclosure_checks:
        if check.opens == OPEN_SET:
            return check.of[0]
    raise MutualisError(f"Authorisation {authorisation.id} opens no '{OPEN_SET}' by a disclosure check.")


def examine(permit: Permit, person: str, recipient: str) -> Account:
    """Step 11, at the store: the analysis that the checker's `person` runs; what was found goes to the checker.

    The set that may go on once it is approved is kept beside the linked set. No data about persons leave.
    """
    number, linked = permit.step_that("writes", OPEN_SET), linked_file(permit.authorisation)
    tables = take_in(permit).whole(linked)
    task = Task(linked, permit.authorisation.id, person, permit.day, smallest(permit.authorisation, linked))
    done, after = analyses(permit.authorisation, tables, task)
    file = permit.authorisation.file(OPEN_SET)
    permit.check_columns(file, {name: frame.columns for name, frame in after.items()})
    with permit.node.audited("small_cells.analysed", on=permit.authorisation.id, person=person):
        Project(permit.node, permit.authorisation.id).save(OPEN_SET, after)
    told = {f"{name}.json": each.report.to_json() for name, each in done.items()}
    messages.send(permit, FINDINGS, recipient, documents(told | {DATA: json.dumps({"data": dataset_hash(after)})}))
    rows_in = {name: frame.height for name, frame in tables.items()}
    rows_out = {name: frame.height for name, frame in after.items()}
    about = ABOUT[permit.authorisation.link.by]
    dropped = {f"{name}_in_small_cells": tables[name].height - after[name].height for name in about}
    failing = [max(each.report.actions[0].failing_before.values(), default=0) for each in done.values()]
    facts = {f"{name}_failing_before": rows for name, rows in zip(about, failing, strict=True)}
    return enter(permit, Account(number, permit.node.name, rows_in, rows_out, dropped, facts))


def is_decided(permit: Permit) -> bool:
    """Whether a decision of the checker waits here."""
    return any(True for _ in messages.receive(permit, DECISION))


def open_gate(permit: Permit) -> Account:
    """Step 11, its end: the checker's decision opens the gate, if it is about the data as they are."""
    number = permit.step_that("writes", OPEN_SET)
    project = Project(permit.node, permit.authorisation.id)
    for each in messages.receive(permit, DECISION):
        told = dict(each.tables["documents"].select("document_name", "document").rows())
        gate.keep(project, told["decision.json"].encode())
    gate.require_open(project)
    messages.destroy(permit, DECISION)
    permit.node.log("zone.gate_opened", on=permit.authorisation.id)
    rows = {name: project.read(OPEN_SET, name).height for name in project.tables(OPEN_SET)}
    return enter(permit, Account(number, permit.node.name, {DECISION: 1}, rows))
