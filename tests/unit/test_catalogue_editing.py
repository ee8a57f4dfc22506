"""Editing the catalogue: drafts, review by another person, history, undo, and two editors at once."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue_country import EXPLANATION, QUESTION, approved
from mutualis import catalogue
from mutualis.catalogue import editing, filling, reading
from mutualis.catalogue.editing import Conflict, Refused, SomeoneElse
from mutualis.catalogue.store import transaction
from mutualis.release.catalogue import Item, Note

ADAM, BAERT, CLAES = "a.adam", "b.baert", "c.claes"
ONE = ("table", "one")
OTHER = {"text": {"nl": "Anders.", "fr": "Autrement."}}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    return made(tmp_path, monkeypatch)


def made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> sa.Engine:
    things = tuple(Item("table", name, {"title": {"nl": name, "fr": name}}) for name in ("one", "two"))
    monkeypatch.setattr(filling, "declared", lambda _: things)
    found = catalogue.open_store(folder / "store.sqlite")
    catalogue.fill(found)
    return found


def shown(store: sa.Engine) -> tuple[Note, ...]:
    with transaction(store) as connection:
        return next(each.notes for each in reading.items(connection) if each.key == ONE)


def begun(store: sa.Engine, words: Any = EXPLANATION) -> int:
    return editing.begin(store, ADAM, *ONE, "explanation", words)


def test_a_draft_is_shown_to_nobody(store: sa.Engine) -> None:
    begun(store)
    assert shown(store) == ()


def test_what_was_approved_is_shown_with_who_wrote_and_who_reviewed(store: sa.Engine) -> None:
    approved(store, *ONE, "explanation", EXPLANATION)
    (note,) = shown(store)
    assert (note.author, note.reviewer, note.words) == (ADAM, BAERT, EXPLANATION)
    assert note.reviewed


def test_nobody_reviews_what_he_or_she_wrote(store: sa.Engine) -> None:
    note = begun(store)
    editing.propose(store, ADAM, note, 1)
    with pytest.raises(SomeoneElse):
        editing.decide(store, ADAM, note, 1, is_approved=True)


def test_who_wrote_an_earlier_draft_of_the_same_text_cannot_review_it_either(store: sa.Engine) -> None:
    note = begun(store)
    editing.save(store, BAERT, note, 1, OTHER)
    editing.propose(store, BAERT, note, 2)
    for author in (ADAM, BAERT):
        with pytest.raises(SomeoneElse):
            editing.decide(store, author, note, 2, is_approved=True)
    editing.decide(store, CLAES, note, 2, is_approved=True)
    assert shown(store)[0].words == OTHER


def test_who_wrote_before_the_last_approval_may_review_what_came_after(store: sa.Engine) -> None:
    note = approved(store, *ONE, "explanation", EXPLANATION)
    editing.save(store, BAERT, note, 1, OTHER)
    editing.propose(store, BAERT, note, 2)
    editing.decide(store, ADAM, note, 2, is_approved=True)
    assert shown(store)[0].words == OTHER


def test_the_store_itself_refuses_a_reviewer_who_is_the_author(store: sa.Engine) -> None:
    begun(store)
    with pytest.raises(sa.exc.IntegrityError), store.begin() as connection:
        connection.exec_driver_sql("UPDATE revision SET reviewer = author")


def test_a_draft_on_what_is_shown_leaves_it_shown_until_it_is_approved(store: sa.Engine) -> None:
    note = approved(store, *ONE, "explanation", EXPLANATION)
    editing.save(store, ADAM, note, 1, OTHER)
    assert shown(store)[0].words == EXPLANATION


def test_a_refusal_says_why_and_shows_nothing(store: sa.Engine) -> None:
    note = begun(store)
    editing.propose(store, ADAM, note, 1)
    with pytest.raises(Refused, match="reason"):
        editing.decide(store, BAERT, note, 1, is_approved=False)
    editing.decide(store, BAERT, note, 1, is_approved=False, remark="te kort")
    assert shown(store) == ()
    assert editing.history(store, note).last.remark == "te kort"


def test_only_a_proposal_can_be_decided_and_only_a_draft_proposed(store: sa.Engine) -> None:
    note = begun(store)
    with pytest.raises(Refused, match="nothing to decide"):
        editing.decide(store, BAERT, note, 1, is_approved=True)
    editing.propose(store, ADAM, note, 1)
    with pytest.raises(Refused, match="Only a draft"):
        editing.propose(store, ADAM, note, 1)


def test_the_second_of_two_editors_gets_both_texts_and_nothing_is_lost(store: sa.Engine) -> None:
    note = begun(store)
    editing.save(store, BAERT, note, 1, OTHER)
    mine = {"text": {"nl": "Mijn tekst.", "fr": "Mon texte."}}
    with pytest.raises(Conflict) as conflict:
        editing.save(store, ADAM, note, 1, mine)
    assert conflict.value.theirs == OTHER
    assert conflict.value.yours == mine
    editing.save(store, ADAM, note, conflict.value.version, mine)
    texts = [each.words for each in editing.history(store, note).revisions]
    assert texts == [mine, OTHER, EXPLANATION]


def test_a_reviewer_cannot_decide_on_a_text_that_changed_meanwhile(store: sa.Engine) -> None:
    note = begun(store)
    editing.propose(store, ADAM, note, 1)
    editing.save(store, ADAM, note, 1, OTHER)
    with pytest.raises(Conflict):
        editing.decide(store, BAERT, note, 1, is_approved=True)


def test_an_undo_puts_an_approved_text_back_after_review(store: sa.Engine) -> None:
    note = approved(store, *ONE, "explanation", EXPLANATION)
    editing.save(store, ADAM, note, 1, OTHER)
    editing.propose(store, ADAM, note, 2)
    editing.decide(store, BAERT, note, 2, is_approved=True)
    editing.undo(store, ADAM, note, 2, restores=1)
    assert shown(store)[0].words == OTHER, "an undo is reviewed too"
    editing.decide(store, BAERT, note, 3, is_approved=True)
    assert shown(store)[0].words == EXPLANATION
    assert editing.history(store, note).last.restores == 1


def test_a_note_can_be_withdrawn_and_come_back(store: sa.Engine) -> None:
    note = approved(store, *ONE, "explanation", EXPLANATION)
    editing.undo(store, ADAM, note, 1, restores=0)
    editing.decide(store, BAERT, note, 2, is_approved=True)
    assert shown(store) == ()
    editing.undo(store, ADAM, note, 2, restores=1)
    editing.decide(store, BAERT, note, 3, is_approved=True)
    assert shown(store)[0].words == EXPLANATION


def test_only_what_was_approved_can_be_put_back(store: sa.Engine) -> None:
    note = begun(store)
    with pytest.raises(Refused, match="never approved"):
        editing.undo(store, ADAM, note, 1, restores=1)


@pytest.mark.parametrize("words", [{}, {"text": {"nl": "alleen"}}, {"text": {"nl": "  ", "fr": "x"}}])
def test_a_text_is_there_in_dutch_and_in_french(store: sa.Engine, words: Any) -> None:
    with pytest.raises(Refused, match="both Dutch and French"):
        begun(store, words)


def test_a_question_needs_its_answer(store: sa.Engine) -> None:
    with pytest.raises(Refused, match="answer"):
        editing.begin(store, ADAM, *ONE, "question", {"question": QUESTION["question"]})


def test_nobody_writes_about_what_is_not_there(store: sa.Engine) -> None:
    with pytest.raises(Refused, match="no such thing"):
        editing.begin(store, ADAM, "table", "three", "explanation", EXPLANATION)
    with pytest.raises(Refused, match="no such note"):
        editing.history(store, 99)


def test_a_confirmed_description_that_changes_later_says_so(store: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    editing.confirm(store, BAERT, *ONE, "klopt")
    changed = (Item("table", "one", {"title": {"nl": "een", "fr": "un"}}),)
    with transaction(store) as connection:
        assert next(each for each in reading.items(connection) if each.key == ONE).reviews[0].is_current
    monkeypatch.setattr(filling, "declared", lambda _: changed)
    catalogue.fill(store)
    with transaction(store) as connection:
        found = next(each for each in reading.items(connection) if each.key == ONE)
    assert [(each.reviewer, each.is_current) for each in found.reviews] == [(BAERT, False)]


def test_what_waits_is_listed_with_its_state(store: sa.Engine) -> None:
    note = begun(store)
    approved(store, "table", "two", "explanation", EXPLANATION)
    assert [(each.note, each.state) for each in editing.tasks(store)] == [(note, "draft")]


Acts = st.lists(st.tuples(st.sampled_from(["save", "propose", "approve", "refuse", "undo"]),
                          st.sampled_from([ADAM, BAERT, CLAES]), st.integers(0, 4)), max_size=12)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=Acts)
def test_whatever_people_do_nothing_is_lost_and_nobody_approves_their_own(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, str, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        store = made(tmp_path_factory.mktemp("acts"), patch)
    note = begun(store)
    for act, person, which in acts:
        before = editing.history(store, note)
        try:
            _act(store, note, before, act, person, which)
        except (Refused, Conflict):
            continue
        after = editing.history(store, note)
        kept = [(each.number, each.author, each.words) for each in before.revisions]
        assert [(each.number, each.author, each.words) for each in after.revisions[-len(kept) :]] == kept
        assert all(each.reviewer != each.author for each in after.revisions)
        assert after.shown == 0 or any(e.number == after.shown and e.state == "approved" for e in after.revisions)


def _act(store: sa.Engine, note: int, before: editing.History, act: str, person: str, which: int) -> None:
    base = before.version if which else before.version - 1
    if act == "save":
        words = {"text": {"nl": f"{person} {which}", "fr": f"{person} {which}"}}
        editing.save(store, person, note, base, words)
    elif act == "propose":
        editing.propose(store, person, note, base)
    elif act == "undo":
        editing.undo(store, person, note, base, which)
    else:
        editing.decide(store, person, note, base, is_approved=act == "approve", remark="omdat")
