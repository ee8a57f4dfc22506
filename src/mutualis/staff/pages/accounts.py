"""All accounts, for administrators: make, close, open again, reset. An invitation is shown once."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from mutualis.model import MutualisError
from mutualis.staff import management
from mutualis.staff.desk import Desk
from mutualis.staff.own import came_lately
from mutualis.staff.session import ROLES, Admin, Posted, said
from mutualis.staff.store import Store
from mutualis.staff.wrong import Wrong

FIELDS = ("name", "practice", "hospital", "provider", "subject")


def routes(app: FastAPI, desk: Desk) -> None:
    @app.get("/accounts")
    def accounts(request: Request, person: Admin, done: str = "") -> Response:
        return _page(desk, request, notice="notice_saved" if done else "")

    @app.post("/accounts/add")
    def add(request: Request, person: Admin, form: Posted) -> Response:
        came_lately(desk, request)
        asked = {name: said(form, name) for name in FIELDS}
        roles = {str(each) for each in form.getlist("role")}
        try:
            code = management.add(desk.store, roles=roles, by=person.name, **asked)
        except MutualisError:
            return _page(desk, request, problem=Wrong("staff.wrong_account_made"), asked={**asked, "roles": roles})
        return _page(desk, request, invited=asked["name"], code=code, notice="notice_saved")

    @app.post("/accounts/reset")
    def reset(request: Request, person: Admin, form: Posted) -> Response:
        name = _another(desk, request, person.name, said(form, "name"))
        code = management.reset(desk.store, name, person.name)
        return _page(desk, request, invited=name, code=code, notice="notice_saved")

    @app.post("/accounts/close")
    def close(request: Request, person: Admin, form: Posted) -> Response:
        return _done(desk, request, person.name, said(form, "name"), management.disable)

    @app.post("/accounts/open")
    def reopen(request: Request, person: Admin, form: Posted) -> Response:
        return _done(desk, request, person.name, said(form, "name"), management.enable)


def _done(desk: Desk, request: Request, by: str, name: str, act: Callable[[Store, str, str], None]) -> Response:
    act(desk.store, _another(desk, request, by, name), by)
    return RedirectResponse("/accounts?done=1", 303)


def _another(desk: Desk, request: Request, own: str, name: str) -> str:
    """The name of an account that is there and is not one's own: nobody locks the last administrator out alone."""
    came_lately(desk, request)
    if name == own:
        raise Wrong("staff.wrong_own_account")
    if desk.store.account(name) is None:
        raise Wrong("staff.wrong_account_unknown", status=404)
    return name


def _page(
    desk: Desk,
    request: Request,
    *,
    notice: str = "",
    problem: Wrong | None = None,
    invited: str = "",
    code: str = "",
    asked: dict[str, Any] | None = None,
) -> Response:
    empty: dict[str, Any] = {**dict.fromkeys(FIELDS, ""), "roles": set()}
    return desk.page(
        request,
        "accounts.html",
        problem.status if problem else 200,
        notice=notice,
        problem=problem.words(request.state.language) if problem else "",
        accounts=desk.store.accounts(),
        roles=ROLES,
        asked=asked or empty,
        outsiders=[(each.name, each.title) for each in (*desk.settings.provider, *desk.settings.smart)],
        invited=invited,
        link=management.invitation(desk.settings, code) if code else "",
    )
