"""The staff application in a real browser: a passkey, a keyboard, no scripts, and nothing for axe to object to."""

import html
import re
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from joserfc import jwt

from mutualis.staff import served
from mutualis.staff.passwords import Passwords
from mutualis.staff.settings import Hashing
from mutualis.staff.store import Store
from staff_desk import CHEAP, PASSWORD, settings_of
from staff_systems import ISSUER, Provider, ed_key

pytestmark = pytest.mark.browser
RECORD, KEY = "http://record.example", ed_key()
PROVIDER = Provider(ISSUER, time.time)
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Store]]:
    """The address and the store of an application with three accounts; passkeys want a name, so it is localhost."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    centre = {"name": "centre", "title": "Centre", "issuer": ISSUER, "client_id": "m"}
    record = {"name": "record", "title": "R", "issuer": RECORD, "key": KEY.as_dict(private=False), "practices": ["P1"]}
    more = {"provider": [centre], "record_system": [record]}
    settings = settings_of(tmp_path_factory.mktemp("staff"), address=f"http://localhost:{port}", **more)
    store, hashed = Store(settings.store), Passwords(Hashing(**CHEAP)).hash(PASSWORD)
    for name, roles in (("an", {"admin", "editor"}), ("ed", {"editor"}), ("flo", {"reviewer"})):
        store.add_account(name, roles)
        store.set_password(name, hashed)
    store.add_account("gus", {"reviewer"}, provider="centre", subject="4711")
    with served(settings, outside=PROVIDER.transport()) as address:
        yield address, store


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of a fresh visitor that fails the test when the console or the content policy complains."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened, complaints = context.new_page(), []
    opened.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert [each for each in complaints if not re.search(r"40[0-9] \(", each)] == []


def sign_in(page: Any, address: str, name: str, language: str = "en") -> None:
    page.goto(f"{address}/sign-in?lang={language}")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"{address}/")


def authenticator(page: Any) -> tuple[Any, str]:
    """An authenticator that Chromium plays, and its id."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session, made["authenticatorId"]


def test_a_passkey_is_added_named_used_and_removed(page: Any, house: tuple[str, Store]) -> None:
    address, store = house
    session, key = authenticator(page)
    sign_in(page, address, "ed")
    page.goto(f"{address}/account")
    page.fill("#passkey-title", "My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/account?done=saved")
    assert page.locator(".keyring strong", has_text="My phone").is_visible()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.goto(f"{address}/sign-in?next=/account")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{address}/account")
    assert page.get_by_text("passkey (this one)").is_visible()
    assert store.passkeys("ed")[0].sign_count > 0
    page.get_by_role("button", name="Remove My phone").click()
    page.wait_for_url("**/account?done=saved")
    assert store.passkeys("ed") == []
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("This passkey fits no open account").wait_for()
    assert page.url.startswith(f"{address}/sign-in")
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})


