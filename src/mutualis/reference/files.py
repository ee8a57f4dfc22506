"""Where the facts lie, and how a CSV of facts is read."""

import csv
import datetime as dt
from pathlib import Path
from typing import NoReturn

from mutualis.model import MutualisError

ROOT = Path(__file__).parent


class Row(dict[str, str]):
    """One line of a reference table: reads like a dictionary, cannot be changed."""

    def _frozen(self, *arguments: object, **named: object) -> NoReturn:
        raise TypeError("a row of a reference table cannot be changed; copy it with dict(row)")

    __setitem__ = __delitem__ = clear = pop = popitem = setdefault = update = _frozen

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


def read_rows(path: Path) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The columns and rows of a CSV file in UTF-8, as spreadsheets save it too; every row must have every column."""
    if not path.is_file():
        there_is = ", ".join(sorted(each.stem for each in path.parent.glob("*.csv")))
        raise MutualisError(f"There is no reference file '{path.name}'.", there_is=f"the files are {there_is}")
    columns, *lines = _lines(path) or [()]
    if not columns:
        raise MutualisError(f"The reference file '{path.name}' is empty.", do="begin it with a line of column names")
    for number, line in enumerate(lines, start=2):
        if len(line) != len(columns):
            raise MutualisError(
                f"Line {number} of the reference file '{path.name}' has {len(line)} cells.",
                there_is=f"the header has {len(columns)} columns",
                do="check the commas and quotation marks of that line",
            )
    return columns, tuple(Row(zip(columns, line, strict=True)) for line in lines)


def _lines(path: Path) -> list[tuple[str, ...]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [tuple(line) for line in csv.reader(file)]
    except csv.Error as error:
        raise MutualisError(f"The reference file '{path.name}' is no CSV.", there_is=str(error)) from None
    except UnicodeDecodeError as error:
        raise MutualisError(
            f"The reference file '{path.name}' is not in UTF-8.",
            there_is=f"byte {error.start + 1} is no part of it",
            do="save it as CSV UTF-8",
        ) from None


def is_valid(valid_from: str, valid_to: str, on: dt.date | None) -> bool:
    """Whether a day falls in an interval of ISO dates (both ends included, empty is open); no day asks nothing."""
    if on is None:
        return True
    day = on.isoformat()
    return (not valid_from or valid_from <= day) and (not valid_to or day <= valid_to)
