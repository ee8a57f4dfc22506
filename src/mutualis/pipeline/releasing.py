"""Stages protect and publish: from the cells of the indicators to an immutable release."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from mutualis import disclosure, release
from mutualis import publish as publishing
from mutualis.engine import DeltaLake, DuckEngine
from mutualis.indicators.definitions import INDICATORS, chosen
from mutualis.model import MutualisError
from mutualis.pipeline.completeness import gaps, sentences
from mutualis.pipeline.counting import RESULT, key_of, logic
from mutualis.pipeline.figures import core_sources
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.naming import content_names, made_of
from mutualis.pipeline.standing import COUNTING, under
from mutualis.pipeline.versions import is_up_to_date
from mutualis.pipeline.workspace import Workspace


class _Next:
    """The next release of a workspace: its cells, the names of its data, and what went out before it.

    `names` are the indicators that it holds; by default those of the publication plan.
    """

    def __init__(self, space: Workspace, lake: DeltaLake, engine: DuckEngine, names: Sequence[str] = ()) -> None:
        self.indicators = chosen(names)
        self.space, started = space, time.monotonic()
        self.version, made = counted(lake)
        self.read = {name: made[name] for name in sorted({name for each in self.indicators for name in each.sources})}
        self.core = core_sources(lake, made)
        self.sources = content_names(engine, lake, self.read)
        self.logic = logic(self.indicators)
        engine.use(RESULT.name, lake.files(RESULT.name))
        of_these = RESULT.filter(RESULT.indicator.isin([each.name for each in self.indicators]))
        self.cells = engine.arrow(of_these.order_by(*RESULT.key))
        self.rules = disclosure.rules()
        self.ground = publishing.before(
            space.releases,
            indicators=self.indicators,
            sources=self.sources,
            rules=self.rules.as_dict(),
            logic=self.logic,
        )
        self.seconds = time.monotonic() - started

    def protected(self) -> disclosure.Protected:
        """The cells after protection beside everything that went out."""
        return disclosure.protect(self.cells, self.indicators, rules=self.rules, earlier=_earlier(self.ground.earlier))

    def published(self, protected: disclosure.Protected) -> str:
        """The id of the release, new or the one that these figures are already."""
        folder = publishing.publish(
            protected,
            indicators=self.indicators,
            sources=self.sources,
            versions={RESULT.name: self.version, **self.read, **self.core},
            logic=self.logic,
            folder=self.space.releases,
            after=self.ground.head,
            incomplete=self.gaps(),
        )
        return folder.name

    def gaps(self) -> tuple[release.Gap, ...]:
        """The deliveries that are missing of what the release is made of."""
        return gaps(self.space.centre, self.cells["year"].unique().to_pylist(), self.indicators)


def protect(space: Workspace, progress: Progress, verdicts: Path | None = None, names: Sequence[str] = ()) -> StageRow:
    """Suppress and attack beside everything released before; raises when the attacker succeeds.

    `verdicts`: a CSV file for the verdict, reason and sentence of every cell. It says which cells are sensitive by
    themselves, so it is for the centre alone: only its owner may read it.
    """
    with _coming(space, names) as coming:
        row, protected = _protected(coming, progress)
    if verdicts is not None:
        write_verdicts(protected.verdicts, verdicts)
    return row


def write_verdicts(verdicts: pa.Table, path: Path) -> None:
    """A CSV file that only its owner may read, also where there was one that others may."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    csv.write_csv(verdicts, path)


def publish(space: Workspace, progress: Progress, names: Sequence[str] = ()) -> list[StageRow]:
    """Protect, write the release that the Atlas reads, and enter it in the ledger of releases.

    `names` are the indicators that the release holds; by default those of the publication plan.
    """
    with _coming(space, names) as coming:
        return _released(coming, progress)


def audit(space: Workspace, name: str = "") -> disclosure.Audit:
    """What can be worked out from everything published up to a release (by default the newest)."""
    went_out = release.released(space.releases)
    known = [each.id for each in went_out]
    if not known or (name and name not in known):
        raise MutualisError(
            f"There is no release '{name}' to audit." if name else "There is no release to audit.",
            there_is=f"the ledger has {', '.join(known) or 'none'}",
            do="" if known else "publish one: mutualis publish",
        )
    last = known.index(name) if name else len(known) - 1
    sheets = release.read(space.releases / known[last]).sheets
    return disclosure.audit(_earlier(went_out[: last + 1]), list(sheets.values()))


def counted(lake: DeltaLake) -> tuple[int, dict[str, int]]:
    """The version of the cells and the versions of the derived tables that they were made of.

    Cells that the definitions and the plan of today would not give are an error: a release would name the wrong ones.
    """
    version = lake.version(RESULT.name)
    if version is None:
        raise MutualisError("No indicator was counted yet.", do="count first: mutualis count")
    made = made_of(lake, RESULT.name, version)
    if not is_up_to_date(lake, RESULT.name, key_of(INDICATORS, made)):
        raise MutualisError(
            "The indicators were counted with other definitions, another plan or another version of the program.",
            do="count again: mutualis count",
        )
    return version, made


def _earlier(went_out: Iterable[release.Released]) -> list[disclosure.Earlier]:
    return [disclosure.Earlier(each.figures, each.parents) for each in went_out]


@contextmanager
def _coming(space: Workspace, names: Sequence[str] = ()) -> Iterator[_Next]:
    under(COUNTING, space.centre)
    engine = space.engine(space.centre)
    try:
        yield _Next(space, space.lake(), engine, names)
    finally:
        engine.close()


def _released(coming: _Next, progress: Progress) -> list[StageRow]:
    guarded, protected = _protected(coming, progress)
    with measured("publish", progress, 1, "releases") as row:
        try:
            row.note = coming.published(protected)
            row.incomplete += sentences(coming.gaps())
        except publishing.Overtaken:
            # The same data and definitions went out with other figures: another state of this program made them.
            coming.ground = publishing.everything(coming.space.releases)
            row.note = coming.published(coming.protected())
    return [guarded, row]


def _protected(coming: _Next, progress: Progress) -> tuple[StageRow, disclosure.Protected]:
    with measured("protect", progress, 1, "releases") as row:
        protected = coming.protected()
        progress.advance("protect", rows=coming.cells.num_rows)
        row.rows_in = row.rows_out = coming.cells.num_rows
        row.note = verdict_text(protected)
        row.facts = {"cells suppressed": suppressed_text(protected), "attacker": attacker_text(protected)}
        if protected.standing:
            row.facts["figures that stand as released before"] = f"{protected.standing:,}"
    row.seconds += coming.seconds
    return row, protected


def verdict_text(protected: disclosure.Protected) -> str:
    """What was suppressed and what the attacker achieved, in a sentence."""
    return f"suppressed: {suppressed_text(protected)}; the attacker {attacker_text(protected)}"


def suppressed_text(protected: disclosure.Protected) -> str:
    return f"{protected.primary:,} primary + {protected.secondary:,} secondary"


def attacker_text(protected: disclosure.Protected) -> str:
    verdict = protected.verdict
    outcome = "failed" if verdict.is_safe else f"narrowed {len(verdict.breached)} cells"
    return f"tried {verdict.attacked:,} cells in {verdict.programs:,} programs and {outcome}"
