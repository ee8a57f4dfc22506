"""Signing in by an OpenID Connect provider: its account name must be that of an account here; roles are ours."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from mutualis.staff.addresses import local
from mutualis.staff.desk import Desk
from mutualis.staff.entry.statement import System, came_back, sent, stated
from mutualis.staff.settings import Provider
from mutualis.staff.wrong import Wrong

KIND = "oidc"
DESCRIPTION = "/.well-known/openid-configuration"


def routes(app: FastAPI, desk: Desk) -> None:
    @app.get("/oidc/{name}")
    def go(request: Request, name: str, next: str = "/") -> Response:
        provider = _provider(desk, name)
        back, after = _back(desk, name), local(next)
        system = _system(desk, provider)
        told = {"scope": "openid", "redirect_uri": back, "next": after}
        return RedirectResponse(sent(desk, request, KIND, provider, system, **told), 303)

    @app.get("/oidc/{name}/return")
    def back(request: Request, name: str) -> Response:
        provider = _provider(desk, name)
        kept = came_back(desk, request, KIND)
        if kept["client"] != name:
            raise Wrong("staff.wrong_errand")
        subject = stated(desk, request, provider, _system(desk, provider), kept, _back(desk, name))
        account = desk.store.account_of_subject(name, subject)
        if account is None or not account.is_active:
            desk.store.told("refused", account.name if account else "", how="oidc")
            raise Wrong("staff.wrong_no_account", status=403)
        desk.store.forgive(desk.address_key(request), wholly=False)
        desk.admit_account(request, account, "oidc")
        return RedirectResponse(local(kept["next"]), 303)


def _provider(desk: Desk, name: str) -> Provider:
    found = next((each for each in desk.settings.provider if each.name == name), None)
    if found is None:
        raise Wrong("staff.wrong_provider", status=404)
    return found


def _system(desk: Desk, provider: Provider) -> System:
    """The provider as it describes itself; one that gives itself another name is not the one that was set."""
    system = System.of(desk.outside.described(provider.issuer.rstrip("/") + DESCRIPTION))
    if system.issuer != provider.issuer:
        raise Wrong("staff.wrong_outside", status=502)
    return system


def _back(desk: Desk, name: str) -> str:
    return f"{desk.settings.address}/oidc/{name}/return"
