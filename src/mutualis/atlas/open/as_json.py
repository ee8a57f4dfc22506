"""The figures of a page as JSON, with all that one must know to use them."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from mutualis import reference
from mutualis.atlas.open.making import sentences
from mutualis.atlas.open.wanted import Wanted
from mutualis.atlas.page import incomplete, words
from mutualis.atlas.rows import citation, data_version, polarity
from mutualis.release import Release

PARTS = ("title", "definition", "population", "numerator", "denominator", "unit", "interpretation")


def figures(wanted: Wanted) -> bytes:
    """Release, licence, links, indicators and rows; a number that is not there is null."""
    return dumped(described(wanted) | {"figures": wanted.rows})


def described(wanted: Wanted) -> dict[str, Any]:
    """All but the rows."""
    release, language = wanted.release, wanted.view.lang
    return {
        "release": {"id": release.id, "root": release.root, "created": release.created, "program": release.program},
        "language": language,
        "licence": terms(),
        "citation": citation(release, wanted.view.indicator, wanted.view.year, language),
        "links": links(wanted),
        "notices": notices(wanted),
        "indicators": [indicator(release, each, language) for each in wanted.indicators],
    }


def indicator(release: Release, name: str, language: str) -> dict[str, Any]:
    """An indicator's definition and versions in a language."""
    sheet = release.sheet(name)
    breaks = [{"day": each.day.isoformat(), "why": each.texts[language]} for each in reference.series_breaks(name)]
    return {
        "name": name,
        **{part: sheet.text(part, language) for part in PARTS},
        "kind": sheet.kind,
        "decimals": sheet.decimals,
        "polarity": polarity(name),
        "definition_version": sheet.version,
        "data_version": data_version(release, name),
        "breaks": breaks,
    }


def terms() -> dict[str, str]:
    """The licence, for machines and people."""
    said = reference.open_data()
    return {"id": said.licence_id, "name": said.licence, "url": said.licence_url}


def links(wanted: Wanted) -> Mapping[str, str]:
    """The lasting addresses of the same figures in other formats, and of the page."""
    from mutualis.atlas.open.formats import FORMATS

    return {"page": wanted.address(), **{each: wanted.address(each) for each in FORMATS}}


def notices(wanted: Wanted) -> list[str]:
    """What could not be given as it was asked for, what was missing when the figures were made, and what was computed
    from them."""
    say = words(wanted.view.lang)
    given = [say(f"notice_{part}") for part in wanted.asked.notices]
    return [*given, *incomplete(wanted.release, wanted.view), *sentences(wanted)]


def dumped(value: Any) -> bytes:
    """JSON in UTF-8; a decimal as the number that it is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_number).encode() + b"\n"


def _number(value: Any) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")
