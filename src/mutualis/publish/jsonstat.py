"""JSON-stat 2.0: the figures of an indicator at a level as one cube (https://json-stat.org/full/)."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from mutualis import reference
from mutualis.publish.assembling import ID, category_ids, ordered_ids
from mutualis.publish.tables import COUNTS
from mutualis.release.figures import DECIMALS
from mutualis.release.files import BOUNDS
from mutualis.release.values import CROSS, LANGUAGES, SHOWN, Classification

LANGUAGE = "en"
MEASURES = (*DECIMALS, *COUNTS)


def dataset(
    figures: pa.Table, sheet: Mapping[str, Any], names: Mapping[str, str], lists: Sequence[Classification]
) -> dict[str, Any]:
    """The cube of one indicator and level: indicator x year x area x category x measure, row by row.

    `figures`: the rows of figures.csv of that indicator and level; `names`: {area code: name}. The id of a category is
    `split:category`. A cell that is not shown has its status at its measure `value`; other measures without any number
    are left out.
    """
    rows = figures.append_column(ID, category_ids(figures))
    axes = {
        "indicator": [sheet["name"]],
        "year": [str(year) for year in sorted(set(figures["year"].to_pylist()))],
        "area": sorted(set(figures["area_code"].to_pylist())),
        "category": ordered_ids(figures, lists),
        "measure": [name for name in MEASURES if name == "value" or figures[name].null_count < figures.num_rows],
    }
    values, status = _cube(rows, axes)
    texts = sheet["texts"]
    return {
        "version": "2.0",
        "class": "dataset",
        "label": texts[LANGUAGE]["title"],
        "source": reference.text("release.source", LANGUAGE),
        "note": [texts[LANGUAGE]["definition"], texts[LANGUAGE]["interpretation"]],
        "id": list(axes),
        "size": [len(codes) for codes in axes.values()],
        "role": {"time": ["year"], "geo": ["area"], "metric": ["measure"]},
        "dimension": _dimensions(axes, sheet, names, lists),
        "value": values,
        "status": status,
        "extension": {
            "labels": {language: texts[language]["title"] for language in LANGUAGES},
            "definition": sheet["version"],
        },
    }


def _cube(figures: pa.Table, axes: Mapping[str, Sequence[str]]) -> tuple[list[Any], dict[str, str]]:
    size = [len(codes) for codes in axes.values()]
    row = np.ravel_multi_index(
        (
            np.zeros(figures.num_rows, dtype=np.int64),
            _places(figures["year"].to_pylist(), axes["year"]),
            _places(figures["area_code"].to_pylist(), axes["area"]),
            _places(figures[ID].to_pylist(), axes["category"]),
            np.zeros(figures.num_rows, dtype=np.int64),
        ),
        tuple(size),
    )
    cells = np.full(int(np.prod(size)), None, dtype=object)
    for place, name in enumerate(axes["measure"]):
        cells[row + place] = _numbers(figures[name].to_pylist())
    told = [(cell, status) for cell, status in zip(row.tolist(), figures["status"].to_pylist(), strict=True)]
    return cells.tolist(), {str(cell): status for cell, status in told if status != SHOWN}


def _places(codes: Sequence[Any], axis: Sequence[str]) -> npt.NDArray[np.int64]:
    place = {code: n for n, code in enumerate(axis)}
    return np.array([place[str(code)] for code in codes], dtype=np.int64)


def _numbers(column: Sequence[Any]) -> npt.NDArray:
    """Counts as they are, decimal texts as numbers."""
    made: npt.NDArray = np.empty(len(column), dtype=object)
    made[:] = [each if each is None or isinstance(each, int) else float(each) for each in column]
    return made


def _dimensions(
    axes: Mapping[str, list[str]],
    sheet: Mapping[str, Any],
    names: Mapping[str, str],
    lists: Sequence[Classification],
) -> dict[str, Any]:
    labels = {
        "indicator": {sheet["name"]: sheet["texts"][LANGUAGE]["title"]},
        "year": {year: year for year in axes["year"]},
        "area": {code: names[code] for code in axes["area"]},
        "category": {code: _category(code, lists) for code in axes["category"]},
        "measure": {name: reference.text(f"release.column_{name}", LANGUAGE) for name in axes["measure"]},
    }
    found: dict[str, Any] = {
        axis: {
            "label": reference.text(f"release.dimension_{axis}", LANGUAGE),
            "category": {"index": codes, "label": labels[axis]},
        }
        for axis, codes in axes.items()
    }
    found["measure"]["category"]["unit"] = _units(axes["measure"], sheet)
    return found


def _units(measures: Sequence[str], sheet: Mapping[str, Any]) -> dict[str, Any]:
    unit, decimals = sheet["texts"][LANGUAGE]["unit"], sheet["decimals"]
    places = {**dict.fromkeys(BOUNDS, decimals + 1), "value": decimals, "standardised": decimals}
    counted = {"label": reference.text("release.unit_counted", LANGUAGE), "decimals": 0}
    return {name: {"label": unit, "decimals": places[name]} if name in places else counted for name in measures}


def _category(category_id: str, lists: Sequence[Classification]) -> str:
    split, category = category_id.split(":")
    known = {each.name: each.categories for each in lists}
    parts = zip(split.split(CROSS), category.split(CROSS), strict=True)
    return ", ".join(known[part][code][LANGUAGE] for part, code in parts)
