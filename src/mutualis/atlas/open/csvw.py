"""CSV on the Web: what the columns of a page's CSV mean, beside it (https://www.w3.org/TR/tabular-metadata/)."""

from collections.abc import Mapping
from typing import Any

from mutualis import reference
from mutualis.atlas.open.as_json import dumped
from mutualis.atlas.open.wanted import Wanted
from mutualis.atlas.rows import ABOUT, GROUP, MAKING, SOURCE, WHAT
from mutualis.picture.rebased import HOWS
from mutualis.release import LANGUAGES, LEVELS
from mutualis.release.columns import MAY_LACK, TYPES

KEY = ("indicator", "year", "level", "area_code", "split", "category")
OWN = frozenset((*ABOUT, *SOURCE, *MAKING, "release", "root", "title", "unit", "area_name", "category_name"))

# Beside the types of a release: those of what a page computes.
KINDS: Mapping[str, Any] = {
    **TYPES,
    "level": {"base": "string", "format": "|".join((*LEVELS, GROUP))},
    "made": {"base": "string", "format": "|".join(HOWS)},
    "division": TYPES["year"],
}


def metadata(wanted: Wanted, url: str = "") -> bytes:
    """The metadata of the CSV at `url` (default: its lasting address)."""
    release, view, terms = wanted.release, wanted.view, reference.open_data()
    return dumped(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": view.lang}],
            "url": url or wanted.address("csv"),
            "dc:title": [_in(each, release.sheet(wanted.indicators[0]).text("title", each)) for each in LANGUAGES],
            "dc:license": {"@id": terms.licence_url},
            "dc:source": f"{release.id} {release.root}",
            "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\r\n", "\n"]},
            "tableSchema": {"primaryKey": list(KEY), "columns": [_column(name) for name in wanted.columns]},
        }
    )


def _column(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "titles": name,
        "dc:description": [_in(language, words) for language in LANGUAGES if (words := said(name, language))],
        "datatype": KINDS.get(name, "string"),
        "required": name in (*WHAT, "status", "made") and name not in MAY_LACK,
    }


def said(name: str, language: str) -> str:
    """What a column holds; '' for one that a page adds and nobody described."""
    key = f"open.column_{name}" if name in OWN else f"release.column_{name}"
    return reference.texts(language).get(key, "")


def _in(language: str, words: str) -> dict[str, str]:
    return {"@value": words, "@language": language}
