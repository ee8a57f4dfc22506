"""Editing the catalogue through pages: who may what, from draft to edition, and two editors at once."""

import re
from html import unescape
from pathlib import Path

import pytest

from catalogue_country import EXPLANATION
from mutualis import catalogue
from mutualis.catalogue import editing, filling
from mutualis.release.catalogue import Item
from staff_desk import House

ADAM, BAERT, DUPONT = "a.adam", "b.baert", "d.dupont"
WORDS = {"text_nl": "Een toelichting.", "text_fr": "Une explication."}
OTHERS = {"text_nl": "Anders.", "text_fr": "Autrement."}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """An application beside a store with two things; two editors, one of them a reviewer, and one who is neither."""
    things = tuple(Item("variable", name, {"title": {"nl": "geslacht", "fr": "sexe"}}) for name in ("pp.sex", "pp.two"))
    monkeypatch.setattr(filling, "declared", lambda _: things)
    catalogue.fill(catalogue.open_store(tmp_path / catalogue.FILE))
    found = House(tmp_path / "staff")
    found.account(ADAM, "editor")
    found.account(BAERT, "editor", "reviewer")
    found.account(DUPONT, "practice", practice="P1")
    return found


def told(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def begun(house: House) -> str:
    """A draft of Adam; the path of its page."""
    adam = house.signed_in(ADAM)
    adam.get("/catalogue/add/explanation/variable/pp.sex")
    return adam.post("/catalogue/add/explanation/variable/pp.sex", told=WORDS).headers["location"]


def test_only_editors_and_reviewers_come_in(house: House) -> None:
    assert house.browser().get("/catalogue").status_code == 303, "who is not signed in is sent to sign in"
    assert house.signed_in(DUPONT).get("/catalogue").status_code == 403
    assert house.signed_in(ADAM).get("/catalogue").status_code == 200


def test_a_text_goes_from_draft_through_review_by_another_to_the_edition(house: House, tmp_path: Path) -> None:
    path = begun(house)
    adam, baert = house.signed_in(ADAM), house.signed_in(BAERT)
    adam.get(path)
    assert adam.post(f"{path}/propose", base="1").status_code == 303
    assert "geslacht" in baert.get("/catalogue").text
    baert.get(path)
    assert baert.post(f"{path}/decide", base="1", decision="approve").status_code == 303
    assert "version 1 is shown" in told(baert.get(path).text)
    edition = catalogue.publish(catalogue.open_store(tmp_path / catalogue.FILE), tmp_path)
    assert "Een toelichting." in (edition / "catalogue.json").read_text()


def test_the_author_is_told_that_another_reviews(house: House) -> None:
    baert = house.signed_in(BAERT)
    baert.get("/catalogue/add/problem/variable/pp.sex")
    path = baert.post("/catalogue/add/problem/variable/pp.sex", told=WORDS).headers["location"]
    baert.get(path)
    baert.post(f"{path}/propose", base="1")
    assert "reviewed by somebody who did not write it" in baert.get(path).text
    answer = baert.post(f"{path}/decide", base="1", decision="approve")
    assert answer.status_code == 400
    assert "reviewed by somebody who did not write it" in told(answer.text)


def test_an_editor_who_is_no_reviewer_decides_nothing(house: House) -> None:
    path = begun(house)
    adam = house.signed_in(ADAM)
    adam.get(path)
    adam.post(f"{path}/propose", base="1")
    assert adam.post(f"{path}/decide", base="1", decision="approve").status_code == 403


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_second_editor_gets_a_page_with_both_texts_and_can_save(house: House, language: str) -> None:
    path = begun(house)
    first, second = house.signed_in(ADAM), house.signed_in(BAERT, language)
    first.get(path)
    second.get(path)
    assert first.post(f"{path}/save", told=OTHERS, base="1").status_code == 303
    mine = {"text_nl": "De mijne.", "text_fr": "Le mien."}
    conflict = second.post(f"{path}/save", told=mine, base="1")
    assert conflict.status_code == 409
    assert f'<html lang="{language}">' in conflict.text
    assert "Anders." in conflict.text
    assert "De mijne." in conflict.text
    base = re.search(r'name="base" value="(\d+)"', conflict.text)
    assert base is not None
    assert second.post(f"{path}/save", told=mine, base=base[1]).status_code == 303
    history = second.get(path).text
    assert all(each in history for each in ("Een toelichting.", "Anders.", "De mijne."))


def test_a_text_without_french_is_kept_in_the_form_and_told(house: House) -> None:
    adam = house.signed_in(ADAM)
    adam.get("/catalogue/add/explanation/variable/pp.sex")
    answer = adam.post("/catalogue/add/explanation/variable/pp.sex", told={"text_nl": "Alleen dit."})
    assert answer.status_code == 400
    assert "Dutch and in French" in told(answer.text)
    assert "Alleen dit." in answer.text


def test_history_offers_to_put_an_earlier_text_back(house: House, tmp_path: Path) -> None:
    store = catalogue.open_store(tmp_path / catalogue.FILE)
    note = editing.begin(store, ADAM, "variable", "pp.sex", "explanation", EXPLANATION)
    for base, author, reviewer in ((1, ADAM, BAERT), (2, ADAM, BAERT)):
        if base == 2:
            editing.save(store, author, note, 1, {"text": {"nl": "Nieuw.", "fr": "Neuf."}})
        editing.propose(store, author, note, base)
        editing.decide(store, reviewer, note, base, is_approved=True)
    adam = house.signed_in(ADAM)
    assert "Put back version 1" in adam.get(f"/catalogue/note/{note}").text
    adam.post(f"/catalogue/note/{note}/undo", base="2", restores="1")
    assert "puts back version 1" in told(adam.get(f"/catalogue/note/{note}").text)


def test_a_reviewer_confirms_a_description(house: House, tmp_path: Path) -> None:
    baert = house.signed_in(BAERT)
    baert.get("/catalogue/thing/variable/pp.sex")
    assert baert.post("/catalogue/confirm/variable/pp.sex", remark="klopt").status_code == 303
    edition = catalogue.publish(catalogue.open_store(tmp_path / catalogue.FILE), tmp_path)
    assert '"reviewer": "b.baert"' in (edition / "catalogue.json").read_text()


def test_a_form_from_elsewhere_is_refused(house: House) -> None:
    adam = house.signed_in(ADAM)
    adam.token = "0" * 64
    assert adam.post("/catalogue/add/explanation/variable/pp.sex", told=WORDS).status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/catalogue/thing/variable/nothing", "/catalogue/thing/nonsense/x", "/catalogue/note/99",
     "/catalogue/add/nonsense/variable/pp.sex", "/catalogue/add/problem/variable/nothing"],
)  # fmt: skip
def test_what_is_not_there_gets_a_clear_page(house: House, path: str) -> None:
    answer = house.signed_in(BAERT, "fr").get(path)
    assert answer.status_code == 404
    assert '<html lang="fr">' in answer.text


def test_what_somebody_writes_is_text_and_never_markup(house: House) -> None:
    adam = house.signed_in(ADAM)
    adam.get("/catalogue/add/explanation/variable/pp.sex")
    evil = "<script>alert(1)</script>"
    path = adam.post("/catalogue/add/explanation/variable/pp.sex", told={"text_nl": evil, "text_fr": evil}).headers
    assert evil not in adam.get(path["location"]).text


def test_a_thing_is_found_by_its_name_or_title(house: House) -> None:
    page = house.signed_in(ADAM).get("/catalogue?q=GESLACHT").text
    assert 'href="/catalogue/thing/variable/pp.sex"' in page
    assert "/catalogue/thing/" not in house.signed_in(ADAM).get("/catalogue?q=xyzzy").text
