"""A number in a Parquet file is found wherever it hides, whatever the types, packings and encodings."""

import io
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.node import Node
from mutualis.pipeline.scan import pages
from scanned_files import AREAS, CODECS, NUMBER, areas, hiding, is_told, parquet, scanned


@pytest.fixture(scope="module")
def node(tmp_path_factory) -> Node:
    return Node.create(tmp_path_factory.mktemp("witness"), "witness", "audit_witness", "long enough")


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
    found = scanned(node, parquet(pa.array(planted, pa.string()), write_batch_size=8, **how))
    assert (bool(found.leaks), found.accidents) == (True, 0)


@given(st.integers(0, 10_000), st.integers(1, 255), st.sampled_from(["1.0", "2.0"]))
def test_pages_of_a_damaged_column_lie_in_it_or_claim_nothing(at: int, change: int, version: str) -> None:
    content = areas(compression="zstd", data_page_version=version)
    column = next(pages.columns_of(io.BytesIO(content)))
    start, end = pages.span(column)
    damaged = bytearray(content[start:end])
    damaged[at % len(damaged)] ^= change
    found = pages.chunk(bytes(damaged), column.num_values)
    assert all(0 < each.start <= each.end <= len(damaged) for each in found)
    assert found == sorted(found, key=lambda each: each.start)
