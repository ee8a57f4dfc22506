"""Code lists: CSV files in `codelists/` and `geography/`, each row with its validity, source and mark.

A folder of one's own (MUTUALIS_CODELISTS) holds lists that take the place of those built in: see `codelist_versions`.
"""

import datetime as dt
import hashlib
import itertools
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT, Row, is_valid, read_rows

FOLDERS = ("codelists", "geography")
OWN_FOLDER = "MUTUALIS_CODELISTS"
REQUIRED = ("code", "nl", "fr", "en", "valid_from", "valid_to", "source", "mark")
FILLED = ("code", "nl", "fr", "en", "valid_from", "source")
MARKS = ("seen", "inferred", "stand-in")
SHOWN = 3


@dataclass(frozen=True)
class CodeList:
    """A code list: its columns, its rows in file order and the CSV it came from.

    A code may have several rows, one a period of validity; the periods of one code never overlap.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    path: Path

    @property
    def version(self) -> str:
        """12 hexadecimal characters that say what is in the list, whoever wrote the file and in which order."""
        told = [self.columns, *sorted(tuple(row.values()) for row in self.rows)]
        return hashlib.sha256(repr(told).encode()).hexdigest()[:12]

    def codes(self, on: dt.date | None = None) -> frozenset[str]:
        """The codes valid on a day; all codes that ever were when no day is given."""
        return frozenset(row["code"] for row in self.valid(on))

    def valid(self, on: dt.date | None = None) -> tuple[Row, ...]:
        """The rows valid on a day, in file order."""
        return tuple(row for row in self.rows if is_valid(row["valid_from"], row["valid_to"], on))

    def row(self, code: str, on: dt.date | None = None) -> Row:
        """The row of a code on a day; the latest one when no day is given."""
        found = [row for row in self.valid(on) if row["code"] == code]
        if not found:
            when = f" on {on.isoformat()}" if on else ""
            raise MutualisError(
                f"The code list '{self.name}' has no code '{code}'{when}.",
                there_is=f"{len(self.codes(on))} codes are valid{when}",
            )
        return max(found, key=lambda row: row["valid_from"])


def codelist_names() -> tuple[str, ...]:
    """The names of all code lists, in alphabetical order."""
    return tuple(sorted(_paths()))


@cache
def codelist(name: str) -> CodeList:
    """The code list of that name; an unknown name or a missing column is an error."""
    paths = _paths()
    if name not in paths:
        raise MutualisError(
            f"There is no code list '{name}'.", there_is="the code lists are " + ", ".join(sorted(paths))
        )
    return read_codelist(name, paths[name])


def read_codelist(name: str, path: Path) -> CodeList:
    """The code list in a file, if it can be one: columns, filled cells, marks, days, one row of a code on a day.

    Raises with the first few lines that are wrong.
    """
    columns, rows = read_rows(path)
    if missing := [column for column in REQUIRED if column not in columns]:
        raise MutualisError(f"The code list '{name}' lacks the columns {', '.join(missing)}.")
    if wrong := list(itertools.islice(_faults(rows), SHOWN)):
        raise MutualisError(
            f"The code list '{name}' cannot be used: {'; '.join(wrong)}.",
            do=f"correct {path.name}; `mutualis codelists check` tells all of it",
        )
    return CodeList(name, columns, rows, path)


def codelist_faults(path: Path) -> tuple[str, ...]:
    """Everything that is wrong with the rows of a code list's file, a sentence each."""
    return tuple(_faults(read_rows(path)[1]))


def own_folder() -> Path | None:
    """The folder of one's own code lists, where there is one."""
    given = os.environ.get(OWN_FOLDER)
    return Path(given) if given else None


def _faults(rows: Iterable[Row]) -> Iterator[str]:
    periods: dict[str, list[tuple[str, str, int]]] = {}
    for line, row in enumerate(rows, start=2):
        if empty := [column for column in FILLED if not row[column]]:
            yield f"line {line} has no {', '.join(empty)}"
        if row["mark"] not in MARKS:
            yield f"line {line} has the mark '{row['mark']}', which is none of {', '.join(MARKS)}"
        if (
            not _is_day(row["valid_from"])
            or not _is_day(row["valid_to"])
            or row["valid_from"] > (row["valid_to"] or "9")
        ):
            yield f"line {line} has no period: '{row['valid_from']}' to '{row['valid_to']}'"
        periods.setdefault(row["code"], []).append((row["valid_from"], row["valid_to"] or "9999-12-31", line))
    for code, of_code in periods.items():
        for before, after in itertools.pairwise(sorted(of_code)):
            if before[1] >= after[0]:
                yield f"lines {before[2]} and {after[2]} both say what '{code}' is on {after[0]}"


def _is_day(text: str) -> bool:
    try:
        return not text or bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _paths() -> dict[str, Path]:
    folders = [*(ROOT / folder for folder in FOLDERS), *filter(None, [own_folder()])]
    return {path.stem: path for folder in folders for path in folder.glob("*.csv") if path.stem != "changes"}
