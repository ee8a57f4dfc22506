"""One Chromium for all pages of a module, pages that fail a test when the console complains, and axe."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from atlas_country import published
from mutualis import atlas

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
TOLD = ("400 (Bad", "404 (Not", "409 (Conflict")  # what the console says of a page that tells of a mistake
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium a module: its event loop must be gone when tests without a browser begin."""
    if not CHROMIUM.is_file():
        pytest.skip("there is no /usr/bin/chromium; tools/debian.sh installs it")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Atlas over a small published country."""
    with atlas.served(published(tmp_path_factory)) as there:
        yield there


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test when the console or the content policy complains."""
    opened, complaints = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en-GB"), []
    opened.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    # a download, and an icon still on its way when the page is left, are aborted by the browser itself
    opened.on("requestfailed", lambda each: None if "ERR_ABORTED" in each.failure else complaints.append(each.url))
    yield opened
    opened.close()
    assert [each for each in complaints if not any(status in each for status in TOLD)] == []


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """What axe objects to on a page, by WCAG 2.2 AA and good practice: a line for each."""
    module = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )

    def objections(page: Any, context: Any = None) -> list[str]:
        found = module.Axe().run(page, context=context, options={"runOnly": RULES})
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found.response["violations"]
            for node in each["nodes"]
        ]

    return objections
