"""A problem found in a delivery: a rule, where it was broken, never the value that broke it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a problem does: refuse the parcel, refuse the line, be loaded and reported, or only be told."""

    BLOCK = "block"
    REFUSE = "refuse"
    WARN = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding. `file` is the database (pp, gz, fu, mg) or 'manifest'; `line` counts from 1, 0 is the whole file."""

    rule: str
    severity: Severity
    file: str
    line: int
    field: str
