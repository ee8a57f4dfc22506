"""Editing the catalogue in a real browser: from draft to approval without scripts, and nothing for axe to object to."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mutualis import catalogue
from mutualis.catalogue import editing, filling
from mutualis.release.catalogue import Item
from mutualis.staff import served
from mutualis.staff.passwords import Passwords
from mutualis.staff.settings import Hashing
from mutualis.staff.store import Store
from staff_desk import CHEAP, PASSWORD, settings_of

pytestmark = pytest.mark.browser
TEXT = {"text": {"nl": "Een tekst.", "fr": "Un texte."}}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An application with an editor, one who also reviews, and a thing with a proposed, a shown and an older text."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("editing")
    with pytest.MonkeyPatch.context() as patch:
        things = (Item("variable", "pp.sex", {"title": {"nl": "geslacht", "fr": "sexe"}}),)
        patch.setattr(filling, "declared", lambda _: things)
        store = catalogue.open_store(folder / catalogue.FILE)
        catalogue.fill(store)
    note = editing.begin(store, "ed", "variable", "pp.sex", "explanation", TEXT)
    editing.propose(store, "ed", note, 1)
    editing.decide(store, "flo", note, 1, is_approved=True)
    editing.save(store, "ed", note, 1, {"text": {"nl": "Nieuw.", "fr": "Neuf."}})
    editing.propose(store, "ed", note, 2)
    settings = settings_of(folder / "staff", address=f"http://localhost:{port}")
    accounts, hashed = Store(settings.store), Passwords(Hashing(**CHEAP)).hash(PASSWORD)
    for name, roles in (("ed", {"editor"}), ("flo", {"editor", "reviewer"})):
        accounts.add_account(name, roles)
        accounts.set_password(name, hashed)
    with served(settings):
        yield settings.address


def sign_in(page: Any, address: str, name: str, language: str) -> None:
    page.goto(f"{address}/sign-in?lang={language}")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}/")


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_axe_finds_nothing_on_the_pages_of_editing(
    page: Any, address: str, axe: Callable[..., list[str]], language: str
) -> None:
    sign_in(page, address, "flo", language)
    for path in ("", "?q=sex", "/thing/variable/pp.sex", "/add/question/variable/pp.sex", "/note/1"):
        mark = "&" if "?" in path else "?"
        page.goto(f"{address}/catalogue{path}{mark}lang={language}")
        assert axe(page) == [], path


def test_without_scripts_a_text_is_written_proposed_and_approved_by_another(browser: Any, address: str) -> None:
    pages = {}
    for name in ("ed", "flo"):
        context = browser.new_context(java_script_enabled=False, locale="en-GB")
        pages[name] = context.new_page()
        sign_in(pages[name], address, name, "en")
    ed, flo = pages["ed"], pages["flo"]
    ed.goto(f"{address}/catalogue/add/problem/variable/pp.sex?lang=en")
    ed.fill("#text_nl", "Soms leeg.")
    ed.fill("#text_fr", "Parfois vide.")
    ed.get_by_role("button", name="Save as a draft").click()
    note = ed.url.partition("?")[0]
    flo.goto(f"{note}?lang=en")
    ed.get_by_role("button", name="Propose for review").click()
    flo.goto(f"{note}?lang=en")
    flo.get_by_role("button", name="Approve").click()
    assert flo.get_by_text("version 1 is shown").is_visible()
    for each in pages.values():
        each.context.close()


def test_two_editors_at_once_see_both_texts(
    page: Any, browser: Any, address: str, axe: Callable[..., list[str]]
) -> None:
    other = browser.new_context(java_script_enabled=False).new_page()
    sign_in(other, address, "ed", "en")
    other.goto(f"{address}/catalogue/add/problem/variable/pp.sex?lang=en")
    other.fill("#text_nl", "Eerst.")
    other.fill("#text_fr", "D'abord.")
    other.get_by_role("button", name="Save as a draft").click()
    sign_in(page, address, "flo", "en")
    page.goto(f"{other.url}?lang=en")
    other.fill("#text_nl", "Van Ed.")
    other.get_by_role("button", name="Save as a draft").click()
    page.fill("#text_nl", "Van Flo.")
    page.get_by_role("button", name="Save as a draft").click()
    assert page.get_by_text("Van Ed.").is_visible()
    assert page.locator("#text_nl").input_value() == "Van Flo."
    assert axe(page) == []
    other.context.close()
