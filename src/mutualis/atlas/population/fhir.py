"""The public FHIR side: measures and reports by area, from the newest release."""

import json
from typing import Any

from fastapi import FastAPI, Request, Response

from mutualis import __version__, reference
from mutualis import release as releases
from mutualis.atlas.answers import READ
from mutualis.atlas.headers import OPEN, PAGES
from mutualis.atlas.site import Site
from mutualis.picture.chosen import COUNTRY
from mutualis.picture.serving.languages import preferred
from mutualis.release import LANGUAGES, Release
from mutualis.release.fhir import area_report, bundle, capability, indicator_of, measure, outcome
from mutualis.release.fhir.report import place_of
from mutualis.release.fhir.server import KIND

SEARCHES = (("measure", "reference"), ("period", "date"), ("subject", "reference"), ("area", "token"))
# Resources hold their own address, which follows from the name that the reader asked: each name has its own answer.
SAID = {**OPEN, "Cache-Control": PAGES, "Vary": "Accept-Language, Host"}


def routes(app: FastAPI, site: Site) -> None:
    """Adds /fhir: metadata, Measure, MeasureReport."""
    _definitions(app, site)
    _reports(app, site)


def _definitions(app: FastAPI, site: Site) -> None:
    @app.api_route("/fhir/metadata", methods=READ)
    def metadata(request: Request) -> Response:
        return _told(capability(_base(request), _newest(site).created, __version__, SEARCHES))

    @app.api_route("/fhir/Measure", methods=READ)
    def measures(request: Request) -> Response:
        release, name = _newest(site), request.query_params.get("name", "")
        found = [_measure(release, each, request) for each in release.indicators if name in ("", each)]
        return _told(bundle(found, _base(request), str(request.url)))

    @app.api_route("/fhir/Measure/{given}", methods=READ)
    def one(request: Request, given: str) -> Response:
        release = _newest(site)
        indicator = indicator_of(given, release.indicators)
        if indicator is None:
            return _missing(request, ", ".join(release.indicators))
        return _told(_measure(release, indicator, request))


def _reports(app: FastAPI, site: Site) -> None:
    @app.api_route("/fhir/MeasureReport", methods=READ)
    def search(request: Request) -> Response:
        release, query = _newest(site), request.query_params
        indicator = indicator_of(query.get("measure", ""), release.indicators)
        if indicator is None:
            return _missing(request, ", ".join(release.indicators))
        years = [each for each in release.years_of(indicator) if query.get("period", "") in ("", str(each))]
        code = query.get("area") or query.get("subject", "").rsplit("/", 1)[-1] or COUNTRY
        found = [each for year in years if (each := _report(release, indicator, year, code, request))]
        return _told(bundle(found, _base(request), str(request.url)))

    @app.api_route("/fhir/MeasureReport/{given}", methods=READ)
    def one(request: Request, given: str) -> Response:
        release = _newest(site)
        indicator, _, rest = _parts(given, release)
        year, _, place = rest.partition("-")
        code = place.rpartition("-")[2]
        report = _report(release, indicator, int(year), code, request) if indicator and year.isdigit() else None
        if report is None or report["id"] != given:
            return _missing(request, "MeasureReport?measure=…&period=…&area=…")
        return _told(report)


def _parts(given: str, release: Release) -> tuple[str, str, str]:
    """Indicator, a line, and the rest of the id of a report; '' for an indicator that there is not."""
    for each in sorted(release.indicators, key=len, reverse=True):
        start = each.replace("_", "-") + "-"
        if given.startswith(start):
            return each, "-", given.removeprefix(start)
    return "", "", ""


def _report(release: Release, indicator: str, year: int, code: str, request: Request) -> dict[str, Any] | None:
    place = place_of(release, year, code) if year in release.years else None
    if place is None:
        return None
    return area_report(release, (indicator, year, *place), _base(request), _language(request))


def _measure(release: Release, indicator: str, request: Request) -> dict[str, Any]:
    return measure(release.sheet(indicator), _base(request), release.created, _language(request))


def _newest(site: Site) -> Release:
    return site.release(releases.latest(site.folder))


def _base(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}/fhir"


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else preferred(request.headers.get("accept-language", ""))


def _told(resource: dict[str, Any], status: int = 200) -> Response:
    body = json.dumps(resource, ensure_ascii=False).encode()
    return Response(body, status, media_type=KIND, headers=SAID)


def _missing(request: Request, there: str) -> Response:
    words = reference.text("dashboard.wrong_fhir", _language(request), there=there)
    return _told(outcome("not-found", words), 404)
