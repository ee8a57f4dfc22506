"""The signatures on the page about interfaces: each room has the name, and takes the parameters that are shown."""

import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from docs.pages import ROOT, blocks
from mutualis import reference, tables
from mutualis.engine import DuckEngine
from mutualis.ledger import Ledger

PAGE = ROOT / "docs" / "interfaces.md"
CALL = re.compile(r"(?<![\w.])([a-z_]+)\.([A-Za-z_]+)\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
ROOMS = {path.parent.name for path in (ROOT / "src" / "mutualis").glob("*/__init__.py")}


def shown() -> Iterator[tuple[str, str, str]]:
    """Room, name and parameters of every call `room.name(...)` in the blocks of the page."""
    for block in blocks(PAGE):
        for room, name, parameters in CALL.findall(block):
            if room in ROOMS and (room, name) != ("node", name.lower()):
                yield room, name, parameters


def parameter_names(text: str) -> list[str]:
    """The names in `a, *, b=1, c: type = 2`; what stands in brackets or quotes is left out."""
    plain = re.sub(r"\"[^\"]*\"|\{[^{}]*\}|\[[^\[\]]*\]|\([^()]*\)", "", text)
    words = [re.match(r"\s*([a-z_]+)\s*(?:[:=|].*)?$", part) for part in plain.split(",")]
    return [word[1] for word in words if word]


def the_thing(room: str, name: str) -> Any:
    """What the page calls `room.name`: of the room, or of the object that goes by the room's name."""
    objects = {"engine": DuckEngine, "ledger": Ledger}
    of_room = getattr(importlib.import_module(f"mutualis.{room}"), name, None)
    return of_room if callable(of_room) else getattr(objects[room], name)


SHOWN = sorted(set(shown()))


def test_the_page_shows_the_doors_of_most_rooms() -> None:
    assert len({room for room, _, _ in SHOWN}) >= 10


@pytest.mark.parametrize(("room", "name", "parameters"), SHOWN, ids=[f"{room}.{name}" for room, name, _ in SHOWN])
def test_a_room_has_what_the_page_shows(room: str, name: str, parameters: str) -> None:
    there = inspect.signature(the_thing(room, name)).parameters
    takes_any = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in there.values())
    assert takes_any or set(parameter_names(parameters)) <= set(there)


TEXT = PAGE.read_text(encoding="utf-8")
DERIVED = re.findall(r"^\| (derived_\w+) \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
CORE = re.findall(r"^\| (core_\w+) \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)


def test_every_declared_table_stands_on_the_page() -> None:
    told = {name for name, _, _ in [*DERIVED, *CORE]}
    assert told == {table.name for table in tables.TABLES if table.stage in ("core", "derived")}


@pytest.mark.parametrize(("name", "key", "columns"), DERIVED)
def test_a_derived_table_has_the_key_and_columns_of_the_page(name: str, key: str, columns: str) -> None:
    declared = tables.find(name)
    assert ", ".join(declared.key) == key
    assert set(declared.columns) == {*declared.key, *columns.split()}


@pytest.mark.parametrize(("name", "grain", "key"), CORE)
def test_a_core_table_has_the_grain_and_key_of_the_page(name: str, grain: str, key: str) -> None:
    declared = tables.find(name)
    assert (declared.grain, ", ".join(declared.key)) == (grain, key)


def test_every_code_list_and_its_columns_stand_on_the_page() -> None:
    always = {"code", "nl", "fr", "en", "valid_from", "valid_to", "source", "mark"}
    words = set(re.findall(r"[a-z_0-9]+", TEXT))
    assert {name for name in reference.codelist_names() if name not in words} == set()
    for name in reference.codelist_names():
        assert set(reference.codelist(name).columns) - always - words == set()
