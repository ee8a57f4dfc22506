"""Lines of a file that may be duplicates: found by 64-bit fingerprints, in bounded memory whatever the number of lines.

Fingerprints that do not fit in memory go to files by their first bits, so that equal ones meet in one file, and each
file is searched by itself. A file that is still too large is divided again by the bits that follow.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mutualis.intake.findings import Lines

IN_MEMORY = 1 << 22  # lines held and searched at once, in some 200 MB
LEVELS = 8
PARTS = 256
PAIR_BYTES = 16

Prints = npt.NDArray[np.uint64]
Pairs = npt.NDArray[np.uint64]


def repeated(prints: Prints, lines: Lines) -> Lines:
    """The lines whose fingerprint another line has too, in the order given; both arrays have one entry a line."""
    in_order = np.sort(prints)
    twice = np.unique(in_order[1:][in_order[1:] == in_order[:-1]])
    if not len(twice):
        return np.zeros(0, np.int64)
    place = np.minimum(np.searchsorted(twice, prints), len(twice) - 1)
    return lines[twice[place] == prints]


class Spill:
    """Fingerprints and their lines in 256 files of a folder of its own; a file holds 16 bytes a line.

    A delivery of the largest size that a parcel may have (some 500 million lines) makes files of two million lines.
    """

    def __init__(self, folder: Path, in_memory: int = IN_MEMORY, level: int = 0) -> None:
        self._folder, self._in_memory, self._level = folder, max(1, in_memory), level
        self._rows = np.zeros(PARTS, np.int64)
        folder.mkdir(mode=0o700)

    def add(self, prints: Prints, lines: Lines) -> None:
        """Append the lines to the files that their fingerprints belong to."""
        part = (prints >> np.uint64(64 - 8 * (self._level + 1))).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        pairs = np.stack([prints[order], lines[order].astype(np.uint64)], axis=1)
        counts = np.bincount(part, minlength=PARTS)
        ends = np.cumsum(counts)
        for number in np.flatnonzero(counts):
            with self._file(number).open("ab") as out:
                pairs[ends[number] - counts[number] : ends[number]].tofile(out)
        self._rows += counts

    def repeated(self) -> Lines:
        """The lines whose fingerprint another line has too, ascending. Can be asked once: files go as they are read."""
        found = [self._searched(number) for number in np.flatnonzero(self._rows)]
        self._folder.rmdir()
        return np.sort(np.concatenate(found)) if found else np.zeros(0, np.int64)

    def _searched(self, number: np.intp) -> Lines:
        path, rows = self._file(number), int(self._rows[number])
        if self._level == LEVELS - 1:  # All bits were used: the fingerprints of this file are one and the same.
            found = (
                np.concatenate([_lines(pairs) for pairs in self._blocks(path)]) if rows > 1 else np.zeros(0, np.int64)
            )
        elif rows <= self._in_memory:
            pairs = _read(path)
            found = repeated(np.ascontiguousarray(pairs[:, 0]), _lines(pairs))
        else:
            deeper = Spill(path.with_suffix(".parts"), self._in_memory, self._level + 1)
            for pairs in self._blocks(path):
                deeper.add(pairs[:, 0], _lines(pairs))
            path.unlink()
            return deeper.repeated()
        path.unlink()
        return found

    def _blocks(self, path: Path) -> Iterator[Pairs]:
        for start in range(0, path.stat().st_size, PAIR_BYTES * self._in_memory):
            yield _read(path, start, self._in_memory)

    def _file(self, number: np.intp) -> Path:
        return self._folder / f"{number:03d}.pairs"


def _read(path: Path, start: int = 0, rows: int = -1) -> Pairs:
    return np.fromfile(path, np.uint64, 2 * rows if rows > 0 else -1, offset=start).reshape(-1, 2)


def _lines(pairs: Pairs) -> Lines:
    return pairs[:, 1].astype(np.int64)
