"""Codes that mean nothing: random ones, so that no key and no table says afterwards what each stood for."""

import secrets

import polars as pl

CODE_BYTES = 8


def random_codes(count: int) -> pl.Series:
    """So many different random codes, in hexadecimal."""
    codes: set[str] = set()
    while len(codes) < count:
        codes.update(secrets.token_hex(CODE_BYTES) for _ in range(count - len(codes)))
    return pl.Series(list(codes), dtype=pl.String).shuffle()
