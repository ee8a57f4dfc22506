"""Stage load at the centre, and the way back of what it found: through the third party to the insurer."""

from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from mutualis import coding, intake, parcel, reference, tables, warehouse
from mutualis.model import DeliveryPeriod
from mutualis.model.protocols import Engine
from mutualis.pipeline.intake import carry
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.standing import COUNTING, under
from mutualis.pipeline.workspace import Workspace

LINES = tuple(reference.source_database(code).core_table for code in reference.content_codes())


def load(space: Workspace, progress: Progress) -> StageRow:
    """Every relayed parcel is checked, joined with its codes and committed; findings go back to the insurers."""
    under(COUNTING, space.centre)
    waiting = space.centre.receive("relay")
    with measured("load", progress, len(waiting), "parcels") as row:
        known = 0
        for path in waiting:
            before = row.rows_out
            with row.one_parcel(space.centre.name, path.name):
                loaded = load_one(space, path)
                known += loaded.status == "known"
                _enter(row, space, path, loaded)
            progress.advance("load", rows=row.rows_out - before)
        done = len(waiting) - row.refused - known
        told = f"{done} parcels loaded, {row.refused} refused, {known} known before"
        row.note = f"{told}; {feed_back(space, row)} reports returned"
    return row


def load_one(space: Workspace, path: Path) -> warehouse.Loaded:
    with closing(space.engine(space.centre)) as engine:
        return warehouse.load(space.centre, path, engine, space.lake(), check=content_check(space, path))


def _enter(row: StageRow, space: Workspace, path: Path, loaded: warehouse.Loaded) -> None:
    """Count lines of members, care and dispensings; what is derived from them (links, changes) is no line."""
    rows = sum(loaded.rows.get(table, 0) for table in LINES)
    row.rows_in += rows + sum(loaded.set_aside.values())
    row.rows_out += rows
    row.problems += sum(loaded.problems.values())
    if loaded.status == "refused":
        row.refuse(space.centre.name, path.name, loaded.reason)


def content_check(space: Workspace, path: Path) -> warehouse.Check:
    """The intake's content rules for the period that the parcel names, as the warehouse wants them.

    The envelope is read when the first rule runs: by then the parcel has been verified.
    """

    def check(engine: Engine, database: str, table: Any) -> warehouse.Checked:
        period = DeliveryPeriod.parse(parcel.read_envelope(path).period)
        verdict = intake.check_at_centre(engine, database, table, period, space.centre.temporary)
        return warehouse.Checked(verdict.problems, verdict.refused)

    return check


def feed_back(space: Workspace, row: StageRow) -> int:
    """Problems go centre -> third party -> insurer; the insurer's report is written anew with them."""
    carry(space, row)
    for path in space.ttp.receive("problems"):
        with row.one_parcel(space.ttp.name, path.name), suppress(coding.KnownParcel):
            coding.relay_feedback(space.ttp, path)
    carry(space, row)
    return sum(intake.receive_feedback(node) for node in space.senders())


def history(space: Workspace, table: str) -> Iterable[dict[str, Any]]:
    """One row a version of a table of the warehouse, newest first; an unknown table is an error."""
    lake = space.lake()
    if lake.version(table) is None:
        tables.find(table)
    return warehouse.history_rows(lake, space.centre, table)


def clean(space: Workspace) -> int:
    """Delete files that no newest, current or pinned version needs; returns how many."""
    lake, ledger = space.lake(), space.centre.ledger
    deleted = len(warehouse.clean(space.centre, lake))
    core = {table.name for table in tables.TABLES if table.stage == "core"}
    for table in set(lake.tables()) - core:
        deleted += len(lake.clean(table, [pin.version for pin in ledger.pins(table)]))
    return deleted
