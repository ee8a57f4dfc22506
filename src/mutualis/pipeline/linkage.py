"""A linkage in one workspace: the nodes of all parties, the sign-off, and the files of the hospitals at their nodes.

`linkage_steps` runs the steps, each at the node of its party.
"""

import csv
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mutualis import reference
from mutualis.disclosure.small_cells import Report, read_report
from mutualis.intake.hospital import HospitalDelivery, examine, joined
from mutualis.linkage.gate import OPEN_SET, require_open
from mutualis.linkage.holder_file import read_holder_file
from mutualis.linkage.permit import Permit, permit
from mutualis.linkage.project import Project
from mutualis.linkage.records import layout_of
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.linkage.steps import linked_file
from mutualis.model import MutualisError
from mutualis.node import Node, exchange_keys, export_c1, import_c1
from mutualis.parcel.durable import write_file
from mutualis.pipeline.workspace import Workspace
from mutualis.reference.authorisations import Authorisation, authorisation

# The parties of a linkage that are one each, and the names of their nodes.
ONE_EACH = {
    "data-manager": "data_manager",
    "data-team": "data_team",
    "ehealth": "ehealth_coder",
    "contact-point": "contact_point",
    "project-store": "project_store",
    "researcher": "researcher",
    "kce": "disclosure_checker",
    "committee": "committee",
    "supervising-physician": "supervising_physician",
}
HOSPITAL, HOLDER = "hospital-{}", "holder-{}"
REGISTERED, PATIENTS = "registered", "patients.csv"


@dataclass(frozen=True)
class People:
    """Who acts by name: who runs the small cell analysis, who decides on it, who holds the project, who researches."""

    analyst: str
    approver: str
    holder: str
    researcher: str


STAND_INS = People("K. Voorbeeld (KCE)", "L. Voorbeeld (KCE)", "H. Voorbeeld (VIKZ)", "R. Voorbeeld (VIKZ)")


@dataclass(frozen=True)
class Linkage:
    """A workspace in which a linkage under an authorisation runs, on a day; `people` who act by name."""

    space: Workspace
    name: str
    day: dt.date
    people: People = STAND_INS

    def permit(self, node: str) -> Permit:
        """The permit of a node."""
        return permit(self.space.node(node), self.name, self.day)

    def names(self) -> list[str]:
        """The nodes of the workspace, without holders that the authorisation is not about."""
        own, space = HOLDER.format(authorisation(self.name).link.layout), self.space
        return [name for name in space.names() if name == own or space.node(name).role != "holder"]

    def hospitals(self) -> list[str]:
        """The nodes of the hospitals that are there."""
        return [each for each in self.space.names() if self.space.node(each).role == "hospital"]


def prepare(linkage: Linkage, hospitals: Path) -> None:
    """Make the nodes that are missing, let them know each other, give the contact point its key, sign off, and put the
    files of each hospital (`<hospital>/<year>-<period>/*.TXT` and patients.csv) at its node.
    """
    folders = [path for path in sorted(hospitals.iterdir()) if path.is_dir()]
    prepare_nodes(linkage, {HOSPITAL.format(path.name): "hospital" for path in folders})
    for path in folders:
        register_files(linkage.space.node(HOSPITAL.format(path.name)), path)


def prepare_holder(linkage: Linkage, file: Path) -> None:
    """The same with another holder, whose file (a CSV in its layout) is put at its node."""
    given = authorisation(linkage.name)
    read_holder_file(file, layout_of(given))  # what is wrong with it is said before anything is made
    name = HOLDER.format(given.link.layout)
    prepare_nodes(linkage, {name: "holder"})
    register_holder(linkage.space.node(name), given, file)


def register_holder(node: Node, given: Authorisation, file: Path) -> int:
    """Put the file of another holder in its store; returns how many records it has."""
    layout = layout_of(given)
    rows = read_holder_file(file, layout).height
    place = node.store / REGISTERED / f"{layout.name}.csv"
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(place, file.read_bytes(), mode=0o600)
    return rows


