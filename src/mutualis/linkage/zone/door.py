"""The door of the zone: the researcher's node vouches for a person, the project store lets that person in.

Whoever is in sees the granted tables and columns, for some hours; each read is in the log before its rows are handed
out, and the door closes when a file of the data set is not what it was.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import polars as pl

from mutualis.linkage import gate, signed
from mutualis.linkage.gate import OPEN_SET, Closed
from mutualis.linkage.permit import Permit, Refused
from mutualis.linkage.project import Project
from mutualis.linkage.retention import require_running
from mutualis.linkage.zone.grants import Grant, granted
from mutualis.parcel.durable import write_file

RESEARCHER, WHAT, FOLDER = "researcher", "request to enter a zone", "sessions"
HOURS = 8


@dataclass(frozen=True)
class Session:
    """Somebody in the zone: who, until when (UTC), and the files that were there at the door."""

    person: str
    until: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Zone:
    """The open zone as one person sees it."""

    project: Project
    grant: Grant
    session: Session
    day: dt.date = field(default_factory=dt.date.today)

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """The tables and columns that this person may read."""
        return self.grant.tables

    def read(self, table: str, columns: tuple[str, ...] = ()) -> pl.DataFrame:
        """Columns of a table (all that are granted by default). Logged with who and how many before it is given."""
        seen = self.tables.get(table, ())
        wanted = columns or seen
        if not seen or (lacking := [each for each in wanted if each not in seen]):
            what = f"{table}.{lacking[0]}" if seen else f"a table '{table}'"
            raise Refused(
                f"This person may not read {what} of {self.project.name}.",
                there_is=f"granted are {', '.join(seen or self.tables)}",
                do="ask the holder of the project for it",
            )
        _require_unchanged(self.project, self.session)
        frame = self.project.read(OPEN_SET, table, list(wanted))
        told: dict[str, str | int] = {
            "person": self.grant.person,
            "columns": len(wanted),
            "read_rows": frame.height,
        }
        with self.project.node.audited("zone.read", on=f"{self.project.name}/{table}", **told):
            return frame


def ask(permit: Permit, person: str) -> bytes:
    """At the researcher's node: the signed request to let one of its persons in, for its step on the open data set."""
    permit.step_that("reads", OPEN_SET)
    permit.node.log("zone.asked", on=permit.authorisation.id, person=person)
    told = {"authorisation": permit.authorisation.id, "person": person.strip(), "day": permit.day.isoformat()}
    return signed.sign(permit.node, told)


def enter(permit: Permit, request: bytes, hours: int = HOURS) -> Zone:
    """At the project store: open the zone for the person of a request. `permit` is the project store's.

    Raises `Closed` where the gate is closed, `Refused` where the person has no grant or the request is another day's.
    """
    project = Project(permit.node, permit.authorisation.id)
    told = signed.read(permit.node, request, RESEARCHER, WHAT)
    if (told["authorisation"], told["day"]) != (project.name, permit.day.isoformat()):
        raise Refused(
            f"The request to enter is not for {project.name} today.", do="let the researcher's node ask again"
        )
    found = granted(project, told["person"], permit.day)
    require_running(permit.node, permit.authorisation, OPEN_SET, permit.day)
    gate.require_open(project)
    until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
    session = Session(found.person, until.isoformat(timespec="seconds"), _files(project))
    with permit.node.audited("zone.opened", on=project.name, person=found.person):
        _keep(project, session)
    return Zone(project, found, session, permit.day)


def reenter(permit: Permit, person: str) -> Zone:
    """The zone for somebody who is in it. Raises `Closed` where nobody of that name is, or the hours are over."""
    project = Project(permit.node, permit.authorisation.id)
    path = _path(project, person)
    if not path.is_file():
        raise Closed(f"This person is not in the zone of {project.name}.", do="open it: mutualis zone open")
    session = Session(**json.loads(path.read_text(encoding="utf-8")))
    if session.until <= dt.datetime.now(dt.UTC).isoformat(timespec="seconds"):
        path.unlink()
        raise Closed(f"The zone of {project.name} was open until {session.until}.", do="open it again")
    return Zone(project, granted(project, person, permit.day), session, permit.day)


def _files(project: Project) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in project.files(OPEN_SET)}


def _require_unchanged(project: Project, session: Session) -> None:
    if _files(project) != session.files:
        raise Closed(
            f"The zone of {project.name} is closed: its data have changed since it was opened.",
            do="let the small cell analysis be run again, then open the zone",
        )


def _path(project: Project, person: str) -> Path:
    name = hashlib.sha256(person.strip().encode()).hexdigest()[:16]
    return project.path / FOLDER / f"{name}.json"


def _keep(project: Project, session: Session) -> None:
    path = _path(project, session.person)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    write_file(path, json.dumps(asdict(session)).encode(), mode=0o600)


def leave(project: Project, person: str) -> None:
    """End the session of a person; nothing where there is none."""
    _path(project, person).unlink(missing_ok=True)
    project.node.log("zone.left", on=project.name, person=person)
