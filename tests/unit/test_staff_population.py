"""The dashboard of a practice: its own figures only, and the loop of learning."""

import re

import pytest

from mutualis import reference
from provider_world import PRACTICES, SMALL, TINY, publish_world
from staff_desk import House

LANGUAGES = ("nl", "fr", "de", "en")
PAGES = ("/population", "/population/learning", "/population/learning?series=unplanned_stays_quarter")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("practices")
    publish_world(folder)
    house = House(folder / "staff")
    house.account("own", "practice", practice=PRACTICES[3])
    house.account("other", "practice", practice=PRACTICES[4])
    house.account("small", "practice", practice=SMALL)
    house.account("tiny", "practice", practice=TINY)
    house.account("gone", "practice", practice="practice-99")
    house.account("editor", "editor")
    return house


def said(key, language="en", **values):
    return reference.text(f"learning.{key}", language, **values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_in_every_language(house, language, path):
    answer = house.signed_in("own", language).get(path)
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text


def test_without_signing_in_there_is_nothing_to_see(house):
    answer = house.browser().get("/population")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


def test_a_role_without_a_practice_sees_nothing(house):
    assert house.signed_in("editor").get("/population").status_code == 403


@pytest.mark.parametrize("path", PAGES[:2])
def test_another_practice_is_refused_and_said_so(house, path):
    answer = house.signed_in("own").get(f"{path}?practice={PRACTICES[4]}")
    assert answer.status_code == 403
    assert said("wrong_other") in answer.text


def test_one_s_own_practice_by_name_is_no_other(house):
    assert house.signed_in("own").get(f"/population?practice={PRACTICES[3]}").status_code == 200


def test_no_page_names_another_practice(house):
    browser = house.signed_in("own")
    for path in PAGES:
        page = browser.get(path).text
        assert not [each for each in PRACTICES if each != PRACTICES[3] and each in page]


def test_the_own_point_is_marked_once_among_the_others(house):
    page = house.signed_in("own").get("/population?indicator=gmd&year=2023").text
    drawing = page[page.index('<svg viewBox="0 0 360') : page.index("</svg>", page.index('<svg viewBox="0 0 360'))]
    assert drawing.count("#8a1538") >= 2  # the diamond, and the one in the key
    points = drawing.count("<circle")
    there = house.signed_in("other").get("/population?indicator=gmd&year=2023").text
    assert points == there[there.index('<svg viewBox="0 0 360') :].split("</svg>")[0].count("<circle") > 10


@pytest.mark.parametrize("name", ["small", "tiny"])
def test_a_small_figure_is_not_shown_to_its_own_practice_either(house, name):
    page = house.signed_in(name).get("/population?indicator=gmd&year=2023").text
    tile = page[page.index("<h3>" + reference.text("indicators.gmd.title", "en")) :][:400]
    assert said("hidden") in tile
    assert "<strong>" not in tile


def test_a_practice_that_is_not_in_the_release_is_told(house):
    answer = house.signed_in("gone").get("/population")
    assert answer.status_code == 404
    assert said("wrong_unknown") in answer.text


def test_a_shift_of_the_series_is_a_signal_in_words(house):
    page = house.signed_in("own").get("/population/learning").text
    signals = page[page.index('id="signals-title"') : page.index('id="actions"')]
    assert "Nelson" in signals or "Western Electric" in signals or "Shewhart" in signals


def test_an_action_is_kept_with_who_and_when_and_measured_again(house):
    browser = house.signed_in("own")
    browser.get("/population/learning")
    answer = browser.post(
        "/population/notes",
        by="practice",
        series="doctor_contact_quarter",
        from_day="2023-01-01",
        what="We <call> patients",
    )
    assert answer.status_code == 303
    page = browser.get("/population/learning").text
    assert "We &lt;call&gt; patients" in page
    assert said("since", day="1 January 2023", who="own") in page
    assert re.search(said("word_rose") + "</strong>", page)
    assert "We &lt;call&gt;" not in house.signed_in("other").get("/population/learning").text


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"from_day": "soon", "what": "x"}, "wrong_day"),
        ({"from_day": "2023-01-01", "what": "  "}, "wrong_note"),
        ({"from_day": "2023-01-01", "what": "x" * 501}, "wrong_note"),
    ],
)
def test_a_note_that_is_none_is_refused_with_words(house, fields, key):
    browser = house.signed_in("own")
    browser.get("/population/learning")
    answer = browser.post("/population/notes", by="practice", series="doctor_contact_quarter", **fields)
    assert answer.status_code == 400
    assert said(key, most="500") in answer.text


def test_a_note_without_the_token_of_the_form_is_refused(house):
    browser = house.signed_in("own")
    browser.get("/population/learning")
    browser.token = ""
    answer = browser.post(
        "/population/notes", by="practice", series="doctor_contact_quarter", from_day="2023-01-01", what="x"
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("query", ["year=1999", "indicator=nothing"])
def test_what_is_not_there_is_a_clear_error(house, query):
    assert house.signed_in("own").get(f"/population?{query}").status_code == 400


def test_without_figures_by_practice_the_page_says_so(tmp_path):
    house = House(tmp_path / "staff")
    house.account("own", "practice", practice="p")
    answer = house.signed_in("own").get("/population")
    assert answer.status_code == 404
    assert said("wrong_nothing") in answer.text
