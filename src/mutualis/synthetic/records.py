"""Fixed-width records from columns: each field is written into a matrix of bytes, one row a record.

A field is either a table of ready texts with an index a record, whole numbers to write as digits (with a sign where the
layout wants one), or one text for all records.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from mutualis.model import MutualisError
from mutualis.reference import Field, Layout

LINE_END = 10
CHUNK = 4_096
BLANK_TYPES = ("text",)


@dataclass(frozen=True)
class Looked:
    """Texts to look up: record i holds `texts[index[i]]`. All texts are as wide as the field."""

    texts: np.ndarray
    index: np.ndarray


Value = Looked | np.ndarray | int | bytes


def digits_table(width: int) -> np.ndarray:
    """The texts of 0 to 10**width - 1, each with its leading zeros, as an array of bytes."""
    values = np.arange(10**width)
    shape = np.empty((len(values), width), np.uint8)
    for place in range(width):
        shape[:, width - 1 - place] = values // 10**place % 10 + 48
    return shape.reshape(-1).view(f"S{width}")


def texts(values: list[str], width: int, fill: str = "0") -> np.ndarray:
    """Texts padded on the left to a width, as an array of bytes for `Looked`."""
    return np.array([value.rjust(width, fill) for value in values], dtype=f"S{width}")


def texts_of_numbers(values: np.ndarray, width: int) -> np.ndarray:
    """Whole numbers as texts with leading zeros, as an array of bytes for `Looked`."""
    left, shape = np.asarray(values, np.int64), np.empty((len(values), width), np.uint8)
    for place in range(width):
        shape[:, width - 1 - place] = left % 10 + 48
        left = left // 10
    return shape.reshape(-1).view(f"S{width}")


class RecordWriter:
    """Writes records of one layout. Fields not given are zeros, for text blanks; `signed` zeros carry a plus."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.length = layout.record_length + 1
        self._fields = {field.name: field for field in layout.fields}
        self._ends = {width: digits_table(width) for width in range(1, 5)}
        self._template = self._empty_record()

    def write(self, columns: Mapping[str, Value], count: int) -> np.ndarray:
        """A matrix of bytes, `count` rows of the record's length and a line end."""
        unknown = set(columns) - set(self._fields)
        if unknown:
            raise MutualisError(f"The layout of '{self.layout.database}' has no field {', '.join(sorted(unknown))}.")
        matrix = np.empty((count, self.length), np.uint8)
        for start in range(0, count, CHUNK):
            part = matrix[start : start + CHUNK]
            part[:] = self._template
            for name, value in columns.items():
                self._put(part, self._fields[name], value, start)
        return matrix

    def _empty_record(self) -> np.ndarray:
        record = np.full(self.length, 32, np.uint8)
        for field in self.layout.fields:
            record[field.start - 1 : field.end] = 32 if field.type in BLANK_TYPES else 48
            if field.type == "signed":
                record[field.start - 1] = ord("+")
        record[-1] = LINE_END
        return record

    def _put(self, part: np.ndarray, field: Field, value: Value, start: int) -> None:
        place = _place(part, field.start - 1, field.width)
        if isinstance(value, bytes):
            place[:] = value.rjust(field.width, b"0")
        elif isinstance(value, Looked):
            place[:] = value.texts[value.index[start : start + len(part)]]
        elif isinstance(value, int):
            self._digits(part, np.full(len(part), value), field)
        else:
            self._digits(part, value[start : start + len(part)], field)

    def _digits(self, part: np.ndarray, values: np.ndarray, field: Field) -> None:
        first, end = field.start - 1, field.end
        if field.type == "signed":
            part[:, first] = np.where(values < 0, ord("-"), ord("+"))
            first, values = first + 1, np.abs(values)
        left = values.astype(np.int64)
        while end > first and left.any():
            width = min(4, end - first)
            _place(part, end - width, width)[:] = self._ends[width][left % 10**width]
            left, end = left // 10**width, end - width


def _place(part: np.ndarray, first: int, width: int) -> np.ndarray:
    """The characters of one field as texts that can be assigned to: a view, nothing is copied."""
    return np.ndarray(len(part), f"S{width}", part, first, (part.strides[0],))
