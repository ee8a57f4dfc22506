"""Other systems in a test: an OpenID Connect provider, and a record software that speaks SMART."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, OKPKey

ISSUER = "https://login.example.org"
FHIR = "https://ehr.example.org/fhir"
PERSON = "https://ehr.example.org/fhir/Practitioner/7"


class Provider:
    """A provider at `issuer`, which signs in whoever comes. `spoil` changes the claims or the header of its statement.

    It checks what a good provider checks: the redirect, the client, its secret, the PKCE verifier, a code used once.
    """

    def __init__(self, issuer: str, clock: Callable[[], float], *, smart: bool = False) -> None:
        self.issuer, self.clock, self.smart = issuer, clock, smart
        self.key = ECKey.generate_key("P-256", {"kid": "1", "use": "sig"})
        self.codes: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {"sub": "4711", "fhirUser": PERSON}
        self.more: dict[str, Any] = {}
        self.description: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self._signed
        self.asked: list[httpx.Request] = []
        self.secret = ""

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def authorise(self, address: str) -> str:
        """What a browser does at the provider: the path and query at ours with which it comes back."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["state"]) >= 43
        assert len(asked["nonce"]) >= 43
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?code={code}&state={asked['state']}"

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        path = request.url.path.removeprefix(urlsplit(self.issuer).path)
        if path in {"/.well-known/openid-configuration", "/.well-known/smart-configuration"}:
            return httpx.Response(200, json=self._description())
        if path == "/keys":
            return httpx.Response(200, json={"keys": [self.key.as_dict(private=False)]})
        if path == "/token":
            return self._token(request)
        return httpx.Response(404)

    def _description(self) -> dict[str, Any]:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return {**told, **({"code_challenge_methods_supported": ["S256"]} if self.smart else {}), **self.description}

    def _token(self, request: httpx.Request) -> httpx.Response:
        told = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        asked = self.codes.pop(told["code"], None)
        if asked is None or told["redirect_uri"] != asked["redirect_uri"] or told["client_id"] != asked["client_id"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        digest = hashlib.sha256(told["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return httpx.Response(400, json={"error": "invalid_grant"})
        if self.secret:
            wanted = base64.b64encode(f"{asked['client_id']}:{self.secret}".encode()).decode()
            if request.headers.get("authorization") != f"Basic {wanted}":
                return httpx.Response(401, json={"error": "invalid_client"})
        now = int(self.clock())
        claims = {"iss": self.issuer, "aud": asked["client_id"], "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        statement = self.sign({**claims, **self.claims})
        return httpx.Response(
            200, json={"access_token": "a", "token_type": "Bearer", "id_token": statement, **self.more}
        )

    def _signed(self, claims: dict[str, Any]) -> str:
        given = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode({"alg": "ES256", "kid": "1"}, given, self.key)


def another_key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "1"})


def ed_key() -> OKPKey:
    return OKPKey.generate_key("Ed25519")
