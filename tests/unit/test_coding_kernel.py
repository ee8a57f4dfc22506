"""The keyed code itself: right, the same in every kernel, and worthless to who has no key."""

import hashlib
import hmac

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_world import rank_correlation
from mutualis import coding
from mutualis.model import MutualisError

KEY = "00ff" * 16
OTHER = "0123456789abcdef" * 4
CANDIDATES = 100_000


def numbers(count: int) -> pl.Series:
    """Distinct eleven-digit numbers in an order that rises."""
    return pl.Series("number", np.arange(count, dtype=np.int64) * 937 + 10_000_000_000).cast(pl.String)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(max_size=80)), max_size=20))
def test_both_kernels_give_the_first_half_of_the_standard_hmac_and_leave_empty_values_empty(values):
    given_values = pl.Series("value", values, dtype=pl.String)
    expected = [
        None if value is None else hmac.digest(KEY.encode(), value.encode(), "sha256").hex()[:32] for value in values
    ]
    assert coding.code_distinct(given_values, KEY).to_list() == expected
    assert coding.code_distinct(given_values, KEY, method="hashlib").to_list() == expected


@pytest.mark.parametrize("key", ["", "00", KEY[:-1], KEY.upper(), "g" * 64, KEY + "00"])
def test_nothing_is_coded_with_a_key_that_is_no_subkey(key):
    with pytest.raises(MutualisError, match="form of a subkey"):
        coding.code_distinct(numbers(2), key)


def test_a_refused_key_is_not_told():
    with pytest.raises(MutualisError) as refused:
        coding.code_distinct(numbers(2), "abcdefabcdef")
    assert "abcdef" not in str(refused.value)


def test_a_column_that_is_not_text_is_refused():
    with pytest.raises(MutualisError, match="not text"):
        coding.code_distinct(pl.Series("value", [1, 2]), KEY)


@pytest.fixture
def coded_file(tmp_path):
    def code(values: pl.Series, name: str, key: str = KEY) -> pl.DataFrame:
        source, target = tmp_path / f"{name}.parquet", tmp_path / f"{name}-coded.parquet"
        values.to_frame().write_parquet(source)
        count = coding.code_file(source, target, values.name, key)
        made = pl.read_parquet(target)
        assert count == made.height
        assert sorted(path.name for path in tmp_path.glob(f"*{name}*")) == [target.name, source.name]
        assert not list(tmp_path.glob(".coding-*"))
        return made

    return code


@pytest.mark.parametrize("bucket_rows", [1 << 18, 1_000])
def test_a_coded_file_holds_each_code_once_and_in_order_whatever_the_buckets(coded_file, monkeypatch, bucket_rows):
    monkeypatch.setattr(coding.files, "BUCKET_ROWS", bucket_rows)
    values = pl.concat([numbers(20_000), numbers(5_000), pl.Series("number", [None], dtype=pl.String)])
    expected = coding.code_distinct(numbers(20_000), KEY, method="hashlib").sort()
    assert coded_file(values, "numbers")["code"].to_list() == expected.to_list()


def test_shuffled_input_gives_the_same_file(coded_file, tmp_path):
    values = numbers(30_000)
    coded_file(values, "rising")
    coded_file(values.shuffle(seed=7), "shuffled")
    files = [(tmp_path / f"{name}-coded.parquet").read_bytes() for name in ("rising", "shuffled")]
    assert files[0] == files[1]


def test_the_order_of_the_codes_says_nothing_about_the_order_of_the_numbers(coded_file):
    values = numbers(CANDIDATES)
    order = coding.code_distinct(values, KEY).arg_sort()
    assert coded_file(values, "numbers")["code"].to_list() == coding.code_distinct(values, KEY).gather(order).to_list()
    assert abs(rank_correlation(order)) < 0.015


def test_an_empty_file_gives_an_empty_file(coded_file):
    assert coded_file(pl.Series("number", [], dtype=pl.String), "empty").height == 0


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path):
    numbers(3).to_frame().write_parquet(tmp_path / "numbers.parquet")
    with pytest.raises(MutualisError, match=r"no column 'insz'\. It has number"):
        coding.code_file(tmp_path / "numbers.parquet", tmp_path / "out.parquet", "insz", KEY)
    assert not (tmp_path / "out.parquet").exists()


def test_enumerating_numbers_with_all_that_is_public_finds_no_code():
    values = numbers(CANDIDATES)
    secret_c1, secret_c2 = OTHER, hashlib.sha256(b"c2").hexdigest()
    c1 = coding.code_distinct(values, secret_c1)
    codes = set(c1) | set(coding.code_distinct(c1, secret_c2))
    publicly = ["0" * 64, "f" * 64, *(hashlib.sha256(word.encode()).hexdigest() for word in public_words())]
    for key in publicly:
        assert codes.isdisjoint(coding.code_distinct(values, key))
    unkeyed = values.to_frame().select(pl.col("number").chash.sha2_256().str.head(32)).to_series()
    assert codes.isdisjoint(unkeyed)


def public_words() -> list[str]:
    return ["", "mutualis", *(f"mutualis/{purpose}/person/v1" for purpose in ("c1", "c2"))]


def test_the_first_key_alone_reaches_no_second_code_and_the_second_alone_none_either():
    values = numbers(CANDIDATES)
    secret_c1, secret_c2 = OTHER, hashlib.sha256(b"c2").hexdigest()
    c1 = coding.code_distinct(values, secret_c1)
    c2 = set(coding.code_distinct(c1, secret_c2))
    assert c2.isdisjoint(c1)
    assert c2.isdisjoint(coding.code_distinct(c1, secret_c1))
    assert c2.isdisjoint(coding.code_distinct(values, secret_c2))
