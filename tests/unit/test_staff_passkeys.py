"""Passkeys with an authenticator in software: what is made and shown as asked is taken, and nothing else."""

import pytest

from mutualis import reference
from staff_authenticator import PRESENT, Authenticator
from staff_desk import House


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.account("an", "editor")
    house.account("bo", "editor")
    return house


def words(key, language="en"):
    return reference.text(f"staff.{key}", language)


def made(house, name, authenticator, title="phone"):
    browser = house.signed_in(name)
    browser.get("/account")
    asked = browser.post_json("/account/passkeys/options", {}).json()
    told = {"code": asked["code"], "credential": authenticator.make(asked["options"]), "title": title}
    return browser, browser.post_json("/account/passkeys", told), told


def shown(house, authenticator, language="en", **more):
    browser = house.browser(language)
    browser.get("/sign-in")
    asked = browser.post_json("/sign-in/passkey/options", {}).json()
    told = {"code": asked["code"], "credential": authenticator.show(asked["options"]), "next": "/account", **more}
    return browser, browser.post_json("/sign-in/passkey", told), told


def test_a_passkey_is_made_and_signs_its_owner_in(house):
    authenticator = Authenticator()
    browser, answer, _ = made(house, "an", authenticator)
    assert answer.json() == {"next": "/account?done=saved"}
    assert "phone" in browser.get("/account").text
    visitor, answer, _ = shown(house, authenticator)
    assert answer.json() == {"next": "/account"}
    assert words("how_passkey") in visitor.get("/").text
    assert house.store.passkey(house.store.passkeys("an")[0].credential).sign_count == 1


def test_a_passkey_asks_for_its_owner_to_be_seen_and_for_no_name(house):
    browser = house.browser()
    browser.get("/sign-in")
    options = browser.post_json("/sign-in/passkey/options", {}).json()["options"]
    assert options["userVerification"] == "required"
    assert options.get("allowCredentials", []) == []
    browser = house.signed_in("an")
    browser.get("/account")
    options = browser.post_json("/account/passkeys/options", {}).json()["options"]
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"count": -1},
        {"key": Authenticator().key},
        {"id": b"x" * 32},
        {"handle": "b3RoZXI"},
        {"handle": ""},
    ],
    ids=["origin", "host", "not seen", "not there", "a copy", "signature", "unknown", "of another", "of nobody"],
)
def test_a_passkey_that_is_shown_otherwise_lets_nobody_in(house, change, language):
    authenticator = Authenticator()
    made(house, "an", authenticator)
    shown(house, authenticator)
    for name, value in change.items():
        setattr(authenticator, name, value)
    browser, answer, _ = shown(house, authenticator, language)
    assert (answer.status_code, answer.json()["words"]) == (401, words("wrong_passkey", language))
    assert browser.get("/").status_code == 303


def test_an_answer_of_a_passkey_is_taken_once_by_the_browser_that_asked_and_in_time(house):
    authenticator = Authenticator()
    made(house, "an", authenticator)
    browser, answer, told = shown(house, authenticator)
    assert answer.status_code == 200
    browser.get("/account")
    assert browser.post_json("/sign-in/passkey", told).json()["words"] == words("wrong_errand")
    _, answer, _ = shown(house, authenticator, code="another")
    assert answer.json()["words"] == words("wrong_errand")
    late = house.browser()
    late.get("/sign-in")
    asked = late.post_json("/sign-in/passkey/options", {}).json()
    house.clock.pass_by(601)
    told = {"code": asked["code"], "credential": authenticator.show(asked["options"])}
    assert late.post_json("/sign-in/passkey", told).json()["words"] == words("wrong_errand")


@pytest.mark.parametrize("credential", [None, "x", [], {}, {"id": 5}, {"id": "x", "response": []}])
def test_what_is_no_passkey_is_refused(house, credential):
    _, answer, _ = shown(house, Authenticator(), credential=credential)
    assert (answer.status_code, answer.json()["words"]) == (401, words("wrong_passkey"))


@pytest.mark.parametrize("change", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}])
def test_a_passkey_that_is_made_otherwise_is_not_kept(house, change):
    authenticator = Authenticator()
    for name, value in change.items():
        setattr(authenticator, name, value)
    _, answer, _ = made(house, "an", authenticator)
    assert (answer.status_code, answer.json()["words"]) == (400, words("wrong_passkey_there"))
    assert house.store.passkeys("an") == []


def test_a_passkey_is_of_one_account(house):
    authenticator = Authenticator()
    made(house, "an", authenticator)
    _, answer, _ = made(house, "bo", authenticator)
    assert answer.json()["words"] == words("wrong_passkey_there")
    browser, again, told = made(house, "an", Authenticator())
    assert again.status_code == 200
    assert browser.post_json("/account/passkeys", told).json()["words"] == words("wrong_errand")


def test_a_closed_account_does_not_come_in_by_its_passkey(house):
    authenticator = Authenticator()
    made(house, "an", authenticator)
    house.store.set_status("an", "disabled")
    _, answer, _ = shown(house, authenticator)
    assert answer.status_code == 401


def test_a_passkey_is_renamed_and_removed_by_its_owner_only(house):
    made(house, "an", Authenticator())
    credential = house.store.passkeys("an")[0].credential
    other = house.signed_in("bo")
    other.get("/account")
    for act in ("rename", "remove"):
        assert other.post(f"/account/passkeys/{act}", credential=credential, title="mine").status_code == 400
    owner = house.signed_in("an")
    owner.get("/account")
    owner.post("/account/passkeys/rename", credential=credential, title="<b>key</b>")
    assert "&lt;b&gt;key&lt;/b&gt;" in owner.get("/account").text
    owner.post("/account/passkeys/remove", credential=credential)
    assert house.store.passkeys("an") == []


def test_the_last_way_in_is_not_removed(house):
    authenticator = Authenticator()
    browser, _, _ = made(house, "an", authenticator)
    with house.store.engine.begin() as work:
        work.exec_driver_sql("UPDATE account SET password = NULL WHERE name = 'an'")
    browser.get("/account")
    credential = house.store.passkeys("an")[0].credential
    assert words("wrong_last_key") in browser.post("/account/passkeys/remove", credential=credential).text
    assert len(house.store.passkeys("an")) == 1


def test_a_session_left_open_or_of_another_system_makes_no_passkey(house):
    browser = house.signed_in("an")
    browser.get("/account")
    house.clock.pass_by(901)
    answer = browser.post_json("/account/passkeys/options", {})
    assert (answer.status_code, answer.json()["words"]) == (403, words("wrong_old_sign_in"))


def test_the_list_of_passkeys_of_an_account_goes_to_its_owner_only(house):
    made(house, "an", Authenticator())
    stranger = house.browser()
    stranger.get("/sign-in")
    answer = stranger.post_json("/account/passkeys/options", {})
    assert answer.status_code == 303
