"""Is what the raw bytes spell there in truth, or did packed bytes spell it by accident?

Compression leaves out what stood before. Of a dictionary of area codes 110, 130, 131 it keeps the digits, one behind
the other: 110130131... reads as a number that no value has. So a hit in packed bytes is looked into, and is told unless
all of this holds:
- it lies wholly inside a stretch that a decoder reads completely (`packed`, `pages`), and the decoder reads the file;
- the stretch unpacks, and nothing that is looked for stands in what it unpacks to, in any form;
- every byte of the hit is one that the decoder reads: changed, it changes what the stretch unpacks to. So a number
  that hides in a frame to be skipped, in a remark or behind the end of a stream is told.
Every other byte of a file (headers, footers, statistics, remarks, gaps, what is appended, pages that are not packed) is
searched as it is, and what is found there is told.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from mutualis.pipeline.scan import packed, pages
from mutualis.pipeline.scan.containers import PARQUET, Content, first_bytes
from mutualis.pipeline.scan.packed import BROKEN, Packed

CHANGES = (0xFF, 0x01, 0x10)  # one is enough that changes what is unpacked
MOST = 50  # accidents are rare: of more hits than this in one layer of a file the others are told


@dataclass
class Chance:
    """The judge of the hits in one layer of a file; it looks for packed stretches when the first one comes."""

    content: Content
    holds: Callable[[bytes], bool]
    asked: int = 0
    _known: dict[int, bytes | None] = field(default_factory=dict)

    def is_accident(self, start: int, end: int) -> bool:
        """Whether bytes that spell something are packed bytes of something else."""
        found = self.around(start, end)
        if found is None or self.asked >= MOST:
            return False
        if (plain := self.clean(found)) is None:
            return False
        self.asked += 1
        raw = packed.part(self.content, found.start, found.end)
        return all(is_read(found, raw, plain, at - found.start) for at in range(start, end))

    def around(self, start: int, end: int) -> Packed | None:
        """The packed stretch in which bytes lie wholly."""
        at = bisect_right(self.stretches, start, key=lambda each: each.start) - 1
        return self.stretches[at] if at >= 0 and end <= self.stretches[at].end else None

    @cached_property
    def stretches(self) -> list[Packed]:
        """All, in their order; none where the file cannot be opened, or where one overlaps another."""
        kind = pages if first_bytes(self.content).startswith(PARQUET) else packed
        try:
            found = sorted(kind.stretches(self.content), key=lambda each: each.start)
        except BROKEN:
            return []
        is_apart = all(one.end <= other.start for one, other in pairwise(found))
        return found if is_apart else []

    def clean(self, stretch: Packed) -> bytes | None:
        """What a stretch unpacks to; None where it does not, or where what is looked for stands in it."""
        if stretch.start not in self._known:
            plain = unpacked(stretch, packed.part(self.content, stretch.start, stretch.end))
            self._known = {stretch.start: None if plain is None or self.holds(plain) else plain}
        return self._known[stretch.start]


def is_read(stretch: Packed, raw: bytes, plain: bytes, at: int) -> bool:
    """Whether a decoder reads a byte: it unpacks to something else, or not at all, with the byte changed."""
    return any(unpacked(stretch, raw[:at] + bytes([raw[at] ^ change]) + raw[at + 1 :]) != plain for change in CHANGES)


def unpacked(stretch: Packed, raw: bytes) -> bytes | None:
    try:
        return stretch.unpack(raw)
    except BROKEN:
        return None
