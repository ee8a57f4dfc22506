"""The forms in which an identifier may hide: as it is, in hexadecimal, base32 or base64, at every alignment.

In base64 (base32) the letters of a value depend on where it begins inside a group of three (five) bytes, so each value
has three (five) cores: the letters that do not depend on its neighbours.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Needles:
    """Equally long byte strings to look for: one domain in one form. `folded` ones are compared in lower case."""

    domain: str
    form: str
    folded: bool
    values: frozenset[bytes]

    @property
    def length(self) -> int:
        return len(next(iter(self.values)))


def core(value: bytes, offset: int, bits: int, encode: Callable[[bytes], bytes]) -> bytes:
    """The letters (of `bits` bits each) that depend on the value alone when it stands `offset` bytes into a group."""
    letters = encode(b"\0" * offset + value + b"\0" * 5)
    first = -(-offset * 8 // bits)
    last = (offset + len(value)) * 8 // bits
    return letters[first:last]


def spellings(value: bytes) -> Iterator[tuple[str, bool, bytes]]:
    """(form, folded, bytes) for every form of one value; values of one length give equally long bytes per form."""
    yield "raw", False, value
    yield "hex", True, value.hex().encode()
    for offset in range(5):
        yield f"base32+{offset}", True, core(value, offset, 5, base64.b32encode).lower()
    for offset in range(3):
        yield f"base64+{offset}", False, core(value, offset, 6, base64.b64encode)
        yield f"base64url+{offset}", False, core(value, offset, 6, base64.urlsafe_b64encode)


def needles(domain: str, values: Iterable[str], packed: bool = False) -> list[Needles]:
    """All forms of a domain's identifiers; `packed` also takes hexadecimal codes as the bytes that they stand for."""
    found: dict[tuple[str, bool], set[bytes]] = {}
    for value in values:
        for written in (value.encode(), bytes.fromhex(value)) if packed else (value.encode(),):
            for form, folded, letters in spellings(written):
                found.setdefault((f"{form}/{len(written)}", folded), set()).add(letters)
    return [Needles(domain, form, folded, frozenset(values)) for (form, folded), values in found.items()]
