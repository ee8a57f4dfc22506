"""Changes of national number at the trusted third party: which C1 codes are one person.

The codes of a person form a class with one canonical code; the others are aliases of it. A change (old, new) joins two
classes. Where the new code was not yet more than itself, the old one's canonical code stays, so that nothing that was
loaded before has to move. Whatever the order in which changes and deliveries arrive, one person ends with one code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mutualis.parcel import ParcelError

Pair = tuple[str, str]


@dataclass(frozen=True)
class Joined:
    """What changes did to the classes: `aliases` to enter (code to canonical), and `retired`: every code of a class
    that a change touched, to its canonical code."""

    aliases: dict[str, str] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)


def join(known: Mapping[str, str], pairs: Iterable[Pair]) -> Joined:
    """Join the classes of each pair (old code, new code) to those in `known` (alias to canonical, flat).

    A change that leads back to where it came from is refused. The work is proportional to the pairs, which are few
    (changes of a half-year), and to the size of the classes they touch.
    """
    if not (wanted := sorted(set(pairs))):
        return Joined()
    classes = _Classes(known)
    touched = [classes.join(old, new) for old, new in wanted]
    final = {classes.canonical(code) for code in touched}
    retired = {code: root for root in sorted(final) for code in sorted(classes.members(root) - {root})}
    changed = {code: root for code, root in retired.items() if known.get(code) != root}
    return Joined(changed, retired)


class _Classes:
    """Classes of codes, joined one pair at a time: a pair means what it means only after the pairs before it."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self._root: dict[str, str] = dict(known)
        self._members: dict[str, set[str]] = {}
        for code, root in known.items():
            self._members.setdefault(root, {root}).add(code)

    def canonical(self, code: str) -> str:
        return self._root.get(code, code)

    def members(self, root: str) -> set[str]:
        return self._members.get(root, {root})

    def join(self, old: str, new: str) -> str:
        """Join two classes and return the canonical code of the result."""
        first, second = self.canonical(old), self.canonical(new)
        if first == second:
            if new == first:
                raise _circle()
            return first
        keep, drop = (first, second) if new == second else sorted((first, second))
        self._members[keep] = self.members(keep) | self.members(drop)
        for code in self._members.pop(drop, {drop}):
            self._root[code] = keep
        return keep


def _circle() -> ParcelError:
    return ParcelError(
        "parcel.manifest",
        "The changes of number lead back to a number that was given up.",
        there_is="a change is told once, from the old number to the new one",
        do="correct the file of changes (mg) and send the parcel again",
    )
