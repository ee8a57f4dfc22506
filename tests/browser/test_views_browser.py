"""The views besides the map in a browser: keyboard, no scripts, a phone, paper, and nothing for axe to object to."""

from collections.abc import Callable
from typing import Any

import pytest

from mutualis.atlas.pages import PAGES
from mutualis.release import LANGUAGES

pytestmark = pytest.mark.browser
STATES = [
    "bars?lang=nl&indicator=gp_contact&area=21000",
    "bars?lang=fr&indicator=antibiotics_ddd&level=municipality&area=21004",
    "bars?lang=de&level=country",
    "compare?lang=nl",
    "compare?lang=fr&indicator=gp_contact&areas=11000,10000&group=21004,21015&group_name=Zone",
    "area?lang=nl&level=province&area=10000",
    "area?lang=fr&level=country",
    "funnel?lang=nl&indicator=gp_contact&area=21000",
    "funnel?lang=fr&indicator=mean_copayment",
    "equity?lang=nl&indicator=gp_contact&level=province&area=10000",
    "equity?lang=fr&indicator=gp_contact&level=municipality",
    "fiche?lang=nl&indicator=gp_contact",
    "fiche?lang=de&indicator=antibiotics_ddd",
    "availability?lang=fr",
    "trend?lang=nl&level=municipality&area=11002&indicator=insured",
    "trend?lang=fr&level=municipality&area=11002&indicator=insured&division=2025",
    "area/report?lang=nl&level=province&area=10000",
    "area/report?lang=fr&level=municipality&area=21004",
    "compare?lang=nl&group=99999",
    "area?lang=fr&find=Atlantis",
]
DARK = [STATES[each] for each in (0, 4, 5, 7, 9, 16)]


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_against_wcag_2_2_aa_and_no_width_needs_sideways_scrolling(
    page: Any, address: str, axe: Callable[..., list[str]], state: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + state)
    # Of many rows and boxes, which are all alike, the beginning is enough.
    rest = [["tbody tr:nth-child(n+40)"], ["fieldset:nth-of-type(n+4)"], ["svg.map"]]
    around = {"exclude": [each for each in rest if page.locator(each[0]).count()]}
    assert axe(page, around, also_dark=state in DARK) == []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_areas_are_chosen_and_compared_without_scripts_and_the_address_keeps_them(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-BE")
    page = context.new_page()
    page.goto(f"{address}compare?indicator=gp_contact&level=province")
    page.get_by_label("Brabant flamand", exact=True).first.check()
    page.get_by_label("Liège", exact=True).first.check()
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**areas=**")
    assert page.locator("table.ranking tbody tr").count() == 2
    page.reload()
    assert page.locator("table.ranking tbody tr").count() == 2
    context.close()


def test_an_area_is_found_and_its_report_reached_with_the_keyboard_alone(page: Any, address: str) -> None:
    page.goto(f"{address}area?lang=en&indicator=gp_contact")
    page.locator("#find").focus()
    page.keyboard.type("Liège (province)")
    page.keyboard.press("Enter")
    page.wait_for_url("**find=**")
    assert page.locator("h1").inner_text().startswith("Liège")
    page.get_by_role("link", name="Report to print").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/area/report**")
    assert page.locator("h1").inner_text().startswith("Liège: health care")
    page.get_by_role("link", name="Back to the profile").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/area?**")


def test_every_tab_is_reached_with_the_keyboard_on_a_phone(page: Any, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}bars?lang=en&indicator=gp_contact")
    tabs = page.locator(".tabs a")
    assert tabs.count() == 10
    for each in tabs.all():
        each.focus()
        box = each.bounding_box()
        assert box["height"] >= 43
        assert 0 <= box["x"] < 390, "a tab that has the focus is on the screen"


@pytest.mark.parametrize("state", [STATES[0], STATES[5], STATES[9], STATES[16]])
def test_on_paper_there_are_no_forms_and_the_table_is_whole(page: Any, address: str, state: str) -> None:
    page.goto(address + state)
    page.emulate_media(media="print")
    for each in (".choose", ".menu", ".tabs", ".find", ".report-links"):
        assert not any(found.is_visible() for found in page.locator(each).all())
    assert page.locator("tbody tr").last.is_visible()


EVERY_PART = [*(each.path for each in PAGES.values()), "/population", "/publications", "/api", "/authorisations"]
LONG = {"exclude": [["svg.map"], ["tbody tr:nth-child(n+8)"]]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_view_is_there_in_every_language_and_nothing_complains(
    page: Any, address: str, axe: Any, language: str
) -> None:
    found = {}
    for path in EVERY_PART:
        answer = page.goto(f"{address.rstrip('/')}{path}?lang={language}")
        told = page.locator("html").get_attribute("lang"), page.locator("h1").count(), answer.status
        found[path] = (*told, axe(page, LONG) if language in ("de", "en") else [])
    assert found == {path: (language, 1, 200, []) for path in EVERY_PART}
