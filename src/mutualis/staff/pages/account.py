"""One's own account: passkeys, password, sessions."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from mutualis.staff.desk import Desk
from mutualis.staff.entry.password import known, same
from mutualis.staff.own import is_ours, own_account
from mutualis.staff.passwords import check
from mutualis.staff.session import Posted, Signed, said
from mutualis.staff.wrong import Wrong

DONE = frozenset({"saved", "password", "sessions"})
TITLE = 60


def routes(app: FastAPI, desk: Desk) -> None:
    @app.get("/account")
    def account(request: Request, person: Signed, done: str = "") -> Response:
        return _page(desk, request, f"notice_{done}" if done in DONE else "")

    @app.post("/account/password")
    def password(request: Request, person: Signed, form: Posted) -> Response:
        try:
            _change(desk, request, said(form, "now"), str(form.get("password", "")), str(form.get("again", "")))
        except Wrong as problem:
            return _page(desk, request, "", problem)
        return RedirectResponse("/account?done=password", 303)

    @app.post("/account/sessions")
    def sessions(request: Request, person: Signed, form: Posted) -> Response:
        session = request.state.visit.session
        if session.account:
            desk.store.end_all(session.account, but=request.state.visit.code)
            desk.store.told("ended_sessions", session.account)
        return RedirectResponse("/account?done=sessions", 303)

    passkeys(app, desk)


def passkeys(app: FastAPI, desk: Desk) -> None:
    @app.post("/account/passkeys/rename")
    def rename(request: Request, person: Signed, form: Posted) -> Response:
        account, title = own_account(desk, request), said(form, "title")[:TITLE]
        if not title or not desk.store.rename_passkey(account.name, said(form, "credential"), title):
            raise Wrong("staff.wrong_request")
        return RedirectResponse("/account?done=saved", 303)

    @app.post("/account/passkeys/remove")
    def remove(request: Request, person: Signed, form: Posted) -> Response:
        account = own_account(desk, request)
        if not account.password and len(desk.store.passkeys(account.name)) == 1:
            raise Wrong("staff.wrong_last_key")
        if not desk.store.remove_passkey(account.name, said(form, "credential")):
            raise Wrong("staff.wrong_request")
        desk.store.told("removed_passkey", account.name)
        return RedirectResponse("/account?done=saved", 303)


def _change(desk: Desk, request: Request, now: str, password: str, again: str) -> None:
    """Change the password; who else was in with the old one is out, and this session goes on under another cookie."""
    account = own_account(desk, request)
    same(password, again)
    check(password, account.name)
    try:
        known(desk, request, account.name, now)
    except Wrong as problem:
        raise problem if problem.status == 429 else Wrong("staff.wrong_password_now", status=403) from None
    desk.store.set_password(account.name, desk.passwords.hash(password))
    desk.store.end_all(account.name)
    desk.store.told("changed_password", account.name)
    desk.admit_account(request, account, "password")


def _page(desk: Desk, request: Request, notice: str, problem: Wrong | None = None) -> Response:
    session = request.state.visit.session
    account = desk.store.account(session.account) if session.account else None
    return desk.page(
        request,
        "account.html",
        problem.status if problem else 200,
        notice=notice,
        problem=problem.words(request.state.language) if problem else "",
        account=account,
        is_ours=is_ours(request),
        passkeys=desk.store.passkeys(account.name) if account else [],
        sessions=desk.store.sessions(account.name) if account else [session],
        this=session.hash,
    )
