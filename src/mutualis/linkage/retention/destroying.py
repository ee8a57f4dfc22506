"""Destruction: of the data of a project at a node nothing can be read afterwards, and a signed certificate says so.

The key of the project is shredded first, so that copies elsewhere are noise; then its files, Delta tables (their rows
deleted, then vacuumed: no older version is left), and parcels in mailboxes, of which the envelopes stay.
"""

import datetime as dt
import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mutualis import parcel
from mutualis.linkage import signed
from mutualis.linkage.conversion import FOLDER as CONVERSION
from mutualis.linkage.messages import KIND
from mutualis.linkage.project import Project
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.node.inbox import ENVELOPE, keep
from mutualis.parcel.durable import write_file

STORE = "project_store"
FOLDER, LAKE, WITNESSES = "certificates", "lake", 2
KEPT = ("archive",)
# Flows beside the twelve steps keep what they took in at `store/<flow>/<authorisation>`.
FLOWS = ("self-registration", CONVERSION)
Vacuum = Callable[[Path], None]


@dataclass(frozen=True)
class Certificate:
    """What was destroyed of an authorisation at a node, when, by whom and why; `hashes` of each file as it was."""

    authorisation: str
    node: str
    day: str
    by: tuple[str, ...]
    why: str
    key_shredded: bool
    hashes: dict[str, str]
    tables_vacuumed: tuple[str, ...]
    parcels: tuple[str, ...]


def destroy(
    node: Node, name: str, by: Sequence[str], why: str, day: dt.date, vacuum: Vacuum | None = None
) -> tuple[Certificate, Path]:
    """Destroy what a node keeps of an authorisation; two named people answer for it. Returns the certificate's file.

    Anything left of an earlier attempt is destroyed too. Only envelopes, certificates and the archive stay.
    """
    people = tuple(dict.fromkeys(each.strip() for each in by if each.strip()))
    if len(people) < WITNESSES:
        raise MutualisError("Two people answer for a destruction.", there_is=f"{len(people)} named", do="name two")
    project = Project(node, name) if node.role == STORE else None
    hashes = {
        str(path.relative_to(node.store)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (*_files(project), *_of_flows(node, name))
    }
    node.log("retention.destroying", on=name, first=people[0], second=people[1], files=len(hashes))
    vacuumed = _vacuumed(project, vacuum)
    had_key = bool(project and project.has_key)
    if project:
        project.shred()
        _rest(project)
    for flow in FLOWS:
        shutil.rmtree(node.store / flow / name, ignore_errors=True)
    parcels = tuple(_parcels(node, name))
    made = Certificate(name, node.name, day.isoformat(), people, why, had_key, hashes, vacuumed, parcels)
    path = _free(node.store / FOLDER / f"{name}-{day.isoformat()}.json")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_file(path, signed.sign(node, asdict(made)), mode=0o600)
    node.log("retention.destroyed", on=name, files=len(hashes), parcels=len(parcels))
    return made, path


def has_anything(node: Node, name: str) -> bool:
    """Whether a node keeps data of an authorisation: files of a project, or parcels with their content."""
    project = Project(node, name) if node.role == STORE else None
    return bool(_files(project) or _of_flows(node, name)) or any(True for _ in _mailboxes(node, name))


def certificates(node: Node) -> list[Certificate]:
    """The certificates that a node wrote, each with its signature checked."""
    found = []
    for path in sorted((node.store / FOLDER).glob("*.json")):
        told = signed.read(node, path.read_bytes(), node.role, "certificate of destruction")
        lists = {each: tuple(told[each]) for each in ("by", "tables_vacuumed", "parcels")}
        found.append(Certificate(**{**told, **lists}))
    return found


def _files(project: Project | None) -> list[Path]:
    if project is None or not project.path.is_dir():
        return []
    return sorted(path for path in project.path.rglob("*") if path.is_file() and not _stays(project, path))


def _of_flows(node: Node, name: str) -> list[Path]:
    folders = (node.store / flow / name for flow in FLOWS)
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def _stays(project: Project, path: Path) -> bool:
    return path.relative_to(project.path).parts[0] in KEPT


def _vacuumed(project: Project | None, vacuum: Vacuum | None) -> tuple[str, ...]:
    """The Delta tables of a project, emptied of every version."""
    folder = project.path / LAKE if project else None
    tables = sorted(each for each in folder.iterdir() if each.is_dir()) if folder and folder.is_dir() else []
    if tables and vacuum is None:
        raise MutualisError("The project has Delta tables, and nothing is given that can vacuum them.")
    for each in tables:
        assert vacuum is not None
        vacuum(each)
    return tuple(each.name for each in tables)


def _rest(project: Project) -> None:
    for path in sorted(project.path.iterdir()) if project.path.is_dir() else ():
        if path.name in KEPT:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _parcels(node: Node, name: str) -> list[str]:
    """The parcels of the authorisation in the node's mailboxes: their content goes, their envelopes stay."""
    gone = []
    for path in list(_mailboxes(node, name)):
        gone.append(parcel.read_envelope(path).hash[:12])
        keep(path, node.store / "received", envelope_only=True)
    return gone


def _mailboxes(node: Node, name: str) -> Iterator[Path]:
    """The parcels of an authorisation that have their content still."""
    for folder in (node.inbox, node.outbox, node.store / "received", node.store / "refused"):
        for path in sorted(folder.glob(f"{KIND}-*")) if folder.is_dir() else ():
            has_content = path.is_dir() and any(each.name not in ENVELOPE for each in path.iterdir())
            if has_content and parcel.read_envelope(path).extra.get("authorisation") == name:
                yield path


def _free(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}.json")
    return free
