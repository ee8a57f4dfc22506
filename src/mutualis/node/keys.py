"""A party's keys. `KeyRing` says what a room may ask; `FileKeyRing` keeps the keys in one encrypted file.

The protocol never gives a key's bytes (only subkeys derived from it), so a ring on PKCS#11 hardware can take its place;
escrow and sharing of C1 are the two acts that carry key material, and only `FileKeyRing` knows them.
"""

import base64
import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Protocol

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mutualis import parcel, reference
from mutualis.model import MutualisError
from mutualis.node.vault import Vault

KIND = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
SHARED_PURPOSES = frozenset({"c1"})


class KeyRing(Protocol):
    """What the rooms ask of a party's keys."""

    def sign(self, content: bytes) -> bytes:
        """The Ed25519 signature over the content, 64 bytes."""

    def decrypt(self, content: bytes) -> bytes:
        """A small message that was encrypted for this party (age)."""

    def decrypt_file(self, source: Path, target: Path) -> int:
        """Decrypt a file that was encrypted for this party to a new file; returns its bytes."""

    @property
    def recipient(self) -> str:
        """The age public key that others encrypt for."""

    @property
    def verify_key(self) -> str:
        """The Ed25519 public key that others check signatures with, 64 hex characters."""

    def subkey(self, purpose: str, kind: str, key_id: str | None = None) -> str:
        """The subkey for a kind of identity, 64 hex characters; of an older key when its id is given."""

    def key_id(self, purpose: str) -> str:
        """The id of the current key of a purpose."""

    @property
    def purposes(self) -> frozenset[str]:
        """The purposes that this ring has a key for."""


@dataclass(frozen=True)
class Key:
    """A key as the ring file keeps it. `secret` does not show when the key is printed."""

    id: str
    purpose: str
    version: int
    created: str
    secret: str = field(repr=False)
    retired: str | None = None

    @property
    def bytes(self) -> bytes:
        return base64.b64decode(self.secret)


def make_key(purpose: str, secret: bytes, version: int) -> Key:
    """A key with its id: purpose, version and fingerprint."""
    created = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    identity = f"{purpose}-{version}-{fingerprint(secret)}"
    return Key(identity, purpose, version, created, base64.b64encode(secret).decode())


def fingerprint(secret: bytes) -> str:
    """The same for the same key whatever it is used for, and nothing about the key: 12 letters from a to p.

    Letters only, so that the id of a key never looks like a number of a person in a log.
    """
    digest = hashlib.sha256(b"mutualis/fingerprint/v1" + secret).hexdigest()[:12]
    return digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def new_secret(purpose: str) -> bytes:
    """Fresh key material for a purpose: an age identity for `exchange`, 32 random bytes for all others."""
    if purpose == "exchange":
        return str(pyrage.x25519.Identity.generate()).encode()
    return secrets.token_bytes(32)


