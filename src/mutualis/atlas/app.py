"""The public web app: four pages over one state, their figures as CSV, authorisations, files of a release, errors."""

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from mutualis import release as releases
from mutualis.atlas.geometry import load
from mutualis.atlas.headers import PAGES, STATIC, Headers
from mutualis.atlas.site import HERE, Site, asset
from mutualis.atlas.view import preferred
from mutualis.atlas.wrong import Wrong
from mutualis.model import MutualisError
from mutualis.release.files import DESCRIPTION

GEOMETRY = "MUTUALIS_GEOMETRY"
Answer = Callable[[Request], Response]
READ = ["GET", "HEAD"]
KINDS = {"html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8"}
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
}


def create_app(releases_folder: Path, geometry: Path | None = None) -> FastAPI:
    """The Atlas over a folder of releases; one published later is shown without a restart.

    `geometry` is a geometry pack (default: the one that MUTUALIS_GEOMETRY names, else the built-in maps). With a pack
    that cannot be read the pages have no map, and say so; `geometry_problem` tells the operator why.
    """
    site = Site(Path(releases_folder), load(_pack(geometry)))
    app = FastAPI(title="mutualis Atlas", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Headers)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    _pages(app, site)
    _files(app, site)
    _errors(app, site)
    return app


def geometry_problem(geometry: Path | None = None) -> str:
    """Why there will be no maps; '' when there will."""
    return load(_pack(geometry)).problem


def _pack(geometry: Path | None) -> Path | None:
    named = geometry or os.environ.get(GEOMETRY)
    return Path(named) if named else None


def _pages(app: FastAPI, site: Site) -> None:
    for path in site.PAGES:
        app.add_api_route(path, _page(site, path), methods=READ, name=path)
    for path in site.TABLES:
        app.add_api_route(path, _table(site, path), methods=READ, name=path)

    @app.api_route("/authorisations", methods=READ)
    def authorisations(request: Request) -> Response:
        body, language = site.permits(request)
        return _kept(request, body, "html", {"Content-Language": language, "Vary": "Accept-Language"})


def _page(site: Site, path: str) -> Answer:
    def show(request: Request) -> Response:
        asked = site.asked(request)
        body = site.html(path, asked)
        return _kept(request, body, "html", {"Content-Language": asked.view.lang, "Vary": "Accept-Language"})

    return show


def _table(site: Site, path: str) -> Answer:
    def figures(request: Request) -> Response:
        asked = site.asked(request)
        said = {
            "Content-Disposition": f'attachment; filename="{site.filename(path, asked)}"',
            "Vary": "Accept-Language",
        }
        return _kept(request, site.csv(path, asked), "csv", said)

    return figures


def _files(app: FastAPI, site: Site) -> None:
    @app.api_route("/files/{release_id}/{name:path}", methods=READ)
    def file(release_id: str, name: str) -> Response:
        folder = site.folder_of(release_id)
        there = site.release(folder).files
        if name != DESCRIPTION and name not in there:
            raise Wrong("wrong_file", status=404, there=", ".join(sorted(there)[:8]) + ", …")
        path = folder / name
        said = {"Cache-Control": STATIC}
        return FileResponse(path, media_type=TYPES.get(path.suffix), filename=path.name, headers=said)

    @app.api_route("/favicon.ico", methods=READ)
    def icon() -> Response:
        return RedirectResponse(asset(HERE / "static" / "icon.svg"), 308)


def _kept(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    """An answer that may be kept for five minutes and asked after by its fingerprint."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    said = {**headers, "ETag": tag, "Cache-Control": PAGES}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=said)
    return Response(body, media_type=KINDS[kind], headers=said)


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
        there = ", ".join((*site.PAGES, *site.TABLES))
        return answer(request, Wrong("wrong_page", there=there), problem.status_code)
