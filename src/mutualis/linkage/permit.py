"""May this be done? An authorisation, the party that acts, the day and the security adviser's sign-off decide it.

Deny by default: a file, party or column that the authorisation does not name is refused before a row is read.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mutualis.linkage.refusing import Refused
from mutualis.linkage.separation import require_separation
from mutualis.linkage.signing_off import require_sign_off
from mutualis.node import Node
from mutualis.reference.authorisations import Authorisation, FlowFile, authorisation

__all__ = ["Permit", "Refused", "permit"]


@dataclass(frozen=True)
class Permit:
    """An authorisation in force, held by a node that has a part in it."""

    authorisation: Authorisation
    node: Node
    day: dt.date

    def step(self, number: int) -> None:
        """Refuse a step that this node's role does not do."""
        steps = {each.number: each for each in self.authorisation.steps}
        if number not in steps:
            raise self._refused(f"has no step {number}", f"its steps are 1 to {len(steps)}")
        if self.node.role not in steps[number].by:
            raise self._refused(
                f"gives step {number} not to a {self.node.role}", f"it is for {', '.join(steps[number].by)}"
            )

    def step_that(self, does: Literal["reads", "writes"], file: str) -> int:
        """The step that reads or writes a file of the flow, by number; refused where it is not for this node's role."""
        for each in self.authorisation.steps:
            if file in getattr(each, does):
                self.step(each.number)
                return each.number
        raise self._refused(f"has no step that {does} '{file}'")

    def sends(self, name: str, tables: Mapping[str, Sequence[str]]) -> FlowFile:
        """The file that this node may send, with exactly the columns of these tables."""
        file = self.authorisation.file(name)
        if file.sender != self.node.role:
            raise self._refused(f"lets a {self.node.role} not send '{name}'", f"it is sent by a {file.sender}")
        self.check_columns(file, tables)
        return file

    def receives(self, name: str) -> FlowFile:
        """The file that this node may receive."""
        file = self.authorisation.file(name)
        if file.recipient != self.node.role:
            raise self._refused(f"lets a {self.node.role} not receive '{name}'", f"it is for a {file.recipient}")
        return file

    def check_columns(self, file: FlowFile, tables: Mapping[str, Sequence[str]]) -> None:
        """Refuse a table or column too many, and one too few."""
        if set(tables) != set(file.tables):
            raise self._refused(f"gives '{file.id}' other tables", f"they are {', '.join(file.tables)}")
        for table, columns in tables.items():
            allowed = file.tables[table]
            if extra := [each for each in columns if each not in allowed]:
                raise self._refused(f"does not allow {', '.join(extra)} in '{file.id}', table '{table}'")
            if lacking := [each for each in allowed if each not in columns]:
                raise self._refused(f"wants {', '.join(lacking)} in '{file.id}', table '{table}'")

    def _refused(self, what: str, there_is: str = "") -> Refused:
        return Refused(f"Authorisation {self.authorisation.id} {what}.", there_is=there_is)


def permit(node: Node, name: str, day: dt.date) -> Permit:
    """The permit of a node under an authorisation on a day.

    Raises `Refused` where the authorisation is not in force that day, the node's role has no part in it, or one person
    or node has duties that it separates, and an error where the security adviser has not signed it off as it is now.
    """
    found = authorisation(name)
    if found.status != "authorised":
        raise Refused(f"Authorisation {name} is {found.status}.", do="ask the committee for one that holds")
    if day < found.decided:
        raise Refused(f"Authorisation {name} does not hold before {found.decided}.")
    if found.expires is not None and day > found.expires:
        raise Refused(f"Authorisation {name} ended on {found.expires}.", do="ask the committee for an amendment")
    if all(each.role != node.role for each in found.parties):
        raise Refused(f"Authorisation {name} has no part for a {node.role}.", there_is="deny by default")
    require_sign_off(node, found)
    require_separation(node, found)
    return Permit(found, node, day)
