"""age encryption (age-encryption.org/v1) and Ed25519 signatures. Files pass in chunks: memory stays bounded."""

import contextlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from mutualis.model import MutualisError
from mutualis.parcel.errors import ParcelError

CHUNK_BYTES = 1 << 20


def _recipients(texts: Iterable[str]) -> list[Any]:
    texts = list(texts)
    if not texts:
        raise MutualisError("A file to be encrypted has no recipient.", do="name at least one age recipient")
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as error:
        raise MutualisError(
            "A recipient is not an age public key.", there_is="they begin with age1", do="take it from directory.json"
        ) from error


def encrypt(source: Path, target: IO[bytes] | Any, recipients: Sequence[str]) -> int:
    """Encrypt a file into an open writer for these age recipients (one or more); returns the raw bytes."""
    keys = _recipients(recipients)
    with source.open("rb", buffering=CHUNK_BYTES) as file:
        try:
            pyrage.encrypt_io(file, target, keys)
        except pyrage.EncryptError as error:
            raise getattr(target, "failure", None) or error from error
    return source.stat().st_size


def encrypt_bytes(content: bytes, recipients: Sequence[str]) -> bytes:
    """A small content encrypted for these age recipients."""
    return bytes(pyrage.encrypt(content, _recipients(recipients)))


def decrypt(source: Path, target: Path, identities: Sequence[Any]) -> int:
    """Decrypt a file to a new file that only its owner may read; nothing stays when it fails. Returns the raw bytes."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with (
            os.fdopen(handle, "wb", buffering=CHUNK_BYTES) as writer,
            source.open("rb", buffering=CHUNK_BYTES) as reader,
        ):
            pyrage.decrypt_io(reader, writer, list(identities))
    except BaseException as error:
        target.unlink(missing_ok=True)
        if not _is_age(error):
            raise
        raise _not_opened(source.name, error) from error
    return target.stat().st_size


def decrypt_bytes(content: bytes, identities: Sequence[Any]) -> bytes:
    """A small content decrypted with one of these identities."""
    try:
        return bytes(pyrage.decrypt(content, list(identities)))
    except (pyrage.DecryptError, OSError, ValueError) as error:
        raise _not_opened("of the message", error) from error


def _is_age(error: BaseException) -> bool:
    return isinstance(error, pyrage.DecryptError) or (isinstance(error, OSError) and error.errno is None)


def _not_opened(name: str, error: BaseException) -> ParcelError:
    foreign = "No matching keys" in str(error)
    return ParcelError(
        "parcel.recipient" if foreign else "parcel.truncated",
        f"The encrypted file {name} cannot be opened.",
        there_is="it is not encrypted for a key of this node" if foreign else "it is cut off or altered",
        do="ask the sender for a new parcel" + (" encrypted to this node's recipient" if foreign else ""),
    )


def is_signed_by(content: bytes, signature: bytes, verify_key: str) -> bool:
    """Whether the Ed25519 signature over the content was made by the holder of this key (64 hex characters)."""
    with contextlib.suppress(InvalidSignature, ValueError):
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(verify_key)).verify(signature, content)
        return True
    return False
