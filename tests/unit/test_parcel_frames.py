"""zstd files: one frame, exactly the declared bytes, in blocks."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.parcel import Limits, ParcelError, check_frame, raw_blocks

RAW = b"0123456789\n" * 50_000


@pytest.fixture
def written(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(content: bytes) -> Path:
        path = tmp_path / "pp.txt.zst"
        path.write_bytes(content)
        return path

    return write


def compressed(tmp_path: Path, raw: bytes) -> Path:
    path = tmp_path / "raw.zst"
    with pa.CompressedOutputStream(pa.OSFile(str(path), "wb"), "zstd") as stream:
        stream.write(raw)
    return path


def rule_of(path: Path, raw_size: int, limits: Limits | None = None) -> str:
    with pytest.raises(ParcelError) as caught:
        list(raw_blocks(path, raw_size, limits=limits or Limits()))
    return caught.value.rule


@pytest.mark.parametrize("block", [1_000, 11 * 4_096, len(RAW), len(RAW) * 2])
def test_blocks_have_exactly_the_asked_size_and_together_are_the_file(tmp_path: Path, block: int) -> None:
    blocks = list(raw_blocks(compressed(tmp_path, RAW), len(RAW), block))
    assert b"".join(blocks) == RAW
    assert {len(each) for each in blocks[:-1]} <= {block}


def test_an_empty_file_gives_no_block(tmp_path: Path) -> None:
    assert list(raw_blocks(compressed(tmp_path, b""), 0)) == []


@pytest.mark.parametrize("declared", [len(RAW) - 1, 1_000, 0])
def test_more_than_declared_is_a_bomb_and_reading_stops_there(tmp_path: Path, declared: int) -> None:
    path = compressed(tmp_path, RAW)
    got: list[bytes] = []
    with pytest.raises(ParcelError) as caught:
        got.extend(raw_blocks(path, declared, 100))
    assert caught.value.rule == "parcel.bomb"
    assert sum(map(len, got)) <= declared


def test_less_than_declared_is_cut_off(tmp_path: Path) -> None:
    assert rule_of(compressed(tmp_path, RAW), len(RAW) + 1) == "parcel.truncated"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_file_cut_anywhere_is_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("cut")
    content = compressed(folder, RAW).read_bytes()
    path = folder / "cut.zst"
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    assert rule_of(path, len(RAW)) == "parcel.truncated"


@pytest.mark.parametrize(
    "change",
    [
        lambda sound: sound + sound,
        lambda sound: sound + b"\n",
        lambda sound: b"PK\x03\x04" + sound,
        lambda sound: b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd" + sound,
        lambda sound: sound[:4] + bytes([sound[4] | 0x01]) + sound[5:],
        lambda sound: sound[:4] + bytes([sound[4] | 0x08]) + sound[5:],
    ],
    ids=["two frames", "something after", "something before", "skippable frame", "dictionary", "reserved bit"],
)
def test_anything_but_one_plain_frame_is_refused(
    tmp_path: Path, written: Callable[[bytes], Path], change: Callable[[bytes], bytes]
) -> None:
    sound = compressed(tmp_path, RAW).read_bytes()
    assert rule_of(written(change(sound)), len(RAW)) == "parcel.truncated"


def test_a_huge_window_is_refused_before_anything_is_decompressed(written: Callable[[bytes], Path]) -> None:
    empty_last_block = b"\x01\x00\x00"
    path = written(b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([(31 - 10) << 3]) + empty_last_block)
    with pytest.raises(ParcelError) as caught:
        check_frame(path, 0)
    assert caught.value.rule == "parcel.bomb"


def test_a_bomb_of_run_length_blocks_stops_at_the_declared_size(written: Callable[[bytes], Path]) -> None:
    size = 128 * 1024
    block = ((size << 3) | (1 << 1)).to_bytes(3, "little") + b"0"
    last = ((size << 3) | (1 << 1) | 1).to_bytes(3, "little") + b"0"
    path = written(b"\x28\xb5\x2f\xfd" + b"\x00" + bytes([(20 - 10) << 3]) + block * 40_000 + last)
    assert path.stat().st_size < 200_000
    assert rule_of(path, 1_000_000) == "parcel.bomb"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_gives_our_error_or_exactly_the_declared_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    content = bytearray(compressed(folder, RAW[:4_000] + bytes(range(256)) * 20).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = folder / "damaged.zst"
    path.write_bytes(content)
    blocks = []
    with contextlib.suppress(ParcelError):
        blocks = list(raw_blocks(path, 9_120, 1_000))
    assert sum(map(len, blocks)) in (0, 9_120)
