"""Signing in by name and password, signing out, and choosing a password with an invitation.

A name that does not exist, a disabled account and a wrong password get the same words after the same work.
"""

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from mutualis.staff.addresses import local
from mutualis.staff.desk import Desk
from mutualis.staff.passwords import check
from mutualis.staff.session import Posted, said
from mutualis.staff.store import Account
from mutualis.staff.store.book import fresh
from mutualis.staff.wrong import Wrong

KEPT = 200


def routes(app: FastAPI, desk: Desk) -> None:
    @app.get("/sign-in")
    def page(request: Request, next: str = "/", ended: str = "") -> Response:
        return _page(desk, request, local(next), "notice_ended" if ended else "")

    @app.post("/sign-in")
    def sign_in(request: Request, form: Posted) -> Response:
        name, password, after = said(form, "name")[:KEPT], str(form.get("password", ""))[:KEPT], said(form, "next")
        try:
            account = known(desk, request, name, password)
        except Wrong as problem:
            return _page(desk, request, local(after), "", problem, name)
        desk.admit_account(request, account, "password")
        return RedirectResponse(local(after), 303)

    @app.post("/sign-out")
    def sign_out(request: Request, form: Posted) -> Response:
        if request.state.person:
            desk.store.told("signed_out", request.state.person.name)
        desk.store.end(request.state.visit.code)
        request.state.visit.code = fresh()
        return RedirectResponse("/sign-in", 303)

    invitations(app, desk)


def known(desk: Desk, request: Request, name: str, password: str) -> Account:
    """The account of a name and a password; anything else is `Wrong`, and says not what was wrong."""
    keys = desk.counted(request, name)
    account = desk.store.account(name.casefold())
    is_right = desk.passwords.verify(account.password if account else None, password)
    if not (account and is_right and account.is_active and account.password):
        desk.store.told("refused", account.name if account else "", how="password")
        raise Wrong("staff.wrong_sign_in", status=401)
    desk.went_well(keys)
    if desk.passwords.is_outdated(account.password):
        desk.store.set_password(account.name, desk.passwords.hash(password))
    return account


def invitations(app: FastAPI, desk: Desk) -> None:
    @app.get("/invitation")
    def asked(request: Request, code: str = "") -> Response:
        account = _invited(desk, code)
        return desk.page(request, "invitation.html", account=account, code=code, problem=None)

    @app.post("/invitation")
    def chosen(request: Request, form: Posted) -> Response:
        code, password = said(form, "code"), str(form.get("password", ""))
        account = _invited(desk, code)
        try:
            same(password, str(form.get("again", "")))
            check(password, account.name)
        except Wrong as problem:
            words = problem.words(request.state.language)
            return desk.page(request, "invitation.html", 400, account=account, code=code, problem=words)
        desk.store.set_password(account.name, desk.passwords.hash(password))
        desk.store.told("chose_password", account.name)
        desk.admit_account(request, account, "password")
        return RedirectResponse("/", 303)


def _invited(desk: Desk, code: str) -> Account:
    account = desk.store.invited(code)
    if account is None:
        raise Wrong("staff.wrong_invitation", status=404)
    return account


def same(password: str, again: str) -> None:
    """Refuse a new password that was not typed twice alike."""
    if password != again:
        raise Wrong("staff.wrong_password_again")


def _page(
    desk: Desk, request: Request, after: str, notice: str, problem: Wrong | None = None, name: str = ""
) -> Response:
    words = problem.words(request.state.language) if problem else ""
    page = desk.page(
        request,
        "sign_in.html",
        problem.status if problem else 200,
        after=after,
        notice=notice,
        problem=words,
        name=name,
        providers=desk.settings.provider,
        softwares=desk.settings.smart,
    )
    if problem and problem.status == 429:
        page.headers["Retry-After"] = problem.values["seconds"]
    return page
