"""Corrections of a load: what is looked up, in which files, and the links that come out."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ibis
import pyarrow.parquet as pq

from mutualis.model.protocols import Engine, Saved
from mutualis.tables import core, core_correction, core_number_change
from mutualis.warehouse import corrections as rules
from mutualis.warehouse.lakes import WritableLake
from mutualis.warehouse.reading import canonical, under_canonical

DATABASES = ("gz", "fu")
PROBLEMS = ibis.schema({"rule": "string", "severity": "string", "file": "string", "line": "int64", "field": "string"})
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
        """Match the corrections of both databases; costs one narrow pass over the lines of the days they correct."""
        self._use(LINKS, self.lake.files(core_correction.name), core_correction.schema)
        renumbered = self._renumbered(saved)
        results = [self._match(name, saved[core.TABLE_OF[name]], renumbered) for name in DATABASES]
        return Matched(
            [path for result in results for path in result.links],
            [path for result in results for path in result.problems],
            sum(result.found for result in results),
            sum(result.alone for result in results),
        )

    def links(self) -> Any:
        """The links that stay: those of and to a replaced delivery are made anew."""
        known = ibis.table(core_correction.schema, name=LINKS)
        if self.replaces is None:
            return known
        return known.filter(known.delivery_id != self.replaces, known.original_delivery_id != self.replaces)

    def _match(self, database: str, incoming: Saved, renumbered: Any) -> Matched:
        if self.replaces is None and not _has_corrections(incoming.path):
            return Matched()
        lines = self._lines(database, incoming, renumbered)
        corrections = self._step(f"corrections_{database}", self._corrections(database, lines, renumbered), database)
        if corrections is None:
            return Matched()
        sought = rules.candidates(lines, corrections, self.links(), database)
        originals = self._step(f"originals_{database}", sought, database, even_empty=True)
        links = self.engine.save(
            rules.pairs(corrections, originals, database), self.folder / f"links_{database}.parquet", core_correction
        )
        name = f"links_{database}"
        self._use(name, [links.path], core_correction.schema)
        found = ibis.table(core_correction.schema, name=name)
        lost = rules.unmatched(corrections, found, database, self.delivery)
        alone = self.engine.save(lost, self.folder / f"unmatched_{database}.parquet", PROBLEMS)
        return Matched([links.path], [alone.path], links.rows, alone.rows)

    def _lines(self, database: str, incoming: Saved, renumbered: Any) -> Any:
        table = core.TABLE_OF[database]
        gone = set(self.lake.files_of(table, self.replaces)) if self.replaces else set()
        files = [path for path in self.lake.files(table) if path not in gone]
        schema = rules.lines_table(database, table).schema()
        self._use(f"incoming_{database}", [incoming.path], schema)
        self._use(f"warehouse_{database}", [*files, incoming.path], schema)
        return _read(f"warehouse_{database}", database, renumbered)

    def _corrections(self, database: str, lines: Any, renumbered: Any) -> Any:
        own = rules.corrections_of(_read(f"incoming_{database}", database, renumbered), database)
        if self.replaces is None:
            return own
        known = ibis.table(core_correction.schema, name=LINKS)
        return own.union(rules.to_match_again(lines, known, database, self.replaces))

    def _renumbered(self, saved: dict[str, Saved]) -> Any:
        """Codes that changed and their canonical ones, of all changes known by now, as a table; None without changes.

        The changes of a replaced delivery are left out: the one that replaces it tells them again.
        """
        name = core_number_change.name
        coming = [saved[name].path] if name in saved else []
        gone = set(self.lake.files_of(name, self.replaces)) if self.replaces else set()
        files = [*(path for path in self.lake.files(name) if path not in gone), *coming]
        if not any(pq.read_metadata(path).num_rows for path in files):
            return None
        self._use(CHANGES, files, core_number_change.schema)
        latest = canonical(ibis.table(core_number_change.schema, name=CHANGES))
        made = self.engine.save(latest, self.folder / "canonical.parquet", CANONICAL)
        self._use(f"{CHANGES}_canonical", [made.path], CANONICAL)
        return ibis.table(CANONICAL, name=f"{CHANGES}_canonical")

    def _step(self, name: str, expression: Any, database: str, even_empty: bool = False) -> Any:
        """Write an intermediate result and give it back as a table; None where it has no rows."""
        schema = rules.narrow_schema(database)
        made = self.engine.save(expression, self.folder / f"{name}.parquet", schema, ordered=False)
        self._use(name, [made.path], schema)
        return ibis.table(schema, name=name) if made.rows or even_empty else None

    def _use(self, name: str, files: list[Path], schema: ibis.Schema) -> None:
        self.engine.use(name, files, schema)


def _read(name: str, database: str, renumbered: Any) -> Any:
    """Lines under the canonical code of their person: a correction may carry another number than its original."""
    lines = rules.lines_table(database, name)
    return lines if renumbered is None else under_canonical(lines, ["person_id"], renumbered)


def _has_corrections(path: Path) -> bool:
    """Whether a coded file has a correction line, by the statistics that its row groups carry."""
    with pq.ParquetFile(path) as file:
        place = file.schema_arrow.get_field_index("is_correction")
        groups = [file.metadata.row_group(number).column(place) for number in range(file.metadata.num_row_groups)]
    return any(group.statistics is None or group.statistics.max is not False for group in groups)
