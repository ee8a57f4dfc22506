"""Columns of another holder's data: what they are is said in the layout of its file, and not again.

An authorisation says of such a column only why it is needed. The hash of the layout is part of the authorisation, so
that a sign-off covers both.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.authorisations.holder_layouts import HolderLayout

HOLDER_SET, RECORDS, OWN_NUMBER = "holder-set", "records", "pat_id"
Facts = Mapping[str, Any]
Find = Callable[[str], HolderLayout]


def described(facts: Facts, find: Find) -> Facts:
    """The facts with the texts and official names of the holder's layout, where they name one."""
    replaced = facts.get("replace", {})
    link = facts.get("link") or replaced.get("link") or {}
    if not link.get("layout"):
        if link.get("by") == "person":
            raise MutualisError("It links records of persons and names no layout of the holder's file.")
        return facts
    layout = find(str(link["layout"]))
    told = {**link, "layout_hash": layout.hash}
    columns = {name: _described(name, column, layout) for name, column in facts.get("column", {}).items()}
    _must_be_of(facts, layout)
    where = {"link": told} if "link" in facts else {"replace": {**replaced, "link": told}}
    return {**facts, **where, "column": columns}


def _described(name: str, column: Facts, layout: HolderLayout) -> Facts:
    field = next((each for each in layout.told if name in (each.name, each.linked_name)), None)
    if field is None or "text" in column:
        return column
    return {**column, "official": field.code, "text": {"nl": field.nl, "fr": field.fr, "en": field.en}}


def _must_be_of(facts: Facts, layout: HolderLayout) -> None:
    """What the holder delivers is in its layout; said here, because a run would only find it at the holder."""
    known = {OWN_NUMBER, *(each.name for each in layout.fields)}
    for file in (each for each in facts.get("file", ()) if each.get("id") == HOLDER_SET):
        if strange := [each for each in file.get("tables", {}).get(RECORDS, ()) if each not in known]:
            raise MutualisError(
                f"File '{HOLDER_SET}' has {', '.join(strange)}, which the layout '{layout.name}' has not.",
                there_is=f"it has {', '.join(each.name for each in layout.fields)}",
            )
