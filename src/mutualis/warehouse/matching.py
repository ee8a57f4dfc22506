"""Corrections of a load: what is looked up, in which files, and the links that come out."""

from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq

from mutualis.model.protocols import Engine, Saved
from mutualis.tables import core, core_correction, core_number_change
from mutualis.warehouse import corrections as rules
from mutualis.warehouse.lakes import WritableLake
from mutualis.warehouse.reading import canonical, under_canonical

PROBLEMS = ibis.schema({"rule": "string", "severity": "string", "file": "string", "line": "int64", "field": "string"})
KEPT = 16
LINKS = "warehouse_correction"
CHANGES = "warehouse_number_change"
CANONICAL = ibis.schema({"old_person_id": "string", "person_id": "string"})


@dataclass(frozen=True)
class Matched:
    """Files of new links (rows of `core_correction`), of problems, and the links that no longer hold."""

    links: list[Path] = field(default_factory=list)
    problems: list[Path] = field(default_factory=list)
    found: int = 0
    alone: int = 0


@dataclass(frozen=True)
class Search:
    """Where corrections and originals are looked for: the coded files of the parcel, the warehouse without what is
    replaced, and a folder for what lies between."""

    engine: Engine
    lake: WritableLake
    folder: Path
    delivery: str
    replaces: str | None

    def run(self, saved: dict[str, Saved]) -> Matched:
        """Match the corrections that came; costs one narrow pass over the lines of the days they correct."""
        self._use(LINKS, self.lake.files(core_correction.name), core_correction.schema)
        renumbered = self._renumbered(saved)
        results = [
            self._match(name, saved[core.TABLE_OF[name]], renumbered)
            for name in rules.KEYS
            if core.TABLE_OF[name] in saved
        ]
        return Matched(
            [path for result in results for path in result.links],
            [path for result in results for path in result.problems],
            sum(result.found for result in results),
            sum(result.alone for result in results),
        )

    def links(self) -> Any:
        """The links that stay: those of and to a replaced delivery are made anew."""
        return _links(self.replaces)

    def _match(self, database: str, incoming: Saved, renumbered: bool) -> Matched:
        if self.replaces is None and not _has_corrections(incoming.path):
            return Matched()
        self._use_lines(database, incoming)
        asked = _questions(database, renumbered, self.replaces, self.delivery if self.replaces else None)
        if not self._step(f"corrections_{database}", asked.corrections, database):
            return Matched()
        self._step(f"originals_{database}", asked.originals, database)
        links = self.engine.save(asked.links, self.folder / f"links_{database}.parquet", core_correction)
        self._use(f"links_{database}", [links.path], core_correction.schema)
        alone = self.engine.save(asked.unmatched, self.folder / f"unmatched_{database}.parquet", PROBLEMS)
        return Matched([links.path], [alone.path], links.rows, alone.rows)

    def _use_lines(self, database: str, incoming: Saved) -> None:
        table = core.TABLE_OF[database]
        gone = set(self.lake.files_of(table, self.replaces)) if self.replaces else set()
        files = [path for path in self.lake.files(table) if path not in gone]
        schema = rules.lines_table(database, table).schema()
        self._use(f"incoming_{database}", [incoming.path], schema)
        self._use(f"warehouse_{database}", [*files, incoming.path], schema)

    def _renumbered(self, saved: dict[str, Saved]) -> bool:
        """Let the engine use the codes that changed and their canonical ones, of all changes known by now; whether
        there are any.

        The changes of a replaced delivery are left out: the one that replaces it tells them again.
        """
        name = core_number_change.name
        coming = [saved[name].path] if name in saved else []
        gone = set(self.lake.files_of(name, self.replaces)) if self.replaces else set()
        files = [*(path for path in self.lake.files(name) if path not in gone), *coming]
        if not any(pq.read_metadata(path).num_rows for path in files):
            return False
        self._use(CHANGES, files, core_number_change.schema)
        made = self.engine.save(_latest(), self.folder / "canonical.parquet", CANONICAL)
        self._use(f"{CHANGES}_canonical", [made.path], CANONICAL)
        return True

    def _step(self, name: str, expression: Any, database: str) -> int:
        """Write an intermediate result and use it as a table; returns its rows."""
        schema = rules.narrow_schema(database)
        made = self.engine.save(expression, self.folder / f"{name}.parquet", schema, ordered=False)
        self._use(name, [made.path], schema)
        return made.rows

    def _use(self, name: str, files: list[Path], schema: ibis.Schema) -> None:
        self.engine.use(name, files, schema)


@dataclass(frozen=True)
class Questions:
    """The steps of a match as expressions: each reads the tables that the steps before it made."""

    corrections: Any
    originals: Any
    links: Any
    unmatched: Any


@lru_cache(maxsize=KEPT)
def _questions(database: str, renumbered: bool, replaces: str | None, delivery: str | None) -> Questions:
    """Only a replacement names deliveries; the questions of all other loads are the same and are made once."""
    lines = _read(f"warehouse_{database}", database, renumbered)
    narrow = rules.narrow_schema(database)
    corrections = ibis.table(narrow, name=f"corrections_{database}")
    originals = ibis.table(narrow, name=f"originals_{database}")
    found = ibis.table(core_correction.schema, name=f"links_{database}")
    own = rules.corrections_of(_read(f"incoming_{database}", database, renumbered), database)
    if replaces is not None:
        own = own.union(rules.to_match_again(lines, _links(None), database, replaces))
    return Questions(
        own,
        rules.candidates(lines, corrections, _links(replaces), database),
        rules.pairs(corrections, originals, database),
        rules.unmatched(corrections, found, database, delivery),
    )


def _links(without: str | None) -> Any:
    known = ibis.table(core_correction.schema, name=LINKS)
    if without is None:
        return known
    return known.filter(known.delivery_id != without, known.original_delivery_id != without)


@cache
def _latest() -> Any:
    return canonical(ibis.table(core_number_change.schema, name=CHANGES))


def _read(name: str, database: str, renumbered: bool) -> Any:
    """Lines under the canonical code of their person: a correction may carry another number than its original."""
    lines = rules.lines_table(database, name)
    if not renumbered:
        return lines
    return under_canonical(lines, ["person_id"], ibis.table(CANONICAL, name=f"{CHANGES}_canonical"))


def _has_corrections(path: Path) -> bool:
    """Whether a coded file has a correction line, by the statistics that its row groups carry."""
    with pq.ParquetFile(path) as file:
        place = file.schema_arrow.get_field_index("is_correction")
        groups = [file.metadata.row_group(number).column(place) for number in range(file.metadata.num_row_groups)]
    return any(group.statistics is None or group.statistics.max is not False for group in groups)
