"""The small cell risk analysis of linked microdata: measured, mended, reported, and the gate that its report opens."""

from mutualis.disclosure.small_cells.analysing import Analysis, Task, analyse
from mutualis.disclosure.small_cells.fingerprint import content_hash
from mutualis.disclosure.small_cells.measures import Measures, SetMeasure, measure
from mutualis.disclosure.small_cells.remedies import Action
from mutualis.disclosure.small_cells.rendering import page
from mutualis.disclosure.small_cells.report import Report, approved, is_passed, read_report

__all__ = [
    "Action",
    "Analysis",
    "Measures",
    "Report",
    "SetMeasure",
    "Task",
    "analyse",
    "approved",
    "content_hash",
    "is_passed",
    "measure",
    "page",
    "read_report",
]
