"""Lines that may be duplicates: the same answer from memory and from files, and nothing left behind."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.intake.repeats import Spill
from mutualis.intake.staging import Staged

NEAR = st.integers(0, 5)
SAME_FIRST_BITS = NEAR.map(lambda low: (0xAB << 56) + low)
ANY = st.integers(0, 2**64 - 1)
BLOCKS = st.lists(st.lists(NEAR | SAME_FIRST_BITS | ANY, max_size=6), max_size=8)


def staged_with(folder: Path, blocks: list[list[int]], in_memory: int) -> tuple[Staged, np.ndarray]:
    """A file whose kept lines have these fingerprints, every second line being left out; and the kept lines."""
    staged, first = Staged("gz", folder / "gz.parquet", in_memory=in_memory), 1
    kept = []
    for prints in blocks:
        kept.append(np.arange(first, first + 2 * len(prints), 2))
        staged.remember(np.array(prints, np.uint64), kept[-1])
        first += 2 * len(prints)
    return staged, np.concatenate([np.zeros(0, np.int64), *kept])


@given(blocks=BLOCKS, in_memory=st.sampled_from([1, 2, 7, 1_000]))
def test_repeated_lines_are_those_whose_fingerprint_counts_more_than_once(
    blocks: list[list[int]], in_memory: int
) -> None:
    prints = np.array([each for block in blocks for each in block], np.uint64)
    _, place, counts = np.unique(prints, return_inverse=True, return_counts=True)
    with tempfile.TemporaryDirectory() as name:
        staged, lines = staged_with(Path(name), blocks, in_memory)
        assert staged.repeated_lines().tolist() == lines[counts[place] > 1].tolist()
        assert not list(Path(name).iterdir())


def test_no_more_lines_are_in_memory_than_allowed(tmp_path: Path) -> None:
    staged, _ = staged_with(tmp_path, [[each, each + 1] for each in range(50)], in_memory=8)
    assert sum(map(len, staged.fingerprints)) < 8
    assert sum(path.stat().st_size for path in tmp_path.glob("gz.fingerprints/*")) == 96 * 16


def test_files_on_disk_are_for_their_owner_only_and_read_once(tmp_path: Path) -> None:
    spill = Spill(tmp_path / "spill", in_memory=1)
    assert (tmp_path / "spill").stat().st_mode & 0o077 == 0
    spill.add(np.array([7, 7, 8], np.uint64), np.array([1, 2, 3]))
    assert spill.repeated().tolist() == [1, 2]
    with pytest.raises(FileNotFoundError):
        spill.repeated()
