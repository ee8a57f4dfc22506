"""Ages, days, money, sums and samples: the same answer whatever the engine; here on DuckDB."""

import datetime as dt
from fractions import Fraction

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends.sql.compilers import DuckDBCompiler

from mutualis.model import MutualisError
from mutualis.portable import (
    add_days,
    cents,
    days_between,
    distinct_days,
    episodes,
    hash_sample,
    ratio,
    total,
    whole_years,
)

CONNECTION: list = []
DAY = st.dates(dt.date(1900, 1, 1), dt.date(2060, 12, 31))
stays = ibis.table({"who": "string", "first": "date", "last": "date"}, name="stays")


@pytest.fixture(scope="module", autouse=True)
def _engine():
    with duckdb.connect() as connection:
        CONNECTION.append(connection)
        yield
        CONNECTION.clear()


def run(expression, **drawn):
    """The rows of an expression on DuckDB; a table is (columns with types, rows)."""
    for name, (columns, rows) in drawn.items():
        names = [column.split()[0] for column in columns.split(", ")]
        data = pa.table({each: [row[place] for row in rows] for place, each in enumerate(names)})
        typed = ", ".join(
            f"CAST({each.split()[0]} AS {each.split()[1]}) AS {each.split()[0]}" for each in columns.split(", ")
        )
        CONNECTION[0].register("drawn", data)
        CONNECTION[0].execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {typed} FROM drawn")
    return CONNECTION[0].execute(DuckDBCompiler().to_sqlglot(expression).sql(dialect="duckdb")).fetchall()


def value(expression):
    return run(expression.name("answer").as_table())[0][0]


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("2000-06-15", "2020-06-14", 19),
        ("2000-06-15", "2020-06-15", 20),
        ("2000-02-29", "2021-02-28", 20),
        ("2000-02-29", "2021-03-01", 21),
        ("2020-12-31", "2021-01-01", 0),
    ],
)
def test_whole_years_are_completed_on_the_birthday(born, on, years):
    assert value(whole_years(ibis.date(born), ibis.date(on))) == years


@settings(max_examples=12, deadline=None)
@given(DAY, st.integers(-4000, 4000))
def test_adding_days_gives_a_date_and_counting_them_gives_the_days_back(day, days):
    later = add_days(ibis.literal(day), ibis.literal(days, "int32"))
    expected = day + dt.timedelta(days=days)
    assert run(ibis.literal(1).name("a").as_table().select(day=later))[0][0] == expected
    assert value(days_between(ibis.literal(day), ibis.literal(expected))) == days


@pytest.mark.parametrize(
    ("euros", "expected"),
    [("12.30", 1230), ("-0.05", -5), ("0.00", 0), ("12.3", None), ("12,30", None), ("", None), ("1e3", None)],
)
def test_cents_come_from_euros_with_two_decimals_and_from_nothing_else(euros, expected):
    assert value(cents(ibis.literal(euros))) == expected


def test_a_ratio_with_nothing_below_the_line_is_null():
    assert value(ratio(ibis.literal(1), ibis.literal(0))) is None
    assert value(ratio(ibis.literal(1), ibis.literal(4))) == 0.25


def test_a_total_is_a_whole_number_of_64_bits_and_zero_where_there_is_nothing():
    amounts = ibis.table({"cents": "int64"}, name="amounts")
    sums = amounts.agg(all=total(amounts.cents), none=total(amounts.cents, where=amounts.cents > 99))
    typed = sums.mutate(kind=sums["all"].typeof())
    assert run(typed, amounts=("cents BIGINT", [(5,), (-2,)])) == [(3, 0, "BIGINT")]


def test_distinct_days_count_a_day_once():
    days = stays.agg(all=stays["first"].collect(), none=stays["first"].collect(where=stays.who == "bob"))
    found = days.select(all=distinct_days(days["all"]), none=distinct_days(days.none))
    day, next_day = dt.date(2023, 1, 1), dt.date(2023, 1, 2)
    rows = [("ann", day, day), ("ann", day, next_day), ("ann", next_day, next_day), ("ann", None, day)]
    assert run(found, stays=("who VARCHAR, first DATE, last DATE", rows)) == [(2, 0)]


def numbered(rows, gap=0):
    found = episodes(stays, ["who"], "first", "last", allowed_gap=gap)
    start = dt.date(2023, 1, 1)
    days = [(who, start + dt.timedelta(days=a), start + dt.timedelta(days=b)) for who, a, b in rows]
    answer = run(found, stays=("who VARCHAR, first DATE, last DATE", days))
    return {(who, (first - start).days, (last - start).days): episode for who, first, last, episode in answer}


@pytest.mark.parametrize(
    ("rows", "gap", "expected"),
    [
        ([(1, 3), (3, 5)], 0, [1, 1]),
        ([(1, 3), (4, 5)], 0, [1, 2]),
        ([(1, 3), (4, 5)], 1, [1, 1]),
        ([(1, 9), (2, 3), (9, 12)], 0, [1, 1, 1]),
        ([(1, 9), (2, 3), (10, 12)], 0, [1, 1, 2]),
    ],
)
def test_an_interval_joins_the_episode_when_it_starts_within_the_gap_of_the_latest_end(rows, gap, expected):
    found = numbered([("ann", first, last) for first, last in rows], gap)
    assert [found["ann", first, last] for first, last in rows] == expected


def test_persons_have_episodes_of_their_own():
    found = numbered([("ann", 1, 3), ("bob", 2, 4)])
    assert set(found.values()) == {1}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), min_size=1, max_size=12), st.randoms())
def test_the_order_of_intervals_has_no_influence_on_their_episodes(drawn, random):
    rows = [("ann", start, start + length) for start, length in drawn]
    shuffled = random.sample(rows, len(rows))
    assert numbered(rows) == numbered(shuffled)
    covered = {day for _, first, last in rows for day in range(first, last + 1)}
    linked = {day for _, first, last in rows for day in range(first, last)}
    assert max(numbered(rows).values()) == len(covered) - len(linked)


def test_a_sample_has_about_its_share_and_a_larger_one_contains_it():
    people = ibis.table({"code": "string"}, name="people")
    rows = [(f"{number:032x}",) for number in range(2000)]
    small = people.filter(hash_sample(people.code, Fraction(1, 40), "eps"))
    large = people.filter(hash_sample(people.code, Fraction(1, 4), "eps"))
    chosen, more = (set(run(each, people=("code VARCHAR", rows))) for each in (small, large))
    assert 25 <= len(chosen) <= 80
    assert 420 <= len(more) <= 580
    assert chosen <= more


def test_a_sample_of_more_than_everybody_is_refused():
    people = ibis.table({"code": "string"}, name="people")
    with pytest.raises(MutualisError, match="outside 0 and 1"):
        hash_sample(people.code, Fraction(3, 2), "eps")
