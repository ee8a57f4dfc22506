"""The table of problems: in a total order, whatever it was made of, and its words held as places."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.model import MutualisError
from mutualis.parcel import problem_table, problems_schema

NAMES = problems_schema().names
RULES = {"gz.a": "refuse", "gz.b": "warning", "fu.a": "block"}
ROWS = st.lists(
    st.tuples(st.sampled_from(sorted(RULES)), st.sampled_from(["gz", "fu"]), st.integers(0, 9), st.sampled_from("xy"))
)


def rows_of(drawn):
    return [(rule, RULES[rule], file, line, field) for rule, file, line, field in drawn]


def table(rows):
    return pa.Table.from_pylist([dict(zip(NAMES, row, strict=True)) for row in rows], problems_schema())


def in_order(rows):
    return sorted(rows, key=lambda row: (row[2], row[3], row[0], row[4], row[1]))


def told(held):
    return [tuple(row.values()) for row in held.to_pylist()]


@settings(max_examples=20, deadline=None)
@given(ROWS, ROWS)
def test_problems_of_any_tables_come_out_whole_and_in_one_order(first, second):
    plain, held = table(rows_of(first)), problem_table.ordered(problem_table.parts_of(table(rows_of(second))))
    joined = problem_table.ordered(part for each in (plain, held) for part in problem_table.parts_of(each))
    assert told(joined) == in_order(rows_of(first + second))
    assert joined.schema == problem_table.held_schema()


@settings(max_examples=20, deadline=None)
@given(ROWS)
def test_distinct_lines_are_those_of_the_wanted_words_each_once(drawn):
    found = problem_table.distinct_lines(table(rows_of(drawn)), severity="refuse", file="gz")
    assert found.tolist() == sorted({line for rule, file, line, _ in drawn if (RULES[rule], file) == ("refuse", "gz")})


def test_a_problem_takes_sixteen_bytes_and_becomes_text_in_pieces():
    lines = np.arange(problem_table.BATCH_ROWS + 1)
    held = problem_table.ordered([problem_table.part(lines, rule="gz.a", severity="refuse", file="gz", field="x")])
    assert held.nbytes < 17 * len(lines)
    assert [each.num_rows for each in problem_table.batches(held)] == [problem_table.BATCH_ROWS, 1]


def test_a_problem_without_a_field_has_the_field_without_a_name():
    held = problem_table.ordered(problem_table.parts_of(table([("gz.a", "refuse", "gz", 1, None)])))
    assert told(held) == [("gz.a", "refuse", "gz", 1, "")]


def test_more_words_than_a_table_can_name_are_refused():
    rows = [("gz.a", "refuse", "gz", 1, f"field {each}") for each in range(problem_table.MOST_WORDS + 1)]
    with pytest.raises(MutualisError, match="too many rules, files or fields"):
        problem_table.ordered(problem_table.parts_of(table(rows)))
