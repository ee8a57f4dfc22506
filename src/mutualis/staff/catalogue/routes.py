"""The addresses of editing: what waits, a thing with its notes, a note with its history, and what is done to it."""

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from mutualis import reference
from mutualis.catalogue import editing
from mutualis.catalogue.editing import FIELDS, LANGUAGES, Conflict, Refused
from mutualis.picture.serving.languages import NAMES
from mutualis.release.catalogue import NOTE_SORTS, worded
from mutualis.staff.catalogue.book import known_kind, open_book, things, titled, told
from mutualis.staff.desk import Desk
from mutualis.staff.session import Person, Posted, needs, said
from mutualis.staff.wrong import Wrong

Staff = Annotated[Person, Depends(needs("editor", "reviewer"))]
Editor = Annotated[Person, Depends(needs("editor"))]
Reviewer = Annotated[Person, Depends(needs("reviewer"))]
Words = dict[str, dict[str, str]]
CONFLICT = 409


class Editing:
    """The pages over one store, which is opened when somebody first asks for one of them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @cached_property
    def store(self) -> sa.Engine:
        """The store of the catalogue."""
        return open_book(self.desk.settings)

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page of this part, with its texts as `e`."""
        language: str = request.state.language
        frame = {
            "e": lambda key, **filled: reference.text(f"catalogue_desk.{key}", language, **filled),
            "c": lambda key, **filled: reference.text(f"catalogue.{key}", language, **filled),
            "title_in": lambda words: worded(words, language)[0],
            "tongues": list(NAMES.items()),
            "day": lambda moment: moment[:16].replace("T", " "),
        }
        return self.desk.page(request, f"catalogue/{template}", status, **frame, **values)

    def first(self, request: Request, person: Person) -> Response:
        """What waits for whom, and a search for a thing to write about."""
        waiting = editing.tasks(self.store)
        query = request.query_params.get("q", "")[:200]
        return self.page(
            request,
            "first.html",
            mine=[each for each in waiting if each.author == person.name],
            others=[each for each in waiting if each.author != person.name and each.state == "proposed"],
            query=query,
            found=things(self.store, query, request.state.language),
        )

    def thing(self, request: Request, kind: str, name: str) -> Response:
        """A thing with its notes."""
        title = titled(self.store, known_kind(kind), name, request.state.language)
        notes = editing.notes_of(self.store, kind, name)
        return self.page(request, "thing.html", kind=kind, name=name, title=title, notes=notes, sorts=NOTE_SORTS)

    def form(
        self, request: Request, sort: str, kind: str, name: str, problem: str = "", words: Words | None = None
    ) -> Response:
        """The form of a new note."""
        title = titled(self.store, known_kind(kind), name, request.state.language)
        if sort not in FIELDS:
            raise Wrong("catalogue_desk.wrong_sort", status=404)
        values = {"kind": kind, "name": name, "title": title, "sort": sort, "fields": FIELDS[sort]}
        return self.page(request, "add.html", 400 if problem else 200, **values, words=words or {}, problem=problem)

    def note(self, request: Request, number: int, problem: str = "", words: Words | None = None) -> Response:
        """A note with its history and what may be done to it."""
        found = self.history_of(number)
        return self.page(
            request,
            "note.html",
            400 if problem else 200,
            note=found,
            title=titled(self.store, found.kind, found.name, request.state.language),
            fields=FIELDS[found.sort],
            words=words if words is not None else found.last.words,
            problem=problem,
        )

    def conflict(self, request: Request, problem: Conflict) -> Response:
        """Both texts beside each other: the editor saves what should stand, on top of the other's."""
        found = self.history_of(problem.note)
        return self.page(
            request,
            "conflict.html",
            CONFLICT,
            note=found,
            title=titled(self.store, found.kind, found.name, request.state.language),
            fields=FIELDS[found.sort],
            yours=problem.yours,
            theirs=problem.theirs,
            author=problem.author,
            base=problem.version,
        )

    def history_of(self, number: int) -> editing.History:
        """A note with all its revisions; an unknown one gets a page."""
        try:
            return editing.history(self.store, number)
        except Refused as problem:
            raise told(problem) from None


