"""An authenticator in software (ES256, attestation "none"), to try what a real one would not do."""

import hashlib
import json
import os
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 1, 4, 64


class Authenticator:
    """One passkey. `origin`, `host` and `flags` are what it tells of where it is used and whether it saw its owner."""

    def __init__(self, origin: str = "http://localhost", host: str = "localhost") -> None:
        self.origin, self.host = origin, host
        self.flags, self.count = PRESENT | VERIFIED, 0
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.handle = os.urandom(32), ""

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer of navigator.credentials.create()."""
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + encode_cbor(key)
        data = self._data(ATTESTED) + attested
        told = self._client("webauthn.create", options["challenge"])
        made = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        return self._credential(clientDataJSON=told, attestationObject=made)

    def show(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer of navigator.credentials.get()."""
        self.count += 1
        data, told = self._data(), self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        shown = self._credential(authenticatorData=data, clientDataJSON=told, signature=signature)
        shown["response"]["userHandle"] = self.handle
        return shown

    def _data(self, more: int = 0) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + struct.pack(">I", self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        assert len(base64url_to_bytes(challenge)) >= 32
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _credential(self, **response: bytes) -> dict[str, Any]:
        name = bytes_to_base64url(self.id)
        told = {part: bytes_to_base64url(value) for part, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": told}
