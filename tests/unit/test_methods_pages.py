"""The pages on methods name what there is."""

import importlib
import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs").glob("methods-*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda each: each.stem)
def test_what_a_page_imports_is_there_and_what_a_room_exports_stands_on_its_page(page):
    text = page.read_text(encoding="utf-8")
    imports = re.findall(r"^    from (mutualis\S+) import (.+)$", text, re.MULTILINE)
    for room, names in imports:
        for name in names.split(", "):
            assert hasattr(importlib.import_module(room), name), name
    room = importlib.import_module(f"mutualis.methods.{page.stem.removeprefix('methods-')}")
    told = {each for each in room.__all__ if each[0].islower()}
    assert {each for each in told if not re.search(rf"\b{each}\b", text)} == set()