def prepare_nodes(linkage: Linkage, more: Mapping[str, str]) -> None:
    """Make the nodes (by name, with their role) of the parties of an authorisation where they are missing, and sign it
    off at every node that knows the others.
    """
    space, acting = linkage.space, {each.role for each in authorisation(linkage.name).parties}
    roles = {name: role for name, role in ONE_EACH.items() if role in acting} | dict(more)
    for name, role in roles.items():
        if name not in space.names():
            own = reference.party(role).keys - {"c1"}
            Node.create(space.path / "nodes" / name, name, role, space.passphrase, purposes=own).close()
    space.witness()
    nodes = [space.node(name) for name in space.names()]
    exchange_keys(nodes)
    if "contact-point" in space.names():
        _share_c1(space)
    _sign_off(linkage, nodes)


def _share_c1(space: Workspace) -> None:
    point = space.node("contact-point")
    if "c1" not in point.keys.purposes:
        giver = next(each for each in space.insurers() if "c1" in each.keys.purposes)
        with giver.scratch() as folder:
            import_c1(point, export_c1(giver, point.name, folder))


def _sign_off(linkage: Linkage, nodes: list[Node]) -> None:
    found = authorisation(linkage.name)
    signed = sign_off(linkage.space.witness(), found, found.security_adviser.name, linkage.day)
    for node in nodes:
        take_sign_off(node, signed)


def register_files(node: Node, source: Path) -> int:
    """Put the hospital's own files in its store; returns how many there are."""
    target = node.store / REGISTERED
    files = [path for path in sorted(source.rglob("*")) if path.is_file()]
    for path in files:
        place = target / path.relative_to(source)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    return len(files)


def hospital_files(folder: Path, code: str) -> list[HospitalDelivery]:
    """The half-years of a hospital as its intake finds them, in order."""
    return [examine(path.iterdir(), code) for path in sorted(folder.iterdir()) if path.is_dir()]


def registered_at(node: Node) -> tuple[Mapping[str, pl.DataFrame], pl.DataFrame]:
    """What a hospital registered, accepted, all half-years together; and its patients with their numbers."""
    folder = node.store / REGISTERED
    periods = hospital_files(folder, node.name.rsplit("-", 1)[-1].upper())
    refused = [each for each in periods if each.is_refused]
    if refused:
        rules = sorted({finding.rule for each in refused for finding in each.findings})
        raise MutualisError(f"A delivery of {node.name} is refused: {', '.join(rules)}.", do="see its feedback")
    return _joined(periods), patients_at(node)


def _joined(periods: list[HospitalDelivery]) -> Mapping[str, pl.DataFrame]:
    return joined({table: pl.concat([each.tables[table] for each in periods]) for table in periods[0].tables})


def patients_at(node: Node) -> pl.DataFrame:
    """The hospital's patients: pat_id and insz; none where it registered none."""
    path = node.store / REGISTERED / PATIENTS
    if not path.is_file():
        return pl.DataFrame(schema={"pat_id": pl.String, "insz": pl.String})
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pl.DataFrame(rows, schema={"pat_id": pl.String, "insz": pl.String})


def linked_set(linkage: Linkage) -> Mapping[str, pl.DataFrame]:
    """The linked set at the project store, as it is before the small cell analysis."""
    return Project(linkage.space.node("project-store"), linkage.name).whole(linked_file(authorisation(linkage.name)))


def open_set(linkage: Linkage) -> Mapping[str, pl.DataFrame]:
    """The set after the small cell analysis, at the project store."""
    return Project(linkage.space.node("project-store"), linkage.name).whole(OPEN_SET)


def small_cell_report(linkage: Linkage) -> Report:
    """The approved report of the small cell analysis that opened the gate."""
    return read_report(json.dumps(require_open(Project(linkage.space.node("project-store"), linkage.name))))
