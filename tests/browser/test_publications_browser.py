"""Publications in a real browser: nothing for axe to object to, no script needed, a phone and the dark."""

from collections.abc import Iterator
from typing import Any

import pytest

from drawn_publications import desk, release
from mutualis import atlas
from mutualis.publish.publications import edition, issue, renew

pytestmark = pytest.mark.browser
NAME = "key-figure-antibiotics"
STATES = [
    f"{address}?lang={language}"
    for address in ("publications", f"publications/{NAME}/2023")
    for language in ("nl", "fr")
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Atlas with two editions of a key figure and a newsletter."""
    work = tmp_path_factory.mktemp("work")
    release(
        work / "releases", (2021, 2022, 2023), {("antibiotics_ddd", 2023): 1.1}, (("antibiotics_ddd", 2023, "30000"),)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edition, "paged", lambda _: (b"no page here shows it", 2))
        for name, year in ((NAME, 2022), (NAME, 2023), ("newsletter", 2023)):
            renew(desk(work), name, year)
            issue(desk(work), name, year)
    with atlas.served(work / "releases") as there:
        yield there


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_is_refused(page: Any, address: str, axe: Any, state: str) -> None:
    page.goto(address + state)
    assert axe(page, also_dark=True) == []


def test_an_edition_is_found_and_read_without_scripts(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-BE")
    page = context.new_page()
    page.goto(f"{address}?lang=fr")
    page.get_by_role("link", name="Publications").first.click()
    page.get_by_role("link", name="Antibiotiques : 22,0 DDD").click()
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_text("a augmenté, passant de 20,0 en 2022 à 22,0 en 2023").is_visible()
    page.get_by_role("link", name="2022", exact=True).click()
    assert page.get_by_text("Il existe une édition plus récente : 2023.").is_visible()
    context.close()


def test_pictures_fill_their_place_and_say_what_they_show(page: Any, address: str) -> None:
    page.goto(f"{address}publications/{NAME}/2023?lang=nl")
    pictures = page.locator("figure svg[role=img]")
    assert pictures.count() == 3
    for number in range(3):
        assert pictures.nth(number).bounding_box()["width"] > 600
        assert len(pictures.nth(number).get_attribute("aria-label")) > 40


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}publications/{NAME}/2023?lang=nl")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
