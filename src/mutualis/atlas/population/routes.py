"""The routes of the public dashboards."""

from functools import lru_cache
from pathlib import Path

from fastapi import FastAPI, Request, Response

from mutualis import reference
from mutualis import release as releases
from mutualis.atlas.answers import READ, kept
from mutualis.atlas.page import words
from mutualis.atlas.population.asked import Asked, asked_of
from mutualis.atlas.population.page import Source, page
from mutualis.atlas.site import Site
from mutualis.picture.serving.languages import menu
from mutualis.release.providers import provider_sets, public_path

KEPT = 128


def routes(app: FastAPI, site: Site) -> None:
    """Adds /population."""
    make = lru_cache(maxsize=KEPT)(lambda folder, providers, asked: _html(site, folder, asked))

    @app.api_route("/population", methods=READ)
    def population(request: Request) -> Response:
        folder, asked = asked_for(site, request)
        made = make(folder, _stamp(site, folder), asked)
        return kept(request, made, "html", {"Content-Language": asked.lang, "Vary": "Accept-Language"})


def asked_for(site: Site, request: Request) -> tuple[Path, Asked]:
    """The folder of the release and what is asked of it."""
    query = dict(request.query_params)
    name = query.get("release", "")
    folder = site.folder_of(name) if name else releases.latest(site.folder)
    return folder, asked_of(query, site.release(folder), request.headers.get("accept-language", ""))


def _stamp(site: Site, folder: Path) -> bool:
    """Whether there are figures by provider: they come beside a release after it, once."""
    return public_path(site.folder, folder.name).is_file()


def _html(site: Site, folder: Path, asked: Asked) -> bytes:
    source = Source(site.release(folder), site.geometry, provider_sets(site.folder, folder.name))
    values = page(source, asked) | {
        "lang": asked.lang,
        "t": words(asked.lang),
        "d": lambda key, **filled: reference.text(f"dashboard.{key}", asked.lang, **filled),
        "languages": menu(lambda code: asked.url(lang=code)),
    }
    return site.templates.get_template("population.html").render(values).encode()
