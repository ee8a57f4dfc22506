"""A launch that a record software signs itself: a token for one practice, five minutes at most, once.

For software that does not speak SMART. The token is a JWT (RFC 7519) signed with EdDSA or ES256 by the key that the
settings name: `iss` the software, `aud` our address, `sub` who asks, `practice` whose figures, `iat`, `exp`, `jti`.
It may come in the address, or better as a form, which leaves it in no history.
"""

import json
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import import_key
from joserfc.jws import extract_compact
from starlette.concurrency import run_in_threadpool

from mutualis.staff.desk import Desk
from mutualis.staff.session import Person, said
from mutualis.staff.settings import RecordSystem
from mutualis.staff.wrong import Wrong

ALGORITHMS = ["Ed25519", "EdDSA", "ES256"]
LONGEST, LEEWAY = 300, 30
TEXT = 80
UNREADABLE = (JoseError, ValueError, TypeError, KeyError, AttributeError)


def routes(app: FastAPI, desk: Desk) -> None:
    @app.get("/launch/record")
    def by_address(request: Request, token: str = "") -> Response:
        return _launched(desk, request, token)

    # The one form that holds no token of ours: another site sends it, and the signature is checked instead.
    @app.post("/launch/record")
    async def by_form(request: Request) -> Response:
        form = await request.form(max_files=0, max_fields=5)
        return await run_in_threadpool(_launched, desk, request, said(form, "token"))


def _launched(desk: Desk, request: Request, token: str) -> Response:
    desk.counted(request, "")
    try:
        system, claims = _read(desk, token)
        person = _person(desk, system, claims)
    except Wrong:
        desk.store.told("refused", "", how="record")
        raise
    desk.store.forgive(desk.address_key(request), wholly=False)
    desk.admit(request, person, None, by=system.name)
    return RedirectResponse(desk.landing(), 303)


def _read(desk: Desk, token: str) -> tuple[RecordSystem, dict[str, Any]]:
    """The software that signed a token, and what the token says; nothing that it says is used before."""
    try:
        issuer = json.loads(extract_compact(token.encode()).payload)["iss"]
    except UNREADABLE:
        raise Wrong("staff.wrong_statement", status=403) from None
    system = next((each for each in desk.settings.record_system if each.issuer == issuer), None)
    if system is None:
        raise Wrong("staff.wrong_issuer", status=403)
    try:
        return system, jwt.decode(token, import_key(dict(system.key)), ALGORITHMS).claims
    except UNREADABLE:
        raise Wrong("staff.wrong_statement", status=403) from None


def _person(desk: Desk, system: RecordSystem, claims: dict[str, Any]) -> Person:
    """The person whom a token sends; it is used up by that."""
    audience = claims.get("aud")
    if desk.settings.address not in (audience if isinstance(audience, list) else [audience]):
        raise Wrong("staff.wrong_launch_audience", status=403)
    _in_time(int(desk.clock()), claims.get("iat"), claims.get("exp"))
    name, practice, number = (claims.get(each) for each in ("sub", "practice", "jti"))
    if not all(isinstance(each, str) and 0 < len(each) <= TEXT for each in (name, practice, number)):
        raise Wrong("staff.wrong_statement", status=403)
    if practice not in system.practices:
        raise Wrong("staff.wrong_launch_practice", status=403)
    if not desk.store.use_token(system.issuer, str(number), int(claims["exp"]) + 2 * LEEWAY):
        raise Wrong("staff.wrong_replayed", status=403)
    return Person(str(name), frozenset({"practice"}), practice=str(practice), how="record")


def _in_time(now: int, begins: Any, ends: Any) -> None:
    is_told = all(isinstance(each, int) and not isinstance(each, bool) for each in (begins, ends))
    is_short = is_told and 0 < ends - begins <= LONGEST
    if not is_short or not begins - LEEWAY <= now < ends + LEEWAY:
        raise Wrong("staff.wrong_launch_old", status=403)
