"""The Merkle tree of RFC 6962 over the entries of a log: its root, proofs that an entry is in it, and proofs that a
later tree only added to an earlier one.

Hashes are SHA-256, 32 bytes. A leaf is hashed with a zero byte before it and a node with a one, so that neither can
pass for the other (RFC 6962, 2.1).
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the whole subtrees that a log ends in, largest first: enough to add and to tell the root.

    `size` entries have as many subtrees as `size` has ones in binary, so a million entries have at most 20.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size, self.hashes = size, list(hashes)

    def add(self, leaf: bytes) -> None:
        """Append the hash of an entry."""
        self.hashes.append(leaf)
        self.size += 1
        merged = self.size
        while merged % 2 == 0:
            right = self.hashes.pop()
            self.hashes.append(node_hash(self.hashes.pop(), right))
            merged //= 2

    @property
    def root(self) -> bytes:
        """The root of the tree; that of an empty one is the hash of nothing."""
        if not self.hashes:
            return EMPTY
        found = self.hashes[-1]
        for each in reversed(self.hashes[:-1]):
            found = node_hash(each, found)
        return found


def frontier(leaves: Iterable[bytes]) -> Frontier:
    """The frontier of a log with these hashes of entries."""
    found = Frontier()
    for leaf in leaves:
        found.add(leaf)
    return found


def root(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree over these hashes of entries (RFC 6962, 2.1)."""
    return frontier(leaves).root


def inclusion_proof(leaves: Sequence[bytes], place: int) -> list[bytes]:
    """What shows that the entry at a place (from 0) is in the tree, from the leaf up (RFC 6962, 2.1.1)."""
    if not 0 <= place < len(leaves):
        raise ValueError(f"There is no entry {place} in a log of {len(leaves)}.")
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if place < half:
        return [*inclusion_proof(leaves[:half], place), root(leaves[half:])]
    return [*inclusion_proof(leaves[half:], place - half), root(leaves[:half])]


def is_included(leaf: bytes, place: int, size: int, proof: Sequence[bytes], expected: bytes) -> bool:
    """Whether the proof shows the entry at a place of the tree of that size and root (RFC 9162, 2.1.3.2)."""
    if not 0 <= place < size:
        return False
    found, at, last = leaf, place, size - 1
    for each in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node_hash(each, found)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            found = node_hash(found, each)
        at, last = at // 2, last // 2
    return last == 0 and found == expected


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """What shows that the tree over these leaves begins with its first `earlier` ones (RFC 6962, 2.1.2)."""
    if not 0 < earlier <= len(leaves):
        raise ValueError(f"There is no tree of {earlier} entries in a log of {len(leaves)}.")
    return _consistency(leaves, earlier, whole=True)


def _consistency(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    half = _split(len(leaves))
    if earlier <= half:
        return [*_consistency(leaves[:half], earlier, whole=whole), root(leaves[half:])]
    return [*_consistency(leaves[half:], earlier - half, whole=False), root(leaves[:half])]


def extension_proof(before: Frontier, added: Sequence[bytes]) -> list[bytes]:
    """The consistency proof from an earlier tree to the one with these leaves added, of its frontier alone."""
    if before.size < 1:
        raise ValueError("There is no proof from an empty log: every log begins with it.")
    return _extension(before.size, before.hashes, added, whole=True)


def _extension(earlier: int, hashes: Sequence[bytes], added: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if not added:
        return [] if whole else [hashes[-1]]
    half = _split(earlier + len(added))
    if earlier <= half:
        inside = half - earlier
        return [*_extension(earlier, hashes, added[:inside], whole=whole), root(added[inside:])]
    return [*_extension(earlier - half, hashes[1:], added, whole=False), hashes[0]]


def is_consistent(earlier: int, before: bytes, later: int, after: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the later tree begins with the earlier one (RFC 9162, 2.1.4.2)."""
    if earlier == later:
        return before == after and not proof
    if not 0 < earlier < later or (not proof and earlier != later):
        return False
    path = list(proof) if earlier & (earlier - 1) else [before, *proof]
    at, last = earlier - 1, later - 1
    while at % 2:
        at, last = at // 2, last // 2
    first = second = path[0]
    for each in path[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            first, second = node_hash(each, first), node_hash(each, second)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            second = node_hash(second, each)
        at, last = at // 2, last // 2
    return last == 0 and first == before and second == after


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1
