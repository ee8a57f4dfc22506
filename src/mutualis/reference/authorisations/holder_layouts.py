"""The layout of another holder's file: one line a field, in a CSV beside the authorisation that names it.

It says what a field is called in the file (`code`) and here (`name`), its type, the values it may have, what it is to
an attacker, and what it means. A new holder is a new file: nothing of the program knows its columns.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.reference.authorisations.folders import paths
from mutualis.reference.files import Row, read_rows

TYPES = ("text", "number", "date")
PERSON, OWN_NUMBER, ANCHOR, QUASI, SENSITIVE = ROLES = ("person", "own_number", "anchor", "quasi", "sensitive")
COARSER = {"classes": 2, "prefix": 1, "starts": 0}
DAY, OFFSET = "_day", "_offset_days"
NAME = re.compile(r"[a-z][a-z0-9_]*")
COLUMNS = ("code", "name", "type", "role", "required", "values", "known_to", "harmful", "coarser", "nl", "fr", "en",
           "source", "mark")  # fmt: skip
FIRST_LINE = 2


@dataclass(frozen=True)
class HolderField:
    """A field. `values`: all that it may have (empty: any of its type).

    To an attacker it is `quasi` (`known_to`: ids of attackers; none: who knows that the person is in it) or
    `sensitive` (`harmful`: values that nobody should learn; one that ends in * is a beginning). `coarser`: the remedy
    where classes are too small, like `classes 5 90` (width, top), `prefix 3` (characters) or `starts 0 3 7`.
    """

    code: str
    name: str
    type: str
    role: str
    required: bool
    values: tuple[str, ...]
    known_to: tuple[str, ...]
    harmful: tuple[str, ...]
    coarser: tuple[str, ...]
    nl: str
    fr: str
    en: str

    @property
    def linked_name(self) -> str:
        """What it is called once days are counted from the anchor: `x_day` becomes `x_offset_days`."""
        return self.name.removesuffix(DAY) + OFFSET if self.type == "date" else self.name


@dataclass(frozen=True)
class HolderLayout:
    """The fields of a holder's file in order; `hash` of the layout, which an authorisation's sign-off covers."""

    name: str
    fields: tuple[HolderField, ...]
    hash: str

    def one(self, role: str) -> HolderField:
        """The field that tells the person, the holder's own number of the person, or the anchor day."""
        return next(each for each in self.fields if each.role == role)

    @property
    def told(self) -> tuple[HolderField, ...]:
        """The fields that tell something about a person: all but the two identifiers and the anchor."""
        return tuple(each for each in self.fields if each.role in (QUASI, SENSITIVE))


def holder_layout(name: str, beside: Path | None = None) -> HolderLayout:
    """The layout of that name: in the folder of the file that names it (`beside`), else where authorisations lie."""
    found = paths(".csv")
    if beside is not None and (beside / f"{name}.csv").is_file():
        return read_holder_layout(beside / f"{name}.csv")
    if name not in found:
        raise MutualisError(
            f"There is no layout '{name}' of a holder's file.",
            there_is=f"the layouts are {', '.join(sorted(found)) or 'none'}",
            do=f"put {name}.csv beside the authorisation",
        )
    return read_holder_layout(found[name])


def read_holder_layout(path: Path) -> HolderLayout:
    """The layout in a file. Raises with every fault that it has."""
    columns, rows = read_rows(path)
    if lacking := [each for each in COLUMNS if each not in columns]:
        raise MutualisError(
            f"The layout '{path.stem}' has no column {', '.join(lacking)}.", there_is=f"it has {', '.join(columns)}"
        )
    fields = tuple(_field(row) for row in rows)
    if faults := (*_of_lines(fields), *_of_whole(fields)):
        raise MutualisError(f"The layout '{path.stem}' cannot be used. {' '.join(faults)}", do="correct its file")
    return HolderLayout(path.stem, fields, hashlib.sha256(path.read_bytes()).hexdigest())


def _field(row: Row) -> HolderField:
    return HolderField(
        code=row["code"],
        name=row["name"],
        type=row["type"],
        role=row["role"],
        required=row["required"] == "1",
        values=tuple(row["values"].split()),
        known_to=tuple(row["known_to"].split()),
        harmful=tuple(row["harmful"].split()),
        coarser=tuple(row["coarser"].split()),
        nl=row["nl"],
        fr=row["fr"],
        en=row["en"],
    )


def _of_lines(fields: tuple[HolderField, ...]) -> Iterator[str]:
    for line, each in enumerate(fields, start=FIRST_LINE):
        if not each.code or not NAME.fullmatch(each.name):
            yield f"Line {line} has no code, or a name that is no plain word."
        if each.type not in TYPES:
            yield f"Line {line} has the type '{each.type}'; types are {', '.join(TYPES)}."
        if each.role not in ROLES:
            yield f"Line {line} has the role '{each.role}'; roles are {', '.join(ROLES)}."
        if not (each.nl and each.fr and each.en):
            yield f"Line {line} is not described in Dutch, French and English."
        if each.coarser and not _is_remedy(each.coarser):
            yield f"Line {line} has a remedy that there is not; remedies are {', '.join(COARSER)}, then whole numbers."
        if each.type == "date" and not each.name.endswith(DAY):
            yield f"Line {line} is a day, and its name does not end in {DAY}."


def _is_remedy(told: tuple[str, ...]) -> bool:
    numbers = told[1:]
    is_whole = bool(numbers) and all(each.isdigit() for each in numbers)
    return told[0] in COARSER and is_whole and COARSER[told[0]] in (0, len(numbers))


def _of_whole(fields: tuple[HolderField, ...]) -> Iterator[str]:
    for role in (PERSON, OWN_NUMBER, ANCHOR):
        if sum(each.role == role for each in fields) != 1:
            yield f"It has not one field with the role '{role}'."
    if any(each.role == ANCHOR and (each.type != "date" or not each.required) for each in fields):
        yield "The anchor is no required day."
    for what in ("code", "name"):
        found = [getattr(each, what) for each in fields]
        yield from (f"The {what} '{each}' is there twice." for each in sorted({n for n in found if found.count(n) > 1}))
    if not any(each.role == QUASI for each in fields):
        yield "No field is marked as one that somebody may know of a person (quasi)."
