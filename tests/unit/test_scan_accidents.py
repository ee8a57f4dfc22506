"""Packed bytes that spell a number by accident are no leak; a number that is there is found, wherever it hides."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.pipeline.scan import chance, pages
from mutualis.pipeline.scan.chance import is_read
from mutualis.pipeline.scan.forms import needles
from mutualis.pipeline.scan.packed import Packed, decompressed, gunzipped
from mutualis.pipeline.scan.scan import Scanned, scan_file
from mutualis.pipeline.scan.search import prepare
from mutualis.pipeline.scan.thrift import struct

NUMBER = "85073003328"
AREAS = ["110", "130", "131", "111", "121", "120", "410", "411", "431", "140", "430", "132", "122", "421", "112", "141"]
CODECS = ["none", "snappy", "zstd", "gzip", "brotli", "lz4"]


@pytest.fixture(scope="module")
def node(tmp_path_factory) -> Node:
    return Node.create(tmp_path_factory.mktemp("witness"), "witness", "audit_witness", "long enough")


def scanned(node: Node, content: bytes, *numbers: str) -> Scanned:
    path = node.store / "planted"
    path.write_bytes(content)
    return scan_file(node, path, prepare(needles("INSZ", numbers or [NUMBER])))


def is_told(node: Node, content: bytes) -> bool:
    return bool(scanned(node, content).leaks)


def parquet(values: pa.Array, metadata: dict[str, str] | None = None, **how: object) -> bytes:
    """A table of two row groups."""
    made = io.BytesIO()
    table = pa.table({"note": values}).replace_schema_metadata(metadata)
    with pq.ParquetWriter(made, table.schema, **how) as writer:  # type: ignore[arg-type]
        writer.write_table(table)
        writer.write_table(table)
    return made.getvalue()


def hiding(hidden: bytes, before_footer: bool, codec: str) -> bytes:
    """Area codes of two row groups that can be read, and what is hidden between these or before the footer."""
    content = parquet(pa.array(AREAS), compression=codec, use_dictionary=False)
    footer = len(content) - int.from_bytes(content[-8:-4], "little") - 8
    second = pq.read_metadata(io.BytesIO(content)).row_group(1).column(0).data_page_offset
    at = footer if before_footer else second
    old, new = number(second), number(second + len(hidden))
    told = content[footer:] if before_footer else content[footer:].replace(old, new)
    assert len(old) == len(new)
    made = content[:at] + hidden + content[at:footer] + told
    assert pq.read_table(io.BytesIO(made))["note"].to_pylist() == AREAS * 2
    return made


def number(value: int) -> bytes:
    """A field of a structure in the footer: the next but one, a number of 64 bits (zigzag)."""
    value, parts = 2 * value, [0x26]
    while value >= 128:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def areas(**how: object) -> bytes:
    return parquet(pa.array(AREAS * 40), **how)


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


def test_of_too_many_accidents_the_rest_is_told(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    content = zstandard.ZstdCompressor().compress(lines())
    runs = [run[at : at + 11] for run in re.findall(rb"[0-9]{11,}", content) for at in range(len(run) - 10)]
    numbers = [each.decode() for each in runs]
    assert scanned(node, content, *numbers).accidents == len(set(runs)) == len(runs) > 2
    monkeypatch.setattr(chance, "MOST", 2)
    found = scanned(node, content, *numbers)
    assert (found.accidents, sum(leak.times for leak in found.leaks)) == (2, len(runs) - 2)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize(
    "values",
    [
        pa.array(["x", NUMBER, "y"]),
        pa.array([b"x", NUMBER.encode(), b"y"]),
        pa.array([1, int(NUMBER), 3]),
        pa.array([Decimal(1), Decimal(NUMBER), None], pa.decimal128(20, 0)),
        pa.array([Decimal(1), Decimal(f"{NUMBER}.00"), None], pa.decimal128(20, 2)),
        pa.array([[{"deep": NUMBER}], None]),
        pa.array(["x", NUMBER, "y"]).dictionary_encode(),
    ],
    ids=["text", "bytes", "whole", "decimal", "decimal with cents", "nested", "dictionary"],
)
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_a_number_in_a_column_is_found_whatever_its_type_and_packing(
    node: Node, codec: str, values: pa.Array, version: str
) -> None:
    assert is_told(node, parquet(values, compression=codec, data_page_version=version))
    assert is_told(node, parquet(values, compression=codec, use_dictionary=False, data_page_version=version))


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_a_number_in_a_column_is_found_whatever_its_encoding(node: Node, codec: str, encoding: str) -> None:
    values = pa.array(["85073003000", NUMBER, "85073003999"])
    how = {"compression": codec, "use_dictionary": False, "column_encoding": encoding}
    assert is_told(node, parquet(values, write_statistics=False, **how))


@pytest.mark.parametrize("codec", CODECS)
def test_a_number_in_remarks_is_found(node: Node, codec: str) -> None:
    assert is_told(node, parquet(pa.array(AREAS), {"remark": f"of {NUMBER}"}, compression=codec))


@pytest.mark.parametrize("codec", CODECS)
def test_a_number_in_the_statistics_alone_is_found(node: Node, codec: str) -> None:
    """The values are changed after the statistics were written: only these still have the number."""
    content = parquet(pa.array([NUMBER]), compression="none", use_dictionary=False, store_schema=False)
    whole = parquet(pa.array([NUMBER]), compression=codec, use_dictionary=False)
    column = pq.read_metadata(io.BytesIO(whole)).row_group(0).column(0)
    assert column.statistics.max == NUMBER
    footer = int.from_bytes(content[-8:-4], "little") + 8
    emptied = content[:-footer].replace(NUMBER.encode(), b"x" * 11) + content[-footer:]
    assert pq.read_table(io.BytesIO(emptied))["note"].to_pylist() == ["x" * 11] * 2
    assert is_told(node, emptied)


@pytest.mark.parametrize("codec", CODECS)
def test_a_number_between_row_groups_or_around_the_footer_is_found(node: Node, codec: str) -> None:
    hidden = b"kept: %b." % NUMBER.encode()
    assert is_told(node, hiding(hidden, False, codec))
    assert is_told(node, hiding(hidden, True, codec))
    assert is_told(node, areas(compression=codec) + hidden)
    assert not is_told(node, hiding(b"kept: nothing.", False, codec))


@pytest.mark.parametrize("codec", [each for each in CODECS if each != "none"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("before_footer", [True, False])
def test_a_number_in_a_packed_page_that_no_column_refers_to_is_found(
    node: Node, codec: str, version: str, before_footer: bool
) -> None:
    how = {"compression": codec, "use_dictionary": False, "write_statistics": False, "data_page_version": version}
    values = pa.array([*(f"{n * n * n:011d}" for n in range(300)), NUMBER])
    other = parquet(values, **how)
    start, end = pages.span(next(pages.columns_of(io.BytesIO(other))))
    assert is_told(node, hiding(b"junk" + other[start:end], before_footer, "zstd"))


def test_a_page_that_the_values_of_its_column_do_not_count_claims_nothing() -> None:
    content = areas(compression="zstd")
    column = pq.read_metadata(io.BytesIO(content)).row_group(0).column(0)
    start, end = pages.span(column)
    assert len(pages.chunk(content[start:end], column.num_values)) == 2
    assert pages.chunk(content[start:end], column.num_values - 1) == []
    assert pages.chunk(content[start:end] + b"\0", column.num_values) == []
    assert pages.chunk(content[start : end - 1], column.num_values) == []


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


TEXT = st.lists(st.one_of(st.sampled_from(AREAS), st.text("0123456789ab", max_size=14), st.none()), max_size=60)
HOW = st.fixed_dictionaries(
    {
        "compression": st.sampled_from(CODECS),
        "data_page_version": st.sampled_from(["1.0", "2.0"]),
        "use_dictionary": st.booleans(),
        "data_page_size": st.sampled_from([16, 1 << 20]),
        "write_page_index": st.booleans(),
    }
)


@given(TEXT, HOW)
@settings(deadline=None, max_examples=60)
def test_every_packed_byte_of_a_file_is_in_a_claimed_page_that_unpacks(values: list[str | None], how: dict) -> None:
    content = parquet(pa.array([*values, None], pa.string()), write_batch_size=8, **how)
    found = list(pages.stretches(content))
    for column in pages.columns_of(io.BytesIO(content)):
        start, end = pages.span(column)
        claimed = pages.chunk(content[start:end], column.num_values)
        assert claimed[-1].end == end - start
        packed = [(start + each.start, start + each.end) for each in claimed if each.is_packed]
        assert {(each.start, each.end) for each in found} >= (set(packed) if how["compression"] != "none" else set())
    assert all(each.unpack(content[each.start : each.end]) is not None for each in found)


@given(TEXT, HOW, st.integers(0, 59))
@settings(deadline=None, max_examples=60)
def test_a_number_among_any_values_is_found_and_never_an_accident(
    node: Node, values: list[str | None], how: dict, at: int
) -> None:
    planted = [*values[:at], NUMBER, *values[at:]]
    assert is_told(node, parquet(pa.array(planted, pa.string()), write_batch_size=8, **how))


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
