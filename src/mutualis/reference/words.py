"""Words for people, by key and language, from `texts/*.toml`.

`texts/<language>.toml` holds the words that every room may use; `texts/<room>.<language>.toml` those of one room.
Tables nest: `[feedback] title = "..."` is the key `feedback.title`. Spaces that must not break (before a percent sign,
and before the marks of French) are typed as plain ones and made unbreakable here.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT

TEXT_LANGUAGES = ("nl", "fr", "de", "en")
KEPT = re.compile(r" (?=%)")
KEPT_IN_FRENCH = re.compile(r" (?=[%:;?!»])|(?<=«) ")


def text(key: str, language: str, **values: object) -> str:
    """The text of a key in nl, fr, de or en, with {values} filled in."""
    words = texts(language)
    if key not in words:
        near = sorted(each for each in words if each.split(".")[0] == key.split(".", maxsplit=1)[0])
        raise MutualisError(
            f"There is no text '{key}' in language '{language}'.",
            there_is=f"keys of that group are {', '.join(near) or 'none'}",
            do="add the key to a file in reference/texts, in all four languages",
        )
    try:
        return words[key].format(**values) if values else words[key]
    except KeyError as missing:
        raise MutualisError(f"The text '{key}' needs a value for {missing}.") from None


@cache
def texts(language: str) -> Mapping[str, str]:
    """All texts of a language by key; a key that two files give is an error."""
    if language not in TEXT_LANGUAGES:
        raise MutualisError(
            f"There is no language '{language}'.", there_is=f"the languages are {', '.join(TEXT_LANGUAGES)}"
        )
    found: dict[str, str] = {}
    for path in _paths(language):
        for key, words in _flat(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in found:
                raise MutualisError(f"The text '{key}' stands in two files of language '{language}'.", do="keep one")
            found[key] = unbreakable(words, language)
    return MappingProxyType(found)


def unbreakable(words: str, language: str) -> str:
    """Words with unbreakable spaces where a language has them: before a percent sign and the marks of French."""
    return (KEPT_IN_FRENCH if language == "fr" else KEPT).sub("\u00a0", words)


def _paths(language: str) -> list[Path]:
    folder = ROOT / "texts"
    return [folder / f"{language}.toml", *sorted(folder.glob(f"*.{language}.toml"))]


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
