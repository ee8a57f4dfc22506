"""The code lists that decide who or what counts for an indicator, as a release says of them: name, size, validity."""

from collections.abc import Sequence
from typing import Any

from mutualis import reference
from mutualis.release.values import LANGUAGES

Json = dict[str, Any]


def described(names: Sequence[str]) -> list[Json]:
    """{name, names, codes, version, valid_from, valid_to} of each list as it was when the release was made; `valid_to`
    is '' where a code of it still holds."""
    return [_described(name) for name in names]


def _described(name: str) -> Json:
    found = reference.codelist(name)
    ends = {row["valid_to"] for row in found.rows}
    return {
        "name": name,
        "names": {language: reference.text(f"catalogue_lists.{name}", language) for language in LANGUAGES},
        "codes": len(found.rows),
        "version": found.version,
        "valid_from": min(row["valid_from"] for row in found.rows),
        "valid_to": "" if "" in ends else max(ends),
    }
