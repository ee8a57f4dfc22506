"""Checkpoints as text that anybody can check: the C2SP forms of a checkpoint, a signed note and a cosignature.

mutualis/centre            the origin: whose log
1742                       entries
base64 of the root

— mutualis/centre base64   signatures, each of four bytes of key id and what was signed
"""

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mutualis import parcel
from mutualis.model import MutualisError

ED25519, COSIGNATURE = b"\x01", b"\x04"
SIGNATURE = re.compile(r"\u2014 (\S+) (\S+)")
ORIGIN = "mutualis/"


@dataclass(frozen=True)
class Statement:
    """What a checkpoint says: whose log, how many entries, which root; `body` is what was signed."""

    origin: str
    size: int
    root: bytes
    body: str
    signatures: tuple[tuple[str, bytes], ...]

    @property
    def party(self) -> str:
        return self.origin.removeprefix(ORIGIN)


def write(party: str, size: int, root: bytes, verify_key: str, sign: Callable[[bytes], bytes]) -> str:
    """The signed checkpoint of a party's log."""
    origin = f"{ORIGIN}{party}"
    body = f"{origin}\n{size}\n{_text(root)}\n"
    return f"{body}\n{_line(origin, _key_id(origin, ED25519, verify_key) + sign(body.encode()))}"


def cosign(note: str, witness: str, seconds: int, verify_key: str, sign: Callable[[bytes], bytes]) -> str:
    """The note with the line of a witness, who signs the hour too."""
    name = f"{ORIGIN}{witness}"
    signed = sign(_cosigned(read(note).body, seconds))
    return note + _line(name, _key_id(name, COSIGNATURE, verify_key) + struct.pack(">Q", seconds) + signed)


def read(note: str) -> Statement:
    """The parts of a note. Whether its signatures hold, `is_signed` and `is_cosigned` tell."""
    try:
        body, _, rest = note.partition("\n\n")
        origin, size, root = body.split("\n")
        found = [SIGNATURE.fullmatch(line) for line in rest.removesuffix("\n").split("\n")]
        signatures = tuple((each[1], _bytes(each[2])) for each in found if each)
        if len(signatures) != len(found) or not re.fullmatch(r"[1-9][0-9]{0,17}", size) or len(_bytes(root)) != 32:
            raise ValueError
        return Statement(origin, int(size), _bytes(root), f"{body}\n", signatures)
    except (ValueError, binascii.Error) as error:
        raise MutualisError(
            "A checkpoint of the audit log is no checkpoint.", do="ask its node for it again"
        ) from error


def is_signed(found: Statement, party: str, verify_keys: Iterable[str]) -> bool:
    """Whether the note is of this party's log and signed with one of its keys."""
    origin = f"{ORIGIN}{party}"
    return found.origin == origin and any(
        name == origin
        and signed[:4] == _key_id(origin, ED25519, key)
        and parcel.is_signed_by(found.body.encode(), signed[4:], key)
        for key in verify_keys
        for name, signed in found.signatures
    )


def is_cosigned(found: Statement, witness: str, verify_keys: Iterable[str]) -> bool:
    """Whether a witness has put its name under the note."""
    name = f"{ORIGIN}{witness}"
    return any(
        each == name
        and signed[:4] == _key_id(name, COSIGNATURE, key)
        and len(signed) == 76
        and parcel.is_signed_by(_cosigned(found.body, struct.unpack(">Q", signed[4:12])[0]), signed[12:], key)
        for key in verify_keys
        for each, signed in found.signatures
    )


def _cosigned(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


def _key_id(name: str, algorithm: bytes, verify_key: str) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + algorithm + bytes.fromhex(verify_key)).digest()[:4]


def _line(name: str, content: bytes) -> str:
    return f"\u2014 {name} {_text(content)}\n"


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
