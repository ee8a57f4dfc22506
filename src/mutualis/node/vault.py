"""The encrypted file of a key ring: Scrypt on a passphrase, then ChaCha20-Poly1305; the header is authenticated too.

The file is JSON: format, party, role, kdf (name, n, r, p, salt), nonce and ciphertext (base64). The plaintext is JSON
too: a list of keys with id, purpose, version, created, retired and secret (base64).
"""

import base64
import json
import secrets
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file

FORMAT = "mutualis-ring-1"
WORK_FACTOR, BLOCK_FACTOR, PARALLEL = 2**14, 8, 1
PASSPHRASE_CHARACTERS = 8


class Vault:
    """Reads and writes one ring file. The key derived from the passphrase is kept; the passphrase is not."""

    def __init__(self, path: Path, party: str, role: str, passphrase: str) -> None:
        self._path, self._party, self._role = path, party, role
        stored = _read(path) if path.exists() else None
        self._salt = base64.b64decode(stored["kdf"]["salt"]) if stored else secrets.token_bytes(16)
        self._cipher = ChaCha20Poly1305(_derive(passphrase, self._salt))
        if stored is None and len(passphrase) < PASSPHRASE_CHARACTERS:
            raise MutualisError(f"The passphrase of a key ring has at least {PASSPHRASE_CHARACTERS} characters.")

    def load(self) -> list[dict[str, Any]]:
        """The keys of the ring; none where there is no ring yet."""
        if not self._path.exists():
            return []
        stored = _read(self._path)
        if (stored["party"], stored["role"]) != (self._party, self._role):
            raise MutualisError(
                f"The key ring belongs to {stored['party']} (role {stored['role']}), not to {self._party}.",
                do="give every node its own ring; no party may have another party's keys",
            )
        sealed = (base64.b64decode(stored["nonce"]), base64.b64decode(stored["ciphertext"]))
        try:
            opened = self._cipher.decrypt(*sealed, self._header())
        except InvalidTag as error:
            raise MutualisError(
                f"The key ring of {self._party} cannot be opened.",
                there_is="the passphrase is wrong or the file was altered",
                do="try the passphrase again; when it is lost, restore the keys from their shares",
            ) from error
        return list(json.loads(opened))

    def save(self, keys: list[dict[str, Any]]) -> None:
        """Write all keys; the file is replaced whole and readable by its owner only."""
        nonce = secrets.token_bytes(12)
        sealed = self._cipher.encrypt(nonce, json.dumps(keys).encode(), self._header())
        content = json.loads(self._header()) | {"nonce": _text(nonce), "ciphertext": _text(sealed)}
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(self._path, (json.dumps(content, indent=1) + "\n").encode(), mode=0o600)

    def _header(self) -> bytes:
        kdf = {"name": "scrypt", "n": WORK_FACTOR, "r": BLOCK_FACTOR, "p": PARALLEL, "salt": _text(self._salt)}
        return json.dumps({"format": FORMAT, "party": self._party, "role": self._role, "kdf": kdf}).encode()


def _derive(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=WORK_FACTOR, r=BLOCK_FACTOR, p=PARALLEL).derive(passphrase.encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_bytes())
        complete = stored["format"] == FORMAT and {"party", "role", "kdf", "nonce", "ciphertext"} <= stored.keys()
    except (ValueError, KeyError, TypeError) as error:
        raise MutualisError(
            "The key ring file cannot be read.", do="restore it from a backup or from shares"
        ) from error
    if not complete:
        raise MutualisError(
            f"The key ring file is not of the format {FORMAT}.", do="restore it from a backup or from shares"
        )
    return dict(stored)


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()
