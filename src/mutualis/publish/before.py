"""What went out before a content: the ground that its protection stands on, the same whenever the content is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutualis import __version__, reference, release
from mutualis.publish.sheets import Texts, sheet
from mutualis.publish.values import Figured
from mutualis.release import files


@dataclass(frozen=True)
class Ground:
    """Everything released before, oldest first, and the ledger's hash up to there (`head`)."""

    earlier: tuple[release.Released, ...]
    head: str


def everything(folder: Path) -> Ground:
    """All that went out. Raises when a release or the ledger does not hold."""
    return Ground(release.released(folder), release.head(folder))


def before(
    folder: Path,
    *,
    indicators: Sequence[Figured],
    sources: Mapping[str, str],
    rules: Mapping[str, Any],
    logic: Mapping[str, str] | None = None,
    texts: Texts | None = None,
    plan: reference.Plan | None = None,
) -> Ground:
    """What went out before the first release of the same data, definitions, rules, plan and program; else everything.

    So the second making of a release stands on the same ground as the first, and gives the same root.
    """
    whole, entries = everything(folder), release.entries(folder)
    planned = (plan or reference.publication_plan()).as_dict()
    versions = {each.name: sheet(each, texts, {}, (logic or {}).get(each.name, ""))["version"] for each in indicators}
    wanted = files.hashed([__version__, dict(sources), rules, planned, versions])
    for place, entry in enumerate(entries):
        if _made_from(release.read(folder / entry.release)) == wanted:
            return Ground(whole.earlier[:place], entry.previous)
    return whole


def _made_from(it: release.Release) -> str:
    versions = {name: each.version for name, each in it.sheets.items()}
    return files.hashed([it.program, dict(it.sources), dict(it.rules), it.plan, versions])
