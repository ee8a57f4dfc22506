"""The order of rows and names."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

T = TypeVar("T")


def plain(name: str) -> str:
    """A name without accents and capitals, to sort by."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(each for each in letters if not unicodedata.combining(each)).casefold()


def ordered(rows: Iterable[T], key: Callable[[T], Any], order: str) -> list[T]:
    """Rows by a key, `asc` or `desc`; rows whose key is None come last, equal ones stay as they were."""
    rows = list(rows)
    there = sorted((row for row in rows if key(row) is not None), key=key, reverse=order == "desc")
    return there + [row for row in rows if key(row) is None]
