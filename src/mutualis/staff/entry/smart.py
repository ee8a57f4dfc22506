"""A launch from a record software by SMART App Launch 2: from within it (EHR launch) or from our page (standalone).

No scope about patients is asked, and what a software tells of a patient all the same is neither read nor kept. Whom its
signed statement names must have an account here; whatever that account may do else, a launch gives its practice or
hospital only.
"""

from dataclasses import replace

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from mutualis.staff.desk import Desk, person_of_account
from mutualis.staff.entry.statement import System, came_back, sent, stated
from mutualis.staff.session import Person
from mutualis.staff.settings import Smart
from mutualis.staff.wrong import Wrong

KIND = "smart"
DESCRIPTION = "/.well-known/smart-configuration"
BOUND = frozenset({"practice", "hospital"})


def routes(app: FastAPI, desk: Desk) -> None:
    back = f"{desk.settings.address}/launch/return"

    @app.get("/launch")
    def launch(request: Request, iss: str = "", launch: str = "") -> Response:
        software = _software(desk, iss)
        told = {"scope": "openid fhirUser", "redirect_uri": back, "aud": software.issuer}
        if launch:
            told |= {"scope": "launch openid fhirUser", "launch": launch}
        return RedirectResponse(sent(desk, request, KIND, software, _system(desk, software), **told), 303)

    @app.get("/launch/return")
    def returned(request: Request) -> Response:
        kept = came_back(desk, request, KIND)
        software = next((each for each in desk.settings.smart if each.name == kept["client"]), None)
        if software is None:
            raise Wrong("staff.wrong_issuer", status=403)
        subject = stated(desk, request, software, _system(desk, software), kept, back)
        person = _person(desk, software, subject)
        desk.store.forgive(desk.address_key(request), wholly=False)
        desk.admit(request, person, person.name)
        return RedirectResponse(desk.landing(), 303)


def _software(desk: Desk, issuer: str) -> Smart:
    found = (each for each in desk.settings.smart if each.issuer.rstrip("/") == issuer.rstrip("/"))
    software = next(found, None)
    if software is None:
        raise Wrong("staff.wrong_issuer", status=403)
    return software


def _system(desk: Desk, software: Smart) -> System:
    """The software as it describes itself; one without PKCE by SHA-256, which SMART 2 requires, is not used."""
    told = desk.outside.described(software.issuer.rstrip("/") + DESCRIPTION)
    methods = told.get("code_challenge_methods_supported")
    if not isinstance(methods, list) or "S256" not in methods:
        raise Wrong("staff.wrong_outside", status=502)
    return System.of(told)


def _person(desk: Desk, software: Smart, subject: str) -> Person:
    account = desk.store.account_of_subject(software.name, subject)
    if account is None or not account.is_active or not account.roles & BOUND:
        desk.store.told("refused", account.name if account else "", how="smart")
        raise Wrong("staff.wrong_no_account", status=403)
    person = person_of_account(account, "smart")
    return replace(person, roles=person.roles & BOUND)
