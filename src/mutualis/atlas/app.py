"""The public web app: one page, a CSV, and errors that say what there is."""

import hashlib
import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import jinja2
from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from mutualis import reference
from mutualis import release as releases
from mutualis.atlas import download
from mutualis.atlas.drawing import Drawer
from mutualis.atlas.headers import PAGES, Headers
from mutualis.atlas.page import page
from mutualis.atlas.shapes import load
from mutualis.atlas.view import View, preferred, view
from mutualis.model import MutualisError

HERE = Path(__file__).parent
PAGES_KEPT = 256
GEOMETRY = "MUTUALIS_GEOMETRY"


class Atlas:
    """What the routes share: the folder of releases, the geometry, the templates, and the pages made so far."""

    def __init__(self, folder: Path, geometry: Path | None) -> None:
        self.folder = folder
        self.topology = load(geometry)
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals["asset"] = {path.name: asset(path) for path in (HERE / "static").iterdir()}
        self.release = lru_cache(maxsize=8)(releases.read)
        self.html = lru_cache(maxsize=PAGES_KEPT)(self._html)
        self.csv = lru_cache(maxsize=PAGES_KEPT)(self._csv)

    def asked(self, request: Request) -> tuple[Path, View]:
        """The release folder and the view that a request asks for."""
        query = dict(request.query_params)
        name, there = query.get("release", ""), releases.listing(self.folder)
        if name and name not in there:
            raise HTTPException(404, f"There is no such release. There is: {', '.join(there) or 'none'}.")
        folder = self.folder / name if name else releases.latest(self.folder)
        return folder, view(query, self.release(folder), request.headers.get("accept-language", ""))

    def error(self, status: int, words: str, language: str) -> str:
        """The page of an error."""
        return self.templates.get_template("error.html").render(
            status=status,
            words=words,
            lang=language,
            t=lambda key, **values: reference.text(f"atlas.{key}", language, **values),
        )

    def _html(self, folder: Path, asked: View) -> bytes:
        release = self.release(folder)
        shown = page(release, Drawer(release, self.topology), asked)
        return self.templates.get_template("page.html").render(shown).encode()

    def _csv(self, folder: Path, asked: View) -> bytes:
        return download.table(self.release(folder), asked)


def asset(path: Path) -> str:
    """The address of a static file, with its content in its name, so that a browser may keep it for ever."""
    return f"/static/{path.name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


def create_app(releases_folder: Path, geometry: Path | None = None) -> FastAPI:
    """The Atlas over a folder of releases; one published later is shown without a restart.

    `geometry` is a geometry pack (default: the one that MUTUALIS_GEOMETRY names, else the built-in schematic map).
    """
    named = os.environ.get(GEOMETRY)
    atlas = Atlas(Path(releases_folder), Path(geometry) if geometry else Path(named) if named else None)
    app = FastAPI(title="mutualis Atlas", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Headers)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    _routes(app, atlas)
    _errors(app, atlas)
    return app


def _routes(app: FastAPI, atlas: Atlas) -> None:
    @app.api_route("/", methods=["GET", "HEAD"])
    def show(request: Request) -> Response:
        folder, asked = atlas.asked(request)
        body = atlas.html(folder, asked)
        return _kept(
            request, body, "text/html; charset=utf-8", {"Content-Language": asked.lang, "Vary": "Accept-Language"}
        )

    @app.api_route("/figures.csv", methods=["GET", "HEAD"])
    def figures(request: Request) -> Response:
        folder, asked = atlas.asked(request)
        name = download.filename(atlas.release(folder), asked)
        said = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept-Language"}
        return _kept(request, atlas.csv(folder, asked), "text/csv; charset=utf-8", said)

    @app.api_route("/favicon.ico", methods=["GET", "HEAD"])
    def icon() -> Response:
        return RedirectResponse(asset(HERE / "static" / "icon.svg"), 308)


def _kept(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    """An answer that may be kept for five minutes and asked after by its fingerprint."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    said = {**headers, "ETag": tag, "Cache-Control": PAGES}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=said)
    return Response(body, media_type=kind, headers=said)


def _errors(app: FastAPI, atlas: Atlas) -> None:
    def answer(request: Request, status: int, words: str) -> Response:
        wanted = request.query_params.get("lang", "")
        language = wanted if wanted in releases.LANGUAGES else preferred(request.headers.get("accept-language", ""))
        return Response(atlas.error(status, words, language), status, media_type="text/html; charset=utf-8")

    @app.exception_handler(MutualisError)
    def wrong(request: Request, problem: MutualisError) -> Response:
        return answer(request, 400 if releases.listing(atlas.folder) else 503, str(problem))

    @app.exception_handler(HTTPException)
    def absent(request: Request, problem: HTTPException) -> Response:
        words = problem.detail if problem.detail != "Not Found" else "There is: / (the page) and /figures.csv."
        return answer(request, problem.status_code, words)


def serve(releases_folder: Path, host: str = "127.0.0.1", port: int = 8000, geometry: Path | None = None) -> None:
    """Serve the Atlas until it is stopped."""
    import uvicorn

    uvicorn.run(create_app(releases_folder, geometry), host=host, port=port, log_level="warning", server_header=False)
