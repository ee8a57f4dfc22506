"""Writes a synthetic country: the extracts of seven insurers and the hub of records by half-year, and the truth."""

import json
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import zstandard

from mutualis import reference
from mutualis.model import MutualisError, Years
from mutualis.synthetic.blocks import BlockResult, FileKey, Part, Plan, generate
from mutualis.synthetic.booking import period_text
from mutualis.synthetic.homes import FIRST_YEAR
from mutualis.synthetic.hospital_files import HospitalKeeper
from mutualis.synthetic.planted import Growth, scenario
from mutualis.synthetic.register_records import databases_of, senders
from mutualis.synthetic.skeleton import Skeleton, skeletons
from mutualis.synthetic.truth import Truth, TruthKeeper

LEVEL = 1
STAGE = "extracts"


class Progress(Protocol):
    """Told how far the country is: a stage of blocks, with the rows written so far."""

    def start(self, stage: str, total: int, unit: str) -> None: ...

    def advance(self, stage: str, steps: int = 1, rows: int = 0) -> None: ...

    def finish(self, stage: str) -> None: ...


def synthesise(
    folder: Path,
    *,
    insured: int,
    years: Years,
    seed: int = 1,
    late_halves: int = 1,
    layout_version: str = "mutualis-1",
    threads: int = 2,
    progress: Progress | None = None,
    hospitals: bool = False,
    planted: str = "",
) -> Truth:
    """Write a country of about so many insured into a new folder, and return its truth.

    `<folder>/<sender>/<period>/<database>.txt.zst` and `declared.json` for every half-year of the years, and for
    `late_halves` more that hold only late lines and corrections. `progress` is told of every block. With `hospitals`
    also `<folder>/hospitals/<hospital>/`: the MZG files of Flemish hospitals by half-year, whose numbers they use, and
    their self-registration of strokes by year.
    `planted` names a scenario of `planted/planted.toml` (as `studies`) whose effects the lines and registers then hold;
    what was planted is in `truth/planted`, and in no extract.
    The files depend on the seed and the question, never on the number of threads.
    """
    plan = Plan(insured, years, seed, late_halves, layout_version, hospitals, planted)
    _check(folder, plan, threads)
    blocks = skeletons(insured, years, seed)
    keeper, registered, growth, rows = TruthKeeper(), HospitalKeeper(), Growth(), 0
    if progress:
        progress.start(STAGE, len(blocks), "blocks")
    with _Files(folder, plan) as files:
        for result in _in_order(blocks, plan, threads):
            keeper.add(result, files.write(result), plan.first_half)
            registered.add(result.hospitals)
            growth.add(result.grown)
            if progress:
                progress.advance(STAGE, rows=files.rows - rows)
            rows = files.rows
    if progress:
        progress.finish(STAGE)
    if hospitals:
        registered.write(folder / "hospitals")
    facts = {"insured": insured, "years": str(years), "seed": seed, "late_halves": late_halves, "rows": rows}
    truth = keeper.write(folder / "truth", {**facts, "layout_version": layout_version})
    growth.write(truth.folder, planted)
    return truth


def _check(folder: Path, plan: Plan, threads: int) -> None:
    if plan.insured < 1 or threads < 1 or plan.late_halves < 0:
        raise MutualisError(
            "The number of insured and of threads must be at least 1, that of late half-years at least 0.",
            do="ask for example for insured=20000, threads=2, late_halves=1",
        )
    scenario(plan.planted)
    if plan.years.first < FIRST_YEAR:
        raise MutualisError(
            f"The synthetic country cannot start in {plan.years.first}.", there_is=f"it is lived from {FIRST_YEAR} on"
        )
    if folder.exists() and any(folder.iterdir()):
        raise MutualisError(f"The folder {folder} is not empty.", do="name a new folder, or empty this one")


def _in_order(blocks: tuple[Skeleton, ...], plan: Plan, threads: int) -> Iterator[BlockResult]:
    """The results in block order, at most one more than the threads under way."""
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[Future[BlockResult]] = deque()
        for block in blocks:
            waiting.append(pool.submit(generate, block, plan))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@dataclass
class _Open:
    """One extract being written."""

    stream: Any
    handle: Any
    rows: int = 0
    size: int = 0
    totals: dict[str, int] = field(default_factory=dict)


class _Files:
    """All extract files of a country, open until the last block is written."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder, self.plan, self.rows = folder, plan, 0
        self._open: dict[FileKey, _Open] = {}

    def __enter__(self) -> "_Files":
        for sender in range(len(senders())):
            for place in range(self.plan.halves):
                for database in self._databases(sender, place):
                    self._create((database, sender, place))
        return self

    def _databases(self, sender: int, place: int) -> tuple[str, ...]:
        """What a sender delivers for a half-year: the late ones hold members and claims only."""
        is_late = place >= self.plan.halves - self.plan.late_halves
        return tuple(each for each in databases_of(sender) if not is_late or each in reference.core_codes())

    def _path(self, sender: int, place: int) -> Path:
        return self.folder / senders()[sender] / period_text(self.plan.first_half + place)

    def _create(self, key: FileKey) -> None:
        database, sender, place = key
        path = self._path(sender, place)
        path.mkdir(parents=True, exist_ok=True)
        handle = (path / f"{database}.txt.zst").open("wb")
        stream = zstandard.ZstdCompressor(level=LEVEL).stream_writer(handle, closefd=False)
        fields = reference.layout(database, self.plan.layout_version).fields
        totals = {each.code: 0 for each in fields if each.role == "amount"}
        self._open[key] = _Open(stream, handle, totals=totals)

    def write(self, result: BlockResult) -> dict[int, dict[FileKey, int]]:
        """Write a block's parts. Returns for each service year the rows that the files had before."""
        before: dict[int, dict[FileKey, int]] = {}
        for part in result.parts:
            file = self._open[part.key]
            if part.year:
                before.setdefault(part.year, {})[part.key] = file.rows
            file.stream.write(part.records.reshape(-1))
            self._count(part, file)
        return {year: before.get(year, {}) for year in self.plan.years}

    def _count(self, part: Part, file: _Open) -> None:
        file.rows += len(part.records)
        file.size += part.records.size
        self.rows += len(part.records)
        layout = reference.layout(part.key[0], self.plan.layout_version)
        for name, cents in part.totals.items():
            file.totals[layout.field(name).code] += cents

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.stream.close()
            file.handle.close()
        for sender in range(len(senders())):
            for place in range(self.plan.halves):
                if self._databases(sender, place):
                    self._declare(sender, place)

    def _declare(self, sender: int, place: int) -> None:
        declared = {}
        for database in self._databases(sender, place):
            file = self._open[database, sender, place]
            declared[database] = {"rows": file.rows, "raw_size": file.size, "totals": file.totals}
        text = json.dumps(declared, indent=2) + "\n"
        (self._path(sender, place) / "declared.json").write_text(text, "utf-8")
