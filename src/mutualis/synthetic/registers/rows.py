"""Rows of a register as columns, each with the person it is about and the day that says which delivery brings it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from mutualis.synthetic.claim_records import day_texts
from mutualis.synthetic.records import Looked, Value


@dataclass(frozen=True)
class Rows:
    """Rows of one database and block. `day`: the day (since 1970-01-01) by which a row belongs to a delivery; `person`:
    position in the block, -1 where a row is about no person. `amounts` are columns whose cents are declared."""

    database: str
    person: np.ndarray
    day: np.ndarray
    columns: Mapping[str, Value]
    amounts: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.day)

    def take(self, chosen: np.ndarray) -> "Rows":
        """Some of the rows, by position."""
        columns = {name: taken(value, chosen) for name, value in self.columns.items()}
        amounts = {name: values[chosen] for name, values in self.amounts.items()}
        return Rows(self.database, self.person[chosen], self.day[chosen], columns, amounts)

    def values(self) -> dict[str, Value]:
        """All columns but the person's number."""
        return {**self.columns, **self.amounts}


def taken(value: Value, chosen: np.ndarray) -> Value:
    """The value of some rows; what is one for all rows stays."""
    if isinstance(value, Looked):
        return Looked(value.texts, value.index[chosen])
    return value[chosen] if isinstance(value, np.ndarray) else value


def days(of: np.ndarray) -> Looked:
    """Days since 1970-01-01 as YYYYMMDD; 0 is no day."""
    return day_texts(of)


def words(codes: tuple[str, ...], index: np.ndarray, width: int) -> Looked:
    """Codes padded with blanks on the right (a text field), looked up by position."""
    return Looked(np.array([code.ljust(width) for code in codes], f"S{width}"), np.asarray(index, np.int64))


def codes(known: tuple[str, ...], index: np.ndarray, width: int) -> Looked:
    """Codes padded with zeros on the left (a code field), looked up by position."""
    return Looked(np.array([code.rjust(width, "0") for code in known], f"S{width}"), np.asarray(index, np.int64))
