"""Code lists: CSV files in `codelists/` and `geography/`, each row with its validity, source and mark."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT, Row, is_valid, read_rows

FOLDERS = ("codelists", "geography")
REQUIRED = ("code", "nl", "fr", "en", "valid_from", "valid_to", "source", "mark")


@dataclass(frozen=True)
class CodeList:
    """A code list: its columns, its rows in file order and the CSV it came from.

    A code may have several rows, one a period of validity; the periods of one code never overlap.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    path: Path

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
    columns, rows = read_rows(paths[name])
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise MutualisError(f"The code list '{name}' lacks the columns {', '.join(missing)}.")
    return CodeList(name, columns, rows, paths[name])


def _paths() -> dict[str, Path]:
    return {path.stem: path for folder in FOLDERS for path in (ROOT / folder).glob("*.csv")}
