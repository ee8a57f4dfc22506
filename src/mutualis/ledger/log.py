"""The events as a log that can be proved: the leaf of each entry, and the checkpoints that were made of it.

The leaf of an event is its canonical JSON: sorted keys, no blanks. A checkpoint keeps the hashes of the entries that it
added and the frontier of the tree, so that the next one costs only what is new and a changed entry can be named.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from mutualis.ledger.merkle import Frontier, leaf_hash
from mutualis.ledger.schema import CHECKPOINT, EVENT
from mutualis.ledger.store import moment, transaction
from mutualis.model import MutualisError

HASH_BYTES = 32
ALARM = "mutualis audit verify tells more; keep the ledger as it is and call the security adviser"


@dataclass(frozen=True)
class Checkpoint:
    """A signed statement of the log: how many entries, the hashes that it added, the frontier behind them, the note."""

    size: int
    moment: str
    frontier: tuple[bytes, ...]
    leaves: tuple[bytes, ...]
    note: str

    @property
    def tree(self) -> Frontier:
        """The frontier to go on from."""
        return Frontier(self.size, self.frontier)


class LogBook:
    """The part of a ledger that makes its events a log."""

    engine: sa.Engine

    def leaves(self, after: int = 0) -> list[bytes]:
        """The hash of every entry in order, from a place on. A row that can no longer be read has a hash too."""
        with transaction(self.engine) as work:
            return _leaves(work, after)

    def numbers(self) -> list[int]:
        """The numbers of the entries in order."""
        with transaction(self.engine) as work:
            return list(work.execute(sa.select(EVENT.c.number).order_by(EVENT.c.number)).scalars())

    def checkpoints(self, since: int = 0) -> list[Checkpoint]:
        """The checkpoints of that size or a larger one, from the first on."""
        asked = sa.select(CHECKPOINT).where(CHECKPOINT.c.size >= since).order_by(CHECKPOINT.c.size)
        with transaction(self.engine) as work:
            rows = work.execute(asked).mappings().all()
        return [_checkpoint(dict(row)) for row in rows]

    def add_checkpoint(self, sign: Callable[[int, bytes], str]) -> Checkpoint | None:
        """Make a checkpoint of the entries until now; `sign` writes the note of a size and root.

        The last one where nothing was added since; None for an empty log. One transaction: two cannot both go on from
        the same one.
        """
        with transaction(self.engine) as work:
            newest = sa.select(CHECKPOINT).order_by(CHECKPOINT.c.size.desc()).limit(1)
            row = work.execute(newest).mappings().first()
            last = _checkpoint(dict(row)) if row else None
            tree = last.tree if last else Frontier()
            added = _leaves(work, tree.size)
            if not added:
                return _unshortened(work, last)
            for leaf in added:
                tree.add(leaf)
            made = Checkpoint(tree.size, moment(), tuple(tree.hashes), tuple(added), sign(tree.size, tree.root))
            work.execute(CHECKPOINT.insert().values(**_row(made)))
        return made


def _unshortened(work: sa.Connection, last: Checkpoint | None) -> Checkpoint | None:
    there = work.execute(sa.select(sa.func.count()).select_from(EVENT)).scalar_one()
    if last and there < last.size:
        raise MutualisError(
            f"The audit log has become shorter: no checkpoint is made of {there:,} entries.",
            there_is=f"the last checkpoint was of {last.size:,}",
            do=ALARM,
        )
    return last


def _leaves(work: sa.Connection, after: int) -> list[bytes]:
    text = sa.cast(EVENT.c.counts, sa.Text).label("counts")
    asked = sa.select(EVENT.c.number, EVENT.c.moment, EVENT.c.what, EVENT.c.subject, text)
    rows = work.execute(asked.order_by(EVENT.c.number).offset(after))
    return [leaf_hash(canonical(dict(row))) for row in rows.mappings()]


def canonical(entry: dict[str, Any]) -> bytes:
    """The bytes of an entry whose counts are JSON text."""
    try:
        counts = json.loads(entry["counts"])
    except (ValueError, TypeError):
        counts = {"unreadable": repr(entry["counts"])}
    return json.dumps(entry | {"counts": counts}, sort_keys=True, separators=(",", ":"), default=repr).encode()


def _row(made: Checkpoint) -> dict[str, Any]:
    frontier = [each.hex() for each in made.frontier]
    return {
        "size": made.size,
        "moment": made.moment,
        "frontier": frontier,
        "leaves": b"".join(made.leaves),
        "note": made.note,
    }


def _checkpoint(row: dict[str, Any]) -> Checkpoint:
    try:
        kept, size = bytes(row["leaves"]), int(row["size"])
        leaves = tuple(kept[at : at + HASH_BYTES] for at in range(0, len(kept), HASH_BYTES))
        frontier = tuple(bytes.fromhex(each) for each in row["frontier"])
    except (ValueError, TypeError) as error:
        raise MutualisError("A checkpoint in the ledger cannot be read: it was changed.", do=ALARM) from error
    return Checkpoint(size, row["moment"], frontier, leaves, str(row["note"]))


def replay(leaves: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The root of the first so many entries, for each size that the log reaches; one pass."""
    tree, found, wanted = Frontier(), {}, sorted(set(sizes))
    for size in wanted:
        if not 0 < size <= len(leaves):
            continue
        for leaf in leaves[tree.size : size]:
            tree.add(leaf)
        found[size] = tree.root
    return found
