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
DESK = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that another scheme of colours can break


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


@pytest.fixture(scope="module")
def visitor(browser: Any) -> Iterator[Any]:
    """The page that the tests of a module visit one after the other: a warm one is much quicker than a new one."""
    opened = browser.new_page(**DESK)
    yield opened
    opened.close()


@pytest.fixture
def page(visitor: Any) -> Iterator[Any]:
    """A page as a new visitor has it, that fails the test when the console or the content policy complains."""
    heard, complaints = listeners()
    for event, listener in heard.items():
        visitor.on(event, listener)
    yield visitor
    visitor.goto("about:blank")
    for event, listener in heard.items():
        visitor.remove_listener(event, listener)
    visitor.context.clear_cookies()
    visitor.emulate_media(media="null", color_scheme="light", reduced_motion="null")
    visitor.set_viewport_size(DESK["viewport"])
    assert [each for each in complaints if not any(status in each for status in TOLD)] == []


def listeners() -> tuple[dict[str, Callable[[Any], None]], list[str]]:
    """What listens to the events of a page, and the list that it writes complaints into."""
    complaints: list[str] = []
    heard = {
        "console": lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        "pageerror": lambda error: complaints.append(str(error)),
        # a download, and an icon still on its way when the page is left, are aborted by the browser itself
        "requestfailed": lambda each: None if "ERR_ABORTED" in each.failure else complaints.append(each.url),
    }
    return heard, complaints


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """What axe objects to on a page, by WCAG 2.2 AA and good practice: a line for each."""
    module = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed")
    script = module.AXE_FILE_PATH.read_text(encoding="utf-8")

    def objections(page: Any, context: Any = None, also_dark: bool = False) -> list[str]:
        # The policy of a page forbids scripts; the checker is put in through the debugger, which may.
        page.evaluate(script)
        found = violations(page, context, {"runOnly": RULES})
        if not also_dark:
            return found
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += [f"in the dark: {each}" for each in violations(page, context, {"runOnly": COLOURS})]
        page.emulate_media(color_scheme="light")
        return found

    return objections


def violations(page: Any, context: Any, asked: dict[str, Any]) -> list[str]:
    """A line for each thing that axe objects to; of what it finds good it works out no more than it must."""
    run = "([context, asked]) => axe.run(context ?? document, asked).then(found => found.violations)"
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in page.evaluate(run, [context, {**asked, "resultTypes": ["violations"]}])
        for node in each["nodes"]
    ]
