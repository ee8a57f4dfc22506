"""From an address of SDMX-REST to its answer."""

from collections.abc import Mapping, Sequence

from fastapi import Request, Response

from mutualis.atlas.answers import kept
from mutualis.atlas.headers import OPEN
from mutualis.atlas.open.sdmx import messages
from mutualis.atlas.open.sdmx.problem import NO_RESULTS, NOT_ACCEPTED, SYNTAX, Refused
from mutualis.atlas.open.sdmx.query import ANY, chosen, question
from mutualis.atlas.open.sdmx.service import KINDS, LATEST, Service, agency_id
from mutualis.atlas.open.sdmx.structures import Structures
from mutualis.atlas.problems import spoken
from mutualis.atlas.site import Site
from mutualis.release import Release

STRUCTURE_PARTS = ("references", "detail", "format", "lang")
XML = ("application/xml", "text/xml", "*/*", "application/*", "structurespecificdata")
TAKEN = {"structurespecific": XML, "generic": ("genericdata",), "csv": ("data+csv", "text/csv")}
FORMS = {"structurespecificdata": "structurespecific", "genericdata": "generic", "csvdata": "csv"}
VARY = {**OPEN, "Vary": "Accept"}


class Desk:
    """Answers questions of SDMX-REST."""

    def __init__(self, site: Site) -> None:
        self.service = Service(site)

    def structure(self, request: Request, kind: str, parts: Sequence[str]) -> Response:
        """`/{kind}/{agency}/{id}/{version}`; what is left out is all, all and the latest."""
        if kind not in KINDS or len(parts) > 3:
            raise Refused(SYNTAX, "There is no such resource.", there_is=", ".join((*KINDS, "data")))
        asked = request.query_params
        if set(asked) - set(STRUCTURE_PARTS):
            raise Refused(SYNTAX, "The question has a part that is not known.", there_is=", ".join(STRUCTURE_PARTS))
        agency, name, version = (*(each or "all" for each in parts), *("all", "all", LATEST)[len(parts) :])
        found = self.service.artefacts(kind, agency, name, version or LATEST, asked.get("references", "none"))
        return kept(request, messages.structure_message(*found), messages.STRUCTURE_KIND, VARY)

    def data(self, request: Request, parts: Sequence[str]) -> Response:
        """`/data/{flow}/{key}/{provider}`; without a key every figure."""
        release, there, flow = self._flow(parts)
        asked = question(parts[1] if len(parts) > 1 else "", request.query_params, there.dimensions)
        rows = chosen(self.service.rows(release, flow, spoken(request)), asked, there.dimensions)
        form = negotiated(request.query_params.get("format", ""), request.headers.get("accept", ""))
        body = messages.data_message(release, there, flow, rows, asked, messages.KINDS[form][0])
        # the words of units are in the language of the reader
        return kept(request, body, messages.KINDS[form][1], {**VARY, "Vary": "Accept, Accept-Language"})

    def constraint(self, request: Request, parts: Sequence[str]) -> Response:
        """`/availableconstraint/{flow}/{key}/{provider}/{component}`: the codes that have figures."""
        release, there, flow = self._flow(parts)
        asked = question(parts[1] if len(parts) > 1 else "", _of_data(request.query_params), there.dimensions)
        rows = chosen(self.service.rows(release, flow, spoken(request)), asked, there.dimensions)
        only = parts[3] if len(parts) > 3 else ""
        body = messages.constraint_message(release, there, flow, rows, only)
        return kept(request, body, messages.STRUCTURE_KIND, VARY)

    def _flow(self, parts: Sequence[str]) -> tuple[Release, Structures, str]:
        """`FLOW`, `AGENCY,FLOW` or `AGENCY,FLOW,VERSION`."""
        named = parts[0].split(",") if parts and parts[0] else []
        if not named or len(named) > 3 or len(parts) > 4:
            raise Refused(SYNTAX, "A question about data names a dataflow.", there_is="as data/FIGURES/all")
        agency, flow, version = (
            named if len(named) == 3 else (*named, LATEST) if len(named) == 2 else ("all", *named, LATEST)
        )
        if agency not in (*ANY, agency_id()):
            raise Refused(NO_RESULTS, "There is no such agency.", there_is=agency_id())
        release, there = self.service.asked(version)[-1]
        return release, there, flow


def negotiated(form: str, accept: str) -> str:
    """The format of the data: of `format=`, else the first that the client takes."""
    if form:
        known = {**FORMS, **{each: each for each in messages.KINDS}}
        name = form.lower().split(";")[0]
        if name not in known:
            raise Refused(NOT_ACCEPTED, "There is no such format.", there_is=", ".join(messages.KINDS))
        return known[name]
    for part in accept.lower().split(",") if accept else ["*/*"]:
        kind = part.split(";")[0].strip()
        for name, taken in TAKEN.items():
            if any(each in kind for each in taken):
                return name
    raise Refused(
        NOT_ACCEPTED,
        "No format that the client takes is there.",
        there_is="; ".join(k for _, k in messages.KINDS.values()),
    )


def _of_data(asked: Mapping[str, str]) -> Mapping[str, str]:
    return {name: value for name, value in asked.items() if name not in ("mode", "references")}
