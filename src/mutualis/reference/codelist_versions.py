"""Versions of code lists: what changed from one to the next, and adopting an edited list with a reason.

A folder of one's own (MUTUALIS_CODELISTS) holds `<list>.csv` in its newest version, every version that ever was in
`versions/<list>/<number>.csv`, and `changes.csv`, the log. The list that is built in is version 1.
"""

import csv
import datetime as dt
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.codelists import OWN_FOLDER, CodeList, codelist, own_folder, read_codelist
from mutualis.reference.files import Row, read_rows

ADDED, ENDED, CHANGED, REMOVED = "added", "ended", "changed", "removed"
LOG, VERSIONS = "changes.csv", "versions"
BUILT_IN = "built in"
Key = tuple[str, str]


@dataclass(frozen=True)
class RowChange:
    """What happened to the row of a code from a day on: `columns` gives, where it changed, each cell before and after.

    A row that only got a last day was `ended`.
    """

    kind: str
    code: str
    valid_from: str
    columns: Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class ListVersion:
    """A version of a list as the log has it: `number` from 1, `content` (`CodeList.version`), and why it came."""

    list: str
    number: int
    content: str
    day: str
    added: int
    ended: int
    changed: int
    removed: int
    reason: str


FIELDS = fields(ListVersion)


def differences(before: CodeList, after: CodeList) -> tuple[RowChange, ...]:
    """The rows that differ, by code and first day; a column that only one version has counts as empty in the other."""
    old, new = _by_key(before.rows), _by_key(after.rows)
    columns = list(dict.fromkeys([*before.columns, *after.columns]))
    found = [_change(key, old.get(key), new.get(key), columns) for key in sorted({*old, *new})]
    return tuple(each for each in found if each is not None)


def versions(name: str) -> tuple[ListVersion, ...]:
    """The versions of a list, oldest first."""
    logged = [each for each in _log() if each.list == name]
    return tuple(logged) or (_first(codelist(name)),)


def version(name: str, which: str) -> CodeList:
    """A version of a list by its number or its content; `current` is the one in use, anything else a file."""
    known = versions(name)
    if which in ("current", "", str(known[-1].number), known[-1].content):
        return codelist(name)
    for each in known:
        if which in (str(each.number), each.content):
            return read_codelist(name, _kept(name, each.number))
    if Path(which).is_file():
        return read_codelist(name, Path(which))
    raise MutualisError(
        f"There is no version '{which}' of the code list '{name}', and no such file.",
        there_is=", ".join(f"{each.number} ({each.content}, {each.day or BUILT_IN})" for each in known),
    )


def adopt(name: str, path: Path, reason: str, day: dt.date) -> ListVersion | None:
    """Put an edited list in the place of the one in use, keep both and enter the change in the log.

    Returns None, and does nothing, where nothing differs. A row that is removed is refused: what was valid once stays,
    with a last day, or results of the past could not be made again.
    """
    folder, after = _folder(), read_codelist(name, path)
    before, known = codelist(name), versions(name)
    found = differences(before, after)
    if not found:
        return None
    counts = Counter(each.kind for each in found)
    if not reason.strip():
        raise MutualisError("A change of a code list needs a reason.", do="say why, and where it is written")
    if counts[REMOVED]:
        gone = next(each for each in found if each.kind == REMOVED)
        raise MutualisError(
            f"The new version of '{name}' lacks {counts[REMOVED]} rows, such as '{gone.code}' from {gone.valid_from}.",
            do="keep the row and give it a last day (valid_to)",
        )
    made = ListVersion(
        name, known[-1].number + 1, after.version, day.isoformat(),
        counts[ADDED], counts[ENDED], counts[CHANGED], counts[REMOVED], reason.strip(),
    )  # fmt: skip
    if len(known) == 1 and not _kept(name, 1).is_file():
        _keep(before.path, name, 1)
        _enter(folder, known[0])
    _keep(path, name, made.number)
    _enter(folder, made)
    shutil.copyfile(_kept(name, made.number), folder / f"{name}.csv")
    codelist.cache_clear()
    return made


def _by_key(rows: Sequence[Row]) -> dict[Key, Row]:
    return {(row["code"], row["valid_from"]): row for row in rows}


def _change(key: Key, old: Row | None, new: Row | None, columns: Sequence[str]) -> RowChange | None:
    if old is None or new is None:
        return RowChange(ADDED if old is None else REMOVED, *key, {})
    cells = {name: (old.get(name, ""), new.get(name, "")) for name in columns}
    differing = {name: pair for name, pair in cells.items() if pair[0] != pair[1]}
    if not differing:
        return None
    is_ended = set(differing) == {"valid_to"} and not differing["valid_to"][0]
    return RowChange(ENDED if is_ended else CHANGED, *key, differing)


def _first(built_in: CodeList) -> ListVersion:
    return ListVersion(built_in.name, 1, built_in.version, "", len(built_in.rows), 0, 0, 0, BUILT_IN)


def _folder() -> Path:
    folder = own_folder()
    if folder is None:
        raise MutualisError(
            "There is no folder for code lists of one's own.", do=f"name one in the environment as {OWN_FOLDER}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _log() -> list[ListVersion]:
    folder = own_folder()
    if folder is None or not (folder / LOG).is_file():
        return []
    return [_logged(row) for row in read_rows(folder / LOG)[1]]


def _logged(row: Row) -> ListVersion:
    cells: dict[str, Any] = {each.name: int(row[each.name]) if each.type is int else row[each.name] for each in FIELDS}
    return ListVersion(**cells)


def _kept(name: str, number: int) -> Path:
    return _folder() / VERSIONS / name / f"{number:04d}.csv"


def _keep(path: Path, name: str, number: int) -> None:
    target = _kept(name, number)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _enter(folder: Path, made: ListVersion) -> None:
    is_new = not (folder / LOG).is_file()
    with (folder / LOG).open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [each.name for each in FIELDS])
        if is_new:
            writer.writeheader()
        writer.writerow(asdict(made))
