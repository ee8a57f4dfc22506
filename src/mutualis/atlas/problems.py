"""A mistake in an address, answered in the form that was asked for: a page for people, problem+json for programs.

Problem details: RFC 9457. A program is known by its address: the interface (`/api/`), or a format of the figures.
"""

import json
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from mutualis import release as releases
from mutualis.atlas.answers import KINDS
from mutualis.atlas.pages import PAGES
from mutualis.atlas.site import Site
from mutualis.atlas.wrong import Wrong
from mutualis.model import MutualisError
from mutualis.picture.serving.languages import preferred
from mutualis.picture.serving.unforeseen import STATUS, Answer

PROBLEM = "application/problem+json"
MACHINES = ("/sdmx/", "/fhir/", "/files/", "/oembed", "/cds-services", "/openapi.json", "/collection.jsonstat")


def problems(app: FastAPI, site: Site) -> None:
    """Answer what is wrong with a request in the language of the reader."""

    def answer(request: Request, problem: Wrong, status: int) -> Response:
        language = spoken(request)
        if is_of_program(request.url.path):
            return Response(detailed(problem.words(language), status, problem.key), status, media_type=PROBLEM)
        return Response(site.error(status, problem, language), status, media_type=KINDS["html"])

    @app.exception_handler(Wrong)
    def wrong(request: Request, problem: Wrong) -> Response:
        return answer(request, problem, problem.status)

    @app.exception_handler(MutualisError)
    def unreadable(request: Request, problem: MutualisError) -> Response:
        empty = not releases.listing(site.folder)
        return answer(request, Wrong("wrong_empty" if empty else "wrong_release_damaged", detail=str(problem)), 503)

    @app.exception_handler(HTTPException)
    def absent(request: Request, problem: HTTPException) -> Response:
        there = ", ".join((*PAGES, *site.TABLES))
        found = answer(request, Wrong("wrong_page", there=there), problem.status_code)
        found.headers.update(problem.headers or {})
        return found

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, problem: RequestValidationError) -> Response:
        # only names of parameters and rules: what was sent is never repeated
        said = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in problem.errors())
        return Response(detailed(said, 422, "open.wrong_parameter"), 422, media_type=PROBLEM)


def unforeseen(site: Site) -> Answer:
    """What is told of an error that nobody foresaw: a page, or a problem where a program asks."""

    def answer(request: Request, number: str) -> Response:
        problem, path = Wrong("unforeseen.words", status=STATUS, number=number), request.url.path
        language, accept = spoken(request), request.headers.get("accept", "")
        if is_of_program(path) or path.startswith(MACHINES) or "json" in accept.partition(",")[0]:
            body = detailed(problem.words(language), STATUS, problem.key, f"urn:mutualis:occurrence:{number}")
            return Response(body, STATUS, media_type=PROBLEM)
        return Response(site.error(STATUS, problem, language), STATUS, media_type=KINDS["html"])

    return answer


def spoken(request: Request) -> str:
    """The language of a reader: of the address, else of the browser."""
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in releases.LANGUAGES else preferred(request.headers.get("accept-language", ""))


def is_of_program(path: str) -> bool:
    """Whether an address is one that programs read: a part of the interface, or a name with an extension."""
    name, dot, _ = path.strip("/").partition(".")
    return path.startswith("/api/") or (bool(dot) and name in {"figures", *(each.name for each in PAGES.values())})


def detailed(words: str, status: int, key: str, instance: str = "") -> bytes:
    """A problem as JSON: what is wrong and what there is; `instance` names this very occurrence."""
    said = {
        "type": f"urn:mutualis:problem:{key}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": words,
        **({"instance": instance} if instance else {}),
    }
    return json.dumps(said, ensure_ascii=False).encode()
