"""Accounts: invitations, passwords, one's own page, the pages of administrators, the command line."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mutualis import reference, staff
from mutualis.cli.app import build
from mutualis.model import MutualisError
from mutualis.staff.pages import log
from mutualis.staff.passwords import check
from mutualis.staff.store import Store
from mutualis.staff.wrong import Wrong
from staff_desk import PASSWORD, House

OTHER = "nog een zin, wat langer"


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.account("an", "admin")
    house.account("ed", "editor")
    return house


def said(answer, key, language="en", **values):
    return reference.text(f"staff.{key}", language, **values) in answer.text.replace("&#39;", "'")


def link(text):
    return re.search(r"http://localhost(?::8100)?(/invitation\?code=[\w-]+)", text)[1]


def test_an_invited_person_chooses_a_password_once_and_is_in(house):
    browser = house.signed_in("an")
    browser.get("/accounts")
    page = browser.post("/accounts/add", name="new", role="reviewer")
    assert said(page, "accounts_invited", name="new")
    address, visitor = link(page.text), house.browser()
    assert said(visitor.get(address), "invitation_lead", name="new")
    code = address.partition("=")[2]
    assert visitor.post("/invitation", code=code, password=OTHER, again=OTHER).status_code == 303
    assert said(visitor.get("/"), "start_hello", name="new")
    assert house.browser().get(address).status_code == 404
    assert said(visitor.get(address), "wrong_invitation")


def test_an_invitation_is_void_after_a_week_after_a_newer_one_and_for_a_closed_account(house):
    first = house.store.invite("ed")
    second = house.store.invite("ed")
    assert house.store.invited(first) is None
    assert house.store.invited(second).name == "ed"
    house.store.set_status("ed", "disabled")
    house.store.set_status("ed", "active")
    assert house.store.invited(second) is None
    third = house.store.invite("ed")
    house.clock.pass_by(7 * 86400)
    assert house.store.invited(third) is None


@pytest.mark.parametrize(
    ("password", "key"),
    [
        ("short", "wrong_password_length"),
        ("eleven char", "wrong_password_length"),
        ("x" * 201, "wrong_password_length"),
        ("Password-2026!", "wrong_password_common"),
        ("123456789012", "wrong_password_common"),
        ("azertyuiop!!11", "wrong_password_common"),
        ("Welkom Welkom 1", "wrong_password_common"),
        ("aaaaabbbbbcccc", "wrong_password_common"),
        ("ik heet j.peeters", "wrong_password_common"),
    ],
)
def test_a_password_that_is_short_common_or_the_name_is_refused(password, key):
    with pytest.raises(Wrong) as told:
        check(password, "j.peeters")
    assert told.value.key == f"staff.{key}"


@pytest.mark.parametrize("password", [PASSWORD, "korrekt pferd batterie", "9f3kq!vvLx2p", "paswoordloos is het beste"])
def test_a_sentence_is_a_good_password(password):
    check(password, "j.peeters")


def test_a_password_is_changed_with_the_present_one_and_everybody_else_is_out(house):
    browser, elsewhere = house.signed_in("ed"), house.signed_in("ed")
    browser.get("/account")
    wrong = browser.post("/account/password", now="wrong", password=OTHER, again=OTHER)
    assert said(wrong, "wrong_password_now")
    assert said(browser.post("/account/password", now=PASSWORD, password=OTHER, again="x"), "wrong_password_again")
    assert said(
        browser.post("/account/password", now=PASSWORD, password="ed" * 7, again="ed" * 7), "wrong_password_common"
    )
    before = browser.cookies["mutualis"]
    done = browser.post("/account/password", now=PASSWORD, password=OTHER, again=OTHER)
    assert done.headers["location"] == "/account?done=password"
    assert browser.cookies["mutualis"] != before
    assert said(browser.get("/account?done=password"), "notice_password")
    assert elsewhere.get("/").status_code == 303
    fresh = house.browser()
    fresh.get("/sign-in")
    assert fresh.post("/sign-in", name="ed", password=PASSWORD).status_code == 401
    assert fresh.post("/sign-in", name="ed", password=OTHER).status_code == 303


def test_keys_are_not_changed_in_a_session_that_was_left_open(house):
    browser = house.signed_in("ed")
    browser.get("/account")
    house.clock.pass_by(16 * 60)
    answer = browser.post("/account/password", now=PASSWORD, password=OTHER, again=OTHER)
    assert (answer.status_code, said(answer, "wrong_old_sign_in")) == (403, True)


def test_other_sessions_are_ended_and_this_one_stays(house):
    browser, elsewhere = house.signed_in("ed"), house.signed_in("ed")
    assert browser.get("/account").text.count('<th scope="row">password') == 2
    browser.post("/account/sessions")
    assert browser.get("/account?done=sessions").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_a_closed_account_is_out_at_once_and_in_again_when_it_is_opened(house):
    admin, editor = house.signed_in("an"), house.signed_in("ed")
    admin.get("/accounts")
    assert admin.post("/accounts/close", name="ed").status_code == 303
    assert editor.get("/").status_code == 303
    editor.get("/sign-in")
    assert editor.post("/sign-in", name="ed", password=PASSWORD).status_code == 401
    assert admin.post("/accounts/open", name="ed").status_code == 303
    assert editor.post("/sign-in", name="ed", password=PASSWORD).status_code == 303


def test_a_reset_takes_every_key_and_session_away(house):
    admin, editor = house.signed_in("an"), house.signed_in("ed")
    house.store.add_passkey("id", "ed", b"key", 0, "phone")
    admin.get("/accounts")
    page = admin.post("/accounts/reset", name="ed")
    assert house.store.invited(link(page.text).partition("=")[2]).name == "ed"
    assert editor.get("/").status_code == 303
    assert house.store.passkeys("ed") == []
    assert house.store.account("ed").password is None


def test_an_administrator_cannot_close_or_reset_the_own_account_nor_one_that_is_not_there(house):
    admin = house.signed_in("an")
    admin.get("/accounts")
    for act in ("close", "reset"):
        assert said(admin.post(f"/accounts/{act}", name="an"), "wrong_own_account")
        answer = admin.post(f"/accounts/{act}", name="nobody")
        assert (answer.status_code, said(answer, "wrong_account_unknown")) == (404, True)


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "A b", "role": "editor"},
        {"name": "ed", "role": "editor"},
        {"name": "new"},
        {"name": "new", "role": "king"},
        {"name": "new", "role": "practice"},
        {"name": "new", "role": "editor", "practice": "P1"},
        {"name": "new", "role": "hospital", "practice": "P1"},
        {"name": "new", "role": "editor", "provider": "centre"},
    ],
)
def test_an_account_that_could_see_nothing_or_too_much_is_not_made(house, asked):
    admin = house.signed_in("an")
    admin.get("/accounts")
    answer = admin.post("/accounts/add", told=asked)
    assert (answer.status_code, said(answer, "wrong_account_made")) == (400, True)
    assert [each.name for each in house.store.accounts()] == ["an", "ed"]


def test_only_administrators_see_accounts_and_the_log(house):
    editor = house.signed_in("ed")
    assert 'href="/accounts"' not in editor.get("/").text
    for path in ("/accounts", "/log"):
        answer = editor.get(path)
        assert (answer.status_code, said(answer, "wrong_role")) == (403, True)
    admin = house.signed_in("an")
    assert 'href="/accounts"' in admin.get("/").text
    assert said(admin.get("/log"), "log_signed_in")


def test_roles_that_are_taken_away_are_gone_from_open_sessions(house):
    admin = house.signed_in("an")
    assert admin.get("/accounts").status_code == 200
    with house.store.engine.begin() as work:
        work.exec_driver_sql("UPDATE account SET roles = '[\"editor\"]' WHERE name = 'an'")
    assert admin.get("/accounts").status_code == 403


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_page_is_in_the_language_that_was_chosen(house, language):
    admin = house.signed_in("an")
    admin.get(f"/?lang={language}")
    for path in ("/", "/account", "/accounts", "/log", "/nowhere"):
        page = admin.get(path)
        assert f'<html lang="{language}">' in page.text, path
        assert reference.text("staff.sign_out", language) in page.text


def test_the_command_line_makes_lists_closes_and_resets_accounts(tmp_path, monkeypatch):
    (tmp_path / "nodes").mkdir()
    (tmp_path / "releases").mkdir()

    def run(*words):
        done = CliRunner().invoke(build(), ["staff", "account", *words, "-w", str(tmp_path)])
        return done.exit_code, done.output

    code, text = run("add", "dr.maes", "--role", "practice", "--practice", "P1")
    store = Store(tmp_path / "staff" / "staff.db")
    assert code == 0
    assert store.invited(link(text).partition("=")[2]).practice == "P1"
    assert "dr.maes  practice  P1" in run("list")[1]
    assert run("disable", "dr.maes")[0] == 0
    assert not store.account("dr.maes").is_active
    assert run("enable", "dr.maes")[0] == 0
    again = run("reset", "dr.maes")[1]
    assert store.invited(link(again).partition("=")[2]).name == "dr.maes"
    assert [each.what for each in store.events()] == [
        "staff.added_account",
        "staff.disabled_account",
        "staff.enabled_account",
        "staff.reset_account",
    ]
    assert {each.counts["by"] for each in store.events()} == {"command line"}
    assert run("add", "x.y", "--role", "admin", "--provider", "nowhere", "--subject", "1")[0] == 2
    unknown = CliRunner().invoke(build(), ["staff", "account", "reset", "nobody", "-w", str(tmp_path)])
    assert isinstance(unknown.exception, MutualisError)


def test_the_store_and_the_key_are_for_their_owner_only(house):
    folder = house.settings.folder
    assert {
        path.name: oct(path.stat().st_mode)[-3:] for path in folder.iterdir() if path.suffix in {".db", ".key"}
    } == {
        "session.key": "600",
        "staff.db": "600",
    }
    (folder / "session.key").chmod(0o644)
    with pytest.raises(MutualisError, match="others can read it"):
        House(folder)


def test_whatever_is_logged_has_a_name_on_the_page_of_the_log():
    sources = Path(staff.__file__).parent.rglob("*.py")
    told = {name for path in sources for name in re.findall(r"\.told\(\s*\"(\w+)\"", path.read_text(encoding="utf-8"))}
    assert told == log.KNOWN
