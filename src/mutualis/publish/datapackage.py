"""Frictionless Data Package: the files of a release as tables with types and keys (https://specs.frictionlessdata.io/).

Three tables: areas, figures, and the categories of every split that has figures (in the package itself), so that each
figure refers to an area and to a category.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from mutualis import reference
from mutualis.publish.assembling import ordered_ids
from mutualis.release import files
from mutualis.release.columns import COUNTS, MAY_LACK, STATUSES
from mutualis.release.figures import DECIMALS
from mutualis.release.values import CROSS, LANGUAGES, LEVELS, Classification

LANGUAGE = "en"  # a data package has one language
Json = dict[str, Any]
TYPES = {"year": "integer", **dict.fromkeys(COUNTS, "integer"), **dict.fromkeys(DECIMALS, "number")}
ENUMS = {"level": LEVELS, "status": STATUSES}
CATEGORY_COLUMNS = ("split", "category", *LANGUAGES)
PLACE, PART = ["year", "level", "area_code"], ["split", "category"]


def package(content: Mapping[str, bytes], figures: pa.Table, lists: Sequence[Classification]) -> Json:
    """The description of the files of a release, from their bytes, the assembled figures and the classifications."""
    terms = reference.open_data()
    return {
        "profile": "data-package",
        "name": "mutualis-release",
        "title": _words("csvw_title"),
        "description": _words("csvw_description"),
        "licenses": [{"name": terms.licence_id, "path": terms.licence_url, "title": terms.licence}],
        "sources": [{"title": _words("source")}],
        "resources": [
            _table("areas", files.AREAS, content, _schema(files.AREA_COLUMNS, ["year", "level", "code"])),
            {
                "name": "classifications",
                "profile": "tabular-data-resource",
                "data": _categories(figures, lists),
                "schema": _schema(CATEGORY_COLUMNS, PART),
            },
            _table("figures", files.FIGURES, content, _schema(files.FIGURE_COLUMNS, list(files.KEY), _keys())),
            {
                "name": "figures-parquet",
                "type": "file",
                **_file(files.PARQUET, content),
                "format": "parquet",
            },
        ],
    }


def _keys() -> list[Json]:
    areas = {"resource": "areas", "fields": ["year", "level", "code"]}
    return [
        {"fields": PLACE, "reference": areas},
        {"fields": PART, "reference": {"resource": "classifications", "fields": PART}},
    ]


def _table(name: str, file: str, content: Mapping[str, bytes], schema: Json) -> Json:
    about = {"name": name, "profile": "tabular-data-resource", **_file(file, content), "format": "csv"}
    return {**about, "encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\n"}, "schema": schema}


def _file(file: str, content: Mapping[str, bytes]) -> Json:
    data = content[file]
    return {"path": file, "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _schema(columns: Sequence[str], key: Sequence[str], foreign: Sequence[Json] = ()) -> Json:
    schema: Json = {"fields": [_field(name) for name in columns], "missingValues": [""], "primaryKey": list(key)}
    return schema | ({"foreignKeys": list(foreign)} if foreign else {})


def _field(name: str) -> Json:
    limits: Json = {"enum": list(ENUMS[name])} if name in ENUMS else {}
    return {
        "name": name,
        "type": TYPES.get(name, "string"),
        "description": _words(f"column_{name}"),
        "constraints": limits | {"required": name not in MAY_LACK},
    }


def _categories(figures: pa.Table, lists: Sequence[Classification]) -> list[Json]:
    """A row for each category that has figures; a crossed one names its parts."""
    known = {each.name: each.categories for each in lists}
    found = []
    for split, category in (each.split(":") for each in ordered_ids(figures, lists)):
        parts = list(zip(split.split(CROSS), category.split(CROSS), strict=True))
        names = {each: ", ".join(known[part][code][each] for part, code in parts) for each in LANGUAGES}
        found.append({"split": split, "category": category, **names})
    return found


def _words(key: str) -> str:
    return reference.text(f"release.{key}", LANGUAGE)
