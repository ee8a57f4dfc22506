"""CSV on the Web: what the columns of figures.csv and areas.csv mean (W3C Recommendation of 17 December 2015).

https://www.w3.org/TR/tabular-metadata/. The file is found by its name, `figures.csv-metadata.json`.
"""

from collections.abc import Mapping
from typing import Any

from mutualis import reference
from mutualis.release import files
from mutualis.release.columns import MAY_LACK, TYPES
from mutualis.release.values import LANGUAGES


def metadata() -> dict[str, Any]:
    """The metadata of the tables of a release, the same for every release of the format."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _words("csvw_title"),
        "dc:description": _words("csvw_description"),
        "tables": [_figures(), _areas()],
    }


def _figures() -> dict[str, Any]:
    place = "{year}-{level}-{area_code}"
    return _table(
        files.FIGURES,
        files.FIGURE_COLUMNS,
        {
            "primaryKey": list(files.KEY),
            "aboutUrl": "#figure-{indicator}-" + place + "-{split}-{category}",
            "foreignKeys": [
                {
                    "columnReference": ["year", "level", "area_code"],
                    "reference": {"resource": files.AREAS, "columnReference": ["year", "level", "code"]},
                }
            ],
        },
        {"area_code": {"valueUrl": f"{files.AREAS}#area-{place}"}},
    )


def _areas() -> dict[str, Any]:
    keys = ["year", "level", "code"]
    return _table(files.AREAS, files.AREA_COLUMNS, {"primaryKey": keys, "aboutUrl": "#area-{year}-{level}-{code}"}, {})


def _table(url: str, columns: tuple[str, ...], said: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "url": url,
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\n"]},
        "tableSchema": {**said, "columns": [_column(name) | more.get(name, {}) for name in columns]},
    }


def _column(name: str) -> dict[str, Any]:
    column = {
        "name": name,
        "titles": name,
        "dc:description": _words(f"column_{name}"),
        "datatype": TYPES.get(name, "string"),
        "required": name not in MAY_LACK,
    }
    return column | ({"lang": name} if name in LANGUAGES else {})


def _words(key: str) -> list[dict[str, str]]:
    """A text in every language, as JSON-LD writes it."""
    return [{"@value": reference.text(f"release.{key}", each), "@language": each} for each in LANGUAGES]
