"""What holds for every page: the token of a form, the headers, the size, and that each asks who is there."""

import re
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Request
from starlette.routing import Route

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.staff import Settings, read
from mutualis.staff.addresses import local, neighbourhood
from mutualis.staff.app import POLICY
from mutualis.staff.session import ROLES, Person, check_csrf, csrf_field, needs, person_of
from mutualis.staff.settings import checked
from mutualis.staff.wrong import SignInNeeded, Wrong
from staff_desk import PASSWORD, House

CARDS = {"/cds-services", "/cds-services/population-dashboard"}  # a software asks; nothing is read or changed
SIGNED_LAUNCH = {"/launch/record"}  # its form holds a signature instead of a token
OPEN = {"/sign-in", "/invitation", "/favicon.ico", "/health", "/launch", "/launch/return", "/launch/record"}
OPEN |= CARDS | {"/oidc/{name}", "/oidc/{name}/return", "/sign-in/passkey", "/sign-in/passkey/options", "/sign-out"}


def said(answer, key, language="en"):
    return reference.text(f"staff.{key}", language) in answer.text.replace("&#39;", "'")


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.account("an", *ROLES, practice="P1", hospital="H1")
    return house


def paths(house, method):
    return sorted(each.path for each in house.app.routes if isinstance(each, Route) and method in (each.methods or ()))


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_no_form_is_taken_without_the_token_of_this_visit(house, language):
    browser = house.signed_in("an", language)
    other = house.signed_in("an")
    other.get("/")
    for path in set(paths(house, "POST")) - SIGNED_LAUNCH - CARDS:
        for token in ("", "0" * 64, other.token, "é"):
            plain = browser.post(path, csrf=token, name="an", password=PASSWORD)
            by_script = browser.post_json(path, {}, **{"X-CSRF": token.replace("é", "e")})
            assert plain.status_code == by_script.status_code == 403, path
            assert said(plain, "wrong_form", language), path


def test_no_form_is_taken_from_another_site_even_with_the_token(house):
    browser = house.signed_in("an")
    browser.get("/")

    def sent_from(site):
        return browser._ask("POST", "/sign-out", data={"csrf": browser.token}, headers={"Sec-Fetch-Site": site})

    assert [sent_from(site).status_code for site in ("cross-site", "same-site")] == [403, 403]
    assert browser.get("/").status_code == 200
    assert sent_from("same-origin").status_code == 303


PAGES = ["/", "/sign-in", "/account", "/accounts", "/log", "/nowhere"]


@pytest.mark.parametrize("path", [*PAGES, "/health", "/static/staff.css"])
def test_every_answer_carries_the_strict_headers(house, path):
    headers = house.signed_in("an").get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "unsafe" not in POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert headers["cache-control"] == ("public, max-age=31536000, immutable" if "static" in path else "no-store")
    assert "content-encoding" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_no_script_or_style_of_their_own_and_load_nothing_from_elsewhere(house, path):
    page = house.signed_in("an").get(path).text
    assert re.findall(r"<script(?! src=\"/static/passkeys\.js\?v=\w+\" defer></script>)", page) == []
    assert "style=" not in page
    assert "<style" not in page
    assert not re.search(r"\son\w+=", page)
    assert not re.search(r'(?:src|href|action)="https?://', page)


def test_what_is_typed_comes_back_as_text_and_a_password_never(house):
    browser = house.browser()
    browser.get("/sign-in")
    page = browser.post("/sign-in", name='"><script>alert(1)</script>', password="hunter2hunter2")
    assert "<script>alert" not in page.text
    assert "hunter2" not in page.text


def test_a_name_for_us_that_is_not_ours_is_refused(house):
    assert house.browser().get("/sign-in", Host="evil.example").status_code == 400


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_more_than_a_form_can_hold_is_refused(house, language):
    browser = house.browser(language)
    browser.get("/sign-in")
    answer = browser.post("/sign-in", name="an", password="x" * 1_000_001)
    assert (answer.status_code, said(answer, "wrong_large", language)) == (413, True)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_page_that_is_not_there_and_a_wrong_verb_are_told(house, language):
    browser = house.signed_in("an", language)
    for answer, status in ((browser.get("/nowhere"), 404), (browser.post("/log"), 405)):
        assert (answer.status_code, said(answer, "wrong_page", language)) == (status, True)


@pytest.mark.parametrize(("body", "kind"), [("{", "application/json"), ("[]", "application/json"), ("", "")])
def test_what_a_script_sends_must_be_an_object(house, body, kind):
    browser = house.browser()
    browser.get("/sign-in")
    headers = {"X-CSRF": browser.token, "Content-Type": kind, "Accept": "application/json"}
    answer = browser._ask("POST", "/sign-in/passkey", content=body, headers=headers)
    assert (answer.status_code, answer.json()) == (400, {"words": reference.text("staff.wrong_request", "en")})


def test_an_error_inside_tells_nothing_of_the_inside(house, monkeypatch):
    def broken(*_):
        raise MutualisError("The file /secret/place is full of J. Peeters.")

    browser = house.signed_in("an")
    monkeypatch.setattr(type(house.store), "last_events", broken)
    answer = browser.get("/log")
    assert (answer.status_code, said(answer, "wrong_inside")) == (503, True)
    assert "secret" not in answer.text


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_while_the_store_cannot_be_read_everybody_is_told_and_nobody_is_signed_out(house, monkeypatch, language):
    def broken(*_):
        raise MutualisError("The ledger cannot be read.")

    browser = house.signed_in("an", language)
    with monkeypatch.context() as patched:
        patched.setattr(type(house.store), "session", broken)
        answer = browser.get("/")
    assert (answer.status_code, said(answer, "wrong_inside", language)) == (503, True)
    assert "set-cookie" not in answer.headers
    assert browser.get("/").status_code == 200


