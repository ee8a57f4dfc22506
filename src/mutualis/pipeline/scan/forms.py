"""The forms in which an identifier may hide: as it is, in UTF-16, in hexadecimal, base32 or base64, at every alignment.

In base64 (base32) the letters of a value depend on where it begins inside a group of three (five) bytes, so each value
has three (five) cores: the letters that do not depend on its neighbours. All values are written at once, as rows.
"""

import base64
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np

SHORTEST = 11  # no needle is shorter: a raw number has 11 digits, the cores of its other forms at least 13 letters

SEPARATORS = (b"\n", b",", b";", b'"', b"#", b"\t", b"\0")

BASE32 = string.ascii_lowercase + "234567"
BASE64 = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
BASE64URL = BASE64[:-2] + "-_"


@dataclass(frozen=True, eq=False)
class Needles:
    """Equally long byte strings to look for: one domain in one form. `folded` ones are compared in lower case.

    `rows`: uint8, one needle a row, at least `SHORTEST` wide.
    """

    domain: str
    form: str
    folded: bool
    rows: np.ndarray

    @property
    def length(self) -> int:
        return self.rows.shape[1]

    @property
    def values(self) -> list[bytes]:
        return [row.tobytes() for row in self.rows]


def letters(rows: np.ndarray, offset: int, alphabet: str) -> np.ndarray:
    """The letters that depend on each row alone when it stands `offset` bytes into a group."""
    bits = len(alphabet).bit_length() - 1
    first, last = -(-offset * 8 // bits), (offset + rows.shape[1]) * 8 // bits
    stream = np.unpackbits(rows, axis=1)[:, first * bits - offset * 8 : last * bits - offset * 8]
    weights = (1 << np.arange(bits)[::-1]).astype(np.uint8)
    return np.frombuffer(alphabet.encode(), np.uint8)[stream.reshape(len(rows), -1, bits) @ weights]


def spellings(rows: np.ndarray) -> Iterator[tuple[str, bool, np.ndarray]]:
    """(form, folded, rows) for every form of some values; base64url only of those that it writes differently."""
    yield "raw", False, rows
    yield "utf-16", False, wide(rows)
    yield "hex", True, letters(rows, 0, "0123456789abcdef")
    for offset in range(5):
        yield f"base32+{offset}", True, letters(rows, offset, BASE32)
    for offset in range(3):
        plain, url = letters(rows, offset, BASE64), letters(rows, offset, BASE64URL)
        yield f"base64+{offset}", False, plain
        if (differs := (plain != url).any(axis=1)).any():
            yield f"base64url+{offset}", False, url[differs]


def wide(rows: np.ndarray) -> np.ndarray:
    """What both byte orders of UTF-16 have in them: the letters with a zero between two."""
    spread = np.zeros((len(rows), 2 * rows.shape[1] - 1), np.uint8)
    spread[:, ::2] = rows
    return spread


def bounded(domain: str, values: Iterable[str]) -> list[Needles]:
    """Identifiers that may be too short to be looked for anywhere: each as a whole value, between two separators.

    With its separators a value has `SHORTEST` bytes or it is left out: shorter ones are found wherever numbers are.
    """
    pairs = [before + after for before in SEPARATORS for after in SEPARATORS]
    found = []
    for _, same in groupby(sorted({each for each in values if len(each) + 2 >= SHORTEST}, key=len), len):
        text = [value.encode() for value in same]
        rows = matrix((pair[:1] + value + pair[1:] for pair in pairs for value in text), len(text[0]) + 2)
        found.append(Needles(domain, f"value/{rows.shape[1] - 2}", False, rows))
    return found


def matrix(values: Iterable[bytes], width: int) -> np.ndarray:
    return np.frombuffer(b"".join(values), np.uint8).reshape(-1, width)


def needles(domain: str, values: Iterable[str], packed: bool = False) -> list[Needles]:
    """All forms of a domain's identifiers; `packed` also takes hexadecimal codes as the bytes that they stand for."""
    found = []
    for _, same in groupby(sorted(set(values), key=lambda value: (len(value), value)), len):
        text = [value.encode() for value in same]
        written = [text, [base64.b16decode(value, casefold=True) for value in text]] if packed else [text]
        for rows in (matrix(each, len(each[0])) for each in written):
            for form, folded, spelled in spellings(rows):
                found.append(Needles(domain, f"{form}/{rows.shape[1]}", folded, spelled))
    return found
