"""One's own account: whether a session is of one that is looked after here, and whether its owner came in lately."""

from fastapi import Request

from mutualis.staff.desk import Desk
from mutualis.staff.store import Account
from mutualis.staff.wrong import SignInNeeded, Wrong

LATELY = 15 * 60
HERE = frozenset({"password", "passkey"})


def is_ours(request: Request) -> bool:
    """Whether the person signed in here, by password or passkey, and not by another system."""
    session = request.state.visit.session
    return bool(session and session.account and session.person.how in HERE)


def came_lately(desk: Desk, request: Request) -> None:
    """Refuse what matters (keys, accounts) in a session that somebody may have left open."""
    session = request.state.visit.session
    if session is None:
        raise SignInNeeded
    if desk.clock() - session.created > LATELY:
        raise Wrong("staff.wrong_old_sign_in", status=403)


def own_account(desk: Desk, request: Request) -> Account:
    """The account whose owner may change its keys now."""
    session = request.state.visit.session
    if session is None:
        raise SignInNeeded
    if not is_ours(request):
        raise Wrong("staff.wrong_role", status=403)
    came_lately(desk, request)
    account = desk.store.account(session.account or "")
    if account is None:
        raise SignInNeeded
    return account
