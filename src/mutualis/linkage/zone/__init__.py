"""The researcher's zone, at the project store: named persons, granted columns, reads logged, output checked."""

from mutualis.linkage.zone.door import Zone, ask, enter, leave, reenter
from mutualis.linkage.zone.grants import Grant, grant, granted, grants, withdraw
from mutualis.linkage.zone.output import NotAnOutput, checked_pages, keep_output, outputs, release

__all__ = [
    "Grant",
    "NotAnOutput",
    "Zone",
    "ask",
    "checked_pages",
    "enter",
    "grant",
    "granted",
    "grants",
    "keep_output",
    "leave",
    "outputs",
    "reenter",
    "release",
    "withdraw",
]
