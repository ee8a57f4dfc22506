"""What a reader learns of differences with an earlier release, checked against trying every change there could be."""

from itertools import product

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mutualis.disclosure import changes, grid
from mutualis.disclosure.differences import narrow, too_small
from mutualis.disclosure.earlier import Earlier
from mutualis.disclosure.figures import Outcome
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import DIFFERENCE, close
from protected_tables import TOTALS
from small_country import CONTACT, cells, flat

YEAR, K, PERSONS, BEFORE = 2023, 5, 100, 40
CODES = "abcd"
TREE = flat(*CODES)
CHANGE = st.integers(0, 2 * K)


def contacts(more):
    return cells(TREE, "gp_contact", {code: (BEFORE + more.get(code, 0), PERSONS) for code in CODES})


def released(counted, hidden):
    """The figures as a release has them that hides some municipalities."""
    mask = np.array([code in hidden for code in counted["area_code"].to_pylist()])
    at = counted.column_names.index("numerator")
    blank = counted.set_column(at, "numerator", pa.array(np.array(counted["numerator"]), mask=mask))
    blank = blank.select(["indicator", "year", "level", "area_code", "split", "category", "numerator", "denominator"])
    status = pa.array(np.where(mask, "suppressed", "shown"))
    return blank.append_column("status", status).append_column("standardised", pa.nulls(len(mask), pa.float64()))


def beside(hidden, more):
    """The system of a year after a release that hides some, and what is hidden of it now."""
    earlier = Earlier(released(contacts({}), hidden))
    asked = grid.Asked(contacts(more), [CONTACT], TOTALS, {YEAR: TREE}, Rules(), {}, [earlier])
    one = grid.of_year(asked, YEAR)
    return one, close(one, changes.kept_hidden(one))


def areas(one, nodes):
    return {one.frame.keys[one.frame.first[node]][1] for node in np.unique(nodes).tolist()}


def by_rows(one, hidden):
    """The municipalities whose differences are known and too small, or share too small a remainder."""
    nodes = [too_small(one, table, hidden, Rules()) for table in one.tables if table.role == DIFFERENCE]
    return areas(one, np.concatenate(nodes)) & set(CODES)


def by_programs(one, hidden):
    found = narrow(one, Outcome(hidden, np.zeros(len(one.rates), dtype=bool)), K)
    return areas(one, [one.node_at(cell) for cell in found.cell.tolist()])


def by_trying(hidden, more):
    """The municipalities of which a reader of the sum and of the others is left with a small number of persons."""
    told = {code for code in CODES if code not in hidden and 0 < more[code] < K}
    left = sum(more[code] for code in hidden)
    possible = [one for one in product(range(left + 1), repeat=len(hidden)) if sum(one) == left]
    for code, values in zip(hidden, zip(*possible, strict=True), strict=True):
        least, most = min(values), max(values)
        told |= {code} if most - least < K and most > 0 and least < K else set()
    return told


@given(st.sampled_from(["a", "ab", "abc", "abcd", "bd"]), st.fixed_dictionaries(dict.fromkeys(CODES, CHANGE)))
@example("ab", {"a": 2, "b": 0, "c": 10, "d": 10})
@example("ab", dict.fromkeys(CODES, 0))
def test_the_rows_find_exactly_what_trying_every_change_finds(hidden, more):
    assert by_rows(*beside(hidden, more)) == by_trying(hidden, more)


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [(0, 0, ""), (1, 0, "ab"), (2, 2, "ab"), (K - 1, 0, "ab"), (K, 0, ""), (2, 3, ""), (K, K, "")],
)
def test_the_attack_finds_hidden_differences_that_are_left_with_a_small_number(a, b, told):
    more = {"a": a, "b": b, "c": 10, "d": 10}
    assert by_programs(*beside("ab", more)) == set(told) == by_trying("ab", more)


def test_where_a_known_difference_is_negative_others_may_be_too_and_a_remainder_of_zero_says_nothing():
    one, hidden = beside("ab", {"a": K, "b": -K, "c": -10, "d": 10})
    assert by_rows(one, hidden) == by_programs(one, hidden) == set()
    (table,) = (each for each in one.tables if each.role == DIFFERENCE and one.tables[each.new].role == "numerator")
    assert (one.floor[table.cells] < 0).all()