class FileKeyRing:
    """The keys of one party in `keys/ring.json`, encrypted with a passphrase."""

    def __init__(self, path: Path, party: str, role: str, passphrase: str) -> None:
        self._party, self._role = party, role
        self._vault = Vault(path, party, role, passphrase)
        self.reload()

    def reload(self) -> None:
        """Read the ring file again: another process may have added a key."""
        self._keys = [Key(**stored) for stored in self._vault.load()]
        for key in self._keys:
            self.check_purpose(key.purpose)

    @property
    def allowed(self) -> frozenset[str]:
        """The purposes that a party of this role may have keys for (`reference/parties.toml`)."""
        return reference.party(self._role).keys

    def check_purpose(self, purpose: str) -> None:
        """Refuse a key that does not belong with this role: a party never has another party's key."""
        if purpose not in self.allowed:
            raise MutualisError(
                f"A node of role {self._role} may not have a key for {purpose}.",
                there_is=f"allowed are {', '.join(sorted(self.allowed)) or 'none'}",
                do="keep that key at the party it belongs to",
            )

    def sign(self, content: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.current("sign").bytes).sign(content)

    @property
    def verify_key(self) -> str:
        return self.verify_keys[0]

    @property
    def verify_keys(self) -> tuple[str, ...]:
        """The public keys of all signing keys, the current one first."""
        return tuple(_verify_key(key) for key in self.of("sign"))

    @property
    def recipient(self) -> str:
        return str(pyrage.x25519.Identity.from_str(self.current("exchange").bytes.decode()).to_public())

    def decrypt(self, content: bytes) -> bytes:
        return parcel.decrypt_bytes(content, self._identities())

    def decrypt_file(self, source: Path, target: Path) -> int:
        return parcel.decrypt(source, target, self._identities())

    def subkey(self, purpose: str, kind: str, key_id: str | None = None) -> str:
        if not KIND.fullmatch(kind):
            raise MutualisError("The kind of identity that a subkey is asked for is not a plain word.")
        key = self.current(purpose) if key_id is None else self.by_id(key_id)
        if key.purpose != purpose or purpose in ("sign", "exchange"):
            raise MutualisError(f"There is no subkey for {purpose} in key {key.id}.", do="ask for a coding key")
        derived = HKDF(SHA256(), 32, salt=None, info=f"mutualis/{purpose}/{kind}/v1".encode()).derive(key.bytes)
        return derived.hex()

    def key_id(self, purpose: str) -> str:
        return self.current(purpose).id

    @property
    def key_ids(self) -> dict[str, str]:
        """Purpose to the id of its current key."""
        return {purpose: self.key_id(purpose) for purpose in sorted(self.purposes)}

    @property
    def purposes(self) -> frozenset[str]:
        return frozenset(key.purpose for key in self._keys)

    @property
    def keys(self) -> tuple[Key, ...]:
        """All keys, retired ones too."""
        return tuple(self._keys)

    def current(self, purpose: str) -> Key:
        """The key of a purpose that is in use."""
        found = self.of(purpose)
        if not found:
            have = ", ".join(sorted(self.purposes)) or "none"
            raise MutualisError(
                f"The key ring of {self._party} has no key for {purpose}.",
                there_is=f"it has keys for {have}",
                do=f"mutualis keys create {purpose}" if purpose in self.allowed else "ask the party that has it",
            )
        return found[0]

    def of(self, purpose: str) -> list[Key]:
        """The keys of a purpose, the one in use first, then from new to old."""
        found = [key for key in self._keys if key.purpose == purpose]
        return sorted(found, key=lambda key: (key.retired is not None, -key.version))

    def by_id(self, key_id: str) -> Key:
        """A key by its id, in use or retired."""
        for key in self._keys:
            if key.id == key_id:
                return key
        raise MutualisError(
            f"The key ring of {self._party} has no key {key_id}.",
            there_is=f"it has {', '.join(key.id for key in self._keys) or 'none'}",
            do="restore that key from its shares, or ask its holder",
        )

    def add(self, key: Key, before_saving: Callable[[], None] | None = None) -> Key:
        """Put a key into the ring. The newest version of a purpose is the current one; others are kept as retired."""
        self.check_purpose(key.purpose)
        if any(fingerprint(key.bytes) == fingerprint(other.bytes) for other in self._keys):
            raise MutualisError(f"Key {key.id} is already in the key ring of {self._party}.")
        if before_saving:
            before_saving()
        if any(old.version > key.version for old in self.of(key.purpose)):
            keys = [*self._keys, _retire(key, key.created)]
        else:
            keys = [*(_retire(old, key.created) if old.purpose == key.purpose else old for old in self._keys), key]
        self._vault.save([asdict(item) for item in keys])
        self._keys = keys
        return key

    def next_version(self, purpose: str) -> int:
        return 1 + max((key.version for key in self._keys if key.purpose == purpose), default=0)

    def export_share(self, key_id: str) -> bytes:
        """The bytes of a key, for escrow in shares and for nothing else."""
        return self.by_id(key_id).bytes

    def _identities(self) -> list[object]:
        return [pyrage.x25519.Identity.from_str(key.bytes.decode()) for key in self.of("exchange")]


def _retire(key: Key, moment: str) -> Key:
    return key if key.retired else replace(key, retired=moment)


def _verify_key(key: Key) -> str:
    public = Ed25519PrivateKey.from_private_bytes(key.bytes).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
