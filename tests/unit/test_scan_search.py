"""The fast search of the scan finds what a search byte by byte finds: every form, every place, across every border."""

import base64
import io
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.model import MutualisError
from mutualis.pipeline.scan import decode, search, values
from mutualis.pipeline.scan.forms import BASE32, BASE64, Needles, needles
from mutualis.pipeline.scan.search import Sought, prepare

PERSONS = ["85073003328", "85073003427", "00010100105", "99123199881"]
CODES = ["0123456789abcdef0123456789abcdef", "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0", "00000000000000000000000000000000"]
KNOWN = [*needles("person", PERSONS), *needles("code", CODES, packed=True)]
ALL = prepare(KNOWN)
LONG = prepare(one for one in KNOWN if one.domain == "code")  # looks at every eighth byte only
ALPHABETS = [b"0123456789", b"0123456789abcdefABCDEF", BASE32.encode(), BASE64.encode(), b"\0\x10 a", bytes(range(256))]


def naive(text: bytes, known: list[Needles]) -> Counter[tuple[str, str]]:
    """Every needle at every place; of equal needles of one length and case the first counts."""
    meaning: dict[tuple[bool, bytes], tuple[str, str]] = {}
    for one in known:
        for value in one.values:
            meaning.setdefault((one.folded, value), (one.domain, one.form))
    found: Counter[tuple[str, str]] = Counter()
    for (folded, value), label in meaning.items():
        within = text.lower() if folded else text
        found[label] += sum(within.startswith(value, at) for at in range(len(text) - len(value) + 1))
    return +found


def written(value: bytes) -> st.SearchStrategy[bytes]:
    """A value in one of its forms, standing anywhere inside what is encoded."""
    around = st.builds(lambda before, after: before + value + after, st.binary(max_size=9), st.binary(max_size=9))
    encoders = [bytes, lambda v: v.hex().encode(), lambda v: v.hex().upper().encode(), base64.b32encode]
    encoders += [lambda v: base64.b32encode(v).lower(), base64.b64encode, base64.urlsafe_b64encode]
    return st.builds(lambda encode, v: encode(v), st.sampled_from(encoders), around)


PLANTED = st.sampled_from([*PERSONS, *CODES]).flatmap(
    lambda value: st.one_of(written(value.encode()), written(bytes.fromhex(value)) if value in CODES else st.nothing())
)
NOISE = st.sampled_from(ALPHABETS).flatmap(lambda alphabet: st.lists(st.sampled_from(alphabet), max_size=40).map(bytes))
TEXTS = st.lists(st.one_of(NOISE, PLANTED, PLANTED.map(lambda one: one[:-3])), max_size=6).map(b"".join)


@given(TEXTS)
def test_the_fast_search_finds_what_a_search_of_every_place_finds(text: bytes) -> None:
    assert ALL.search(text) == naive(text, KNOWN)
    assert LONG.search(text) == naive(text, [one for one in KNOWN if one.domain == "code"])


def test_needles_of_one_hash_are_told_apart_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "hashes", lambda grams, places, length, folded: np.zeros(len(places), np.uint64))
    known = needles("person", PERSONS)
    text = b" ".join([PERSONS[2].encode(), PERSONS[0].encode(), b"85073003329", PERSONS[1].encode().hex().encode()])
    assert prepare(known).search(text) == naive(text, known)


class Slow(io.BytesIO):
    """A stream whose reads are short."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 7, 7))


@given(TEXTS)
def test_nothing_hides_on_a_border_and_nothing_is_counted_twice(text: bytes) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for piece, seen in decode.pieces(Slow(text)):
        found.update(ALL.search(piece, seen))
    assert found == ALL.search(text)


def test_a_value_at_every_place_around_the_border_of_a_slice_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "CHUNK", 200)
    for at in range(380):
        text = b"7" * at + PERSONS[0].encode() + b"7" * (391 - at)
        found: Counter[tuple[str, str]] = Counter()
        for piece, seen in decode.slices(text):
            found.update(ALL.search(piece, seen))
        assert found == {("person", "raw/11"): 1}


def test_pieces_overlap_by_more_than_the_longest_needle() -> None:
    assert max(one.length for one in KNOWN) < decode.OVERLAP


@pytest.mark.parametrize("encode", [base64.b64encode, base64.b32encode])
@pytest.mark.parametrize("before", range(6))
def test_every_alignment_inside_base64_and_base32_is_a_needle_that_depends_on_the_value_alone(
    encode: object, before: int
) -> None:
    text = encode(b"\xff" * before + PERSONS[0].encode() + b"\xff" * 7)  # type: ignore[operator]
    assert sum(ALL.search(text).values()) == 1


def test_a_sought_set_without_needles_finds_nothing_and_a_short_form_is_refused() -> None:
    assert prepare([]).search(b"85073003328") == {}
    with pytest.raises(MutualisError, match="too short"):
        prepare(needles("person", ["1234567890"]))


def found_in(array: pa.Array, sought: Sought = ALL) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for text in values.texts_of(pa.chunked_array([array])):
        found.update(sought.search(text))
    return found


NUMBER = int(PERSONS[0])
HOLDING = {
    "text": pa.array([None, PERSONS[0], "x"]),
    "large text": pa.array([PERSONS[0]], pa.large_string()),
    "dictionary": pa.array([PERSONS[0], PERSONS[0], "x"]).dictionary_encode(),
    "bytes": pa.array([b"\n" + PERSONS[0].encode()]),
    "bytes of one width": pa.array([PERSONS[0].encode()], pa.binary(11)),
    "int64": pa.array([5, None, NUMBER, NUMBER]),
    "negative": pa.array([-NUMBER]),
    "inside a longer number": pa.array([NUMBER * 1000 + 7]),
    "uint64": pa.array([NUMBER], pa.uint64()),
    "float64": pa.array([0.5, float(NUMBER), float("nan")]),
    "decimal": pa.array([NUMBER], pa.int64()).cast(pa.decimal128(20, 0)),
    "timestamp": pa.array([NUMBER], pa.timestamp("us")),
    "list": pa.array([["x"], None, [PERSONS[0]]]),
    "struct": pa.array([{"a": {"b": PERSONS[0]}}]),
    "map": pa.array([[("x", PERSONS[0])]], pa.map_(pa.string(), pa.string())),
}


@pytest.mark.parametrize("kind", HOLDING)
def test_a_number_is_found_in_every_type_of_column_that_can_hold_it(kind: str) -> None:
    assert found_in(HOLDING[kind]) == {("person", "raw/11"): 1}


def test_a_number_that_lost_its_zeros_is_found_beside_numbers_of_eleven_digits_and_only_there() -> None:
    lost = int(PERSONS[2])
    assert found_in(pa.array([lost, 98765432109])) == {("person", "raw/11"): 1}
    assert found_in(pa.array([lost, 12])) == {}


def test_two_neighbours_are_not_read_as_one_value() -> None:
    assert found_in(pa.array([PERSONS[0][:5], PERSONS[0][5:]])) == {}


@pytest.mark.parametrize("kind", [pa.int8(), pa.uint32(), pa.date32(), pa.time32("s"), pa.bool_(), pa.null()])
def test_types_that_cannot_hold_eleven_digits_are_left_out(kind: pa.DataType) -> None:
    assert not values.is_sought(kind)
    assert len(str(np.iinfo(np.uint32).max)) < len(PERSONS[0])
