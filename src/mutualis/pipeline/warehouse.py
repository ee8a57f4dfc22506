"""Stage load at the centre, and the way back of what it found: through the third party to the insurer."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from mutualis import coding, intake, parcel, warehouse
from mutualis.model import HalfYear
from mutualis.model.protocols import Engine
from mutualis.node.transport import deliver_all
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.workspace import Workspace


def load(space: Workspace, progress: Progress) -> StageRow:
    """Every relayed parcel is checked, joined with its codes and committed; findings go back to the insurers."""
    waiting = space.centre.receive("relay")
    with measured("load", progress, len(waiting), "parcels") as row:
        for path in waiting:
            with closing(space.engine(space.centre)) as engine:
                loaded = warehouse.load(space.centre, path, engine, space.lake(), check=content_check(space, path))
            rows, aside = sum(loaded.rows.values()), sum(loaded.set_aside.values())
            row.rows_in += rows + aside
            row.rows_out += rows
            row.problems += sum(loaded.problems.values())
            progress.advance("load", rows=rows)
        row.note = f"{len(waiting)} parcels; {feed_back(space)} reports returned"
    return row


def content_check(space: Workspace, path: Path) -> warehouse.Check:
    """The intake's content rules for the period that the parcel names, as the warehouse wants them."""
    period = HalfYear.parse(parcel.read_envelope(path).period)

    def check(engine: Engine, database: str, table: Any) -> warehouse.Checked:
        verdict = intake.check_at_centre(engine, database, table, period, space.centre.temporary)
        return warehouse.Checked(verdict.problems, verdict.refused)

    return check


def feed_back(space: Workspace) -> int:
    """Problems go centre -> third party -> insurer; the insurer's report is written anew with them."""
    deliver_all(space.path)
    for path in space.ttp.receive("problems"):
        coding.relay_feedback(space.ttp, path)
    deliver_all(space.path)
    return sum(intake.receive_feedback(node) for node in space.insurers())


def history(space: Workspace, table: str) -> Iterable[dict[str, Any]]:
    return warehouse.history_rows(space.lake(), space.centre, table)


def clean(space: Workspace) -> int:
    """Delete files that no newest or pinned version needs; returns how many."""
    lake, ledger = space.lake(), space.centre.ledger
    kept = {table: [pin.version for pin in ledger.pins(table)] for table in lake.tables()}
    kept = {table: [*versions, *filter(None, [ledger.current().get(table)])] for table, versions in kept.items()}
    return sum(len(lake.clean(table, versions)) for table, versions in kept.items())
