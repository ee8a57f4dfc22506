"""The signed statement (ID token) that another system makes of a person: got for a code, checked, and read.

OpenID Connect Core 1.0, 3.1.3; PKCE by RFC 7636; the sender of an answer by RFC 9207.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from fastapi import Request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mutualis.staff.desk import Desk
from mutualis.staff.settings import Client
from mutualis.staff.wrong import Wrong

ALGORITHMS = ["RS256", "PS256", "ES256", "Ed25519", "EdDSA"]
LEEWAY = 60
UNREADABLE = (JoseError, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True)
class System:
    """Where another system is asked: who it says it is, and its addresses."""

    issuer: str
    authorization: str
    token: str
    keys: str

    @classmethod
    def of(cls, told: dict[str, Any]) -> "System":
        """The system that a description (of OpenID Connect or SMART) tells of; one that lacks a part is `Wrong`."""
        names = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
        found = [told.get(name) for name in names]
        if not all(isinstance(each, str) and each for each in found):
            raise Wrong("staff.wrong_outside", status=502)
        return cls(*map(str, found))


def sent(desk: Desk, request: Request, kind: str, client: Client, system: System, **more: str) -> str:
    """The address at the other system to which a browser is sent; what its answer must fit is kept here.

    `more` are further parts of the question; `scope` is one, `next` is kept for the way back.
    """
    desk.counted(request, "")
    after = more.pop("next", "/")
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    payload = {"client": client.name, "nonce": nonce, "verifier": verifier, "next": after}
    state = desk.store.start(kind, request.state.visit.code, payload)
    address: str = prepare_grant_uri(
        system.authorization,
        client.client_id,
        "code",
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
        **more,
    )
    return address


def came_back(desk: Desk, request: Request, kind: str) -> dict[str, str]:
    """What was kept when the browser was sent away; an answer that it did not ask for is `Wrong`."""
    asked = request.query_params
    kept = desk.store.take(kind, request.state.visit.code, asked.get("state", ""))
    if kept is None:
        raise Wrong("staff.wrong_errand")
    if asked.get("error") or not asked.get("code"):
        raise Wrong("staff.wrong_refused_outside", status=403)
    return kept


def stated(desk: Desk, request: Request, client: Client, system: System, kept: dict[str, str], back: str) -> str:
    """What the system's signed statement calls the person, by the claim of the settings."""
    if request.query_params.get("iss", system.issuer) != system.issuer:
        raise Wrong("staff.wrong_statement", status=403)
    told = {
        "grant_type": "authorization_code",
        "code": request.query_params["code"],
        "redirect_uri": back,
        "client_id": client.client_id,
        "code_verifier": kept["verifier"],
    }
    answer = desk.outside.exchanged(system.token, told, (client.client_id, client.secret) if client.secret else None)
    claims = _checked(desk, client, system, kept["nonce"], answer)
    subject = claims.get(client.claim)
    if not isinstance(subject, str) or not subject:
        raise Wrong("staff.wrong_statement", status=403)
    return subject


def _checked(desk: Desk, client: Client, system: System, nonce: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The claims of a statement: signed by the system, for us, for this question, not too old."""
    try:
        token = _decoded(desk, system, answer["id_token"])
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={"iss": {"essential": True, "value": system.issuer}, "aud": {"value": client.client_id}},
            params={"nonce": nonce, "client_id": client.client_id, "access_token": answer.get("access_token")},
        )
        claims.validate(now=int(desk.clock()), leeway=LEEWAY)
    except UNREADABLE:
        raise Wrong("staff.wrong_statement", status=403) from None
    return dict(claims)


def _decoded(desk: Desk, system: System, token: str) -> jwt.Token:
    """A statement whose signature holds; a key that is not known yet is asked for once more."""
    try:
        return jwt.decode(token, _keys(desk, system), ALGORITHMS)
    except UNREADABLE:
        return jwt.decode(token, _keys(desk, system, anew=True), ALGORITHMS)


def _keys(desk: Desk, system: System, *, anew: bool = False) -> KeySet:
    found: Any = desk.outside.described(system.keys, anew=anew)
    return KeySet.import_key_set(found)
