"""What docs/staff.md shows works: its settings are taken, and its signed launch lets a practice in."""

import tomllib

import pytest
from joserfc.jwk import OKPKey

from docs.pages import ROOT, blocks
from mutualis.staff.settings import checked
from staff_desk import CHEAP, START, House

PAGE = ROOT / "docs" / "staff.md"


@pytest.fixture
def settings_block():
    (found,) = (block for block in blocks(PAGE) if block.startswith("address ="))
    return tomllib.loads(found)


def test_the_settings_of_the_page_are_taken(settings_block, tmp_path):
    found = checked({"folder": tmp_path, **settings_block})
    assert found.is_secure
    assert [each.name for each in (*found.provider, *found.smart, *found.record_system)] == [
        "centre",
        "dossier",
        "carelink",
    ]


def test_the_signed_launch_of_the_page_lets_a_practice_in(settings_block, tmp_path):
    (code,) = (block for block in blocks(PAGE) if block.startswith("from joserfc"))
    names = {}
    exec(compile(code, "staff.md", "exec"), names)
    key = OKPKey.generate_key("Ed25519")
    settings_block["record_system"][0]["key"] = key.as_dict(private=False)
    house = House(tmp_path, **{**settings_block, "hashing": CHEAP})
    browser = house.browser()
    assert browser.post("/launch/record", token=names["token"](key, START, "1")).status_code == 303
    assert "P000123" in browser.get("/").text
