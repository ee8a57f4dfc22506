"""The figures of a page as SDMX-CSV 1.0: rows of the flow FIGURES."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from mutualis.atlas.open.sdmx.frame import attributes, described
from mutualis.atlas.open.sdmx.service import agency_id, versions
from mutualis.atlas.open.sdmx.structures import FIGURES
from mutualis.atlas.open.wanted import Wanted
from mutualis.release.columns import COUNTS
from mutualis.release.files import FIGURE_COLUMNS


def figures(wanted: Wanted) -> bytes:
    """The rows of a page that are figures of the release."""
    rows = [row for row in wanted.rows if row["indicator"] in wanted.release.sheets]
    columns = {name: pa.array([_as_in_release(name, row) for row in rows], _kind(name)) for name in FIGURE_COLUMNS}
    made = described(wanted.release, pa.table(columns), wanted.view.lang)
    known = {name: number for number, name in versions(wanted.site.folder).items()}
    flow = f"{agency_id()}:{FIGURES}({known.get(wanted.release.id, '1.0')})"
    made.insert(0, "DATAFLOW", flow)
    return str(made.assign(**attributes(wanted.release)).to_csv(index=False, lineterminator="\r\n")).encode()


def _kind(name: str) -> pa.DataType:
    return pa.int64() if name in ("year", *COUNTS) else pa.string()


def _as_in_release(name: str, row: Mapping[str, Any]) -> Any:
    each = row[name]
    return each if each is None or name in ("year", *COUNTS) else str(each)
