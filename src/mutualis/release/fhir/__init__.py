"""A release as FHIR R4 (4.0.1): a Measure an indicator, a MeasureReport (summary) a figure.

Resources are plain values for JSON. A hidden count is absent with the reason `masked`, one that was never made with
`not-applicable` (extension data-absent-reason); no number can be told from the shape of a report.
"""

from mutualis.release.fhir.measure import identifier, indicator_of, measure
from mutualis.release.fhir.report import Told, area_report, report
from mutualis.release.fhir.server import bundle, capability, outcome

__all__ = [
    "Told",
    "area_report",
    "bundle",
    "capability",
    "identifier",
    "indicator_of",
    "measure",
    "outcome",
    "report",
]
