"""The dashboards in a real browser: axe finds nothing, a keyboard gets everywhere, a phone shows all of it."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from mutualis import atlas
from mutualis.staff.serving import served as staff_served
from provider_world import PRACTICES, publish_world
from staff_desk import PASSWORD, House

pytestmark = pytest.mark.browser
PUBLIC = [
    "population?lang=nl&area=20001&year=2023&indicator=gp_contact",
    "population?lang=fr&area=zone:leuven-noord&year=2023",
    "population?lang=fr&area=24062&condition=diabetes",
    "population?lang=nl&area=13000&year=2023",
    "tile?lang=nl&indicator=gp_contact&area=11000&year=2023",
    "tile?lang=fr&indicator=gp_contact&area=13000&year=2023",
]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
OWN = ["/population?lang=nl", "/population?lang=fr&indicator=gmd&year=2023", "/population/learning?lang=nl"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("population_browser")
    publish_world(folder)
    return folder


@pytest.fixture(scope="module")
def address(world: Path) -> Iterator[str]:
    with atlas.served(world / "releases") as there:
        yield there


@pytest.fixture(scope="module")
def own(world: Path) -> Iterator[str]:
    """The address of the staff application, with an account of a practice."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    house = House(world / "staff", address=f"http://localhost:{port}")
    house.account("own", "practice", practice=PRACTICES[3])
    with staff_served(house.settings) as there:
        yield there


def signed_in(page: Any, own: str) -> None:
    page.goto(f"{own}/sign-in")
    page.fill("input[name=name]", "own")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def overflow(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("state", PUBLIC)
def test_axe_has_nothing_to_object_to_and_a_phone_shows_everything_without_scrolling_sideways(
    page: Any, address: str, axe: Any, state: str
) -> None:
    page.goto(address + state)
    assert axe(page, also_dark=True) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0


def test_behind_the_login_axe_has_nothing_to_object_to_and_a_phone_shows_everything(
    page: Any, own: str, axe: Any
) -> None:
    signed_in(page, own)
    for state in OWN:
        page.set_viewport_size(DESK)
        page.goto(own + state)
        assert page.locator("h1").count() == 1, state
        assert axe(page) == [], state
        page.set_viewport_size(PHONE)
        assert overflow(page) <= 0, state


def test_a_keyboard_chooses_an_area_and_reaches_its_tiles(page: Any, address: str) -> None:
    page.goto(address + "population?lang=nl")
    page.focus("#area")
    page.select_option("#area", "11000")
    page.focus(".choose button")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "area=11000" in url)
    page.focus("#tile-gp_contact .links a")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "indicator=gp_contact" in url)
    assert page.locator("#area").input_value() == "11000"


def test_an_area_of_the_map_leads_to_its_row_and_from_there_to_its_dashboard(page: Any, address: str) -> None:
    page.goto(address + "population?lang=nl&area=20001&year=2023&indicator=gp_contact")
    page.focus('.map a[href="#area-24000"]')
    page.keyboard.press("Enter")
    page.click("#area-24000 a")
    assert "area=24000" in page.url


def test_an_action_is_noted_with_a_keyboard_alone(page: Any, own: str) -> None:
    signed_in(page, own)
    page.goto(own + "/population/learning?lang=nl")
    page.focus("#from_day")
    page.fill("#from_day", "2023-01-01")
    page.focus("#what")
    page.keyboard.type("Wij bellen wie lang niet kwam")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#actions"))
    assert page.get_by_text("Wij bellen wie lang niet kwam").count() == 1


@pytest.fixture
def elsewhere(address: str) -> Iterator[str]:
    """The address of another site with a tile and a whole dashboard in frames."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            frames = "".join(
                f'<iframe title="{name}" src="{address}{name}?indicator=gp_contact&area=11000&year=2023"></iframe>'
                for name in ("tile", "population")
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<!doctype html><html lang="en"><title>x</title>{frames}'.encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_tile_is_shown_in_the_frame_of_another_site_and_a_dashboard_is_not(browser: Any, elsewhere: str) -> None:
    page = browser.new_page()
    page.goto(elsewhere)
    page.frame_locator("iframe[title=tile]").locator(".figure strong").wait_for(timeout=10_000)
    assert page.frame_locator("iframe[title=population]").locator(".tiles").count() == 0
    page.close()
