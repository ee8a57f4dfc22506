"""The pages on methods name what there is."""

import importlib
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("family", ["costs", "counts", "survival", "equity", "survey", "outliers", "series"])
def test_what_a_page_imports_is_there_and_what_a_family_exports_stands_on_its_page(family):
    text = (DOCS / f"methods-{family}.md").read_text(encoding="utf-8")
    imports = re.findall(r"^    from (mutualis\S+) import (.+)$", text, re.MULTILINE)
    for module, names in imports:
        for name in names.split(", "):
            assert hasattr(importlib.import_module(module), name), name
    told = {each for each in importlib.import_module(f"mutualis.methods.{family}").__all__ if each[0].islower()}
    assert {each for each in told if not re.search(rf"\b{each}\b", text)} == set()
