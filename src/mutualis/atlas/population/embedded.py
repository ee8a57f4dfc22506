"""Ways into other software: a tile for a frame, oEmbed for it, and CDS Hooks for the dashboard of a region."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import FastAPI, Request, Response
from markupsafe import escape

from mutualis import reference
from mutualis import release as releases
from mutualis.atlas.answers import READ, kept
from mutualis.atlas.headers import TILE
from mutualis.atlas.page import words
from mutualis.atlas.population.asked import Asked, asked_of
from mutualis.atlas.population.place import place_of
from mutualis.atlas.population.tiles import Tile, tile
from mutualis.atlas.site import Site
from mutualis.atlas.wrong import Wrong
from mutualis.picture.serving.cds_hooks import CORS, SERVICE, Link, cards, discovery
from mutualis.picture.serving.languages import preferred

WIDTH, HEIGHT = 360, 300
JSON = "application/json"


def routes(app: FastAPI, site: Site) -> None:
    """Adds /tile, /oembed and /cds-services."""
    _tiles(app, site)
    _cards(app)


def _tiles(app: FastAPI, site: Site) -> None:
    @app.api_route(TILE, methods=READ)
    def small(request: Request) -> Response:
        query = dict(request.query_params)
        folder, asked, made, name = _made(site, query, request.headers.get("accept-language", ""))
        values = {
            "tile": made, "place": name, "asked": asked, "lang": asked.lang, "t": words(asked.lang),
            "d": lambda key, **filled: reference.text(f"dashboard.{key}", asked.lang, **filled),
            "base": str(request.base_url).rstrip("/"), "own": str(request.url), "release": site.release(folder),
        }  # fmt: skip
        page = site.templates.get_template("tile.html").render(values)
        # It holds its own address, which follows from the name that the reader asked: each name has its own answer.
        return kept(request, page.encode(), "html", {"Content-Language": asked.lang, "Vary": "Accept-Language, Host"})

    @app.api_route("/oembed", methods=READ)
    def oembed(request: Request) -> Response:
        if request.query_params.get("format", "json") != "json":
            return _json({"error": "json"}, 501)
        said = urlsplit(request.query_params.get("url", ""))
        own = urlsplit(str(request.base_url))
        if said.path != TILE or (said.netloc and said.netloc != own.netloc):
            raise Wrong("dashboard.wrong_oembed", status=404)
        query = dict(parse_qsl(said.query))
        _, asked, made, name = _made(site, query, request.headers.get("accept-language", ""))
        return _json(_embedding(request, asked, f"{made.title}, {name}"))


def _made(site: Site, query: dict[str, str], accept_language: str) -> tuple[Any, Asked, Tile, str]:
    """The release folder, what is asked, the tile and the name of its place."""
    name = query.get("release", "")
    folder = site.folder_of(name) if name else releases.latest(site.folder)
    release = site.release(folder)
    asked = asked_of(query, release, accept_language)
    indicator = query.get("indicator") or asked.indicator
    place = place_of(asked.area, release, asked.year, asked.lang)
    return folder, asked, tile(release, place, asked, indicator), place.name


def _embedding(request: Request, asked: Asked, title: str) -> dict[str, Any]:
    """The answer of oEmbed 1.0: a rich one, with the frame within the room that is asked for."""
    width = min(WIDTH, _size(request, "maxwidth", WIDTH))
    height = min(HEIGHT, _size(request, "maxheight", HEIGHT))
    base = str(request.base_url).rstrip("/")
    address = escape(base + asked.url(TILE))
    frame = (
        f'<iframe src="{address}" title="{escape(title)}" width="{width}" height="{height}" loading="lazy"></iframe>'
    )
    return {
        "version": "1.0", "type": "rich", "title": title, "provider_name": "mutualis", "provider_url": f"{base}/",
        "cache_age": 86400, "width": width, "height": height, "html": frame,
    }  # fmt: skip


def _size(request: Request, name: str, otherwise: int) -> int:
    told = request.query_params.get(name, "")
    return int(told) if told.isdigit() and 0 < int(told) < 10_000 else otherwise


def _cards(app: FastAPI) -> None:
    @app.api_route("/cds-services", methods=[*READ, "OPTIONS"])
    def services(request: Request) -> Response:
        return _json(discovery(_language(request)))

    @app.api_route(f"/cds-services/{SERVICE}", methods=["POST", "OPTIONS"])
    def card(request: Request) -> Response:
        # The body names a patient: it is not read.
        language, base = _language(request), str(request.base_url).rstrip("/")
        summary = reference.text("dashboard.card_public", language)
        return _json(cards(summary, f"{base}/", [Link(f"{base}/population?lang={language}", "absolute")], language))


def _language(request: Request) -> str:
    return preferred(request.headers.get("accept-language", ""))


def _json(said: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(said, ensure_ascii=False).encode(), status, media_type=JSON, headers=CORS)
