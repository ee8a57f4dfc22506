"""Signing in by an OpenID Connect provider: what comes back must be what was asked for, signed, and of an account."""

import base64
import hmac
import json

import httpx
import pytest
from joserfc import jwt

from mutualis import reference
from staff_desk import House
from staff_systems import ISSUER, Provider, another_key

GO = "/oidc/centre?next=/account"
SETTING = {"name": "centre", "title": "Centre", "issuer": ISSUER, "client_id": "mutualis"}


def said(answer, key, language="en"):
    return reference.text(f"staff.{key}", language) in answer.text.replace("&#39;", "'")


@pytest.fixture
def provider():
    return Provider(ISSUER, lambda: 0)


@pytest.fixture
def house(tmp_path, provider):
    house = House(tmp_path, provider.transport(), provider=[SETTING])
    provider.clock = house.clock
    house.store.add_account("an", {"editor"}, provider="centre", subject="4711")
    return house


def test_a_person_whom_the_provider_knows_is_in_with_the_roles_of_the_account(house, provider):
    browser = house.browser()
    page = browser.get("/sign-in?next=/account")
    assert 'href="/oidc/centre?next=/account"' in page.text.replace("%2F", "/")
    sent = browser.get(GO)
    assert sent.status_code == 303
    done = browser.get(provider.authorise(sent.headers["location"]))
    assert (done.status_code, done.headers["location"]) == (303, "/account")
    page = browser.get("/account")
    assert said(page, "account_elsewhere")
    assert said(browser.get("/"), "role_editor")
    assert [each.counts["how"] for each in house.store.events("staff.signed_in")] == ["oidc"]


def test_signing_in_elsewhere_gives_another_cookie_too(house, provider):
    browser = house.browser()
    address = browser.get(GO).headers["location"]
    before = browser.cookies["mutualis"]
    browser.get(provider.authorise(address))
    assert browser.cookies["mutualis"] != before


def test_a_secret_of_the_client_is_shown_to_the_provider_and_to_nobody_else(tmp_path, provider):
    house = House(tmp_path, provider.transport(), provider=[{**SETTING, "secret": "hush"}])
    provider.clock, provider.secret = house.clock, "hush"
    house.store.add_account("an", {"editor"}, provider="centre", subject="4711")
    browser = house.browser()
    address = browser.get(GO).headers["location"]
    assert "hush" not in address
    assert "hush" not in repr(house.settings)
    assert browser.get(provider.authorise(address)).status_code == 303


def test_an_answer_is_taken_once_and_by_the_browser_that_asked(house, provider):
    browser, thief = house.browser(), house.browser()
    back = provider.authorise(browser.get(GO).headers["location"])
    thief.get("/sign-in")
    stolen = thief.get(back)
    assert (stolen.status_code, said(stolen, "wrong_errand")) == (400, True)
    assert browser.get(back).status_code == 303
    browser.cookies.delete("mutualis")
    assert said(browser.get(back), "wrong_errand")


def test_an_answer_that_comes_too_late_or_was_never_asked_for_is_refused(house, provider):
    browser = house.browser()
    back = provider.authorise(browser.get(GO).headers["location"])
    house.clock.pass_by(601)
    assert said(browser.get(back), "wrong_errand")
    assert said(browser.get("/oidc/centre/return?code=1&state=2"), "wrong_errand")
    assert said(browser.get("/oidc/centre/return"), "wrong_errand")


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize(
    ("claims", "key"),
    [
        ({"aud": "another"}, "wrong_statement"),
        ({"aud": ["mutualis", "another"], "azp": "another"}, "wrong_statement"),
        ({"iss": "https://evil.example"}, "wrong_statement"),
        ({"nonce": "replayed"}, "wrong_statement"),
        ({"nonce": None}, "wrong_statement"),
        ({"exp": 1_700_000_000}, "wrong_statement"),
        ({"exp": None}, "wrong_statement"),
        ({"sub": None}, "wrong_statement"),
        ({"sub": 4711}, "wrong_statement"),
        ({"sub": "somebody else"}, "wrong_no_account"),
    ],
)
def test_a_statement_that_is_not_for_us_now_and_of_an_account_lets_nobody_in(house, provider, claims, key, language):
    provider.claims |= claims
    browser = house.browser(language)
    answer = browser.get(provider.authorise(browser.get(GO).headers["location"]))
    assert (answer.status_code, said(answer, key, language)) == (403, True)
    assert browser.get("/").status_code == 303


