"""Reading and checking the files of a trusted delivery at the insurer's node: staged files and all problems."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa

from mutualis import reference
from mutualis.intake import sources
from mutualis.intake.check import findings
from mutualis.intake.content import content_rules
from mutualis.intake.envelope import LIVE, entries, refused_totals
from mutualis.intake.findings import Finding, as_table
from mutualis.intake.outcome import ACCEPTED, folder_of
from mutualis.intake.records import Reader
from mutualis.intake.staging import BLOCK, Staged, stage
from mutualis.intake.work import Work

MEMBERS = ("pp", "mg")  # what the other databases are checked against


@dataclass(frozen=True)
class Examined:
    """Staged files by database and the table of all problems, also those of the declared totals."""

    staged: Mapping[str, Staged]
    problems: pa.Table


def examine(work: Work, ready: Mapping[str, Reader]) -> Examined:
    """Stage every file, then run the content rules on what could be read."""
    files = entries(work.manifest)
    staged = {name: _stage(work, ready[name], entry.name) for name, entry in files.items()}
    found = [finding for each in staged.values() for finding in each.findings]
    counted = {name: each.totals for name, each in staged.items()}
    unreadable = {name: set(each.unreadable) for name, each in staged.items()}
    found += refused_totals(work.manifest, counted, unreadable)
    found += _content(work, staged)
    return Examined(staged, as_table(found))


def _stage(work: Work, ready: Reader, name: str) -> Staged:
    blocks = work.parcel.raw_blocks(name, BLOCK * (ready.layout.record_length + 1))
    return stage(ready, blocks, work.folder / f"{ready.layout.database}.parquet", work.threads)


def _content(work: Work, staged: Mapping[str, Staged]) -> list[Finding]:
    engine, folder, version = work.engine, work.folder, work.version
    lists = sources.code_lists(engine, folder, work.period)
    earlier = _earlier(work)
    own = [staged["pp"].path] if "pp" in staged else []
    states = [*own, *sources.existing(each / "pp.parquet" for each in earlier)]
    member = sources.members(engine, folder, states, version) if states else None
    found: list[Finding] = []
    for database, each in staged.items():
        if not each.kept:
            continue
        table = sources.use_staged(engine, f"intake_{database}", database, [each.path], version)
        within = lists
        if database not in MEMBERS:
            within = dataclasses.replace(lists, member=member, candidates=_candidates(work, each))
        if database in reference.claims_codes():
            within = dataclasses.replace(within, history=_history(work, database, [each.path], earlier))
        elif database == "pp":
            within = dataclasses.replace(within, history=_history(work, database, [], earlier))
        found += findings(engine, database, table, content_rules(database, "node"), within)
    return found


def _history(work: Work, database: str, own: list[Path], earlier: list[Path]) -> ir.Table | None:
    """All lines of a database that this insurer delivered earlier, and its own ones where they count; None: none."""
    files = [*own, *sources.existing(each / f"{database}.parquet" for each in earlier)]
    if not files:
        return None
    return sources.use_staged(work.engine, f"intake_history_{database}", database, files, work.version)


def _candidates(work: Work, staged: Staged) -> ir.Table | None:
    """The lines that may be duplicates; the fingerprints of the lines are let go."""
    repeated = sources.candidates(work.engine, work.folder, staged.database, staged.repeated_lines())
    staged.fingerprints, staged.kept_lines = [], []
    return repeated


def _earlier(work: Work) -> list[Path]:
    """The folders of the deliveries that were accepted before and still count."""
    known = work.node.ledger.deliveries(kind="delivery")
    count = [each.hash for each in known if each.status in LIVE and each.hash != work.manifest.replaces]
    return [folder_of(work.node, ACCEPTED, each) for each in count]
