"""The gate of the researcher's zone: open while the checker's signed decision is about the data as they are now."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutualis.disclosure.small_cells import is_passed
from mutualis.linkage import signed
from mutualis.linkage.project import Project
from mutualis.linkage.small_cells import dataset_hash
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel.durable import write_file

CHECKER, WHAT = "disclosure_checker", "decision on a small cell analysis"
DECISION, OPEN_SET = "decision.json", "analysis-set"


class Closed(MutualisError):
    """The gate is closed."""


def decision(node: Node, project: str, data: str, report: str, others: Mapping[str, str] | None = None) -> bytes:
    """The checker's signed decision: which data (their hash) may be used, and the approved report as JSON.

    `others`: further reports by name, where the set has several kinds of rows.
    """
    told = {"authorisation": project, "data": data, "report": report}
    return signed.sign(node, {**told, **({"others": dict(others)} if others else {})})


def keep(project: Project, content: bytes) -> Path:
    """Keep a decision at the project store, after checking that the checker signed it for this project."""
    told = read(project.node, content)
    if told["authorisation"] != project.name:
        raise Closed(f"The decision is about {told['authorisation']}, not about {project.name}.")
    path = project.path / DECISION
    write_file(path, content, mode=0o600)
    return path


def read(node: Node, content: bytes) -> dict[str, Any]:
    """What a decision says."""
    return signed.read(node, content, CHECKER, WHAT)


def require_open(project: Project) -> Mapping[str, Any]:
    """The report that opened the gate. Raises `Closed` without a decision, with rules that fail, or where the data are
    not those that were analysed.
    """
    path = project.path / DECISION
    if not path.is_file():
        raise Closed(
            f"The zone of {project.name} is closed: its small cell analysis is not approved.",
            do="the checker decides on it: mutualis linkage step 11",
        )
    told = read(project.node, path.read_bytes())
    report: Mapping[str, Any] = json.loads(told["report"])
    every = (report, *(json.loads(each) for each in told.get("others", {}).values()))
    if not all(is_passed(each, str(each["hash"])) for each in every):
        raise Closed(f"The zone of {project.name} is closed: its small cell analysis has not passed.")
    if dataset_hash(project.whole(OPEN_SET)) != told["data"]:
        raise Closed(
            f"The zone of {project.name} is closed: its data have changed since the small cell analysis.",
            do="run the analysis again",
        )
    return report