def written(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def parts(algorithm, claims):
    return ".".join(written(json.dumps(each).encode()) for each in ({"alg": algorithm, "kid": "1"}, claims))


def unsigned(claims):
    return f"{parts('none', claims)}."


def signed_with_secret(claims, secret):
    said = parts("HS256", claims)
    return f"{said}.{written(hmac.digest(secret, said.encode(), 'sha256'))}"


@pytest.mark.parametrize(
    "sign",
    [
        lambda key: lambda claims: jwt.encode({"alg": "ES256", "kid": "1"}, claims, another_key()),
        lambda key: unsigned,
        lambda key: lambda claims: signed_with_secret(claims, key.as_pem(private=False)),
        lambda key: lambda claims: "no token",
        lambda key: lambda claims: None,
    ],
    ids=["another key", "no signature", "the public key as a secret", "no token", "nothing"],
)
def test_a_statement_without_the_providers_signature_lets_nobody_in(house, provider, sign):
    provider.sign = sign(provider.key)
    browser = house.browser()
    answer = browser.get(provider.authorise(browser.get(GO).headers["location"]))
    assert (answer.status_code, said(answer, "wrong_statement")) == (403, True)


def test_a_new_key_of_the_provider_is_found_without_a_restart(house, provider):
    for _ in range(2):
        browser = house.browser()
        assert browser.get(provider.authorise(browser.get(GO).headers["location"])).status_code == 303
        provider.key = another_key()


def test_a_closed_account_does_not_come_in_by_the_provider_either(house, provider):
    house.store.set_status("an", "disabled")
    browser = house.browser()
    assert said(browser.get(provider.authorise(browser.get(GO).headers["location"])), "wrong_no_account")


def test_who_stops_at_the_provider_is_told_so(house, provider):
    browser = house.browser()
    back = provider.authorise(browser.get(GO).headers["location"]).replace("code=code-0", "error=access_denied")
    answer = browser.get(back)
    assert (answer.status_code, said(answer, "wrong_refused_outside")) == (403, True)


def test_an_answer_of_another_sender_is_refused(house, provider):
    browser = house.browser()
    back = provider.authorise(browser.get(GO).headers["location"])
    assert said(browser.get(f"{back}&iss=https://evil.example"), "wrong_statement")


def test_an_answer_for_one_provider_is_not_taken_at_another(tmp_path, provider):
    house = House(tmp_path, provider.transport(), provider=[SETTING, {**SETTING, "name": "other"}])
    browser = house.browser()
    back = provider.authorise(browser.get(GO).headers["location"])
    assert said(browser.get(back.replace("centre", "other")), "wrong_errand")


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": None},
        {"jwks_uri": 5},
    ],
)
def test_a_provider_that_describes_itself_otherwise_is_not_used(house, provider, description):
    provider.description = description
    answer = house.browser().get(GO)
    assert (answer.status_code, said(answer, "wrong_outside")) == (502, True)


def answering(status=200, content=b"{}", headers=None):
    return httpx.MockTransport(lambda request: httpx.Response(status, content=content, headers=headers))


def broken(request):
    raise httpx.ConnectError("no route")


@pytest.mark.parametrize(
    "transport",
    [
        httpx.MockTransport(broken),
        answering(500),
        answering(302, headers={"Location": "https://evil.example"}),
        answering(content=b"<html>"),
        answering(content=b"[]"),
        answering(content=b"x" * 1_100_000),
    ],
    ids=["silent", "ill", "elsewhere", "a page", "a list", "endless"],
)
def test_a_provider_that_does_not_answer_as_agreed_is_told(tmp_path, transport):
    answer = House(tmp_path, transport, provider=[SETTING]).browser().get(GO)
    assert (answer.status_code, said(answer, "wrong_outside")) == (502, True)


def test_only_safe_addresses_of_a_provider_are_asked(house, provider):
    provider.description = {"token_endpoint": "http://169.254.1.1/token"}
    browser = house.browser()
    answer = browser.get(provider.authorise(browser.get(GO).headers["location"]))
    assert said(answer, "wrong_outside")
    assert all(each.url.scheme == "https" for each in provider.asked)


def test_a_provider_that_is_not_known_is_told(house):
    answer = house.browser().get("/oidc/nowhere")
    assert (answer.status_code, said(answer, "wrong_provider")) == (404, True)
