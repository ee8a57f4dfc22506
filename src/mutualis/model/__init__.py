"""The words of the house: columns, domains, periods, problems, parties and the protocols of engine, lake and node.

This room uses the standard library only and knows nothing of files, engines or parties' data.
"""

from mutualis.model.columns import Column
from mutualis.model.domains import (
    C1,
    C2,
    HOSPITAL,
    INSZ,
    PLACE_C1,
    PLACE_C2,
    PRACTICE_C1,
    PRACTICE_C2,
    PROVIDER_C1,
    PROVIDER_C2,
    IdentifierDomain,
)
from mutualis.model.errors import Busy, DiskFull, MutualisError, StopsWork
from mutualis.model.period import DeliveryPeriod, Years
from mutualis.model.problems import Problem, Severity

__all__ = [
    "C1",
    "C2",
    "HOSPITAL",
    "INSZ",
    "PLACE_C1",
    "PLACE_C2",
    "PRACTICE_C1",
    "PRACTICE_C2",
    "PROVIDER_C1",
    "PROVIDER_C2",
    "Busy",
    "Column",
    "DeliveryPeriod",
    "DiskFull",
    "IdentifierDomain",
    "MutualisError",
    "Problem",
    "Severity",
    "StopsWork",
    "Years",
]
