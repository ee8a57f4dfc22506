"""The addresses of the interface."""

from typing import Any

from fastapi import FastAPI, Request, Response
from pydantic import BaseModel

from mutualis import release as releases
from mutualis.atlas.answers import kept
from mutualis.atlas.headers import OPEN
from mutualis.atlas.open.api import answers, models
from mutualis.atlas.open.api.description import description
from mutualis.atlas.open.api.page import api_page
from mutualis.atlas.problems import PROBLEM, spoken
from mutualis.atlas.site import Site
from mutualis.release import Release

V1 = "/api/v1"
SAYS = {
    404: "There is no such release, indicator, year, split or area; the answer says what there is.",
    422: "A parameter has no value that it can have, or is not known.",
    429: "Too many questions; Retry-After says when to ask again.",
    503: "There is no release that can be read.",
}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {PROBLEM: {"schema": models.Problem.model_json_schema()}}}
    for status, words in SAYS.items()
}


def api(app: FastAPI, site: Site) -> None:
    """Releases, indicators, availability, areas and figures as JSON."""

    def release_of(name: str) -> Release:
        return site.release(site.folder_of(name) if name else releases.latest(site.folder))

    def answer(request: Request, said: BaseModel) -> Response:
        return kept(request, said.model_dump_json().encode(), "application/json", {**OPEN, "Vary": "Accept-Language"})

    @app.get(f"{V1}/releases", response_model=models.Releases, responses=ERRORS, tags=["releases"])
    def all_releases(request: Request) -> Response:
        """Every release, the newest first. Old ones stay: name one with `release` in any question."""
        return answer(request, answers.all_releases(site))

    @app.get(f"{V1}/indicators", response_model=models.Indicators, responses=ERRORS, tags=["indicators"])
    def indicators(request: Request, asked: models.IndicatorQuery) -> Response:
        """The indicators of a release: definition, unit, polarity, versions, breaks in the series."""
        found = answers.indicators(release_of(asked.release), asked.indicator, asked.lang or spoken(request))
        return answer(request, found)

    @app.get(f"{V1}/availability", response_model=models.Availability, responses=ERRORS, tags=["indicators"])
    def availability(request: Request, asked: models.IndicatorQuery) -> Response:
        """Which years, levels, splits and categories each indicator has, and how many figures are hidden."""
        return answer(request, answers.availability(release_of(asked.release), asked.indicator))

    @app.get(f"{V1}/areas", response_model=models.Areas, responses=ERRORS, tags=["areas"])
    def areas(request: Request, asked: models.AreaQuery) -> Response:
        """The areas of a year and level, each with the area that it lies in."""
        return answer(request, answers.areas(release_of(asked.release), asked, asked.lang or spoken(request)))

    @app.get(f"{V1}/figures", response_model=models.Figures, responses=ERRORS, tags=["figures"])
    def figures(request: Request, asked: models.FigureQuery) -> Response:
        """Figures by indicator, year, level, area, split, category and status, in pages."""
        return answer(request, answers.figures(release_of(asked.release), asked, asked.lang or spoken(request)))

    description(app, site, ERRORS)
    api_page(app, site)
