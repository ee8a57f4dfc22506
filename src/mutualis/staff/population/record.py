"""Ways from a record software to the dashboard of its practice: a card of CDS Hooks, and reports as FHIR.

The card holds no figure and needs nobody signed in; it leads to the signed launch. The reports are of the practice or
hospital that is signed in, and of no other.
"""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response

from mutualis import reference
from mutualis.picture.serving.cds_hooks import CORS, SERVICE, Link, cards, discovery
from mutualis.reference import PROVIDER_KINDS
from mutualis.release.fhir import Told, bundle, identifier, indicator_of, outcome, report
from mutualis.release.fhir.report import About
from mutualis.release.fhir.server import KIND
from mutualis.release.providers import OwnFigure
from mutualis.release.values import SUPPRESSED
from mutualis.staff.desk import Desk
from mutualis.staff.population.own import Own, Shelf, provider_of
from mutualis.staff.session import Person, needs

Treating = Annotated[Person, Depends(needs(*PROVIDER_KINDS))]
TENTH = Decimal("0.1")


def card_routes(app: FastAPI, desk: Desk) -> None:
    """Adds /cds-services."""

    @app.api_route("/cds-services", methods=["GET", "OPTIONS"])
    def services(request: Request) -> Response:
        return _json(discovery(request.state.language), "application/json", CORS)

    @app.api_route(f"/cds-services/{SERVICE}", methods=["POST", "OPTIONS"])
    def card(request: Request) -> Response:
        # The body names a patient: it is not read.
        language, base = request.state.language, desk.settings.address
        links = [Link(f"{base}/launch", "smart"), Link(f"{base}/population", "absolute")]
        summary = reference.text("dashboard.card_practice", language)
        return _json(cards(summary, f"{base}/", links, language), "application/json", CORS)


def report_routes(app: FastAPI, desk: Desk, shelf: Shelf) -> None:
    """Adds /fhir/MeasureReport of one's own practice or hospital."""

    @app.get("/fhir/MeasureReport")
    def reports(request: Request, person: Treating) -> Response:
        own = shelf.of(provider_of(person, request.query_params))
        indicator = indicator_of(request.query_params.get("measure", ""), own.release.indicators)
        base = f"{desk.settings.address}/fhir"
        if indicator is None:
            there = ", ".join(own.release.indicators)
            words = reference.text("dashboard.wrong_fhir", request.state.language, there=there)
            return _json(outcome("not-found", words), KIND, status=404)
        period = request.query_params.get("period", "")
        years = [each for each in own.periods(indicator) if each.isdigit() and period in ("", each)]
        found = [_report(own, indicator, each, base, request.state.language) for each in years]
        return _json(bundle(found, base, f"{base}/MeasureReport"), KIND)


def _report(own: Own, indicator: str, year: str, base: str, language: str) -> dict[str, Any]:
    subject = {"type": "Organization", "identifier": {"value": own.provider.code}}
    name = f"{identifier(indicator)}-{year}-own"
    about = About(name, subject, f"{year}-01-01", f"{year}-12-31", own.release.created)
    return report(own.release.sheet(indicator), _told(own.figure(indicator, year)), about, base, language)


def _told(figure: OwnFigure | None) -> Told:
    if figure is None:
        return Told(None, None, None)
    if figure.numerator is None or not figure.denominator:
        return Told(None, None, None, is_masked=figure.status == SUPPRESSED)
    share = (Decimal(100 * figure.numerator) / figure.denominator).quantize(TENTH, ROUND_HALF_UP)
    return Told(share, figure.numerator, figure.denominator)


def _json(said: dict[str, Any], kind: str, headers: dict[str, str] | None = None, status: int = 200) -> Response:
    return Response(json.dumps(said, ensure_ascii=False).encode(), status, media_type=kind, headers=headers)