def routes(app: FastAPI, desk: Desk) -> None:
    """`/catalogue` and below, for editors and reviewers."""
    pages = Editing(desk)
    _reading(app, pages)
    _writing(app, pages)
    _deciding(app, pages)


def _reading(app: FastAPI, pages: Editing) -> None:
    @app.get("/catalogue")
    def first(request: Request, person: Staff) -> Response:
        return pages.first(request, person)

    @app.get("/catalogue/thing/{kind}/{name:path}")
    def thing(request: Request, person: Staff, kind: str, name: str) -> Response:
        return pages.thing(request, kind, name)

    @app.get("/catalogue/add/{sort}/{kind}/{name:path}")
    def form(request: Request, person: Editor, sort: str, kind: str, name: str) -> Response:
        return pages.form(request, sort, kind, name)

    @app.get("/catalogue/note/{number}")
    def note(request: Request, person: Staff, number: int) -> Response:
        return pages.note(request, number)


def _writing(app: FastAPI, pages: Editing) -> None:
    @app.post("/catalogue/add/{sort}/{kind}/{name:path}")
    def add(request: Request, person: Editor, form: Posted, sort: str, kind: str, name: str) -> Response:
        words = _words(form, sort)
        try:
            number = editing.begin(pages.store, person.name, known_kind(kind), name, sort, words)
        except Refused as problem:
            return pages.form(request, sort, kind, name, told(problem).words(request.state.language), words)
        return _to_note(number)

    @app.post("/catalogue/note/{number}/save")
    def save(request: Request, person: Editor, form: Posted, number: int) -> Response:
        words = _words(form, pages.history_of(number).sort)
        try:
            editing.save(pages.store, person.name, number, _base(form), words)
        except Conflict as problem:
            return pages.conflict(request, problem)
        except Refused as problem:
            return pages.note(request, number, told(problem).words(request.state.language), words)
        return _to_note(number)

    @app.post("/catalogue/note/{number}/propose")
    def propose(request: Request, person: Editor, form: Posted, number: int) -> Response:
        return _done(pages, request, number, lambda: editing.propose(pages.store, person.name, number, _base(form)))

    @app.post("/catalogue/note/{number}/undo")
    def undo(request: Request, person: Editor, form: Posted, number: int) -> Response:
        restores = int(told_) if (told_ := said(form, "restores")).isdecimal() else 0
        return _done(
            pages, request, number, lambda: editing.undo(pages.store, person.name, number, _base(form), restores)
        )


def _deciding(app: FastAPI, pages: Editing) -> None:
    @app.post("/catalogue/note/{number}/decide")
    def decide(request: Request, person: Reviewer, form: Posted, number: int) -> Response:
        is_approved, remark = said(form, "decision") == "approve", said(form, "remark")
        return _done(
            pages,
            request,
            number,
            lambda: editing.decide(pages.store, person.name, number, _base(form), is_approved, remark),
        )

    @app.post("/catalogue/confirm/{kind}/{name:path}")
    def confirm(request: Request, person: Reviewer, form: Posted, kind: str, name: str) -> Response:
        try:
            editing.confirm(pages.store, person.name, known_kind(kind), name, said(form, "remark"))
        except Refused as problem:
            raise told(problem) from None
        return RedirectResponse(f"/catalogue/thing/{kind}/{name}", 303)


def _done(pages: Editing, request: Request, number: int, act: Callable[[], object]) -> Response:
    """Do something to a note, then show it; what cannot be done is told on its page."""
    try:
        act()
    except Conflict as problem:
        return pages.conflict(request, problem)
    except Refused as problem:
        return pages.note(request, number, told(problem).words(request.state.language))
    return _to_note(number)


def _to_note(number: int) -> Response:
    return RedirectResponse(f"/catalogue/note/{number}", 303)


def _words(form: FormData, sort: str) -> Words:
    fields = FIELDS.get(sort, ())
    return {
        field: {code: said(form, f"{field}_{code}").replace("\r\n", "\n") for code in LANGUAGES} for field in fields
    }


def _base(form: FormData) -> int:
    told_ = said(form, "base")
    return int(told_) if told_.isdecimal() else -1
