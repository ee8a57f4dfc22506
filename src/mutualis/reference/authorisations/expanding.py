"""Columns that a file takes from the layouts of databases: what they are is declared there, and not said twice.

A file of an authorisation may name, instead of columns, databases (`layouts`: every field that is loaded) or fields of
one (`fields.pp = [...]`); `codes` says as what an identifier of a kind travels, `why` the reason, one for all of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.layouts import Field, layout

NOT_SENT = ("technical", "dropped", "reserved", "derived")
OF_LAYOUTS = ("layouts", "fields", "codes", "why")
Facts = Mapping[str, Any]


def expanded(facts: Facts) -> Facts:
    """The facts of an authorisation in which every column of every file is written out, as `database.field`."""
    files, columns = [], dict(facts.get("column", {}))
    for file in facts.get("file", ()):
        found = list(_fields(file))
        columns |= {f"{database}.{field.name}": _column(field, file) for database, field in found}
        files.append(_written_out(file, found))
    return {**facts, "file": files, "column": columns}


def _fields(file: Facts) -> Iterator[tuple[str, Field]]:
    for database in file.get("layouts", ()):
        yield from ((database, each) for each in layout(database).fields if each.role not in NOT_SENT)
    for database, names in file.get("fields", {}).items():
        yield from ((database, layout(database).field(name)) for name in names)


def _column(field: Field, file: Facts) -> Facts:
    if "why" not in file:
        raise MutualisError(f"File '{file.get('id', '')}' of an authorisation gives no reason for its fields.")
    text = {"nl": field.nl, "fr": field.fr, "en": field.en}
    domain = file.get("codes", {}).get(field.domain, "") if field.domain else ""
    return {"official": field.code, "domain": domain, "text": text, "why": file["why"]}


def _written_out(file: Facts, found: list[tuple[str, Field]]) -> Facts:
    tables: dict[str, tuple[str, ...]] = dict(file.get("tables", {}))
    for database, field in found:
        tables[database] = (*tables.get(database, ()), f"{database}.{field.name}")
    kept = {name: value for name, value in file.items() if name not in OF_LAYOUTS}
    return {**kept, "tables": tables}
