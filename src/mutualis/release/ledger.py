"""The ledger of releases: what went out when, one line a release, each line holding the hash of the one before.

`releases/ledger.jsonl`: {number, previous, release, root, created, figures_sha256, hash}; `hash` is the SHA-256 of the
other six (`files.hashed`), `previous` the hash of the line before (zeros for the first). Changing, removing or moving a
line breaks every later one. To cut lines off the end cannot be seen in the file alone: the folders of those releases
are then in no line, and who keeps the newest hash elsewhere sees it.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.release import files
from mutualis.release.content import Release
from mutualis.release.reading import listing, read

START = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: a release that went out."""

    number: int
    previous: str
    release: str
    root: str
    created: str
    figures_sha256: str
    hash: str


def entries(releases: Path, name: str = files.LEDGER) -> tuple[Entry, ...]:
    """The releases that went out, oldest first. A chain that does not hold is an error; no ledger is an empty one."""
    path = releases / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found: list[Entry] = []
    for number, line in enumerate(lines, start=1):
        entry = _entry(line)
        before = found[-1].hash if found else START
        if entry is None or (entry.number, entry.previous, entry.hash) != (number, before, seal(entry)):
            raise MutualisError(
                f"The ledger of releases is broken at line {number}.",
                there_is="the line was changed, or one before it removed, added or moved",
                do="restore ledger.jsonl from a copy; publish nothing before that",
            )
        found.append(entry)
    return tuple(found)


def following(releases: Path, release: Release) -> Entry:
    """The entry that would put a release at the end of the ledger."""
    there = entries(releases)
    previous, sha256 = there[-1].hash if there else START, release.files[files.FIGURES].sha256
    open_ = Entry(len(there) + 1, previous, release.id, release.root, release.created, sha256, "")
    return Entry(**{**asdict(open_), "hash": seal(open_)})


def head(releases: Path) -> str:
    """The hash of the newest line: what went out until now, in one word."""
    there = entries(releases)
    return there[-1].hash if there else START


def verify(releases: Path, name: str = "") -> tuple[Entry, ...]:
    """Check the chain and every release in it, or the one of that name; returns the entries that hold.

    Errors name what is wrong: a broken chain, a release whose folder is missing, touched or swapped, and a folder that
    is in no line of the ledger.
    """
    there = entries(releases)
    known = [each.release for each in there]
    if name and name not in known:
        raise MutualisError(
            "The ledger has no release of that name.",
            there_is=f"it has {', '.join(known)}" if known else "it is empty",
        )
    no_strangers(releases, there)
    chosen = tuple(each for each in there if name in ("", each.release))
    for each in chosen:
        holds(releases, each)
    return chosen


def no_strangers(releases: Path, there: Sequence[Entry]) -> None:
    """Refuse a folder of releases that has one which is in no line of the ledger."""
    known = {each.release for each in there}
    if strangers := [each for each in listing(releases) if each not in known]:
        raise MutualisError(
            f"Release '{strangers[0]}' is in no line of the ledger.",
            there_is="its folder was put there by hand, or lines of the ledger were lost",
            do="restore ledger.jsonl from a copy, or take the folder away",
        )


def holds(releases: Path, entry: Entry) -> None:
    """Refuse a release whose folder is missing, touched, or not the one that went out under that name."""
    folder = releases / entry.release
    if not (folder / files.DESCRIPTION).is_file():
        raise MutualisError(f"Release '{entry.release}' is in the ledger, and its folder is missing.", do="restore it")
    found = read(folder)
    told = (found.id, found.root, found.created, found.files[files.FIGURES].sha256)
    if told != (entry.release, entry.root, entry.created, entry.figures_sha256):
        raise MutualisError(
            f"Release '{entry.release}' is not the one that went out under that name.",
            there_is=f"root {found.short_root}, and the ledger has {entry.root[:12]}",
            do="restore the folder from a copy",
        )


def seal(entry: Entry) -> str:
    """The hash of an entry's other parts."""
    return files.hashed({name: value for name, value in asdict(entry).items() if name != "hash"})


def line(entry: Entry) -> str:
    """An entry as a line of the ledger."""
    return json.dumps(asdict(entry)) + "\n"


def _entry(line_: str) -> Entry | None:
    try:
        return Entry(**json.loads(line_))
    except (ValueError, TypeError):
        return None
