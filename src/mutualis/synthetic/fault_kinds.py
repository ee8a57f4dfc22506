"""What a planted fault is, and the records of an extract as something that a fault can change."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mutualis.model import DeliveryPeriod
from mutualis.reference import Layout


@dataclass(frozen=True)
class Records:
    """The first records of an extract as a matrix of bytes, one row a record with its line end."""

    matrix: np.ndarray
    layout: Layout

    @property
    def size(self) -> int:
        return len(self.matrix)

    def texts(self, name: str) -> np.ndarray:
        """A field of all records, as an array of bytes."""
        field = self.layout.field(name)
        part = np.ascontiguousarray(self.matrix[:, field.start - 1 : field.end])
        return part.view(f"S{field.width}").reshape(-1)

    def numbers(self, name: str) -> np.ndarray:
        """A field of all records as whole numbers; meaningless where it holds no digits."""
        field = self.layout.field(name)
        signed = field.type == "signed"
        digits = self.matrix[:, field.start - 1 + signed : field.end].astype(np.int64) - 48
        value = np.zeros(self.size, np.int64)
        for place in range(digits.shape[1]):
            value = value * 10 + digits[:, place]
        return np.where(self.matrix[:, field.start - 1] == ord("-"), -value, value) if signed else value

    def get(self, name: str, row: int) -> str:
        field = self.layout.field(name)
        return self.matrix[row, field.start - 1 : field.end].tobytes().decode("ascii")

    def put(self, name: str, row: int, value: str | int) -> None:
        """Write a text, padded with zeros on the left, or a number (with its sign where the field has one)."""
        field = self.layout.field(name)
        if isinstance(value, int) and field.type == "signed":
            text = f"{'-' if value < 0 else '+'}{abs(value):0{field.width - 1}d}"
        else:
            text = str(value).rjust(field.width, "0")
        self.matrix[row, field.start - 1 : field.end] = np.frombuffer(text.encode("ascii"), np.uint8)


@dataclass(frozen=True)
class Around:
    """What a fault may need to know: the half-year, the states of the same delivery, and chance."""

    period: DeliveryPeriod
    members: Records
    random: np.random.Generator


Eligible = Callable[[Records, Around], np.ndarray]
Alter = Callable[[Records, int, Around], int]


@dataclass(frozen=True)
class LineFault:
    """A fault of one line: which lines can carry it, how it is made, and the rule that must find it.

    `alter` changes a row and returns the row that is wrong afterwards (a duplicate is another one).
    """

    kind: str
    database: str
    field: str
    rule: str
    eligible: Eligible
    alter: Alter


def anyone(records: Records, _: Around) -> np.ndarray:
    """Every record can carry the fault."""
    return np.ones(records.size, bool)


def put(name: str, value: str | int | Callable[[], str]) -> Alter:
    """The fault that a field holds this value (looked up in a list only when the fault is made)."""

    def alter(records: Records, row: int, _: Around) -> int:
        records.put(name, row, value() if callable(value) else value)
        return row

    return alter


def month_after(yyyymm: int, months: int) -> int:
    """A month as 202301, so many months later (or earlier)."""
    total = yyyymm // 100 * 12 + yyyymm % 100 - 1 + months
    return total // 12 * 100 + total % 12 + 1


def day_after(yyyymmdd: int, days: int) -> int:
    """A day as 20230131, so many days later (or earlier)."""
    text = str(yyyymmdd)
    day = np.datetime64(f"{text[:4]}-{text[4:6]}-{text[6:]}") + days
    return int(str(day).replace("-", ""))
