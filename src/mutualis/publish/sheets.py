"""The sheet of an indicator: all that a release says of it, in four languages, with the version of its definition."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mutualis.indicators.describe import PARTS, words
from mutualis.model import MutualisError
from mutualis.publish import codelists
from mutualis.publish.values import Figured
from mutualis.release.files import hashed
from mutualis.release.values import LANGUAGES

Texts = Mapping[str, Mapping[str, Mapping[str, str]]]


def sheet(indicator: Figured, texts: Texts | None, cv: Mapping[int, Decimal], logic: str = "") -> dict[str, Any]:
    """A sheet without its fiche. `logic` is the definition as an engine runs it, such as its SQL.

    `version` is a hash of the sheet and the logic, but not of the data's `cv`, nor of its code lists, which are in the
    logic as far as they decide: it changes when the definition does.
    """
    said: dict[str, Any] = {
        "name": indicator.name,
        "kind": indicator.kind,
        "factor": str(indicator.factor),
        "divisor": indicator.divisor,
        "decimals": indicator.decimals,
        "sources": list(indicator.sources),
        "texts": {language: _words(indicator, language, texts) for language in LANGUAGES},
    }
    version = hashed([said, logic])
    lists = codelists.described(getattr(indicator, "codelists", ()))
    told = {str(year): str(value) for year, value in sorted(cv.items())}
    return {**said, "version": version, "cv": told, "codelists": lists}


def _words(indicator: Figured, language: str, texts: Texts | None) -> dict[str, str]:
    name = indicator.name
    if texts is None or name not in texts:
        return words(name, getattr(indicator, "unit", ""), language)
    given = texts[name].get(language, {})
    if missing := [part for part in PARTS if not given.get(part)]:
        raise MutualisError(f"Indicator '{name}' has no {', '.join(missing)} in language '{language}'.")
    return {part: given[part] for part in PARTS}
