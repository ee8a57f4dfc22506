"""`load`: a relay parcel becomes rows of the core tables, whole or not at all, once.

The order of things makes it safe to be killed anywhere: the ledger names the versions that readers use and is written
last; a load that begins puts every core table back to those versions first, so nothing of an unfinished load is left.
"""

import errno
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from mutualis import parcel, reference
from mutualis.model import DiskFull, MutualisError, Problem, Severity
from mutualis.model.protocols import Engine
from mutualis.node import Node
from mutualis.tables import core
from mutualis.warehouse import content, feedback
from mutualis.warehouse.coded import Coder, write_coded
from mutualis.warehouse.commit import Prepared, commit, prepare
from mutualis.warehouse.lakes import WritableLake
from mutualis.warehouse.reading import current
from mutualis.warehouse.replacing import replaced_delivery, take_back

DONE = ("loaded", "replaced")


@dataclass(frozen=True)
class Checked:
    """What the content rules say of one database: `problems` (arrow: rule, severity, file, line, field; or None) and,
    where the parcel is to be refused whole, the reason."""

    problems: pa.Table | None = None
    refused: str = ""


@dataclass(frozen=True)
class Loaded:
    """What a load did. `status` is loaded, known (nothing changed) or refused. Rows by table, lines set aside by
    database, problems by rule, links between corrections and originals, and the versions that readers use now."""

    status: str
    delivery: str
    rows: dict[str, int] = field(default_factory=dict)
    set_aside: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    problems: dict[str, int] = field(default_factory=dict)
    corrections: int = 0
    unmatched: int = 0
    reason: str = ""


Check = Callable[[Engine, str, Any], Checked]


@dataclass(frozen=True)
class Work:
    """What the steps of one load share."""

    node: Node
    engine: Engine
    lake: WritableLake
    folder: Path
    opened: content.Opened
    replaces: str | None


def load(node: Node, parcel_path: Path, engine: Engine, lake: WritableLake, check: Check | None = None) -> Loaded:
    """Load a relay parcel at the centre. A parcel that was loaded before changes nothing; one load at a time.

    `check(engine, database, table)` gives the content rules' verdict on each `content_<database>` of the parcel (all
    are in use by then). Lines with a problem of severity `refuse` are set aside; a verdict with a reason refuses the
    parcel whole. A parcel in the inbox is moved to store/received or store/refused.
    """
    with _told_of_full_disk(), node.lock("load"), lake.writing(), node.scratch() as folder:
        opened = _verified(node, parcel_path)
        if _is_done(node, opened):
            put_away(node, parcel_path)
            return Loaded("known", opened.hash, versions=current(node))
        take_back(node, lake)
        try:
            done = _load(node, engine, lake, folder, opened, check=check)
        finally:
            lake.clean_staging()
        put_away(node, parcel_path, done.reason)
        return done


def _load(
    node: Node, engine: Engine, lake: WritableLake, folder: Path, opened: parcel.Parcel, *, check: Check | None
) -> Loaded:
    """One load of a verified parcel; what is wrong with the parcel itself refuses it."""
    try:
        replaces = replaced_delivery(node, opened)
        work = Work(node, engine, lake, folder, content.decrypt(node, opened, folder), replaces)
        reason, problems = _judged(work, check)
        return _refused(node, opened, folder, problems, reason) if reason else _accepted(work, problems)
    except parcel.ParcelError as error:
        problem = Problem(error.rule, Severity.BLOCK, "manifest", 0, "")
        return _refused(node, opened, folder, feedback.as_table([problem]), str(error))


def _verified(node: Node, parcel_path: Path) -> parcel.Parcel:
    """The parcel, if its signature, names, sizes and checksums are right; else it is moved to the refused ones."""
    if not parcel_path.is_dir():
        raise MutualisError(
            f"The parcel {parcel_path.name} is not there any more.",
            there_is="another load has put it away, or it never came",
            do="see `mutualis history` and store/received",
        )
    try:
        return node.open_parcel(parcel_path, "relay")
    except parcel.ParcelError as error:
        put_away(node, parcel_path, str(error))
        raise


def _is_done(node: Node, opened: parcel.Parcel) -> bool:
    """Enter the parcel in the ledger; whether it was loaded before."""
    manifest = opened.manifest
    node.ledger.record_delivery(
        opened.hash,
        kind=manifest.kind,
        period=manifest.period,
        sender=str(manifest.extra.get("sender_code", "")),
        declared_rows=sum(entry.rows for entry in manifest.files if entry.database in reference.content_codes()),
        totals=_totals(manifest),
    )
    known = node.ledger.known(opened.hash)
    return known is not None and known.status in DONE


