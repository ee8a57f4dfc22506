"""From coded files to committed versions: corrections are matched, then each table gets one commit."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from mutualis.model.protocols import Engine, Saved
from mutualis.tables import core, core_correction, find
from mutualis.warehouse.changes import write_changes
from mutualis.warehouse.content import Opened
from mutualis.warehouse.lakes import WritableLake
from mutualis.warehouse.matching import Matched, Search

CORRECTION = core_correction.name


@dataclass
class Prepared:
    """The files that a load will add, by table, and the files that it takes out."""

    added: dict[str, list[Saved]] = field(default_factory=dict)
    removed: dict[str, list[Path]] = field(default_factory=dict)
    matched: Matched = field(default_factory=Matched)

    def add(self, table: str, saved: Saved) -> None:
        """Add a file to a table."""
        self.added.setdefault(table, []).append(saved)

    def rows(self, table: str) -> int:
        """The rows that a table gets."""
        return sum(saved.rows for saved in self.added.get(table, []))

    def problem_tables(self) -> list[pa.Table]:
        """What matching found, as problems."""
        return [pq.read_table(path) for path in self.matched.problems]


def prepare(
    engine: Engine, lake: WritableLake, folder: Path, ready: Prepared, opened: Opened, *, replaces: str | None
) -> Prepared:
    """Add number changes and corrections to the coded files, and name the files of the delivery that is replaced."""
    if opened.changes is not None:
        table = core.TABLE_OF["mg"]
        ready.add(table, write_changes(opened.changes, opened.identities, opened.delivery, lake.target(table)))
    search = Search(engine, lake, folder, opened.delivery, replaces)
    ready.matched = search.run({table: files[0] for table, files in ready.added.items()})
    if replaces is None:
        _add_links(engine, lake, ready)
    else:
        ready.removed = {table: lake.files_of(table, replaces) for table in core.TABLE_OF.values()}
        _rewrite_links(engine, lake, ready, search)
    return ready


def commit(lake: WritableLake, ready: Prepared, delivery: str, replaces: str | None) -> dict[str, int]:
    """Commit each table that gains or loses rows, under the delivery's name; returns their versions."""
    versions = {}
    for table in (declared.name for declared in core.TABLES):
        coming = [saved for saved in ready.added.get(table, []) if saved.rows]
        leaving = ready.removed.get(table, [])
        if coming or leaving:
            versions[table] = lake.commit(
                table,
                find(table),
                coming,
                transaction=delivery,
                metadata=_note(delivery, replaces, coming, leaving),
                remove=leaving,
            )
    return versions


def _note(delivery: str, replaces: str | None, coming: list[Saved], leaving: list[Path]) -> dict[str, str]:
    note = {
        "operation": "replace" if replaces else "load",
        "delivery": delivery,
        "rows_added": str(sum(saved.rows for saved in coming)),
        "rows_removed": str(sum(pq.read_metadata(path).num_rows for path in leaving)),
    }
    return {**note, "replaces": replaces} if replaces else note


def _add_links(engine: Engine, lake: WritableLake, ready: Prepared) -> None:
    if ready.matched.found:
        engine.use("new_links", ready.matched.links, core_correction.schema)
        ready.add(CORRECTION, engine.save(_links("new_links"), lake.target(CORRECTION), core_correction))


def _rewrite_links(engine: Engine, lake: WritableLake, ready: Prepared, search: Search) -> None:
    """Links are few and cross deliveries, so a replacement writes all of them anew: those that stay and those found."""
    engine.use("new_links", ready.matched.links, core_correction.schema)
    whole = search.links().union(_links("new_links"))
    ready.add(CORRECTION, engine.save(whole, lake.target(CORRECTION), core_correction))
    ready.removed[CORRECTION] = lake.files(CORRECTION)


def _links(name: str) -> Any:
    return ibis.table(core_correction.schema, name=name)
