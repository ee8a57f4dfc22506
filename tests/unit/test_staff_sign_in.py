"""Signing in by password: who gets in, who does not, what the cookie is like, and what an outsider can learn."""

from urllib.parse import urlencode

import pytest

from mutualis import reference
from mutualis.staff import desk
from mutualis.staff.store.attempts import wait_after
from staff_desk import PASSWORD, House


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.account("an", "editor")
    house.account("bo", "reviewer")
    house.store.set_status("bo", "disabled")
    house.store.add_account("cy", {"editor"}, provider="centre", subject="1")
    return house


def said(answer, key, language="en", **values):
    return reference.text(f"staff.{key}", language, **values) in answer.text.replace("&#39;", "'").replace("&#34;", '"')


def test_a_visitor_is_sent_to_sign_in_and_comes_back_to_what_was_asked(house):
    browser = house.browser()
    sent = browser.get("/?x=1")
    assert (sent.status_code, sent.headers["location"]) == (303, "/sign-in?next=%2F%3Fx%3D1")
    page = browser.get(sent.headers["location"])
    assert 'name="next" value="/?x=1"' in page.text
    done = browser.post("/sign-in", name="an", password=PASSWORD, next="/?x=1")
    assert (done.status_code, done.headers["location"]) == (303, "/?x=1")
    assert said(browser.get("/"), "start_hello", name="an")


def test_a_name_is_taken_in_capitals_too(house):
    browser = house.browser()
    browser.get("/sign-in")
    assert browser.post("/sign-in", name=" An ", password=PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("an", "wrong"),
        ("bo", PASSWORD),
        ("cy", PASSWORD),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("an", ""),
        ("an", "x" * 5000),
        ("x" * 5000, PASSWORD),
    ],
)
def test_whoever_does_not_get_in_learns_nothing_of_why(house, name, password, monkeypatch):
    verified, looked = [], []
    hasher = type(house.app.user_middleware[-1].kwargs["desk"].passwords.hasher)
    real = hasher.verify
    monkeypatch.setattr(hasher, "verify", lambda *asked: verified.append(1) or real(*asked))
    account = type(house.store).account
    monkeypatch.setattr(type(house.store), "account", lambda *asked: looked.append(1) or account(*asked))
    browser = house.browser()
    browser.get("/sign-in")
    answer = browser.post("/sign-in", name=name, password=password)
    assert answer.status_code == 401
    assert said(answer, "wrong_sign_in")
    assert (verified, looked) == ([1], [1])
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_a_wrong_password_and_an_ended_session_are_told_in_the_readers_language(house, language):
    browser = house.browser(language)
    browser.get("/sign-in")
    answer = browser.post("/sign-in", name="an", password="wrong")
    assert f'<html lang="{language}">' in answer.text
    assert said(answer, "wrong_sign_in", language)
    browser = house.signed_in("an", language)
    house.clock.pass_by(31 * 60)
    sent = browser.get("/")
    assert sent.headers["location"] == "/sign-in?ended=1"
    assert said(browser.get(sent.headers["location"]), "notice_ended", language)


def test_a_session_ends_when_left_alone_and_at_the_latest_after_twelve_hours(house):
    browser = house.signed_in("an")
    for _ in range(35):
        house.clock.pass_by(20 * 60)
        assert browser.get("/").status_code == 200
    house.clock.pass_by(20 * 60 + 1)
    assert browser.get("/").status_code == 303
    browser = house.signed_in("an")
    house.clock.pass_by(29 * 60)
    assert browser.get("/").status_code == 200
    house.clock.pass_by(30 * 60)
    assert browser.get("/").status_code == 303


def test_signing_in_gives_another_cookie_so_a_planted_one_is_worth_nothing(house):
    victim, thief = house.browser(), house.browser()
    victim.get("/sign-in")
    planted = victim.cookies["mutualis"]
    thief.cookies.set("mutualis", planted)
    victim.post("/sign-in", name="an", password=PASSWORD)
    assert victim.cookies["mutualis"] != planted
    assert victim.get("/").status_code == 200
    assert thief.get("/").status_code == 303


