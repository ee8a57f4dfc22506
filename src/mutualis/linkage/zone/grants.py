"""Who may read what of a project's open data set: a named person, tables and columns, by whom and until when.

Grants are kept at the project store, each signed with its key; a grant that somebody else wrote there counts for
nothing. A later grant of a person takes the place of the earlier one.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from mutualis.linkage import signed
from mutualis.linkage.gate import OPEN_SET
from mutualis.linkage.permit import Permit, Refused
from mutualis.linkage.project import ROLE, Project
from mutualis.linkage.separation import require_other_person
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file

FILE, WHAT, RESEARCHER = "grants.json", "grant of a zone", "researcher"


@dataclass(frozen=True)
class Grant:
    """The tables and columns that a person may read, from a day until another (the last day; empty: no end)."""

    authorisation: str
    person: str
    tables: Mapping[str, tuple[str, ...]]
    by: str
    day: str
    until: str = ""

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.day <= day.isoformat() and (not self.until or day.isoformat() <= self.until)


def grant(
    permit: Permit, person: str, by: str, tables: Mapping[str, tuple[str, ...]] | None = None, until: str = ""
) -> Grant:
    """Let a person read tables and columns of the open data set; by default all that the authorisation allows.

    Refused: a table or column that the authorisation does not allow, a person who grants it to himself, and one who
    keeps keys at a party that the authorisation keeps apart from researchers.
    """
    project, person, by = Project(permit.node, permit.authorisation.id), person.strip(), by.strip()
    allowed = permit.authorisation.file(OPEN_SET).tables
    asked = dict(tables or allowed)
    for table, columns in asked.items():
        if lacking := [each for each in columns or ("",) if each not in allowed.get(table, ())]:
            raise Refused(
                f"Authorisation {permit.authorisation.id} does not open {table}.{lacking[0] or '(no column)'}.",
                there_is=f"it opens {', '.join(allowed.get(table, allowed))}",
            )
    if not person or not by or person == by:
        raise MutualisError(
            "A grant names the person who may read, and somebody else who allows it.", do="name both, with --by"
        )
    made = Grant(project.name, person, {name: tuple(each) for name, each in asked.items()}, by, str(permit.day), until)
    require_other_person(permit.node, permit.authorisation, RESEARCHER, person)
    permit.node.log("zone.granted", on=project.name, person=person, by=by, columns=sum(map(len, made.tables.values())))
    _write(project, [each for each in _read(project) if _grant(project, each).person != person], made)
    return made


def withdraw(permit: Permit, person: str, by: str) -> None:
    """Take a person's grant back; an error where there is none."""
    project = Project(permit.node, permit.authorisation.id)
    granted(project, person, permit.day)
    permit.node.log("zone.withdrawn", on=project.name, person=person, by=by)
    _write(project, [each for each in _read(project) if _grant(project, each).person != person])


def grants(project: Project) -> list[Grant]:
    """Every grant of the project, by person."""
    return sorted((_grant(project, each) for each in _read(project)), key=lambda each: each.person)


def granted(project: Project, person: str, day: dt.date) -> Grant:
    """The grant of a person that is in force. Raises `Refused` where there is none."""
    for each in grants(project):
        if each.person == person.strip() and each.holds_on(day):
            return each
    raise Refused(
        f"This person has no access to the zone of {project.name} on {day}.",
        there_is="deny by default",
        do="let the holder of the project grant it: mutualis zone grant",
    )


def _path(project: Project) -> Path:
    return project.path / FILE


def _read(project: Project) -> list[str]:
    path = _path(project)
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []


def _grant(project: Project, content: str) -> Grant:
    told = signed.read(project.node, content.encode(), ROLE, WHAT)
    if told["authorisation"] != project.name:
        raise MutualisError(f"A grant of another project is among those of {project.name}.", do="withdraw it")
    return Grant(**{**told, "tables": {name: tuple(each) for name, each in told["tables"].items()}})


def _write(project: Project, kept: list[str], *made: Grant) -> None:
    new = [signed.sign(project.node, asdict(each)).decode() for each in made]
    project.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(_path(project), json.dumps([*kept, *new], indent=1).encode(), mode=0o600)
