"""Is the audit log what it was? The tree is made again from the table and held against every checkpoint.

The node's own checkpoints name the entry that was changed; the witness's find what whoever rules the node could hide:
a tail that is gone, and a log that was written anew and signed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mutualis.ledger import Checkpoint
from mutualis.ledger.log import replay
from mutualis.model import MutualisError, StopsWork
from mutualis.node.audit import notes
from mutualis.node.directory import PublicKeys
from mutualis.node.room import Node


@dataclass(frozen=True)
class Witnessed:
    """The checkpoints that a witness keeps of a log: its name, its public keys, the notes."""

    name: str
    keys: PublicKeys
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Verdict:
    """What was found in the log of a node. `covered`: entries that a checkpoint vouches for; `witnessed`: a witness."""

    node: str
    entries: int
    checkpoints: int
    covered: int
    witnessed: int
    findings: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.findings


def verify(node: Node, witness: Witnessed | None = None) -> Verdict:
    """Recompute the tree of a node's log and compare it with its own checkpoints and with those of a witness."""
    try:
        return _verify(node, witness)
    except StopsWork:
        raise
    except MutualisError as error:
        return Verdict(node.name, len(node.ledger.numbers()), 0, 0, 0, (str(error),))


def _verify(node: Node, witness: Witnessed | None) -> Verdict:
    leaves, numbers, own = node.ledger.leaves(), node.ledger.numbers(), node.ledger.checkpoints()
    kept = [leaf for each in own for leaf in each.leaves]
    seen = [notes.read(each) for each in witness.notes] if witness else []
    roots = replay(leaves, [*(each.size for each in own), *(each.size for each in seen)])
    findings = [
        *_table(own),
        *_signed(node, own, replay(kept, [each.size for each in own])),
        *_entries(leaves, numbers, kept, [notes.read(each.note) for each in own], roots),
        *(_witness(node, witness, seen, own, len(leaves), roots) if witness else ()),
    ]
    covered = max((each.size for each in own), default=0)
    told = max((each.size for each in seen), default=0)
    return Verdict(node.name, len(leaves), len(own), covered, told, tuple(findings))


def _table(own: Sequence[Checkpoint]) -> list[str]:
    """Whether each checkpoint goes on where the one before ended."""
    before = [0, *(each.size for each in own[:-1])]
    return [
        f"The checkpoint of {each.size:,} entries does not go on from the one before: one was removed or changed."
        for earlier, each in zip(before, own, strict=False)
        if earlier + len(each.leaves) != each.size
    ]


def _signed(node: Node, own: Sequence[Checkpoint], kept_roots: dict[int, bytes]) -> list[str]:
    findings = []
    for each in own:
        found = notes.read(each.note)
        if not notes.is_signed(found, node.name, node.keys.verify_keys) or found.size != each.size:
            findings.append(f"The checkpoint of {each.size:,} entries is not signed by {node.name}.")
        if found.root != kept_roots.get(each.size) or each.tree.root != found.root:
            findings.append(f"The hashes kept beside the checkpoint of {each.size:,} entries were changed.")
    return findings


def _entries(
    leaves: Sequence[bytes],
    numbers: Sequence[int],
    kept: Sequence[bytes],
    own: Sequence[notes.Statement],
    roots: dict[int, bytes],
) -> list[str]:
    """The first place where the entries are no longer those of a checkpoint; one finding tells it."""
    sound = 0
    for each in own:
        if roots.get(each.size) == each.root:
            sound = each.size
            continue
        place = next((at for at in range(sound, each.size) if leaves[at : at + 1] != kept[at : at + 1]), None)
        if place is None:
            return [f"An entry between the {sound:,}th and the {each.size:,}th is not what its checkpoint says."]
        if place >= len(leaves):
            return [f"The tail is gone: {each.size:,} entries had a checkpoint, {len(leaves):,} are there."]
        return [f"Entry {place + 1:,} (number {numbers[place]}) {_what(leaves, kept, place)}."]
    return []


def _what(leaves: Sequence[bytes], kept: Sequence[bytes], place: int) -> str:
    if place + 1 < len(kept) and leaves[place] == kept[place + 1]:
        return "is the one that followed: an entry before it was removed"
    if place + 1 < len(leaves) and leaves[place + 1] == kept[place]:
        return "was put in: it was not there when the checkpoint was signed"
    return "was changed, or another stands in its place"


def _witness(
    node: Node,
    witness: Witnessed,
    seen: Sequence[notes.Statement],
    own: Sequence[Checkpoint],
    entries: int,
    roots: dict[int, bytes],
) -> list[str]:
    """What the witness saw and the log no longer says. The first contradiction is told."""
    sizes, sound = {each.size for each in own}, 0
    for each in seen:
        if not notes.is_cosigned(each, witness.name, witness.keys.verify_keys) or each.party != node.name:
            return [f"A checkpoint in the file of {witness.name} is not countersigned by it: look at the witness too."]
        if each.size > entries:
            return [f"The tail is gone: {witness.name} saw {each.size:,} entries, the log has {entries:,}."]
        if roots[each.size] != each.root:
            return [f"{witness.name} saw other entries between the {sound:,}th and the {each.size:,}th."]
        if each.size not in sizes:
            return [f"{witness.name} has a checkpoint of {each.size:,} entries that the node no longer has."]
        sound = each.size
    return []