def test_an_older_session_of_the_same_browser_is_over_after_signing_in_anew_or_out(house):
    browser = house.signed_in("an")
    older = browser.cookies["mutualis"]
    browser.get("/")
    browser.post("/sign-in", name="an", password=PASSWORD)
    other = house.browser()
    other.cookies.set("mutualis", older)
    assert other.get("/").status_code == 303
    newer = browser.cookies["mutualis"]
    browser.get("/")
    assert browser.post("/sign-out").status_code == 303
    other.cookies.set("mutualis", newer)
    assert other.get("/").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(tmp_path):
    local, public = House(tmp_path / "a"), House(tmp_path / "b", address="https://staff.example.org")
    told = local.browser().get("/sign-in").headers["set-cookie"]
    assert told.startswith("mutualis=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(told.split("; "))
    told = public.browser().get("/sign-in").headers["set-cookie"]
    assert told.startswith("__Host-mutualis=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax", "Secure"} <= set(told.split("; "))
    assert "Domain" not in told


def test_the_store_holds_no_value_that_lets_somebody_in(house):
    browser = house.signed_in("an")
    code = house.store.invite("an")
    kept = b"".join(path.read_bytes() for path in house.settings.folder.iterdir() if path.name.startswith("staff.db"))
    assert browser.cookies["mutualis"].encode() not in kept
    assert code.encode() not in kept
    assert PASSWORD.encode() not in kept


@pytest.mark.parametrize(
    "after", ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:1", "/a\nb", "é"]
)
def test_nobody_is_sent_to_another_site(house, after):
    browser = house.browser()
    page = browser.get("/sign-in?" + urlencode({"next": after}))
    assert 'name="next" value="/"' in page.text
    done = browser.post("/sign-in", name="an", password=PASSWORD, next=after)
    assert done.headers["location"] == "/"


def test_failures_make_the_next_attempt_wait_longer_and_the_right_password_has_to_wait_too(house):
    browser = house.browser()
    browser.get("/sign-in")
    for _ in range(5):
        assert browser.post("/sign-in", name="an", password="wrong").status_code == 401
    for wait in (1, 2, 4, 8):
        answer = browser.post("/sign-in", name="an", password=PASSWORD)
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == str(wait)
        assert said(answer, "wrong_too_many", seconds=wait)
        house.clock.pass_by(wait)
        assert browser.post("/sign-in", name="an", password="wrong").status_code == 401
    house.clock.pass_by(16)
    assert browser.post("/sign-in", name="an", password=PASSWORD).status_code == 303
    assert house.signed_in("an")


def test_a_name_that_does_not_exist_waits_like_one_that_does(house):
    def answers(name):
        browser = house.browser()
        browser.get("/sign-in")
        return [browser.post("/sign-in", name=name, password="wrong").status_code for _ in range(7)]

    assert answers("an") == answers("nobody") == [401] * 5 + [429] * 2


def test_many_names_from_one_address_are_slowed_down_and_the_right_ones_are_not_counted(house, monkeypatch):
    free, _ = desk.OF_ADDRESS
    assert free >= 50
    monkeypatch.setattr(desk, "OF_ADDRESS", (6, 60))
    for _ in range(8):
        house.signed_in("an")
    browser = house.browser()
    browser.get("/sign-in")
    codes = [browser.post("/sign-in", name=f"name{n}", password="wrong").status_code for n in range(8)]
    assert codes.index(429) == 6


def test_waiting_grows_to_a_quarter_of_an_hour_and_no_further():
    assert [wait_after(n, 5) for n in (0, 4, 5, 6, 9, 14, 15, 500)] == [0, 0, 1, 2, 16, 512, 900, 900]


def test_a_password_hashed_at_another_cost_is_hashed_anew(tmp_path):
    house = House(tmp_path)
    house.account("an", "editor")
    before = house.store.account("an").password
    other = House(tmp_path, hashing={"time_cost": 2, "memory_kib": 16, "parallelism": 1})
    other.signed_in("an")
    after = other.store.account("an").password
    assert "m=8,t=1" in before
    assert "m=16,t=2" in after
    assert other.signed_in("an")
    assert other.store.account("an").password == after


def test_what_is_done_is_in_the_log_and_no_secret_is(house):
    house.signed_in("an")
    browser = house.browser()
    browser.get("/sign-in")
    browser.post("/sign-in", name="an", password="a wrong guess")
    events = [(each.what, each.subject) for each in house.store.events()]
    assert events == [("staff.signed_in", "an"), ("staff.refused", "an")]
    assert "guess" not in str(house.store.events())
