"""Row tokens: a secure permutation, and a table that finds the token of every number."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from coding_world import rank_correlation
from mutualis.coding.tokens import ABSENT, TokenTable, random_permutation

NUMBERS = st.lists(st.integers(0, 99_999_999_999), unique=True, max_size=200)


@settings(max_examples=50, deadline=None)
@given(NUMBERS, NUMBERS)
def test_the_table_finds_each_number_and_no_other(present, asked):
    tokens = np.arange(len(present), dtype=np.int32)[::-1].copy()
    table = TokenTable(np.array(present, dtype=np.int64), tokens)
    expected = dict(zip(present, tokens.tolist(), strict=True))
    wanted = np.array(present + asked, dtype=np.int64)
    assert table.find(wanted).tolist() == [expected.get(number, ABSENT) for number in wanted.tolist()]


def test_the_table_finds_a_hundred_thousand_close_numbers():
    numbers = np.arange(100_000, dtype=np.int64) * 2 + 10**10
    tokens = random_permutation(len(numbers))
    table = TokenTable(numbers, tokens)
    assert np.array_equal(table.find(numbers), tokens)
    assert (table.find(numbers + 1) == ABSENT).all()


def test_an_empty_value_has_no_token():
    table = TokenTable(np.array([7], dtype=np.int64), np.array([0], dtype=np.int32))
    assert table.token(pl.Series("number", [7, None, 8])).to_list() == [0, None, None]


def test_a_permutation_has_every_token_once_and_is_another_one_each_time():
    first, second = random_permutation(100_000), random_permutation(100_000)
    assert np.array_equal(np.sort(first), np.arange(100_000))
    assert not np.array_equal(first, second)
    assert abs(rank_correlation(pl.Series(first))) < 0.015