def _totals(manifest: parcel.Manifest) -> dict[str, dict[str, int]]:
    """Rows and declared cents of each database of the parcel, for the calendar."""
    declared = {name: each.totals for name, each in manifest.declared.items()}
    there = {entry.database: entry.rows for entry in manifest.files if entry.database in reference.delivered_codes()}
    return {name: {"rows": rows, **declared.get(name, {})} for name, rows in there.items()}


def _judged(work: Work, check: Check | None) -> tuple[str, pa.Table]:
    """The reason to refuse the parcel, or none, and all problems that the content rules found."""
    for database, path in work.opened.content.items():
        work.engine.use(f"content_{database}", [path], content.content_schema(database))
    content.check_totals(work.engine, work.opened)
    verdicts = [check(work.engine, name, content.content_table(name)) for name in work.opened.content] if check else []
    reason = " ".join(verdict.refused for verdict in verdicts if verdict.refused)
    return reason, feedback.joined([verdict.problems for verdict in verdicts])


def _refused(node: Node, opened: parcel.Parcel, folder: Path, problems: pa.Table, reason: str) -> Loaded:
    counts = _tell(node, opened, problems, folder, "refused")
    node.ledger.set_status(opened.hash, "refused", accepted_rows=0)
    node.log("load.refused", on=opened.hash[:12], problems=problems.num_rows)
    return Loaded("refused", opened.hash, versions=current(node), problems=counts, reason=reason)


def _accepted(work: Work, problems: pa.Table) -> Loaded:
    refused = {name: feedback.lines_to_refuse(problems, name) for name in work.opened.content}
    ready = prepare(work.engine, work.lake, work.folder, _coded(work, refused), work.opened, replaces=work.replaces)
    node, delivery = work.node, work.opened.delivery
    versions = commit(work.lake, ready, delivery, work.replaces)
    everything = feedback.joined([problems, *ready.problem_tables()])
    counts = _tell(node, work.opened.parcel, everything, work.folder, "loaded")
    aside = {name: len(lines) for name, lines in refused.items()}
    rows = sum(ready.rows(core.TABLE_OF[name]) for name in work.opened.content)
    node.ledger.complete_load(
        delivery, versions, accepted_rows=rows, set_aside_rows=sum(aside.values()), replaces=work.replaces
    )
    node.log("load.done", on=delivery[:12], rows=rows, set_aside=sum(aside.values()), problems=everything.num_rows)
    return Loaded(
        "loaded",
        delivery,
        {table: ready.rows(table) for table in ready.added},
        aside,
        current(node),
        counts,
        ready.matched.found,
        ready.matched.alone,
    )


def _coded(work: Work, refused: dict[str, Any]) -> Prepared:
    """The coded file of each table, written where the lake can take it; content is deleted as soon as it is coded."""
    ready = Prepared()
    coders = [
        Coder(name, work.opened.delivery, work.opened.identities, content.numbers(refused[name]))
        for name in work.opened.content
    ]
    with ThreadPoolExecutor(len(coders)) as pool:
        made = [
            pool.submit(write_coded, coder, work.opened.content[coder.database], work.lake.target(coder.table))
            for coder in coders
        ]
        for coder, saved in zip(coders, made, strict=True):
            ready.add(coder.table, saved.result())
            work.opened.content[coder.database].unlink()
    return ready


def _tell(node: Node, opened: parcel.Parcel, problems: pa.Table, folder: Path, status: str) -> dict[str, int]:
    """Enter the problem counts and send them, with all lines, to the trusted third party; returns counts by rule."""
    found = feedback.counted(problems, opened.hash)
    node.ledger.record_problem_counts(opened.hash, found)
    counts: dict[str, int] = {}
    for each in found:
        counts[each.rule] = counts.get(each.rule, 0) + each.count
    feedback.send_problems(node, opened, problems, {"status": status, "counts": counts}, folder)
    return counts


def put_away(node: Node, parcel_path: Path, reason: str = "") -> None:
    """Move a parcel out of the inbox, to what was refused when a reason is given; one elsewhere stays where it is."""
    if parcel_path.parent.resolve() != node.inbox.resolve():
        return
    if reason:
        node.refuse(parcel_path, reason)
    else:
        node.done(parcel_path)


@contextmanager
def _told_of_full_disk() -> Iterator[None]:
    """A full disk in words, whoever met it. The engine is not asked to close: there is no room for that either."""
    try:
        yield
    except MutualisError:
        raise
    except Exception as error:
        if getattr(error, "errno", None) != errno.ENOSPC and "no space left" not in str(error).lower():
            raise
        raise DiskFull(
            "The disk is full.",
            there_is="the parcel is not loaded and readers see what they saw before",
            do="make room and load it again",
        ) from None
