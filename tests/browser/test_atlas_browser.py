"""The Atlas in a real browser: with a keyboard, without scripts, on a phone, and with nothing for axe to object to."""

import csv
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser
STATES = [
    "?lang=nl&indicator=gp_contact",
    "?lang=fr&indicator=antibiotics_ddd&level=province&split=sex*age_class",
    "?lang=nl&indicator=gp_contact&level=municipality&year=2023&split=sex",
    "?lang=fr&level=country&split=age_class",
    "?lang=nl&indicator=antibiotics_ddd&year=2022",
    "trend?lang=nl&indicator=gp_contact&area=11000",
    "trend?lang=fr&indicator=gp_contact",
    "fiche?lang=nl",
    "fiche?lang=fr",
    "release?lang=nl",
    "release?lang=fr",
    "authorisations?lang=fr",
    "authorisations?lang=de",
    "?lang=nl&year=1999",
    "nowhere?lang=fr",
]


def active(page: Any) -> str:
    """What has the focus, as a reader of the page would call it."""
    said: str = page.evaluate(
        "(document.activeElement.getAttribute('aria-label') || document.activeElement.id"
        " || document.activeElement.textContent || '').trim()"
    )
    return said


def tabbed(page: Any, times: int) -> list[str]:
    names = []
    for _ in range(times):
        page.keyboard.press("Tab")
        names.append(active(page))
    return names


def test_it_opens_on_arrondissements_with_a_map_and_a_table(page: Any, address: str) -> None:
    page.goto(address)
    assert page.locator("#level").input_value() == "arrondissement"
    assert page.locator("svg.map a").count() == page.locator("tbody tr").count()
    assert page.locator("svg.map").bounding_box()["width"] > 400


def test_figures_made_without_a_delivery_say_so_and_only_those(page: Any, address: str) -> None:
    page.goto(f"{address}?lang=nl&indicator=antibiotics_ddd&year=2022")
    said = page.get_by_text("levering F2022Q3 (Farmanet) ontbreekt voor 1 van 7 leveranciers")
    assert said.is_visible()
    page.select_option("#year", "2023")
    page.locator("h1", has_text="2023").wait_for()
    assert page.locator("#year").input_value() == "2023"
    assert said.count() == 0


def test_choosing_works_without_scripts_and_the_address_keeps_it(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-BE")
    page = context.new_page()
    page.goto(address)
    page.select_option("#indicator", "gp_contact")
    page.select_option("#level", "province")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**indicator=gp_contact**")
    page.select_option("#split", "sex*age_class")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**split=sex*")
    page.select_option("#category", "2*65-74")
    page.get_by_role("button", name="Afficher").click()
    page.wait_for_url("**category=2*")
    assert "femmes, 65 à 74 ans" in page.locator("h1").inner_text()
    assert page.locator("tbody tr").count() == 11
    page.reload()
    assert page.locator("#category").input_value() == "2*65-74"
    page.locator(".menu summary").nth(2).click()
    page.get_by_role("link", name="Antibiotiques").click()
    assert "Antibiotiques" in page.locator("h1").inner_text()
    context.close()


def test_with_scripts_a_choice_is_shown_at_once_and_the_focus_stays(page: Any, address: str) -> None:
    page.goto(f"{address}?lang=en&indicator=gp_contact&level=province")
    page.locator("#year").focus()
    page.select_option("#year", "2022")
    page.locator("h1", has_text="2022").wait_for()
    assert "year=2022" in page.url
    assert "level=province" in page.url
    assert page.locator("#year").input_value() == "2022"
    assert active(page) == "year"
    page.go_back()
    page.locator("h1", has_text="2025").wait_for()


def test_the_csv_downloads_and_has_the_rows_of_the_table(page: Any, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}?lang=en&level=province&indicator=mean_copayment")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="These figures as CSV").click()
    waiting.value.save_as(tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    names = page.locator("tbody th a").all_inner_texts()
    shown = dict(zip(names, page.locator("tbody td.number.on").all_inner_texts(), strict=True))
    assert {row["area_name"]: row["value"] for row in rows if row["value"]} == {
        name: value.replace(",", "") for name, value in shown.items() if value[0].isdigit()
    }


def test_everything_is_reached_with_the_keyboard_in_the_order_of_the_page(page: Any, address: str) -> None:
    page.goto(f"{address}?lang=en&level=region&indicator=gp_contact")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the content"
    assert skip.bounding_box()["x"] >= 0, "the skip link is seen when it has the focus"
    names = tabbed(page, 45)
    wanted = ["indicator", "year", "level", "split", "Show", "Trend", "Standardised", "Skip the map"]
    places = [names.index(each) for each in wanted]
    assert places == sorted(places)
    regions = [each for each in names if each.startswith(("Flemish", "Walloon", "Brussels")) and ": " in each]
    assert len(regions) == 3
    assert names.index(regions[0]) > names.index("Skip the map")


def test_the_menu_the_toggle_and_a_sort_work_with_enter_alone(page: Any, address: str) -> None:
    page.goto(f"{address}?lang=en&level=province&indicator=gp_contact")
    page.locator(".menu summary").nth(3).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**indicator=mean_copayment**")
    page.locator(".toggle").get_by_role("link", name="Standardised").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**show=standardised**")
    page.locator("thead").get_by_role("link", name="Standardised").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=standardised**")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Standardised")


def test_the_focus_is_seen_on_an_area_and_enter_goes_to_its_row_and_on_to_its_trend(page: Any, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # nothing to wait for
    page.goto(f"{address}?lang=en&level=province&indicator=gp_contact")
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement.querySelector('path')).strokeWidth") == "5px"
    page.keyboard.press("Enter")
    target = page.locator("tr:target")
    assert target.count() == 1
    assert target.evaluate("row => row.getBoundingClientRect().top < innerHeight")
    name = target.locator("th a").inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/trend**")
    assert name in page.locator("#trend-title").inner_text()


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_against_wcag_2_2_aa_and_no_width_needs_sideways_scrolling(
    page: Any, address: str, axe: Any, state: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + state)
    # Of the municipalities, whose links and rows are those of the smaller maps, the beginning is enough.
    around = {"exclude": [["svg.map"], ["tbody tr:nth-child(n+40)"]]} if "municipality" in state else None
    assert axe(page, around, also_dark=state in (STATES[1], STATES[4])) == []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["?lang=en&indicator=gp_contact", "trend?lang=en", "fiche?lang=en"])
def test_what_can_be_pressed_is_large_enough_for_a_finger(page: Any, address: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + path)
    for kind in ("button", "select", ".tabs a", ".toggle a", ".languages a", "a.button"):
        for each in page.locator(kind).all():
            assert each.bounding_box()["height"] >= 43, kind


def test_nothing_moves_for_who_asks_for_rest(page: Any, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('.map path')).transitionDuration") == "0s"


def test_on_paper_there_are_no_forms_and_menus(page: Any, address: str) -> None:
    page.goto(address)
    page.emulate_media(media="print")
    assert not any(page.locator(each).first.is_visible() for each in (".choose", ".menu", ".tabs", ".languages"))
    assert page.locator("svg.map").is_visible()
    assert page.locator("tbody tr").last.is_visible()
