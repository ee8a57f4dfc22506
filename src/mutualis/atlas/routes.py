"""The routes of the Atlas proper: the pages of a view, their figures, authorisations, the files of a release."""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from mutualis.atlas.answers import READ, kept
from mutualis.atlas.headers import OPEN, STATIC
from mutualis.atlas.pages import PAGES
from mutualis.atlas.site import Site
from mutualis.atlas.wrong import Wrong
from mutualis.picture.serving.assets import SHARED, asset
from mutualis.release.files import DESCRIPTION

Answer = Callable[[Request], Response]
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
}


def pages(app: FastAPI, site: Site) -> None:
    for path in PAGES:
        app.add_api_route(path, _page(site, path), methods=READ, name=path)
    for path in site.TABLES:
        app.add_api_route(path, _table(site, path), methods=READ, name=path)

    @app.api_route("/authorisations", methods=READ)
    def authorisations(request: Request) -> Response:
        body, language = site.permits(request)
        return kept(request, body, "html", {"Content-Language": language, "Vary": "Accept-Language"})


def _page(site: Site, path: str) -> Answer:
    def show(request: Request) -> Response:
        asked = site.asked(request)
        body = site.html(path, asked)
        return kept(request, body, "html", {"Content-Language": asked.view.lang, "Vary": "Accept-Language"})

    return show


def _table(site: Site, path: str) -> Answer:
    def figures(request: Request) -> Response:
        asked = site.asked(request)
        said = {
            "Content-Disposition": f'attachment; filename="{site.filename(asked)}"',
            "Vary": "Accept-Language",
        }
        return kept(request, site.csv(path, asked), "csv", said)

    return figures


def files(app: FastAPI, site: Site) -> None:
    @app.api_route("/files/{release_id}/{name:path}", methods=READ)
    def file(release_id: str, name: str) -> Response:
        folder = site.folder_of(release_id)
        there = site.release(folder).files
        if name != DESCRIPTION and name not in there:
            raise Wrong("wrong_file", status=404, there=", ".join(sorted(there)[:8]) + ", …")
        path = folder / name
        said = {**OPEN, "Cache-Control": STATIC}
        return FileResponse(path, media_type=TYPES.get(path.suffix), filename=path.name, headers=said)

    @app.api_route("/favicon.ico", methods=READ)
    def icon() -> Response:
        return RedirectResponse(asset(SHARED / "icon.svg"), 308)
