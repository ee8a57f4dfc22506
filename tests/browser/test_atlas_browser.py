"""The Atlas in a real browser: with a keyboard, on a phone, without errors, and with nothing for axe to object to."""

import csv
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mutualis import atlas
from published_country import publish_country

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STATES = [
    "?lang=en",
    "?lang=nl&indicator=gp_contact&level=municipality&year=2023",
    "?lang=fr&indicator=antibiotics_ddd&level=province",
    "?lang=de&level=country",
    "?lang=en&year=1999",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Atlas over a small published country."""
    import uvicorn

    folder = tmp_path_factory.mktemp("browser")
    publish_country(folder)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(atlas.create_app(folder), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.is_file():
        pytest.skip("there is no /usr/bin/chromium; tools/debian.sh installs it")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test when the console or the content policy complains."""
    opened, complaints = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB"), []
    opened.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("requestfailed", lambda request: complaints.append(request.url) if "csv" not in request.url else None)
    yield opened
    opened.close()
    assert [each for each in complaints if "400 (Bad Request)" not in each] == []


def test_it_opens_on_arrondissements_with_a_map_and_a_table(page: Any, address: str) -> None:
    page.goto(address)
    assert page.locator("#level").input_value() == "arrondissement"
    assert page.locator("svg.map a").count() == page.locator("tbody tr").count()
    assert page.locator("svg.map").bounding_box()["width"] > 400


def test_choosing_another_indicator_shows_it_and_the_address_keeps_it(page: Any, address: str) -> None:
    page.goto(address)
    page.select_option("#indicator", "gp_contact")
    page.select_option("#level", "province")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**indicator=gp_contact**")
    assert "general practitioner" in page.locator("h1").inner_text()
    assert page.locator("tbody tr").count() == 11
    page.reload()
    assert page.locator("#indicator").input_value() == "gp_contact"


def test_the_csv_downloads_and_has_the_rows_of_the_table(page: Any, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}?lang=en&level=province&indicator=mean_copayment")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download CSV").click()
    waiting.value.save_as(tmp_path / "figures.csv")
    with (tmp_path / "figures.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    shown = dict(
        zip(
            *(page.locator(f"tbody {cell}").all_inner_texts() for cell in ("th", "td.number:not(.people)")), strict=True
        )
    )
    assert {row["area_name"]: row["value"] for row in rows if row["value"]} == {
        name: value for name, value in shown.items() if value[0].isdigit()
    }


def test_everything_is_reached_with_the_keyboard_and_the_focus_is_seen(page: Any, address: str) -> None:
    page.goto(f"{address}?lang=en&level=region")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the figures"
    assert skip.bounding_box()["x"] >= 0, "the skip link is seen when it has the focus"
    names = []
    for _ in range(40):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id"))
    assert {"indicator", "year", "level"} <= set(names)
    assert len({name for name in names if name and name.startswith(("Flemish", "Walloon", "Brussels"))}) == 3


def test_enter_on_an_area_of_the_map_goes_to_its_row(page: Any, address: str) -> None:
    page.goto(f"{address}?lang=en&level=province")
    page.locator("svg.map a").first.focus()
    page.keyboard.press("Enter")
    target = page.locator("tr:target")
    assert target.count() == 1
    assert target.evaluate("row => row.getBoundingClientRect().top < innerHeight")


@pytest.mark.parametrize("state", STATES)
def test_a_phone_needs_no_sideways_scrolling(page: Any, address: str, state: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + state)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_against_wcag_2_2_aa(page: Any, address: str, state: str) -> None:
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    page.goto(address + state)
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    # The policy of the page forbids scripts; the checker is put in through the debugger, which may.
    # Of the municipalities, whose links and rows are those of the smaller maps, the beginning is enough.
    around = {"exclude": [["svg.map"], ["tbody tr:nth-child(n+60)"]]} if "municipality" in state else None
    found = module.Axe().run(page, context=around, options=rules)
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]] == []
