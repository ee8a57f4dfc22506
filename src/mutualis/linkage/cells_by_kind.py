"""The small cell analyses of a linked set, by what was linked: stays, records of another holder, or an extract alone.

A set has one analysis for each kind of row that attackers can look at. Its name is that of the report.
"""

from collections.abc import Mapping

import polars as pl

from mutualis.disclosure.small_cells import Analysis, Task
from mutualis.linkage.extract_cells import analysed_extract
from mutualis.linkage.record_cells import analysed_records
from mutualis.linkage.records import layout_of
from mutualis.linkage.small_cells import analysed
from mutualis.reference.authorisations import Authorisation

REPORT = "report"
ABOUT = {"stay": ("stays",), "person": ("records",), "extract": ("pp", "stays")}
Tables = Mapping[str, pl.DataFrame]


def analyses(authorisation: Authorisation, tables: Tables, task: Task) -> tuple[Mapping[str, Analysis], Tables]:
    """The analyses by the name of their report (`report` first), and the set as it may go on."""
    if authorisation.link.by == "extract":
        return analysed_extract(tables, task)
    if authorisation.link.by == "person":
        done, after = analysed_records(tables, task, layout_of(authorisation))
    else:
        done, after = analysed(tables, task)
    return {REPORT: done}, after
