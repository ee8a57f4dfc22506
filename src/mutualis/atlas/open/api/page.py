"""The page about open data, for people: every address with what it gives and an example, in four languages."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response

from mutualis import reference
from mutualis import release as releases
from mutualis.atlas.answers import READ, kept
from mutualis.atlas.open.formats import FORMATS
from mutualis.atlas.page import words
from mutualis.atlas.pages import PAGES
from mutualis.atlas.problems import spoken
from mutualis.atlas.site import Site
from mutualis.picture.serving.languages import menu
from mutualis.release import LEVELS, Release

PATH = "/api"
# {text: examples}: the addresses, in order; {indicator}, {year} and {level} are those of the newest release
EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "api_figures": ("/api/v1/figures?indicator={indicator}&year={year}&level={level}",),
    "api_indicators": ("/api/v1/indicators?lang={lang}",),
    "api_availability": ("/api/v1/availability?indicator={indicator}",),
    "api_areas": ("/api/v1/areas?year={year}&level={level}&lang={lang}",),
    "api_releases": ("/api/v1/releases",),
    "api_openapi": ("/openapi.json",),
    "api_jsonstat": ("/collection.jsonstat",),
    "api_sdmx": (
        "/sdmx/2.1/dataflow",
        "/sdmx/2.1/dataflow/all/FIGURES/latest?references=descendants",
        "/sdmx/2.1/data/{flow}/A..{level}....?startPeriod={year}",
        "/sdmx/2.1/availableconstraint/{flow}",
    ),
    "api_files": ("/files/{release}/datapackage.json", "/files/{release}/figures.parquet"),
}


def api_page(app: FastAPI, site: Site) -> None:
    @app.api_route(PATH, methods=READ, include_in_schema=False)
    def about(request: Request) -> Response:
        language = spoken(request)
        release = site.release(releases.latest(site.folder))
        said = {
            "lang": language,
            "t": words(language),
            "o": lambda key, **values: reference.text(f"open.{key}", language, **values),
            "languages": menu(f"{PATH}?lang={{}}".format),
            "release": release,
            "parts": parts(release, language),
            "formats": pages(language),
            "terms": reference.open_data(),
        }
        body = site.templates.get_template("api.html").render(said).encode()
        return kept(request, body, "html", {"Content-Language": language, "Vary": "Accept-Language"})


def parts(release: Release, language: str) -> list[dict[str, Any]]:
    """Each part of the interface: what it gives, and examples that answer. A file that a release lacks is left out."""
    indicator = release.indicators[0]
    year = release.years_of(indicator)[-1]
    known = {"indicator": indicator, "flow": indicator.upper(), "year": year, "lang": language, "release": release.id}
    known["level"] = next(each for each in LEVELS[1:] if each in release.levels_of(indicator, year))
    told = []
    for key, examples in EXAMPLES.items():
        found = [each.format(**known) for each in examples]
        there = [each for each in found if _is_there(each, release)]
        told.append({"says": reference.text(f"open.{key}", language), "examples": there})
    return told


def _is_there(address: str, release: Release) -> bool:
    start = f"/files/{release.id}/"
    return not address.startswith(start) or address.removeprefix(start) in release.files


def pages(language: str) -> list[dict[str, Any]]:
    """Each page with figures, and its address in every format."""
    return [
        {
            "name": words(language)(page.tab),
            "formats": [(each, f"/{page.name}.{each}?lang={language}") for each in FORMATS],
        }
        for page in PAGES.values()
        if page.figures
    ]
