"""What a change of a code list moves: derived tables and indicators made with the list in use and with the edited one.

Definitions read code lists when they are imported, so each of the two is made by a process of its own
(`impact_child`), into a scratch folder: nothing in the warehouse changes.
"""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis

from mutualis import derived, reference, tables
from mutualis.engine import DuckEngine
from mutualis.indicators import Indicator
from mutualis.indicators.definitions import INDICATORS
from mutualis.model import MutualisError
from mutualis.pipeline.derive import REFERENCE
from mutualis.pipeline.meter import Progress
from mutualis.pipeline.workspace import PASSPHRASE, Workspace
from mutualis.reference.codelists import OWN_FOLDER, own_folder, read_codelist

SUMMED = ("int32", "int64")
NO_SUM = frozenset({"year", "birth_year", "age"})


@dataclass(frozen=True)
class Uses:
    """Where a code list is used: fields of layouts (official codes), derived tables that read it directly or through
    another, columns that hold its codes, and indicators.
    """

    fields: tuple[str, ...]
    tables: tuple[str, ...]
    columns: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """Something that a change moves: a column's sum, a table's rows, or of an indicator in the country and a year the
    figure and its numerator (`what`), before and after, in its unit.
    """

    kind: str
    name: str
    what: str
    before: float
    after: float

    @property
    def share(self) -> float:
        """By what share of what was before; infinite where nothing was."""
        return (self.after - self.before) / abs(self.before) if self.before else float("inf")


@dataclass(frozen=True)
class Impact:
    """What a change moves, and where the list is used at all."""

    uses: Uses
    moved: tuple[Moved, ...]


def uses(name: str) -> Uses:
    """Where a code list is used, as declared."""
    made = affected_tables(name)
    fields = {
        f"{database} {field.code}"
        for database in reference.databases()
        for field in reference.layout(database, reference.versions(database)[-1]).fields
        if field.codelist == name
    }
    columns = {
        f"{table.name}.{column}"
        for table in tables.TABLES
        if table.stage == "derived"
        for column, declared in table.columns.items()
        if declared.codelist == name
    }
    names = tuple(each.name for each in affected_indicators(name))
    return Uses(tuple(sorted(fields)), made, tuple(sorted(columns)), names)


def affected_tables(name: str) -> tuple[str, ...]:
    """The derived tables that read a code list, directly or through another table, in order of work."""
    found: list[str] = []
    for step in derived.order(derived.STEPS):
        if set(step.inputs) & {f"{REFERENCE}{name}", *found}:
            found.append(step.name)
    return tuple(found)


def affected_indicators(name: str) -> list[Indicator]:
    """The indicators whose definition names the list, or that read a table made with it."""
    made = set(affected_tables(name))
    return [each for each in INDICATORS if name in each.codelists or made & set(each.sources)]


def impact(space: Workspace, name: str, edited: Path, progress: Progress) -> Impact:
    """Make what the list decides twice, with the list in use and with the edited file, and compare."""
    read_codelist(name, edited)
    space.require()
    with space.centre.scratch() as folder:
        progress.start("impact", 3, "steps")
        _make(space, name, folder / "before", own_folder())
        progress.advance("impact")
        _make(space, name, folder / "after", _with(edited, name, folder / "lists"))
        progress.advance("impact")
        moved = (*_tables_moved(space, folder), *_indicators_moved(folder))
        progress.advance("impact")
        progress.finish("impact")
    return Impact(uses(name), moved)


def _with(edited: Path, name: str, folder: Path) -> Path:
    """A folder of one's own lists, as it is, with the edited list in it."""
    own = own_folder()
    folder.mkdir()
    for path in own.glob("*.csv") if own else ():
        shutil.copyfile(path, folder / path.name)
    shutil.copyfile(edited, folder / f"{name}.csv")
    return folder


def _make(space: Workspace, name: str, target: Path, lists: Path | None) -> None:
    target.mkdir()
    environment = {**os.environ, PASSPHRASE: space.passphrase}
    environment.pop(OWN_FOLDER, None)
    if lists is not None:
        environment[OWN_FOLDER] = str(lists)
    words = [sys.executable, "-m", "mutualis.pipeline.impact_child", str(space.path), name, str(target)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it stopped without a word"]
        raise MutualisError(f"With this version of '{name}' the figures cannot be made: {said[-1]}")


def _tables_moved(space: Workspace, folder: Path) -> list[Moved]:
    found = []
    with closing(space.engine(space.centre)) as engine:
        for path in sorted((folder / "before").glob("*.parquet")):
            table = tables.find(path.stem)
            before, after = (_used(engine, folder, when, table) for when in ("before", "after"))
            rows = [_only_in(engine, one, other) for one, other in ((before, after), (after, before))]
            if any(rows):
                found.append(Moved("table", table.name, "rows that differ", rows[0], rows[1]))
                found += _sums_moved(engine, table, before, after)
    return found


def _only_in(engine: DuckEngine, one: Any, other: Any) -> int:
    rows = one.difference(other)
    return int(engine.rows(rows.aggregate(rows=rows.count()))[0]["rows"])


def _used(engine: DuckEngine, folder: Path, when: str, table: Any) -> Any:
    name = f"{table.name}_{when}"
    engine.use(name, [folder / when / f"{table.name}.parquet"], table.schema)
    return ibis.table(table.schema, name=name)


def _sums_moved(engine: DuckEngine, table: Any, before: Any, after: Any) -> list[Moved]:
    names = [name for name, column in table.columns.items() if column.type in SUMMED and name not in NO_SUM]
    if not names:
        return []
    sums = [engine.rows(each.aggregate(**{name: each[name].sum() for name in names}))[0] for each in (before, after)]
    pairs = ((name, int(sums[0][name] or 0), int(sums[1][name] or 0)) for name in names)
    return [Moved("variable", f"{table.name}.{name}", "sum", old, new) for name, old, new in pairs if old != new]


def _indicators_moved(folder: Path) -> list[Moved]:
    before, after = (json.loads((folder / when / "figures.json").read_text()) for when in ("before", "after"))
    keys = sorted({*before, *after})
    moved = []
    for key in keys:
        name, what = key.split(" ", 1)
        moved.append(Moved("indicator", name, what, before.get(key, 0.0), after.get(key, 0.0)))
    return [each for each in moved if each.before != each.after]
