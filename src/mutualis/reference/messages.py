"""The types of message between parties, with every file and column of each, read from `messages.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT
from mutualis.reference.layouts import Field, layout

STAYS_AT_THE_INSURER = frozenset({"technical", "dropped", "reserved", "derived"})
PLAIN = {"person": "INSZ", "provider": "provider", "place": "place", "practice": "practice"}
Domains = tuple[str, ...]


@dataclass(frozen=True)
class MessageFile:
    """A file of a message: who wrote it, who can read it, and each column with the domains or kinds of data in it.

    A column of no domain tells nothing about a person or a party. Rows of one file may differ in kind: then a column
    has several domains, one for each kind of identity, and columns of one row have that of the same kind. A file of a
    database is there when the delivery has that database; all others always are.
    `is_of_all`: its rows are not those of its sender's members alone, so who delivers reads of all insurers' members.
    `recognised`: kinds of data whose rows can be found again in its rows by their values, without any code.
    `is_of_linkage`: it is a file of an authorisation; `is_destroyed`: a step of that linkage destroys it.
    """

    name: str
    written_by: str
    readable_by: str
    columns: Mapping[str, Domains]
    is_json: bool = False
    is_fixed_width: bool = False
    is_of_database: bool = False
    is_of_all: bool = False
    recognised: Domains = ()
    is_of_linkage: bool = False
    is_destroyed: bool = False


@dataclass(frozen=True)
class Message:
    """A type of message: the kind of its parcel ('' where it is none), roles, what its manifest says, its files.

    `option`: the choice without which it is never sent ('' where it belongs to the daily work).
    """

    name: str
    kind: str
    sender: str
    recipient: str
    is_at_home: bool
    manifest: Mapping[str, Domains]
    files: tuple[MessageFile, ...]
    option: str = ""

    def file(self, name: str) -> MessageFile:
        """One file; another name is an error that tells which files there are."""
        for each in self.files:
            if each.name == name:
                return each
        there = ", ".join(each.name for each in self.files)
        raise MutualisError(f"A message of type '{self.name}' has no file '{name}'.", there_is=f"it has {there}")


@cache
def messages() -> Mapping[str, Message]:
    """The messages by name, in the order of the file."""
    facts = tomllib.loads((ROOT / "messages.toml").read_text(encoding="utf-8"))["message"]
    return MappingProxyType({name: _message(name, each) for name, each in facts.items()})


def _message(name: str, facts: Mapping[str, Any]) -> Message:
    return Message(
        name,
        facts.get("kind", name),
        facts["from"],
        facts["to"],
        facts.get("at_home", False),
        MappingProxyType({field: _domains(given) for field, given in facts["manifest"].items()}),
        tuple(_file(facts["from"], each) for each in facts["file"]),
        facts.get("option", ""),
    )


def _file(sender: str, facts: Mapping[str, Any]) -> MessageFile:
    declared = {column: _domains(given) for column, given in facts.get("columns", {}).items()}
    columns = (_of_layout(facts) if "layout" in facts else {}) | declared
    return MessageFile(
        facts["name"],
        facts.get("written_by", sender),
        facts["readable_by"],
        MappingProxyType(columns),
        facts.get("json", False),
        facts.get("fixed_width", False),
        "layout" in facts,
        facts.get("of_all", False),
        tuple(facts.get("recognised", ())),
    )


def _of_layout(facts: Mapping[str, Any]) -> dict[str, Domains]:
    """The columns that the fields of a layout travel as."""
    fields = layout(facts["layout"]).fields
    sent = [each for each in fields if facts.get("fixed_width") or each.role not in STAYS_AT_THE_INSURER]
    return dict(_column(each, facts["identifiers"], facts["holds"]) for each in sent)


def _column(field: Field, identifiers: str, holds: str) -> tuple[str, Domains]:
    if field.type == "identifier":
        return (
            (f"{field.name}_token", ("row_tokens",)) if identifiers == "token" else (field.name, (PLAIN[field.domain],))
        )
    return field.name, _domains([field.domain, holds] if field.domain else holds)


def _domains(given: str | list[str]) -> Domains:
    return tuple(each for each in ([given] if isinstance(given, str) else given) if each)