def test_a_device_that_has_no_passkey_or_does_not_see_its_owner_is_told(page: Any, house: tuple[str, Store]) -> None:
    address, _ = house
    session, key = authenticator(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    sign_in(page, address, "ed", "fr")
    page.goto(f"{address}/account")
    page.get_by_role("button", name="Ajouter une clé d'accès").click()
    page.get_by_text("La clé d'accès n'a pas été utilisée").wait_for()
    assert page.get_by_role("button", name="Ajouter une clé d'accès").is_enabled()


def test_everything_but_passkeys_works_without_scripts(browser: Any, house: tuple[str, Store]) -> None:
    address, store = house
    context = browser.new_context(java_script_enabled=False, locale="nl-BE")
    page = context.new_page()
    sign_in(page, address, "an", "nl")
    page.get_by_role("link", name="Accounts").first.click()
    page.fill("#name", "gi.new")
    page.get_by_label("nalezer").check()
    page.get_by_role("button", name="Account maken").click()
    link = page.locator("#invitation").inner_text()
    page.get_by_role("button", name="Afmelden").click()
    page.goto(link)
    page.fill("#password", "een andere lange zin")
    page.fill("#again", "een andere lange zin")
    page.get_by_role("button", name="Wachtwoord kiezen en aanmelden").click()
    page.wait_for_url(f"{address}/")
    assert page.get_by_role("heading", name="Welkom, gi.new").is_visible()
    assert page.get_by_role("button", name="Passkey toevoegen").count() == 0
    assert store.account("gi.new").password
    context.close()


def test_signing_in_takes_a_keyboard_only(page: Any, house: tuple[str, Store]) -> None:
    address, _ = house
    page.goto(f"{address}/sign-in?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "name"
    page.keyboard.type("flo")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    page.keyboard.press("Tab")
    assert page.evaluate(outline) != "none"


def test_a_provider_sends_its_person_back_to_the_page_that_was_asked(page: Any, house: tuple[str, Store]) -> None:
    address, _ = house

    def authorise(route: Any) -> None:
        back = PROVIDER.authorise(route.request.url)
        page_of_ours = f'<meta http-equiv="refresh" content="0; url={address}{html.escape(back)}">'
        route.fulfill(body=page_of_ours, content_type="text/html")

    page.route(f"{ISSUER}/**", authorise)
    page.goto(f"{address}/account?lang=en")
    page.get_by_role("link", name="Sign in with Centre").click()
    page.wait_for_url(f"{address}/account?lang=en")
    assert page.get_by_text("Signed in as gus").is_visible()


def test_a_software_at_another_site_launches_by_a_form(page: Any, house: tuple[str, Store]) -> None:
    address, now = house[0], int(time.time())
    told = {"iss": RECORD, "aud": address, "sub": "dr. Maes", "practice": "P1", "iat": now, "exp": now + 60, "jti": "1"}
    token = jwt.encode({"alg": "Ed25519"}, told, KEY, algorithms=["Ed25519"])
    form = (
        f'<form method="post" action="{address}/launch/record"><input name="token" value="{token}"><button>Go</button>'
    )
    page.route(f"{RECORD}/**", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto(f"{RECORD}/patient/123")
    page.get_by_role("button", name="Go").click()
    page.wait_for_url(f"{address}/population")
    page.goto(f"{address}/?lang=en")
    assert page.get_by_text("Signed in as dr. Maes · practice P1").is_visible()
    page.goto(f"{address}/accounts")
    assert page.get_by_text("Your account may not see or do this").is_visible()


def test_the_cookie_is_out_of_reach_of_scripts(page: Any, house: tuple[str, Store]) -> None:
    address, _ = house
    sign_in(page, address, "flo")
    assert page.evaluate("document.cookie") == ""
    kept = {each["name"]: each for each in page.context.cookies()}
    assert (kept["mutualis"]["httpOnly"], kept["mutualis"]["sameSite"], kept["mutualis"]["expires"]) == (
        True,
        "Lax",
        -1,
    )


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_axe_finds_nothing_and_a_phone_needs_no_scrolling_sideways(
    browser: Any, axe: Callable[..., list[str]], house: tuple[str, Store], language: str
) -> None:
    address, _ = house
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en-GB")
    page = context.new_page()
    found = {}

    def look(where: str) -> None:
        found[where] = axe(page, also_dark=language == "nl")  # colours do not depend on the language
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, where

    page.goto(f"{address}/sign-in?lang={language}&ended=1")
    look("sign-in")
    page.fill("#name", "an")
    page.fill("#password", "wrong")
    page.press("#password", "Enter")
    page.locator("#problem").wait_for()
    look("refused")
    sign_in(page, address, "an", language)
    for path in ("/", "/account", "/accounts", "/log", "/nowhere"):
        page.goto(address + path)
        look(path)
    context.close()
    assert {where: objections for where, objections in found.items() if objections} == {}
