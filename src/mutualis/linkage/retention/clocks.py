"""Clocks: a file of an authorisation is kept for so long from an event; the event is entered at the node that keeps it.

Source: deliberations 20/284 (25: four years from collection) and 05/033 (48 months from the complete database).
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel.durable import write_file
from mutualis.reference.authorisations import Authorisation, Clock

FOLDER = "clocks"


@dataclass(frozen=True)
class Due:
    """What a clock says on a day: the file, the event and its day (empty: not yet), the last day, and days left."""

    file: str
    event: str
    started: str
    ends: str
    days_left: int | None
    then: str

    @property
    def is_over(self) -> bool:
        """Whether the file may no longer be there."""
        return self.days_left is not None and self.days_left < 0


def start(node: Node, name: str, event: str, day: dt.date) -> None:
    """Enter at a node that an event of an authorisation happened; one that is entered keeps its day."""
    found = dict(started(node, name))
    if event in found:
        return
    path = _path(node, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    node.log("retention.started", on=name, clock=event, day=day.isoformat())
    write_file(path, json.dumps(found | {event: day.isoformat()}).encode(), mode=0o600)


def started(node: Node, name: str) -> Mapping[str, str]:
    """The events of an authorisation that happened, with their days."""
    path = _path(node, name)
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def due(node: Node, authorisation: Authorisation, on: dt.date) -> list[Due]:
    """What every clock of an authorisation says on a day, for each of its files, the first to end first."""
    found: list[Due] = []
    events = started(node, authorisation.id)
    for clock in authorisation.clocks:
        found += [_due(clock, name, events.get(clock.starts, ""), on) for name in clock.of]
    return sorted(found, key=lambda each: (each.ends or "9999", each.file))


def require_over(nodes: Iterable[Node], authorisation: Authorisation, on: dt.date) -> None:
    """Refuse to destroy before every clock that runs at one of the nodes is over."""
    clocks = [each for node in nodes if started(node, authorisation.id) for each in due(node, authorisation, on)]
    running = [each for each in clocks if not each.is_over]
    if not clocks:
        raise MutualisError(
            f"No clock of {authorisation.id} runs here, so its time is not over.", do="say --early with the reason"
        )
    if running:
        raise MutualisError(
            f"'{running[0].file}' of {authorisation.id} may still be kept.",
            there_is=f"until {running[0].ends}"
            if running[0].ends
            else f"its clock has not started ({running[0].event})",
            do="wait, or say --early with the reason",
        )


def _due(clock: Clock, name: str, begun: str, on: dt.date) -> Due:
    if not begun:
        return Due(name, clock.starts, "", "", None, clock.then)
    last = clock.lasts.after(dt.date.fromisoformat(begun))
    return Due(name, clock.starts, begun, last.isoformat(), (last - on).days, clock.then)


def require_running(node: Node, authorisation: Authorisation, name: str, on: dt.date) -> None:
    """Refuse to use a file whose time is over."""
    over = [each for each in due(node, authorisation, on) if each.file == name and each.is_over]
    if over:
        raise MutualisError(
            f"The time of '{name}' of {authorisation.id} was over on {over[0].ends}.",
            do=f"destroy it: mutualis retention destroy {authorisation.id}",
        )


def _path(node: Node, name: str) -> Path:
    return node.store / FOLDER / f"{name}.json"
