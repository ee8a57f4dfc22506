"""The addresses of SDMX-REST 2.1, under /sdmx/2.1/."""

from functools import cache
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response

from mutualis.atlas.answers import READ
from mutualis.atlas.headers import OPEN
from mutualis.atlas.open.sdmx.problem import Refused, as_xml
from mutualis.atlas.site import Site

if TYPE_CHECKING:
    from mutualis.atlas.open.sdmx.desk import Desk

ROOT = "/sdmx/2.1"
ERROR_KIND = "application/vnd.sdmx.error+xml;version=2.1"
CONSTRAINTS = ("availableconstraint", "contentconstraint")


def sdmx(app: FastAPI, site: Site) -> None:
    """Structures, data, and what there is of them."""

    @cache
    def desk() -> "Desk":
        # the packages of SDMX are heavy: they are loaded at the first question
        from mutualis.atlas.open.sdmx.desk import Desk

        return Desk(site)

    @app.api_route(ROOT + "/{path:path}", methods=READ, include_in_schema=False)
    def answer(request: Request, path: str) -> Response:
        kind, *parts = path.split("/")
        if kind == "data":
            return desk().data(request, parts)
        if kind in CONSTRAINTS:
            return desk().constraint(request, parts)
        return desk().structure(request, kind, parts)

    @app.exception_handler(Refused)
    def refused(request: Request, problem: Refused) -> Response:
        return Response(as_xml(problem), problem.status, OPEN, ERROR_KIND)
