"""Code lists as conditions: `codes("nomenclature", kind="gp_contact").match(line.nomenclature_code)`."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from mutualis import reference
from mutualis.model import MutualisError


@dataclass(frozen=True)
class Codes:
    """A named set of codes. `match` asks for equality, `match_prefix` for a code that begins with one of them."""

    name: str
    values: tuple[str, ...]

    def match(self, column: Any) -> Any:
        """A condition on a string column: the value is one of the codes; false for null."""
        return column.isin(self.values).fill_null(False)

    def match_prefix(self, column: Any) -> Any:
        """A condition on a string column: the value begins with one of the codes (ATC groups); false for null."""
        by_length: dict[int, list[str]] = {}
        for value in self.values:
            by_length.setdefault(len(value), []).append(value)
        conditions = [column.substr(0, length).isin(found) for length, found in sorted(by_length.items())]
        met = conditions[0]
        for condition in conditions[1:]:
            met = met | condition
        return met.fill_null(False)


def codes(codelist: str, *, on: dt.date | None = None, **where: str) -> Codes:
    """The codes of a list whose columns hold the given values, on a day or ever; none at all is an error."""
    source = reference.codelist(codelist)
    unknown = [column for column in where if column not in source.columns]
    if unknown:
        raise MutualisError(
            f"The code list '{codelist}' has no column {', '.join(unknown)}.",
            there_is="the columns are " + ", ".join(source.columns),
        )
    rows = [row for row in source.rows if all(row[column] == value for column, value in where.items())]
    found = tuple(sorted({row["code"] for row in rows} & source.codes(on)))
    return _not_empty(Codes(_title(codelist, where), found))


def code_set(name: str, *values: str) -> Codes:
    """A set of codes written out, for a definition that names them itself."""
    return _not_empty(Codes(name, tuple(sorted(set(values)))))


def _title(codelist: str, where: dict[str, str]) -> str:
    return codelist + "".join(f" {column}={value}" for column, value in sorted(where.items()))


def _not_empty(found: Codes) -> Codes:
    if not found.values:
        raise MutualisError(f"The code set '{found.name}' is empty.", do="name a value that the list holds")
    return found
