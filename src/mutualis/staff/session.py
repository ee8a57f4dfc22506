"""Who is signed in, as the pages ask it: the person, the token of a form, the role that a page needs.

`visits.py` puts `person` and `csrf` on the state of every request; nothing else here knows of cookies.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from markupsafe import Markup
from starlette.datastructures import FormData

from mutualis.staff.wrong import SignInNeeded, Wrong

ROLES = ("editor", "reviewer", "practice", "hospital", "admin")
CSRF_HEADER = "x-csrf"
MOST_FIELDS = 500


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in: the name, what it may do, whose figures it may see, and how it signed in."""

    name: str
    roles: frozenset[str]
    practice: str = ""
    hospital: str = ""
    how: str = "password"


def person_of(request: Request) -> Person:
    """The person who asks; a visitor who is not signed in is sent to sign in (`SignInNeeded`)."""
    person: Person | None = getattr(request.state, "person", None)
    if person is None:
        raise SignInNeeded
    return person


def needs(*roles: str) -> Callable[[Request], Person]:
    """A dependency that gives the person when it has one of the roles; anybody else gets a page that says so."""

    def person(request: Request) -> Person:
        asks = person_of(request)
        if not asks.roles & set(roles):
            raise Wrong("staff.wrong_role", status=403)
        return asks

    return person


def csrf_field(request: Request) -> Markup:
    """The hidden field that every form which is posted must hold."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(getattr(request.state, "csrf", ""))


def check_csrf(request: Request, form: Mapping[str, Any]) -> None:
    """Refuse a form that was not made for this visit, or that another site sends."""
    _check(request, form.get("csrf", ""))


def _check(request: Request, told: object) -> None:
    wanted: str = getattr(request.state, "csrf", "")
    is_ours = request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    is_same = hmac.compare_digest(str(told).encode(), wanted.encode())
    if not (wanted and is_same and is_ours):
        raise Wrong("staff.wrong_form", status=403)


async def posted(request: Request) -> FormData:
    """The form that was posted, with its token checked."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    check_csrf(request, form)
    return form


async def posted_json(request: Request) -> dict[str, Any]:
    """The JSON object that a script of ours posted, with the token in a header checked."""
    _check(request, request.headers.get(CSRF_HEADER, ""))
    try:
        told = await request.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Wrong("staff.wrong_request")
    return told


Signed = Annotated[Person, Depends(person_of)]
Admin = Annotated[Person, Depends(needs("admin"))]
Posted = Annotated[FormData, Depends(posted)]
PostedJson = Annotated[dict[str, Any], Depends(posted_json)]


def said(form: Mapping[str, Any], name: str) -> str:
    """What a field of a form says; '' when it is not there."""
    told = form.get(name, "")
    return told.strip() if isinstance(told, str) else ""
