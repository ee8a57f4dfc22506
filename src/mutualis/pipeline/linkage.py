"""A linkage from end to end in one workspace: the nodes of all parties, the sign-off, and the steps in their order.

In production each party runs its step on its own machine; here they take turns, and parcels are carried between them.
"""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mutualis import reference
from mutualis.intake.hospital import HospitalDelivery, examine
from mutualis.linkage import messages, steps
from mutualis.linkage.accounts import Account
from mutualis.linkage.permit import Permit, permit
from mutualis.linkage.signing_off import sign_off, take_sign_off
from mutualis.model import MutualisError
from mutualis.node import Node, exchange_keys, export_c1, import_c1, transport
from mutualis.node.audit import Witness, witnessed
from mutualis.pipeline.derive import net_tables, opened
from mutualis.pipeline.workspace import Workspace
from mutualis.reference.authorisations import authorisation

# The parties of a linkage that are one each, and the names of their nodes.
ONE_EACH = {
    "data-manager": "data_manager",
    "data-team": "data_team",
    "ehealth": "ehealth_coder",
    "contact-point": "contact_point",
    "project-store": "project_store",
    "researcher": "researcher",
    "kce": "disclosure_checker",
}
HOSPITAL = "hospital-{}"
REGISTERED, PATIENTS = "registered", "patients.csv"


@dataclass(frozen=True)
class Linkage:
    """A workspace in which a linkage under an authorisation runs, on a day."""

    space: Workspace
    name: str
    day: dt.date

    def permit(self, node: str) -> Permit:
        """The permit of a node."""
        return permit(self.space.node(node), self.name, self.day)

    def hospitals(self) -> list[str]:
        """The nodes of the hospitals that are there."""
        return [each for each in self.space.names() if self.space.node(each).role == "hospital"]


def prepare(linkage: Linkage, hospitals: Path) -> None:
    """Make the nodes that are missing, let them know each other, give the contact point its key, sign off, and put the
    files of each hospital (`<hospital>/<year>-<period>/*.TXT` and patients.csv) at its node.
    """
    space = linkage.space
    roles = ONE_EACH | {HOSPITAL.format(path.name): "hospital" for path in sorted(hospitals.iterdir()) if path.is_dir()}
    for name, role in roles.items():
        if name not in space.names():
            own = reference.party(role).keys - {"c1"}
            Node.create(space.path / "nodes" / name, name, role, space.passphrase, purposes=own).close()
    space.witness()
    nodes = [space.node(name) for name in space.names()]
    exchange_keys(nodes)
    _share_c1(space)
    _sign_off(linkage, nodes)
    for path in (each for each in sorted(hospitals.iterdir()) if each.is_dir()):
        _register(space.node(HOSPITAL.format(path.name)), path)


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


def _register(node: Node, source: Path) -> None:
    """The hospital's own files, in its store."""
    target = node.store / REGISTERED
    for path in sorted(source.rglob("*")):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())


def run(linkage: Linkage, told: Callable[[Account], None]) -> list[Account]:
    """The steps that have no person behind them (1 to 10), each at its own node; `told` hears of every account.

    At the end the witness countersigns the logs of all nodes.
    """
    accounts = []
    for account in _steps(linkage):
        accounts.append(account)
        told(account)
        transport.deliver_all(linkage.space.path)
    witness = Witness(linkage.space.witness())
    for name in linkage.space.names():
        if name != witness.node.name:
            witnessed(linkage.space.node(name), witness)
    return accounts


def _steps(linkage: Linkage) -> Iterator[Account]:
    registered = {name: registered_at(linkage.space.node(name)) for name in linkage.hospitals()}
    yield _together(
        steps.select(linkage.permit(name), tables, patients, "data-manager")
        for name, (tables, patients) in registered.items()
    )
    yield steps.consolidate(linkage.permit("data-manager"), "ehealth")
    yield steps.first_coding(linkage.permit("ehealth"), "data-manager", "contact-point")
    yield steps.second_coding(linkage.permit("ehealth"), "ttp")
    yield steps.concordance(linkage.permit("data-manager"), "data-team")
    yield _together(
        steps.deliver(linkage.permit(name), tables, "data-team") for name, (tables, _) in registered.items()
    )
    yield steps.prepare(linkage.permit("data-team"), "ttp")
    yield steps.insurers_codes(linkage.permit("contact-point"), "ttp")
    yield steps.link_variables(linkage.permit("ttp"), "centre")
    yield _selected(linkage)
    yield steps.link(linkage.permit("ttp"), "project-store")


def _selected(linkage: Linkage) -> Account:
    with opened(linkage.space) as (engine, _, _):
        return steps.select_claims(linkage.permit("centre"), engine, net_tables(engine), "ttp")


def registered_at(node: Node) -> tuple[Mapping[str, pl.DataFrame], pl.DataFrame]:
    """What a hospital registered, accepted, all half-years together; and its patients with their numbers."""
    folder = node.store / REGISTERED
    code = node.name.rsplit("-", 1)[-1].upper()
    periods = [examine(path.iterdir(), code) for path in sorted(folder.iterdir()) if path.is_dir()]
    refused = [each for each in periods if each.is_refused]
    if refused:
        rules = sorted({finding.rule for each in refused for finding in each.findings})
        raise MutualisError(f"A delivery of {node.name} is refused: {', '.join(rules)}.", do="see its feedback")
    return _joined(periods), _patients(folder / PATIENTS)


def _joined(periods: list[HospitalDelivery]) -> Mapping[str, pl.DataFrame]:
    return {table: pl.concat([each.tables[table] for each in periods]) for table in periods[0].tables}


def _patients(path: Path) -> pl.DataFrame:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pl.DataFrame(rows, schema={"pat_id": pl.String, "insz": pl.String})


def _together(accounts: Iterator[Account]) -> Account:
    """The accounts of one step of all hospitals as one."""
    found = list(accounts)
    parts = [_sum(getattr(each, part) for each in found) for part in ("rows_in", "rows_out", "dropped", "facts")]
    return Account(found[0].step, f"{len(found)} hospitals", *parts)


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each in counts:
        for name, value in each.items():
            total[name] = total.get(name, 0) + value
    return total


def linked_set(linkage: Linkage) -> Mapping[str, pl.DataFrame]:
    """The linked set that waits at the project store."""
    found = list(messages.receive(linkage.permit("project-store"), "linked-set"))
    if not found:
        raise MutualisError("There is no linked set at the project store.", do="run the steps of the linkage first")
    return found[-1].tables
