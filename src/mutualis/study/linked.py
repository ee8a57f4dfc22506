"""What a study reads of a linkage: the open data set in the zone at the project store, under the codes of its project.

These codes are others than the centre's, on purpose: no row of the zone can be joined with one of the centre's tables,
so what a study makes of linked data it makes of them alone. The person whom the study's authorisation names is let in
as any researcher is: by a sign-off, an approved small cell analysis and a grant; each read is in the log of the store.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

import polars as pl

from mutualis.linkage import zone
from mutualis.linkage.gate import OPEN_SET
from mutualis.linkage.permit import permit
from mutualis.linkage.project import ROLE as STORE
from mutualis.linkage.project import Project
from mutualis.linkage.small_cells import smallest
from mutualis.linkage.steps import linked_file
from mutualis.linkage.zone.door import RESEARCHER
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.pipeline import Workspace
from mutualis.pipeline.linkage import ONE_EACH
from mutualis.reference.authorisations import authorisation
from mutualis.study.permission import OfLinkage


@dataclass(frozen=True)
class Linked:
    """The open data set of a linkage that was made, as a study may read it on a day."""

    asked: OfLinkage
    store: Node
    researcher: Node
    day: dt.date

    @property
    def fingerprint(self) -> str:
        """Of the files as they lie: a linkage that is made again is another one."""
        files = Project(self.store, self.asked.authorisation).files(OPEN_SET)
        return hashlib.sha256(b"".join(each.read_bytes() for each in files)).hexdigest()[:16]

    def read(self, table: str) -> pl.DataFrame:
        """The granted columns of a table. Raises where the study may not read it, and where the zone is closed."""
        columns, asked = self.asked.columns(table), self.asked
        at_store, own = (permit(node, asked.authorisation, self.day) for node in (self.store, self.researcher))
        entered = zone.enter(at_store, zone.ask(own, asked.researcher))
        try:
            return entered.read(table, columns)
        finally:
            zone.leave(entered.project, asked.researcher)


def linked(space: Workspace, asked: OfLinkage | None, day: dt.date) -> Linked | None:
    """The linkage that a study may read; None where it may read none, or it was not made in this workspace."""
    if asked is None:
        return None
    names = {role: name for name, role in ONE_EACH.items()}
    if not {names[STORE], names[RESEARCHER]} <= {*space.names()}:
        return None
    store, researcher = space.node(names[STORE]), space.node(names[RESEARCHER])
    if OPEN_SET not in Project(store, asked.authorisation).datasets():
        return None
    return Linked(asked, store, researcher, day)


def least_persons(asked: OfLinkage | None) -> int:
    """How many persons the authorisation of the linkage wants behind everything that leaves; 0 without a linkage."""
    if asked is None:
        return 0
    found = authorisation(asked.authorisation)
    return smallest(found, linked_file(found))


def not_linked(study: str) -> MutualisError:
    """A study asks for linked data that are not there."""
    return MutualisError(
        f"Study '{study}' has no linked data here: the linkage was not made, or its authorisation names none.",
        do="ask `desk.has_linked` first, and say with desk.deviate what is left out",
    )
