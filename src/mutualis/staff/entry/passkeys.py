"""Passkeys: signing in by one, and making one (WebAuthn level 2; Web Authentication API through our own small script).

A passkey is enough alone, so the authenticator must have seen its owner (a finger, a PIN): user verification is asked.
"""

from typing import Any

import webauthn
from fastapi import FastAPI, Request
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from mutualis.staff.addresses import local
from mutualis.staff.desk import Desk
from mutualis.staff.own import own_account
from mutualis.staff.session import PostedJson, Signed
from mutualis.staff.store import Account, Passkey
from mutualis.staff.wrong import Wrong

IN, MAKING = "passkey.in", "passkey.making"
SEEN = UserVerificationRequirement.REQUIRED
UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)
TITLE = 60


def routes(app: FastAPI, desk: Desk) -> None:
    @app.post("/sign-in/passkey/options")
    def asked(request: Request, told: PostedJson) -> dict[str, Any]:
        options = webauthn.generate_authentication_options(rp_id=desk.settings.host, user_verification=SEEN)
        return _errand(desk, request, IN, options)

    @app.post("/sign-in/passkey")
    def shown(request: Request, told: PostedJson) -> dict[str, str]:
        account = shown_by(desk, request, told)
        desk.admit_account(request, account, "passkey")
        return {"next": local(str(told.get("next", "")))}

    making(app, desk)


def making(app: FastAPI, desk: Desk) -> None:
    @app.post("/account/passkeys/options")
    def wanted(request: Request, person: Signed, told: PostedJson) -> dict[str, Any]:
        account = own_account(desk, request)
        there = desk.store.passkeys(account.name)
        options = webauthn.generate_registration_options(
            rp_id=desk.settings.host,
            rp_name="mutualis",
            user_name=account.name,
            user_id=base64url_to_bytes(account.handle),
            exclude_credentials=[PublicKeyCredentialDescriptor(base64url_to_bytes(each.credential)) for each in there],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=SEEN
            ),
        )
        return _errand(desk, request, MAKING, options)

    @app.post("/account/passkeys")
    def made(request: Request, person: Signed, told: PostedJson) -> dict[str, str]:
        account = own_account(desk, request)
        _keep(desk, account, _challenge(desk, request, MAKING, told), told)
        desk.store.told("added_passkey", account.name)
        return {"next": "/account?done=saved"}


def shown_by(desk: Desk, request: Request, told: dict[str, Any]) -> Account:
    """The account whose passkey an authenticator has shown; anything else is `Wrong`."""
    keys = desk.counted(request, "")
    challenge = _challenge(desk, request, IN, told)
    credential = told.get("credential")
    passkey = desk.store.passkey(_id(credential))
    account = desk.store.account(passkey.account) if passkey else None
    if not (passkey and account and account.is_active and _handle(credential) == account.handle):
        raise Wrong("staff.wrong_passkey", status=401)
    _verify(desk, passkey, challenge, credential)
    desk.store.forgive(keys[1], wholly=False)
    return account


def _verify(desk: Desk, passkey: Passkey, challenge: bytes, credential: Any) -> None:
    try:
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=desk.settings.host,
            expected_origin=desk.settings.address,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except UNREADABLE:
        desk.store.told("refused", passkey.account, how="passkey")
        raise Wrong("staff.wrong_passkey", status=401) from None
    desk.store.used_passkey(passkey.credential, verified.new_sign_count)


def _keep(desk: Desk, account: Account, challenge: bytes, told: dict[str, Any]) -> None:
    try:
        verified = webauthn.verify_registration_response(
            credential=told["credential"],
            expected_challenge=challenge,
            expected_rp_id=desk.settings.host,
            expected_origin=desk.settings.address,
            require_user_verification=True,
        )
    except UNREADABLE:
        raise Wrong("staff.wrong_passkey_there") from None
    credential = bytes_to_base64url(verified.credential_id)
    if desk.store.passkey(credential):
        raise Wrong("staff.wrong_passkey_there")
    title = str(told.get("title", "")).strip()[:TITLE] or f"{len(desk.store.passkeys(account.name)) + 1}"
    public_key, count = verified.credential_public_key, verified.sign_count
    desk.store.add_passkey(credential, account.name, public_key, count, title)


def _errand(desk: Desk, request: Request, kind: str, options: Any) -> dict[str, Any]:
    """What the script hands to the browser, and the code under which the challenge is kept."""
    payload = {"challenge": bytes_to_base64url(options.challenge)}
    code = desk.store.start(kind, request.state.visit.code, payload)
    return {"code": code, "options": options_to_json_dict(options)}


def _challenge(desk: Desk, request: Request, kind: str, told: dict[str, Any]) -> bytes:
    kept = desk.store.take(kind, request.state.visit.code, str(told.get("code", "")))
    if kept is None:
        raise Wrong("staff.wrong_errand")
    return base64url_to_bytes(kept["challenge"])


def _id(credential: Any) -> str:
    return str(credential.get("id", "")) if isinstance(credential, dict) else ""


def _handle(credential: Any) -> str:
    answer = credential.get("response") if isinstance(credential, dict) else None
    return str(answer.get("userHandle", "")) if isinstance(answer, dict) else ""
