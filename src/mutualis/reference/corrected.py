"""Corrections of received data, read from `corrections/corrections.csv`: what, where, why, and how many lines."""

from dataclasses import dataclass
from functools import cache

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT, Row, read_rows
from mutualis.reference.layouts import layout

STATUSES = ("proposed", "active", "withdrawn")


@dataclass(frozen=True)
class Correction:
    """One correction. `guard`: how many lines it may touch at most; `delivery`: a parcel hash, or '' for all."""

    id: str
    database: str
    field: str
    delivery: str
    what: str
    reason: str
    status: str
    guard: int
    valid_from: str
    valid_to: str
    source: str
    mark: str


@cache
def corrections() -> tuple[Correction, ...]:
    """All corrections, in file order. An unknown field or status, or a missing reason or guard, is an error."""
    return tuple(correction(row) for row in read_rows(ROOT / "corrections" / "corrections.csv")[1])


def correction(row: Row) -> Correction:
    """A correction from its row."""
    layout(row["database"]).field(row["field"])
    if row["status"] not in STATUSES:
        raise MutualisError(
            f"Correction '{row['id']}' has the status '{row['status']}'.",
            there_is=f"statuses are {', '.join(STATUSES)}",
        )
    if not row["reason"] or not row["guard"].isdigit():
        raise MutualisError(
            f"Correction '{row['id']}' lacks its reason or its guard.",
            do="say why, and how many lines it may touch at most",
        )
    return Correction(**{**row, "guard": int(row["guard"])})  # type: ignore[arg-type]
