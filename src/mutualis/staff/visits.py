"""The visit of a browser: its cookie, who is signed in by it, the token of its forms, the language it reads.

The cookie is a random value of 256 bits. Before somebody signs in it is known to nobody but the browser; whoever signs
in gets another one, so a value that was planted is worth nothing. `__Host-` binds it to this very host (RFC 6265bis).
"""

import hmac
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mutualis.model import MutualisError
from mutualis.picture.serving.languages import preferred
from mutualis.release import LANGUAGES
from mutualis.staff.session import Person
from mutualis.staff.store import Session
from mutualis.staff.store.book import fresh
from mutualis.staff.store.sessions import SIGNED
from mutualis.staff.wrong import Wrong

if TYPE_CHECKING:
    from mutualis.staff.desk import Desk

LANGUAGE = "language"
WITHOUT = ("/static/", "/health", "/favicon.ico")  # no visit is made for these
CODE_LENGTHS = {len(fresh()), len(SIGNED + fresh())}
YEAR = 31_536_000
LARGEST = 1_000_000


@dataclass
class Visit:
    """A browser's visit while one request is answered: `code` is what its cookie will be after it."""

    code: str
    session: Session | None = None
    was_lost: bool = False

    @property
    def person(self) -> Person | None:
        return self.session.person if self.session else None


class Visits:
    """Puts `visit`, `person`, `csrf` and `language` on the state of each request, and sets the cookies."""

    def __init__(self, app: ASGIApp, desk: "Desk") -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(WITHOUT):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        told = request.cookies.get(self.desk.cookie, "")
        request.state.language = language(request)
        try:
            visit = await run_in_threadpool(self._visit, told)
        except MutualisError:
            await self._closed(request)(scope, receive, send)
            return
        request.state.visit, request.state.person = visit, visit.person
        request.state.csrf = token(self.desk.key, visit.code)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._set_cookies(MutableHeaders(scope=message), request, told)
            await send(message)

        await self.app(scope, limited(receive), sending)

    def _visit(self, told: str) -> Visit:
        if len(told) not in CODE_LENGTHS:
            return Visit(fresh())
        if not told.startswith(SIGNED):
            return Visit(told)
        session = self.desk.store.session(told, self.desk.settings.idle_minutes)
        return Visit(told, session) if session else Visit(fresh(), was_lost=True)

    def _closed(self, request: Request) -> Response:
        """What everybody sees while the store cannot be read; cookies stay, so nobody is signed out by it."""
        problem = Wrong("staff.wrong_inside", status=503)
        words = problem.words(request.state.language)
        return self.desk.page(request, "error.html", problem.status, shown=problem.status, words=words)

    def _set_cookies(self, headers: MutableHeaders, request: Request, told: str) -> None:
        visit: Visit = request.state.visit
        secure = self.desk.settings.is_secure
        if visit.code != told:
            headers.append("Set-Cookie", written_cookie(self.desk.cookie, visit.code, secure))
        if request.query_params.get("lang") == request.state.language != request.cookies.get(LANGUAGE):
            headers.append("Set-Cookie", written_cookie(LANGUAGE, request.state.language, secure, YEAR))


def limited(receive: Receive) -> Receive:
    """What a browser sends, up to a size that no form of ours reaches; more of it is refused unread."""
    left = LARGEST

    async def receiving() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise Wrong("staff.wrong_large", status=413)
        return message

    return receiving


def language(request: Request) -> str:
    """The language that the address asks for, else the one chosen before, else the browser's."""
    for wanted in (request.query_params.get("lang", ""), request.cookies.get(LANGUAGE, "")):
        if wanted in LANGUAGES:
            return wanted
    return preferred(request.headers.get("accept-language", ""))


def token(key: bytes, code: str) -> str:
    """The token that forms of a visit hold; it cannot be made without the key of the application."""
    return hmac.digest(key, b"csrf\0" + code.encode(), "sha256").hex()


def written_cookie(name: str, value: str, secure: bool, seconds: int = 0) -> str:
    """A cookie that scripts cannot read and that other sites' forms do not send; without seconds it goes at closing."""
    cookie: SimpleCookie = SimpleCookie({name: value})
    for part, told in (("path", "/"), ("httponly", True), ("samesite", "Lax"), ("secure", secure)):
        cookie[name][part] = told
    if seconds:
        cookie[name]["max-age"] = seconds
    return cookie.output(header="").strip()
