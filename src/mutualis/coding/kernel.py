"""The keyed code: first 32 hex characters of HMAC-SHA-256 over distinct strings.

A code without a key would be reversible by anyone, because there are only some 148 million national numbers; the
security rests on the key's custody alone. `polars` is the vectorised kernel, `hashlib` the slow one of the standard
library; both give the same answer.
"""

import hashlib
from collections.abc import Callable
from typing import Literal

import polars as pl
import polars_hash  # noqa: F401  (gives polars expressions the namespace `chash`)

from mutualis.model import MutualisError

CODE_LENGTH = 32
BLOCK_BYTES = 64

Method = Literal["polars", "hashlib"]


def code_distinct(values: pl.Series, subkey: str, *, method: Method = "polars") -> pl.Series:
    """Code every string of `values` (null stays null), in the same order, as 32 lower-case hex characters.

    `subkey` is the 64 hex characters that the key ring gives for one purpose and one kind; its text is the key of the
    HMAC. `method` chooses the kernel; the answer does not depend on it. Give distinct values: each is coded anew.
    """
    require_subkey(subkey)
    if values.dtype != pl.String:
        raise MutualisError(
            f"The column '{values.name}' to be coded is not text.", there_is=f"its type is {values.dtype}"
        )
    return _polars(values, subkey) if method == "polars" else _hashlib(values, subkey)


def code_expression(column: str, subkey: str) -> pl.Expr:
    """The code of a text column as a polars expression, for use inside a larger query."""
    return pl.col(column).chash.hmac_sha256(key=subkey).str.head(CODE_LENGTH)  # type: ignore[attr-defined,no-any-return]


def require_subkey(subkey: str) -> None:
    """Refuse anything but 64 hex characters, so that an empty or shortened key never codes anything."""
    if len(subkey) != BLOCK_BYTES or not set(subkey) <= set("0123456789abcdef"):
        raise MutualisError(
            "The coding key has not the form of a subkey.",
            there_is=f"{len(subkey)} characters where 64 hexadecimal ones are expected",
            do="ask the key ring for it with subkey(purpose, kind)",
        )


def _polars(values: pl.Series, subkey: str) -> pl.Series:
    # The streaming engine spreads an elementwise expression over the threads; the in-memory engine does not.
    frame = values.alias("value").to_frame().lazy().select(code_expression("value", subkey))
    return frame.collect(engine="streaming").to_series().alias(values.name)


def _hashlib(values: pl.Series, subkey: str) -> pl.Series:
    code = stdlib_coder(subkey)
    codes = [None if value is None else code(value) for value in values.to_list()]
    return pl.Series(values.name, codes, dtype=pl.String)


def stdlib_coder(subkey: str) -> Callable[[str], str]:
    """One string to its code with the standard library: the two states of the key are computed once and copied."""
    key = subkey.encode()
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))

    def code(value: str) -> str:
        first, second = inner.copy(), outer.copy()
        first.update(value.encode())
        second.update(first.digest())
        return second.hexdigest()[:CODE_LENGTH]

    return code
