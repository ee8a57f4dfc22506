"""The web application behind a login, put together of its parts; a mistake gets a page in the reader's language."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.picture.serving.assets import static_files
from mutualis.picture.serving.headers import Headers, policy
from mutualis.picture.serving.unforeseen import STATUS, Unforeseen
from mutualis.staff import population
from mutualis.staff.catalogue import routes as catalogue
from mutualis.staff.desk import HERE, Desk
from mutualis.staff.entry import oidc, passkeys, password, record, smart
from mutualis.staff.pages import account, accounts, log, start
from mutualis.staff.settings import Settings
from mutualis.staff.visits import WITHOUT, Visits, language
from mutualis.staff.wrong import SignInNeeded, Wrong

# What the application is made of: each part adds its routes, `routes(app, desk)`.
PARTS = (
    start.routes,
    password.routes,
    passkeys.routes,
    oidc.routes,
    record.routes,
    smart.routes,
    account.routes,
    accounts.routes,
    log.routes,
    population.routes,
    catalogue.routes,
)
POLICY = policy("script-src 'self'", "connect-src 'self'")


def create_app(
    settings: Settings, clock: Callable[[], float] = time.time, outside: httpx.BaseTransport | None = None
) -> FastAPI:
    """The staff application; its store is made where there is none. `clock` and `outside` are for tests to set.

    Its pages are not compressed: they hold a secret (the token of a form) beside what a visitor typed, and the length
    of such a page would tell the secret (BREACH, 2013).
    """
    desk = Desk(settings, clock, outside)
    app = FastAPI(title="mutualis staff", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.add_middleware(Visits, desk=desk)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[settings.host], www_redirect=False)
    app.add_middleware(Unforeseen, answer=lambda request, number: _unforeseen(desk, request, number))
    app.add_middleware(Headers, policy=POLICY)
    app.mount("/static", static_files(HERE / "static"))
    for add in PARTS:
        add(app, desk)
    desk.paths = frozenset(route.path for route in app.routes if isinstance(route, Route))
    _errors(app, desk)
    return app


def _errors(app: FastAPI, desk: Desk) -> None:
    def answer(request: Request, problem: Wrong) -> Response:
        words = problem.words(request.state.language)
        more = {"Retry-After": problem.values["seconds"]} if problem.status == 429 else {}
        if request.headers.get("accept", "").startswith("application/json"):
            return JSONResponse({"words": words}, problem.status, more)
        page = desk.page(request, "error.html", problem.status, shown=problem.status, words=words)
        page.headers.update(more)
        return page

    @app.exception_handler(Wrong)
    def wrong(request: Request, problem: Wrong) -> Response:
        return answer(request, problem)

    @app.exception_handler(SignInNeeded)
    def sign_in(request: Request, problem: SignInNeeded) -> Response:
        return RedirectResponse(_sign_in_page(request), 303)

    @app.exception_handler(MutualisError)
    def unreadable(request: Request, problem: MutualisError) -> Response:
        return answer(request, Wrong("staff.wrong_inside", status=503))

    @app.exception_handler(RequestValidationError)
    def misunderstood(request: Request, problem: RequestValidationError) -> Response:
        return answer(request, Wrong("staff.wrong_request"))

    @app.exception_handler(HTTPException)
    def absent(request: Request, problem: HTTPException) -> Response:
        if request.url.path.startswith(WITHOUT):
            return PlainTextResponse(f"{problem.status_code}\n", problem.status_code)
        key = "staff.wrong_page" if problem.status_code in {404, 405} else "staff.wrong_request"
        return answer(request, Wrong(key, status=problem.status_code))


def _unforeseen(desk: Desk, request: Request, number: str) -> Response:
    """The page of an error that nobody foresaw; it needs no visit, since making that may be what went wrong."""
    request.state.language = language(request)
    title = reference.text("unforeseen.title", request.state.language)
    words = Wrong("unforeseen.words", number=number).words(request.state.language)
    if request.headers.get("accept", "").startswith("application/json"):
        return JSONResponse({"words": words, "number": number}, STATUS)
    return desk.page(request, "error.html", STATUS, shown=STATUS, words=words, title=title)


def _sign_in_page(request: Request) -> str:
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    query = {"next": asked} if request.method == "GET" and asked != "/" else {}
    if request.state.visit.was_lost:
        query["ended"] = "1"
    return "/sign-in" + (f"?{urlencode(query)}" if query else "")
