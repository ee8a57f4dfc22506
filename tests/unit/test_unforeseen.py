"""An error that nobody foresaw is told in the reader's language with a number that the log has too, and no more."""

import asyncio
import html
import json
import logging

import pytest

from atlas_country import Reader, published
from mutualis import reference
from mutualis.picture.serving.unforeseen import Unforeseen
from mutualis.release import LANGUAGES
from staff_desk import House

SECRET = "85073003328"


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    found = Reader(published(tmp_path_factory))

    @found.app.get("/breaks")
    @found.app.get("/api/v1/breaks")
    def breaks():
        raise ValueError(SECRET) from KeyError(SECRET)

    return found


@pytest.fixture
def told(caplog):
    """What the log got, as (line, said) of each occurrence."""
    caplog.set_level(logging.ERROR, "mutualis.unforeseen")
    return lambda: [(each.getMessage(), json.loads(each.getMessage())) for each in caplog.records]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_gets_a_page_with_the_number_that_stands_in_the_log(reader, told, language):
    answer = reader.ask(f"/breaks?lang={language}&area={SECRET}")
    ((_, said),) = told()
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{language}">' in answer.text
    assert reference.text("unforeseen.words", language, number=said["unforeseen"]) in html.unescape(answer.text)
    assert reference.text("unforeseen.title", language) in html.unescape(answer.text)


@pytest.mark.parametrize(("path", "accept"), [("/api/v1/breaks", "*/*"), ("/breaks", "application/json")])
def test_a_program_gets_a_problem_that_names_the_occurrence(reader, told, path, accept):
    answer = reader.ask(path, accept=accept)
    ((_, said),) = told()
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.json()["instance"] == f"urn:mutualis:occurrence:{said['unforeseen']}"
    assert said["unforeseen"] in answer.json()["detail"]


def test_neither_the_log_nor_the_reader_gets_a_value_and_the_reader_no_place_in_the_code(reader, told):
    answer = reader.ask(f"/breaks?find={SECRET}", cookie=f"a={SECRET}")
    ((line, said),) = told()
    assert SECRET not in line
    assert SECRET not in answer.text
    assert said["kinds"] == ["ValueError", "KeyError"]
    assert said["at"]
    assert all(each.split(":")[0].endswith(".py") for each in said["at"])
    assert not any(place.split(" ")[0] in answer.text for place in said["at"])
    assert said["kinds"][0] not in answer.text


def test_the_answer_has_the_headers_of_every_page_and_is_not_kept(reader):
    first, second = reader.ask("/breaks"), reader.ask("/breaks")
    assert first.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in first.headers["content-security-policy"]
    assert first.text != second.text, "each occurrence has a number of its own"


def test_a_page_of_errors_that_breaks_too_leaves_plain_words(reader, told, monkeypatch):
    monkeypatch.setattr("mutualis.atlas.site.Site.error", lambda *_: 1 / 0)
    answer = reader.ask("/breaks", accept_language="fr")
    (_, first), (_, second) = told()
    assert answer.status_code == 500
    assert answer.text == reference.text("unforeseen.words", "fr", number=first["unforeseen"])
    assert (first["unforeseen"], second["kinds"][0]) == (second["unforeseen"], "ZeroDivisionError")


def test_of_an_answer_that_has_begun_nothing_more_is_sent(told):
    async def begins(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError(SECRET)

    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(Unforeseen(begins, lambda *_: pytest.fail("a second answer"))({"type": "http"}, None, send))
    assert [each["type"] for each in sent] == ["http.response.start"]
    ((line, said),) = told()
    assert said["kinds"] == ["ValueError"]
    assert SECRET not in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_staff_application_tells_it_in_the_same_way(tmp_path, told, language):
    house = House(tmp_path)

    @house.app.get("/breaks")
    def breaks():
        raise ValueError(SECRET)

    page = house.browser(language).get("/breaks")
    program = house.browser(language).get("/breaks", accept="application/json")
    (line, first), (_, second) = told()
    assert (page.status_code, program.status_code) == (500, 500)
    assert reference.text("unforeseen.words", language, number=first["unforeseen"]) in html.unescape(page.text)
    assert program.json()["number"] == second["unforeseen"]
    assert SECRET not in line + page.text + program.text


def test_staff_are_told_also_when_their_visit_cannot_be_made(tmp_path, told, monkeypatch):
    house = House(tmp_path)
    monkeypatch.setattr("mutualis.staff.visits.Visits._visit", lambda *_: 1 / 0)
    answer = house.browser("de").get("/")
    ((_, said),) = told()
    assert reference.text("unforeseen.words", "de", number=said["unforeseen"]) in html.unescape(answer.text)
