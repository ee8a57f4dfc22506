"""The permanent sample (EPS): drawn at one insurer, coded twice, flagged at the centre."""

from contextlib import closing, suppress

from mutualis import coding, tables, warehouse
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.pipeline.derive import derive, opened, years_of
from mutualis.pipeline.intake import carry
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.workspace import Workspace

MEMBER = tables.derived_sample_member


def sample(space: Workspace, progress: Progress, year: int | None = None) -> StageRow:
    """Draw the sample of a reference year (by default the last one that is loaded), or what is new of it; flag it.

    What was drawn before is not drawn again: a refresh sends the numbers of births of the year, and those of who turns
    65. A year before the last one drawn changes nothing.
    """
    with measured("sample", progress, 4, "steps") as row:
        wanted = year or _last_year(space)
        with suppress(coding.KnownParcel):
            coding.send_sample(_designated(space), wanted)
        progress.advance("sample")
        carry(space, row)
        for path in space.ttp.receive("sample"):
            with row.one_parcel(space.ttp.name, path.name), suppress(coding.KnownParcel):
                coding.pass_on_sample(space.ttp, path)
        progress.advance("sample")
        carry(space, row)
        for path in space.centre.receive("sample_relay"):
            with row.one_parcel(space.centre.name, path.name):
                loaded = warehouse.load_sample(space.centre, path, space.lake())
                row.rows_in += sum(loaded.rows.values())
        progress.advance("sample")
        row.rows_out = _flagged(space, progress)
        row.note = f"{row.rows_in:,} numbers came; {row.rows_out:,} person-years are in the sample or live with one"
    return row


def _designated(space: Workspace) -> Node:
    for node in space.insurers():
        if "sample" in node.keys.purposes:
            return node
    raise MutualisError(
        "No insurer of this workspace has the sampling key.",
        do="give it to the designated one with `mutualis nodes create`",
    )


def _last_year(space: Workspace) -> int:
    with opened(space) as (engine, _lake, _versions):
        return years_of(engine).last


def _flagged(space: Workspace, progress: Progress) -> int:
    derive(space, progress)
    with closing(space.engine(space.centre)) as engine:
        engine.use(MEMBER.name, space.lake().files(MEMBER.name))
        return int(engine.rows(MEMBER.aggregate(rows=MEMBER.count()))[0]["rows"])
