"""Who reviewed the definition of an indicator, when, and when it is due again (`indicator_reviews.csv`).

A row is added when an expert outside the makers has read the definition; an indicator without a row was not reviewed.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from mutualis.reference.files import ROOT, Row, read_rows


@dataclass(frozen=True)
class Review:
    """A review of a definition; `next_review` is None where none is planned."""

    reviewer: str
    reviewed: dt.date
    next_review: dt.date | None
    source: str
    mark: str


def indicator_review(name: str) -> Review | None:
    """The newest review of an indicator; None where nobody reviewed it."""
    return _reviews().get(name)


@cache
def _reviews() -> Mapping[str, Review]:
    _, rows = read_rows(ROOT / "indicator_reviews.csv")
    return MappingProxyType({row["name"]: _review(row) for row in sorted(rows, key=lambda row: row["reviewed"])})


def _review(row: Row) -> Review:
    due = row["next_review"]
    day, next_ = dt.date.fromisoformat(row["reviewed"]), dt.date.fromisoformat(due) if due else None
    return Review(row["reviewer"], day, next_, row["source"], row["mark"])
