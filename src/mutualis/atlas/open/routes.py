"""The addresses of open data: every page with figures in every format."""

from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec

from fastapi import FastAPI, Request, Response

from mutualis.atlas import download
from mutualis.atlas.answers import READ, kept
from mutualis.atlas.headers import OPEN
from mutualis.atlas.open import as_jsonstat
from mutualis.atlas.open.formats import FORMATS
from mutualis.atlas.open.wanted import Wanted
from mutualis.atlas.pages import PAGES, Page
from mutualis.atlas.site import Asked, Site

KEPT = 128


def formats(app: FastAPI, site: Site) -> None:
    """`/map.json`, `/trend.svg`, ... for each page of the registry that has figures."""

    site.templates.globals["formats"] = tuple(each for each in FORMATS if each != "png" or find_spec("resvg_py"))

    @lru_cache(maxsize=KEPT)
    def made(path: str, suffix: str, asked: Asked) -> bytes:
        return FORMATS[suffix].make(Wanted(site, PAGES[path], asked))

    for page in (each for each in PAGES.values() if each.figures):
        for suffix in FORMATS:
            app.add_api_route(
                f"/{page.name}.{suffix}", _answer(site, page, suffix, made), methods=READ, include_in_schema=False
            )

    @app.api_route("/collection.jsonstat", methods=READ, include_in_schema=False)
    def collection(request: Request) -> Response:
        asked = site.asked(request)
        release = site.release(asked.folder)
        body = as_jsonstat.collection(release, asked.view.lang, str(request.base_url).rstrip("/"))
        return kept(request, body, FORMATS["jsonstat"].kind, {**VARY, **OPEN})


VARY = {"Vary": "Accept-Language"}


def _answer(
    site: Site, page: Page, suffix: str, made: Callable[[str, str, Asked], bytes]
) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        asked, form = site.asked(request), FORMATS[suffix]
        headers = {**VARY, **OPEN, "Content-Language": asked.view.lang, "Link": _link(page, suffix, asked)}
        if form.is_saved:
            name = download.filename(site.release(asked.folder), asked.view, page.name.replace("/", "-"), suffix)
            headers["Content-Disposition"] = f'attachment; filename="{name}"'
        body = made(page.path, suffix, asked)
        if form.policy:
            headers["Content-Security-Policy"] = form.policy(body)
        return kept(request, body, form.kind, headers)

    return answer


def _link(page: Page, suffix: str, asked: Asked) -> str:
    """Where the description of a CSV is, and the page of every format (RFC 8288)."""
    address = asked.view.permalink("", asked.folder.name)
    described = f'</{page.name}.csv-metadata.json{address}>; rel="describedby"; type="application/csvm+json"'
    at_page = f'<{page.path}{address}>; rel="alternate"; type="text/html"'
    return f"{described}, {at_page}" if suffix == "csv" else at_page
