"""The figures of a page as SDMX-CSV 1.0: rows of the flow FIGURES.

What a page computes (MADE is not PUBLISHED) is no observation of the flow: its rows have the codes and attributes that
the data structure keeps for it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from mutualis.atlas.open.sdmx.frame import attributes, described
from mutualis.atlas.open.sdmx.service import agency_id, versions
from mutualis.atlas.open.sdmx.structures import FIGURES
from mutualis.atlas.open.wanted import Row, Wanted
from mutualis.release.columns import COUNTS
from mutualis.release.files import FIGURE_COLUMNS


def figures(wanted: Wanted) -> bytes:
    """The rows of a page, each with how it was made."""
    rows = [row for row in wanted.rows if row["indicator"] in wanted.release.sheets]
    columns = {name: pa.array([_as_in_release(name, row) for row in rows], _kind(name)) for name in FIGURE_COLUMNS}
    made = described(wanted.release, pa.table(columns), wanted.view.lang)
    known = {name: number for number, name in versions(wanted.site.folder).items()}
    flow = f"{agency_id()}:{FIGURES}({known.get(wanted.release.id, '1.0')})"
    made.insert(0, "DATAFLOW", flow)
    made = made.assign(**_making(rows), **attributes(wanted.release))
    return str(made.to_csv(index=False, lineterminator="\r\n")).encode()


def _making(rows: Sequence[Row]) -> dict[str, list[str]]:
    return {
        "MADE": [row["made"].upper() for row in rows],
        "MEMBERS": [row["members"] for row in rows],
        "DIVISION": [str(row["division"] or "") for row in rows],
    }


def _kind(name: str) -> pa.DataType:
    return pa.int64() if name in ("year", *COUNTS) else pa.string()


def _as_in_release(name: str, row: Mapping[str, Any]) -> Any:
    each = row[name]
    return each if each is None or name in ("year", *COUNTS) else str(each)
