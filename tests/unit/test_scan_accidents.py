"""Packed bytes that spell a number by accident are no leak; a number where no decoder looks is one."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable

import pyarrow as pa
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.pipeline.scan import chance, pages
from mutualis.pipeline.scan.chance import is_read
from mutualis.pipeline.scan.packed import Packed, decompressed, gunzipped
from mutualis.pipeline.scan.thrift import struct
from scanned_files import AREAS, NUMBER, areas, is_told, parquet, scanned


@pytest.fixture(scope="module")
def node(tmp_path_factory) -> Node:
    return Node.create(tmp_path_factory.mktemp("witness"), "witness", "audit_witness", "long enough")


def spelled(content: bytes) -> str:
    """Eleven digits in the packed bytes of a file that no value has."""
    found = re.search(rb"[1-4][0-9]{10}", content)
    assert found is not None
    return found[0].decode()


def deflated(text: bytes) -> bytes:
    """With fixed codes, so that letters shift by bits and stand nowhere as they are."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_FIXED)
    return packer.compress(text) + packer.flush()


def skippable(content: bytes) -> bytes:
    """A frame of zstd that every decoder skips (RFC 8878, 3.1.2)."""
    return b"\x50\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content


def lines() -> bytes:
    """Area codes, each with the same letters around: a packer writes these once and the digits behind each other."""
    return b"".join(b"<area-of-life>%b</area-of-life>" % each.encode() for each in AREAS)


def zipped(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("areas.parquet", content)
    return made.getvalue()


@pytest.mark.parametrize("wrap", [bytes, zipped], ids=["as it is", "in a zip"])
def test_a_number_that_a_packed_dictionary_spells_by_accident_is_counted_and_is_no_leak(
    node: Node, wrap: Callable[[bytes], bytes]
) -> None:
    content = areas(compression="zstd")
    found = scanned(node, wrap(content), spelled(content))
    assert (found.leaks, found.unread) == ([], [])
    assert found.accidents == 2


def test_a_number_that_a_packed_file_spells_by_accident_is_no_leak(node: Node) -> None:
    content = zstandard.ZstdCompressor().compress(lines())
    number = spelled(content)
    assert number.encode() not in lines()
    found = scanned(node, content, number)
    assert (found.leaks, found.accidents) == ([], 1)


def test_the_same_digits_are_a_leak_where_a_value_has_them_too(node: Node) -> None:
    number = spelled(areas(compression="zstd"))
    told = scanned(node, parquet(pa.array([*AREAS, number] * 40), compression="zstd"), number)
    assert {leak.domain for leak in told.leaks} == {"INSZ"}


def test_an_accident_in_a_file_that_breaks_off_is_told(node: Node) -> None:
    content = areas(compression="zstd")
    found = scanned(node, content[:-9], spelled(content))
    assert [leak.times for leak in found.leaks] == [2]
    assert len(found.unread) == 1
    assert found.accidents == 0


def test_an_accident_in_a_file_of_which_a_later_page_is_damaged_is_told(node: Node) -> None:
    content = bytearray(areas(compression="zstd"))
    number, (_, second) = spelled(bytes(content)), pages.columns_of(io.BytesIO(content))
    content[pages.span(second)[0]] ^= 0xFF
    found = scanned(node, bytes(content), number)
    assert ([leak.times for leak in found.leaks], found.accidents) == ([2], 0)
    assert len(found.unread) == 1


def test_of_too_many_accidents_the_rest_is_told(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    content = zstandard.ZstdCompressor().compress(lines())
    runs = [run[at : at + 11] for run in re.findall(rb"[0-9]{11,}", content) for at in range(len(run) - 10)]
    numbers = [each.decode() for each in runs]
    assert scanned(node, content, *numbers).accidents == len(set(runs)) == len(runs) > 2
    monkeypatch.setattr(chance, "MOST", 2)
    found = scanned(node, content, *numbers)
    assert (found.accidents, sum(leak.times for leak in found.leaks)) == (2, len(runs) - 2)


@pytest.mark.parametrize(
    "content",
    [
        zstandard.ZstdCompressor().compress(b"nothing") + skippable(NUMBER.encode()),
        skippable(NUMBER.encode()) + zstandard.ZstdCompressor().compress(b"nothing"),
        gzip.compress(b"nothing")[:3] + b"\x08" + bytes(6) + NUMBER.encode() + b"\0" + gzip.compress(b"nothing")[10:],
        deflated(b"nothing") + NUMBER.encode(),
        b"%PDF-1.7\nstream\n" + zlib.compress(b"nothing") + NUMBER.encode() + b"\nendstream",
    ],
    ids=["zstd frame behind", "zstd frame before", "gzip name", "gzip behind", "pdf behind"],
)
def test_a_number_where_a_decoder_does_not_look_is_found(node: Node, content: bytes) -> None:
    assert is_told(node, content)


@pytest.mark.parametrize("codec", ["zstd", "brotli"])
def test_a_number_that_a_page_holds_and_its_decoder_skips_is_not_read(codec: str) -> None:
    packed, hidden = pa.compress(lines(), codec, asbytes=True), NUMBER.encode()
    raw = packed + (skippable(hidden) if codec == "zstd" else hidden)
    stretch = Packed(0, len(raw), lambda each: pages.unpacked(each, codec, len(lines())))
    assert stretch.unpack(raw) == lines()
    read = [is_read(stretch, raw, lines(), at) for at in range(len(raw) - len(hidden), len(raw))]
    assert not any(read)
    assert is_read(stretch, raw, lines(), len(packed) // 2)


def test_a_name_under_a_checksum_is_no_accident() -> None:
    """A decoder that checks the head of gzip fails on a changed name: that does not make the name content."""
    with pytest.raises(MutualisError, match="a name or a remark"):
        gunzipped(gzip.compress(b"nothing")[:3] + b"\x0a" + gzip.compress(b"nothing")[4:])


@given(st.binary(max_size=60))
def test_bytes_are_a_structure_or_an_error_of_ours(data: bytes) -> None:
    try:
        found, end = struct(data, 0)
    except MutualisError:
        return
    assert end <= len(data)
    assert all(isinstance(field, int) for field in found)


@given(st.binary(max_size=200))
def test_a_zstd_file_unpacks_as_a_whole_or_not_at_all(text: bytes) -> None:
    packed = zstandard.ZstdCompressor().compress(text)
    assert decompressed(packed + packed) == text * 2
