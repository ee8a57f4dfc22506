"""The example of the page on panels runs, and the page names everything that there is and nothing else."""

import re

import pytest

from docs.pages import ROOT, blocks
from drawn_panels import drawn
from mutualis.methods import panel

PAGE = ROOT / "docs" / "methods-panel.md"


def test_the_example_of_the_page_gives_effects_and_savings():
    code = next(block for block in blocks(PAGE) if "import" in block)
    names = {"rows": drawn(clusters=40, starts={"Aalst": 2018}).rename({"outcome": "zorgkost", "kind": "regime"})}
    exec(code, names)
    assert names["found"].table()["pilot"].to_list() == ["Aalst", "Aalst"]
    assert names["found"].savings()["saving"][0] > 0


@pytest.mark.parametrize("name", [each for each in panel.__all__ if each[0].islower()])
def test_the_page_names_every_function(name):
    text = PAGE.read_text(encoding="utf-8")
    assert re.search(rf"\b{name}\b", text) or name in ("false_discovery", "bounds", "top_coded", "without_top")