def test_a_file_that_is_not_there_is_no_page(house):
    answer = house.browser().get("/static/nothing.css")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert "set-cookie" not in answer.headers
    assert house.browser().get("/health").text == "ok\n"


@pytest.mark.parametrize("path", ["/", "/a?b=c", "/a/b#c", "/?next=https://evil.example"])
def test_a_path_of_ours_is_kept(path):
    assert local(path) == path


@pytest.mark.parametrize("path", ["", "a", "//a", "///a", "/\\a", "/\t/a", "http:a", "https://a", "/\x00", "/\x7f"])
def test_anything_else_is_the_first_page(path):
    assert local(path) == "/"


def test_an_address_is_one_visitor_and_a_network_of_ipv6_too():
    assert neighbourhood("192.0.2.7") == "192.0.2.7"
    assert neighbourhood("2001:db8:1:2:3::4") == neighbourhood("2001:db8:1:2:9::9") == "2001:db8:1:2::/64"
    assert neighbourhood("no address") == "unknown"


def asking(person=None, csrf="", **headers):
    """A request as a part of the application sees it, without the application."""
    scope = {"type": "http", "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    request = Request(scope)
    if person:
        request.state.person = person
    if csrf:
        request.state.csrf = csrf
    return request


def test_what_parts_are_written_against_asks_the_state_of_a_request_only():
    ed = Person("ed", frozenset({"editor"}))
    assert person_of(asking(ed)) is ed
    with pytest.raises(SignInNeeded):
        person_of(asking())
    assert needs("reviewer", "editor")(asking(ed)) is ed
    with pytest.raises(Wrong) as told:
        needs("admin")(asking(ed))
    assert told.value.status == 403
    assert str(csrf_field(asking(csrf='"x"'))) == '<input type="hidden" name="csrf" value="&#34;x&#34;">'
    check_csrf(asking(csrf="abc"), {"csrf": "abc"})
    for request, form in ((asking(csrf="abc"), {}), (asking(), {"csrf": ""}), (asking(csrf="abc"), {"csrf": "abd"})):
        with pytest.raises(Wrong):
            check_csrf(request, form)


def test_settings_come_from_a_file_and_the_environment_and_secrets_from_the_environment_only(tmp_path):
    (tmp_path / "settings.toml").write_text(
        'address = "https://staff.example.org/"\nidle_minutes = 10\n'
        '[[provider]]\nname = "the-centre"\ntitle = "C"\nissuer = "https://login.example.org"\nclient_id = "m"\n'
    )
    found = read(tmp_path, {"MUTUALIS_STAFF_SECRET_THE_CENTRE": "hush", "MUTUALIS_STAFF_DATABASE": "sqlite:///x"})
    assert (found.address, found.idle_minutes, found.database) == ("https://staff.example.org", 10, "sqlite:///x")
    assert found.provider[0].secret == "hush"
    assert "hush" not in repr(found)
    assert read(tmp_path / "nowhere", {}) == Settings(folder=tmp_path / "nowhere")
    assert read(tmp_path, {"MUTUALIS_STAFF_ADDRESS": "http://localhost:9"}).address == "http://localhost:9"


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"address": "http://staff.example.org"}, "'address': .*without https"),
        ({"address": "staff.example.org"}, "'address': write it as https://name"),
        ({"address": "https://a.example/path"}, "address"),
        ({"idle_minutes": 0}, "idle_minutes"),
        ({"surprise": 1}, "surprise"),
        ({"provider": [{"name": "A B"}]}, "provider.0.name"),
        ({"smart": [{"name": "a", "title": "A", "client_id": "x", "issuer": "http://ehr.example"}]}, "smart.0.issuer"),
    ],
)
def test_wrong_settings_are_told_by_their_place_and_not_their_value(tmp_path, told, where):
    with pytest.raises(MutualisError, match=where) as error:
        checked({"folder": tmp_path, **told})
    assert "A B" not in str(error.value)


def test_a_file_that_is_no_toml_is_told(tmp_path):
    for content in (b"address = ", b"\xff"):
        (tmp_path / "settings.toml").write_bytes(content)
        with pytest.raises(MutualisError, match="no TOML"):
            read(tmp_path, {})


def test_a_part_that_is_added_is_in_the_menu_of_those_who_may_use_it(tmp_path, monkeypatch):
    from mutualis.staff import app

    def part(application: FastAPI, desk) -> None:
        @application.get("/catalogue")
        def page(request: Request, person: Annotated[Person, Depends(needs("editor"))]):
            return desk.page(request, "start.html")

    monkeypatch.setattr(app, "PARTS", (part, *app.PARTS))
    house = House(tmp_path)
    house.account("ed", "editor")
    house.account("ho", "hospital", hospital="71001")
    assert 'href="/catalogue"' in house.signed_in("ed").get("/").text
    other = house.signed_in("ho")
    assert 'href="/catalogue"' not in other.get("/").text
    assert other.get("/catalogue").status_code == 403
