"""The permanent sample (EPS): drawn at one insurer, coded twice, flagged at the centre."""

from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from types import MappingProxyType

from mutualis import coding, intake, tables, warehouse
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.pipeline.derive import derive, opened, years_of
from mutualis.pipeline.intake import carry
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.workspace import Workspace

MEMBER = tables.derived_sample_member


def sample(
    space: Workspace,
    progress: Progress,
    year: int | None = None,
    variant: str = "coded",
    beside: bool = False,
) -> StageRow:
    """Draw the sample of a reference year (by default the last one that is loaded), or what is new of it; flag it.

    What was drawn before is not drawn again: a refresh sends the numbers of births of the year, and those of who turns
    65. A year before the last one drawn changes nothing. `variant`: `coded`, or `list`, which tells every insurer who
    is in the sample; the other one for a year that was drawn already only where it shall come `beside`.
    """
    if variant not in WAYS:
        raise MutualisError(f"The sample has no variant '{variant}'.", there_is=f"the variants are {', '.join(WAYS)}")
    with measured("sample", progress, 4, "steps") as row:
        wanted = year or _last_year(space)
        WAYS[variant](space, row, wanted, beside)
        progress.advance("sample", 2)
        carry(space, row)
        for path in space.centre.receive("sample_relay"):
            with row.one_parcel(space.centre.name, path.name):
                loaded = warehouse.load_sample(space.centre, path, space.lake())
                row.rows_in += sum(loaded.rows.values())
        progress.advance("sample")
        row.rows_out = _flagged(space, progress)
        row.note = f"{row.rows_in:,} numbers came; {row.rows_out:,} person-years are in the sample or live with one"
        row.note += _awaited(space)
    return row


def _coded(space: Workspace, row: StageRow, year: int, beside: bool) -> None:
    """Codes of what was drawn, from the one insurer to the third party, which passes them on."""
    with suppress(coding.KnownParcel):
        coding.send_sample(_designated(space), year, beside=beside)
    carry(space, row)
    for path in space.ttp.receive("sample"):
        with row.one_parcel(space.ttp.name, path.name), suppress(coding.KnownParcel):
            coding.pass_on_sample(space.ttp, path)


def _listed(space: Workspace, row: StageRow, year: int, beside: bool) -> None:
    """The numbers drawn to every insurer; their answers to the third party, which makes one of all."""
    drawing = _designated(space)
    with suppress(coding.KnownParcel):
        coding.send_list(drawing, year, _members(drawing), beside=beside)
    carry(space, row)
    for node in space.insurers():
        for path in node.receive("sample_list"):
            with row.one_parcel(node.name, path.name), suppress(coding.KnownParcel):
                coding.answer_list(node, path, _members(node))
    carry(space, row)
    for path in space.ttp.receive("sample_answer"):
        if path.exists():  # the last answer takes those with it that waited for it
            with row.one_parcel(space.ttp.name, path.name), suppress(coding.KnownParcel):
                coding.pass_on_answer(space.ttp, path)


WAYS: Mapping[str, Callable[[Workspace, StageRow, int, bool], None]] = MappingProxyType(
    {"coded": _coded, "list": _listed}
)


def _members(node: Node) -> list[Mapping[str, Path]]:
    """The typed files of every delivery that an insurer accepted: who is or was a member."""
    return [each.staged for each in intake.kept(node)]


def _awaited(space: Workspace) -> str:
    waiting = len(space.ttp.receive("sample_answer"))
    return f"; {waiting} answers wait at the third party for those of the other insurers" if waiting else ""


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
