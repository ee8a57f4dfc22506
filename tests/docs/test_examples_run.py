"""The example of a page runs: the indicator and its test. The way of an own extract runs in tests/acceptance."""

from pathlib import Path
from typing import Any

import pytest

from docs.pages import ROOT, blocks
from house_tools import tool
from mutualis import indicators
from mutualis.engine import DuckEngine
from spec.conftest import Spec


def test_the_indicator_of_the_page_and_its_test_run(tmp_path: Path) -> None:
    found = blocks(ROOT / "docs" / "adding.md")
    (definition,) = (block for block in found if "INDICATORS = (" in block)
    (test,) = (block for block in found if block.startswith("def test_"))
    names: dict[str, Any] = {"indicators": indicators}
    exec(compile(f"{definition}\n\n\n{test}\n", "adding.md", "exec"), names)
    (check,) = (each for name, each in names.items() if name.startswith("test_"))
    engine = DuckEngine(memory_limit="500MB", threads=2, temporary=tmp_path)
    try:
        check(Spec(engine, tmp_path))
        with pytest.raises(AssertionError):
            Spec(engine, tmp_path)(
                {}, names["INDICATORS"][0], "level | area_code\nmoon | 1", parameters=indicators.year(2022)
            )
    finally:
        engine.close()
    assert names["INDICATORS"][0].name == "psychiatrist_contact"


def pictured() -> set[str]:
    """The pages of which the script makes a picture."""
    return set(tool("make_screenshots").STATES)


def test_there_is_a_picture_of_each_page_of_the_atlas_in_two_languages_and_each_is_small_enough() -> None:
    pictures = {path.name: path.stat().st_size for path in (ROOT / "docs" / "screenshots").iterdir()}
    assert set(pictures) == {f"{name}-{lang}.png" for name in pictured() for lang in ("nl", "fr")}
    assert all(20_000 < size < 250_000 for size in pictures.values())
