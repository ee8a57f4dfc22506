"""A new C1 key in a whole country: every insurer tells which code became which, and every person keeps the C2."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from mutualis import pipeline
from mutualis.coding import code_distinct
from mutualis.model import MutualisError
from mutualis.node import Custodians
from mutualis.pipeline import Workspace
from mutualis.pipeline.scan.scan import accepted_persons


@pytest.fixture
def copy(country: Workspace, tmp_path: Path) -> Workspace:
    """The country with a life of its own."""
    shutil.copytree(country.path, tmp_path / "country")
    return Workspace(tmp_path / "country")


def first_codes(space: Workspace, persons: list[str]) -> list[str]:
    node = next(space.insurers())
    return code_distinct(pl.Series(persons), node.keys.subkey("c1", "person")).to_list()


def test_after_a_rotation_of_c1_all_insurers_hold_the_new_key_and_its_codes_mean_the_old_ones(copy: Workspace) -> None:
    persons = accepted_persons(copy)[:200]
    before = first_codes(copy, persons)
    made = pipeline.rotate(copy, "insurer-300", "c1", Custodians("A. Holder", "B. Deputy", "sworn"))
    assert {node.keys.key_id("c1") for node in copy.insurers()} == {made}
    after = first_codes(copy, persons)
    assert not set(before) & set(after)
    aliases = copy.ttp.ledger.aliases()
    assert [aliases[code] for code in after] == [aliases.get(code, code) for code in before]


def test_the_c2_key_of_a_filled_warehouse_cannot_be_rotated(copy: Workspace) -> None:
    with pytest.raises(MutualisError, match="cannot be rotated while a warehouse holds codes"):
        pipeline.rotate(copy, "ttp", "c2")
