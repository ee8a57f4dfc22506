"""The public web app, put together of its parts; a mistake in an address is answered in the language of the reader."""

import os
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from mutualis import release as releases
from mutualis.atlas import population, routes
from mutualis.atlas.answers import KINDS
from mutualis.atlas.headers import POLICY
from mutualis.atlas.pages import PAGES
from mutualis.atlas.site import HERE, Site
from mutualis.atlas.wrong import Wrong
from mutualis.model import MutualisError
from mutualis.picture.geometry import load
from mutualis.picture.serving.assets import static_files
from mutualis.picture.serving.headers import Headers
from mutualis.picture.serving.languages import preferred

# What the Atlas is made of: each part adds its routes.
PARTS = (routes.pages, routes.files, *population.ROUTES)
GEOMETRY = "MUTUALIS_GEOMETRY"


def create_app(releases_folder: Path, geometry: Path | None = None) -> FastAPI:
    """The Atlas over a folder of releases; one published later is shown without a restart.

    `geometry` is a geometry pack (default: the one that MUTUALIS_GEOMETRY names, else the built-in maps). With a pack
    that cannot be read the pages have no map, and say so; `geometry_problem` tells the operator why.
    """
    site = Site(Path(releases_folder), load(_pack(geometry)))
    app = FastAPI(title="mutualis Atlas", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Headers, policy=POLICY, framed=population.FRAMED)
    app.mount("/static", static_files(HERE / "static"))
    for add in PARTS:
        add(app, site)
    _errors(app, site)
    return app


def geometry_problem(geometry: Path | None = None) -> str:
    """Why there will be no maps; '' when there will."""
    return load(_pack(geometry)).problem


def _pack(geometry: Path | None) -> Path | None:
    named = geometry or os.environ.get(GEOMETRY)
    return Path(named) if named else None


def _errors(app: FastAPI, site: Site) -> None:
    def answer(request: Request, problem: Wrong, status: int) -> Response:
        wanted = request.query_params.get("lang", "")
        language = wanted if wanted in releases.LANGUAGES else preferred(request.headers.get("accept-language", ""))
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
        return answer(request, Wrong("wrong_page", there=there), problem.status_code)
