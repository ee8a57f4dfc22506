"""The catalogue in a real browser: nothing for axe to object to, without scripts, on a phone, in four languages."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from catalogue_country import catalogued
from mutualis import atlas

pytestmark = pytest.mark.browser
THINGS = [
    "variable/derived_person_year.gp_contacts", "variable/pp.sex", "database/pp", "table/derived_person_year",
    "codelist/increased_condition", "indicator/gp_contact", "authorisation/kce-05-033",
    "dataset/derived_person_year-2022",
]  # fmt: skip
STATES = [
    *(
        f"catalogue/{thing}?lang={language}"
        for thing, language in zip(THINGS, ["nl", "fr", "de", "en"] * 2, strict=True)
    ),
    "catalogue?lang=nl",
    "catalogue?lang=nl&q=arts",
    "catalogue?lang=fr&kind=codelist",
    "catalogue?lang=de&q=xyzzy",
    "catalogue/variable/nothing?lang=nl",
]
DARK = [STATES[0], "catalogue?lang=nl"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with atlas.served(catalogued(tmp_path_factory)) as there:
        yield there


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_on_a_phone_nothing_sticks_out(
    page: Any, address: str, axe: Callable[..., list[str]], state: str
) -> None:
    page.goto(address + state)
    assert axe(page, also_dark=state in DARK) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_scripts_a_variable_is_found_and_followed_to_its_source(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    page.goto(f"{address}catalogue?lang=nl")
    page.fill("#q", "huisarts dagen")
    page.select_option("#kind", "variable")
    page.click("button[type=submit]")
    page.click("text=Dagen met een huisarts")
    assert page.url.startswith(f"{address}catalogue/variable/derived_person_year.gp_contacts")
    page.click("svg.lineage a >> nth=0")
    assert "/catalogue/variable/gz." in page.url
    context.close()


def test_with_the_keyboard_alone_the_picture_of_the_lineage_is_followed(page: Any, address: str) -> None:
    page.goto(f"{address}catalogue/variable/derived_person_year.gp_contacts?lang=en")
    box = page.locator("svg.lineage a").first
    box.focus()
    assert box.evaluate("element => element === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalogue/variable/gz.*")


def test_the_block_of_data_runs_nothing_and_breaks_no_policy(page: Any, address: str) -> None:
    page.goto(f"{address}catalogue/variable/pp.sex?lang=en")
    assert page.locator('script[type="application/ld+json"]').count() == 1
    assert (
        page.evaluate("JSON.parse(document.querySelector('script[type$=json]').textContent)['@type']") == "DefinedTerm"
    )
