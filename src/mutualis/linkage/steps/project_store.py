"""The project store: takes in the linked set, and runs the small cell analysis where the data are (step 11)."""

import json

import polars as pl

from mutualis.disclosure.small_cells import Task
from mutualis.linkage import gate, messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.permit import Permit
from mutualis.linkage.project import Project
from mutualis.linkage.retention import start
from mutualis.linkage.small_cells import analysed, dataset_hash, smallest

COLLECTION = "collection"
LINKED, OPEN_SET, FINDINGS, DECISION = "linked-set", gate.OPEN_SET, "small-cell-findings", "small-cell-decision"


def documents(named: dict[str, str]) -> dict[str, pl.DataFrame]:
    """Documents as the table of a parcel."""
    return {"documents": pl.DataFrame({"document_name": list(named), "document": list(named.values())})}


def take_in(permit: Permit) -> Project:
    """Keep the linked set that waits under the key of the project; its parcel is destroyed."""
    project = Project(permit.node, permit.authorisation.id)
    waiting = list(messages.receive(permit, LINKED))
    if waiting:
        project.save(LINKED, waiting[-1].tables)
        start(permit.node, permit.authorisation.id, COLLECTION, permit.day)
        messages.destroy(permit, LINKED)
    return project


def examine(permit: Permit, person: str, recipient: str) -> Account:
    """Step 11, at the store: the analysis that the checker's `person` runs; what was found goes to the checker.

    The set that may go on once it is approved is kept beside the linked set. No data about persons leave.
    """
    permit.step(11)
    project = take_in(permit)
    tables = project.whole(LINKED)
    least = smallest(permit.authorisation, LINKED)
    done, after = analysed(tables, Task(LINKED, permit.authorisation.id, person, permit.day, least))
    file = permit.authorisation.file(OPEN_SET)
    permit.check_columns(file, {name: frame.columns for name, frame in after.items()})
    with permit.node.audited("small_cells.analysed", on=permit.authorisation.id, person=person):
        project.save(OPEN_SET, after)
    told = {"report.json": done.report.to_json(), "data.json": json.dumps({"data": dataset_hash(after)})}
    messages.send(permit, FINDINGS, recipient, documents(told))
    rows_in = {name: frame.height for name, frame in tables.items()}
    rows_out = {name: frame.height for name, frame in after.items()}
    dropped = {"stays_in_small_cells": tables["stays"].height - after["stays"].height}
    facts = {"stays_failing_before": max(done.report.actions[0].failing_before.values(), default=0)}
    return enter(permit, Account(11, permit.node.name, rows_in, rows_out, dropped, facts))


def is_decided(permit: Permit) -> bool:
    """Whether a decision of the checker waits here."""
    return any(True for _ in messages.receive(permit, DECISION))


def open_gate(permit: Permit) -> Account:
    """Step 11, its end: the checker's decision opens the gate, if it is about the data as they are."""
    permit.step(11)
    project = Project(permit.node, permit.authorisation.id)
    for each in messages.receive(permit, DECISION):
        told = dict(each.tables["documents"].select("document_name", "document").rows())
        gate.keep(project, told["decision.json"].encode())
    gate.require_open(project)
    messages.destroy(permit, DECISION)
    permit.node.log("zone.gate_opened", on=permit.authorisation.id)
    rows = {name: project.read(OPEN_SET, name, columns=["stay_code"]).height for name in project.tables(OPEN_SET)}
    return enter(permit, Account(11, permit.node.name, {DECISION: 1}, rows))
