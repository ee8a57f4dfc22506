"""The figures of a page as a JSON-stat 2.0 cube (https://json-stat.org/full/): indicator x year x level x area x
category x measure. A cell that no row fills is null; one that is hidden has its status."""

from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

from mutualis import reference
from mutualis.atlas.open.as_json import described, dumped
from mutualis.atlas.open.making import computed, sentences
from mutualis.atlas.open.wanted import Row, Wanted
from mutualis.atlas.rows import GROUP, citation
from mutualis.atlas.wrong import Wrong
from mutualis.release import LEVELS, Release
from mutualis.release.columns import MEASURES
from mutualis.release.files import jsonstat_name
from mutualis.release.values import SHOWN

Axes = dict[str, dict[str, str]]  # {axis: {id of a category: its label}}
AXES = ("indicator", "year", "level", "area", "category")
ROLES = {"time": ["year"], "geo": ["area"], "metric": ["measure"]}


def figures(wanted: Wanted) -> bytes:
    """The rows as a cube, in the language of the view. No rows at all are an error: a cube cannot be empty."""
    if not wanted.rows:
        raise Wrong("open.wrong_no_figures", status=404)
    axes = _axes(wanted)
    values, status = _cells(wanted.rows, axes)
    release, view = wanted.release, wanted.view
    return dumped(
        {
            "version": "2.0",
            "class": "dataset",
            "label": release.sheet(wanted.indicators[0]).text("title", view.lang),
            "source": reference.text("release.source", view.lang),
            "updated": release.created,
            "note": [citation(release, view.indicator, view.year, view.lang), *sentences(wanted)],
            "id": list(axes),
            "size": [len(labels) for labels in axes.values()],
            "role": ROLES,
            "dimension": {name: _dimension(wanted, name, labels) for name, labels in axes.items()},
            "value": values,
            "status": status,
            "extension": described(wanted) | {"computed": computed(wanted)},
        }
    )


def _axes(wanted: Wanted) -> Axes:
    rows, language = wanted.rows, wanted.view.lang
    areas = sorted({(ids(row)["area"], row["area_name"]) for row in rows})
    levels = sorted({row["level"] for row in rows}, key=(*LEVELS, GROUP).index)
    measures = [name for name in MEASURES if name == "value" or any(row[name] is not None for row in rows)]
    return {
        "indicator": {row["indicator"]: row["title"] for row in rows},
        "year": {year: year for year in sorted({str(row["year"]) for row in rows})},
        "level": {each: level(each, language) for each in levels},
        "area": dict(areas),
        "category": {ids(row)["category"]: row["category_name"] for row in rows},
        "measure": {name: reference.text(f"release.column_{name}", language) for name in measures},
    }


def level(name: str, language: str) -> str:
    """A level in words; that of an own group too."""
    return reference.text("open.level_group" if name == GROUP else f"release.level_{name}", language)


def ids(row: Row) -> Mapping[str, str]:
    """The id of a row's category on every axis; an area's code alone is not unique, since Brussels is a province and an
    arrondissement, nor is that of a category, since `unknown` is one of every split."""
    return {
        "indicator": row["indicator"],
        "year": str(row["year"]),
        "level": row["level"],
        "area": row["area_code"],
        "category": f"{row['split']}:{row['category']}",
    }


def _cells(rows: Sequence[Row], axes: Axes) -> tuple[list[Any], dict[str, str]]:
    places = {axis: {each: n for n, each in enumerate(labels)} for axis, labels in axes.items()}
    measures = list(axes["measure"])
    cells: list[Any] = [None] * prod(len(labels) for labels in axes.values())
    status = {}
    for row in rows:
        at = 0
        for axis, each in ids(row).items():
            at = at * len(axes[axis]) + places[axis][each]
        at *= len(measures)
        cells[at : at + len(measures)] = [row[name] for name in measures]
        if row["status"] != SHOWN:
            status[str(at)] = row["status"]
    return cells, status


def _dimension(wanted: Wanted, name: str, labels: Mapping[str, str]) -> dict[str, Any]:
    label = reference.text("open.dimension_level" if name == "level" else f"release.dimension_{name}", wanted.view.lang)
    return {"label": label, "category": {"index": list(labels), "label": dict(labels)}}


def collection(release: Release, language: str, base: str) -> bytes:
    """A JSON-stat collection: every cube that the release holds, by indicator and level; `base` is the address of the
    Atlas as the reader knows it, since the links of a collection are whole."""
    items = [
        {
            "class": "dataset",
            "href": f"{base}/files/{release.id}/{name}",
            "label": f"{sheet.text('title', language)}: {reference.text(f'release.level_{level}', language)}",
        }
        for indicator, sheet in release.sheets.items()
        for level in LEVELS
        if (name := jsonstat_name(indicator, level)) in release.files
    ]
    said = {"label": reference.text("open.collection", language, release=release.id), "updated": release.created}
    return dumped({"version": "2.0", "class": "collection", **said, "link": {"item": items}})
