"""An amendment: what it adds to an authorisation, drops from it and puts in the place of something.

An authorisation that has the flow of another (`has_flow_of` instead of `amends`) is written the same way: what differs.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from mutualis.model import MutualisError
from mutualis.reference.authorisations.model import Fact, Filled, FlowColumn, FlowFile, Holding, Words

# What an amendment says itself, in the place of what it amends.
ITS_OWN = ("id", "number", "status", "mark", "source", "decided")
Facts = Mapping[str, Any]


class Change(Fact):
    """Columns that a table of a file gains and loses, and why; `is_new`: the file has no such table yet."""

    file: Filled
    table: Filled
    why: Words
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    is_new: bool = False


class Amendment(Fact):
    """What changes of an authorisation (`amends`): columns by file and table, columns and files that are new, what
    parties hold besides (`party`), files that it has not (`without`), and facts replaced.

    `has_flow_of` in the place of `amends`: an authorisation of its own, that says what differs from another's flow.
    """

    id: Filled
    amends: str = ""
    has_flow_of: str = ""
    number: Filled
    status: Literal["draft", "authorised", "expired", "revoked"]
    mark: Literal["seen", "ours"]
    source: Filled
    decided: dt.date
    why: Words
    change: tuple[Change, ...] = ()
    column: Mapping[str, FlowColumn] = Field(default_factory=dict)
    file: tuple[FlowFile, ...] = ()
    without: tuple[str, ...] = ()
    party: tuple[Holding, ...] = ()
    replace: Mapping[str, Any] = Field(default_factory=dict)


def amended(before: Facts, amendment: Amendment) -> Facts:
    """The facts of an authorisation after an amendment; a column that is in no file any more is no part of it."""
    told = amendment.model_dump()
    facts = {**before, **amendment.replace}
    facts["file"] = [*_kept_files(before.get("file", ()), amendment), *told["file"]]
    facts["party"] = _with_holdings(facts.get("party", ()), amendment.party)
    for change in amendment.change:
        _work_in(facts["file"], change, amendment.id)
    facts |= {name: told[name] for name in ITS_OWN}
    facts["amends"] = amendment.amends
    facts["amended_by"] = (*before.get("amended_by", ()), amendment.id) if amendment.amends else ()
    used = {name for file in facts["file"] for columns in file.get("tables", {}).values() for name in columns}
    declared = {**before.get("column", {}), **told["column"]}
    facts["column"] = {name: column for name, column in declared.items() if name in used or name in told["column"]}
    return facts


def _kept_files(files: Iterable[Facts], amendment: Amendment) -> list[dict[str, Any]]:
    kept = [dict(each) for each in files]
    if unknown := sorted({*amendment.without} - {each["id"] for each in kept}):
        raise _wrong(amendment.id, f"leaves out '{unknown[0]}', which is no file")
    return [each for each in kept if each["id"] not in amendment.without]


def _with_holdings(parties: Iterable[Facts], gained: Iterable[Holding]) -> list[Facts]:
    """The parties with what they hold besides; a role that had no part comes last."""
    found = {each["role"]: dict(each) for each in parties}
    for holding in gained:
        before = found.setdefault(holding.role, holding.model_dump())
        before["holds"] = tuple(dict.fromkeys((*before["holds"], *holding.holds)))
    return list(found.values())


def _work_in(files: list[dict[str, Any]], change: Change, name: str) -> None:
    found = [each for each in files if each["id"] == change.file]
    if not found or (change.table in found[0].get("tables", {})) == change.is_new:
        told = "which there is already" if found and change.is_new else "which there is not"
        raise _wrong(name, f"changes '{change.file}', table '{change.table}', {told}")
    file = found[0]
    columns = tuple(file.get("tables", {}).get(change.table, ()))
    if lacking := [each for each in change.drop if each not in columns]:
        raise _wrong(name, f"drops {', '.join(lacking)} from '{change.file}', which has no such column")
    if there := [each for each in change.add if each in columns]:
        raise _wrong(name, f"adds {', '.join(there)} to '{change.file}', which has it")
    kept = tuple(each for each in columns if each not in change.drop)
    file["tables"] = {**file.get("tables", {}), change.table: (*kept, *change.add)}
    left = {each for table in file["tables"].values() for each in table}
    file["only_to_link"] = [each for each in file.get("only_to_link", ()) if each in left]


def _wrong(name: str, what: str) -> MutualisError:
    return MutualisError(f"Amendment '{name}' {what}.", do="correct its file")
