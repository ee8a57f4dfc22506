"""The attacker: he finds exactly what can be worked out, checked against trying every table there is."""

import shutil
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.disclosure import argus
from mutualis.disclosure.attack import attack
from mutualis.disclosure.completion import complete
from mutualis.disclosure.hierarchy import hierarchy
from mutualis.disclosure.primary import Sensitive, sensitive
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import Counts, close, system
from small_country import flat

K = 3
TREE = hierarchy(flat("a", "b", "c", provinces=1))
DEEP = hierarchy(
    {
        **flat("a", "b", "c", "d", "e", "f", "g", "h", provinces=4),
        ("region", "Q"): "BE",
        ("province", "P9"): "Q",
        ("arrondissement", "A9"): "P9",
        ("municipality", "y"): "A9",
        ("municipality", "z"): "A9",
    }
)


def summed(tree, leaves):
    values = np.zeros(tree.size, dtype=np.int64)
    values[~tree.is_inner] = leaves
    for node in range(tree.size - 1, 0, -1):
        values[tree.parent[node]] += values[node]
    return values


def made(tree, top, rest, more=()):
    """A system of one count (and more numerators of the same people) from leaf values."""
    whole = summed(tree, np.add(top, rest))
    tops = [summed(tree, each) for each in (top, *more)]
    counts = [Counts(f"i{n}", "count", each, whole, each, each, each * 0) for n, each in enumerate(tops)]
    return system(2023, tree, counts)


def every_table():
    """All whole-number tables of three municipalities with at most six persons in any cell: (cells, tables)."""
    grid = np.array(list(product(range(7), repeat=6))).T
    top, rest = grid[:3], grid[3:]
    numerator = np.vstack([top.sum(0), top])
    denominator = np.vstack([(top + rest).sum(0), top + rest])
    return np.vstack([denominator, numerator, denominator - numerator])


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_a_cell_is_breached_exactly_when_no_two_possible_tables_lie_far_enough_apart(data):
    parts = data.draw(st.lists(st.integers(0, 2), min_size=6, max_size=6).filter(lambda p: sum(p) <= 6 and sum(p[3:])))
    one = made(TREE, parts[:3], parts[3:])
    hidden = np.zeros(len(one.true), dtype=bool)
    hidden[1:4] = data.draw(st.lists(st.booleans(), min_size=3, max_size=3))
    hidden[5:8] = data.draw(st.lists(st.booleans(), min_size=3, max_size=3))
    hidden = close(one, hidden)
    targets = np.flatnonzero(hidden)
    cells = Sensitive(targets, np.full(len(targets), K), one.true[targets], one.true[targets])
    tables = every_table()
    possible = tables[:, (tables[~hidden] == one.true[~hidden, None]).all(0)]
    truly = np.ptp(possible[targets], axis=1) < K if len(targets) else np.zeros(0, dtype=bool)
    assert attack(one, hidden, cells).breached.tolist() == truly.tolist()


def test_one_hidden_cell_of_a_sum_is_recovered_and_two_are_not():
    one = made(TREE, [2, 20, 30], [50, 60, 70])
    cells = sensitive(one, Rules())
    alone = np.zeros(len(one.true), dtype=bool)
    alone[cells.cell] = True
    assert attack(one, close(one, alone), cells).breached.all()
    both = alone.copy()
    both[cells.cell + 1] = True
    assert not attack(one, close(one, both), cells).breached.any()


def test_hiding_a_shown_cell_means_nothing_when_its_complement_gives_it_away():
    one = made(TREE, [20, 20, 30], [2, 60, 70])
    cells = sensitive(one, Rules())
    assert [table.role for table in one.tables if table.start <= cells.cell[0] < table.start + table.size] == [
        "complement"
    ]
    hidden = np.zeros(len(one.true), dtype=bool)
    hidden[cells.cell] = True
    closed = close(one, hidden)
    assert closed.sum() == 2, "the numerator is hidden with its complement"
    assert attack(one, closed, cells).breached.all()


def test_an_amount_must_be_able_to_lie_a_tenth_lower_and_a_tenth_higher():
    people, amount = summed(TREE, [50, 60, 70]), summed(TREE, [1000, 90, 5000])
    counts = Counts("x", "amount", amount, people, people * 0 + 3, amount, amount * 0)
    one = system(2023, TREE, [counts])
    hidden = np.zeros(len(one.true), dtype=bool)
    cell = np.array([5])
    hidden[[5, 6]] = True
    cells = Sensitive(cell, np.array([0]), np.array([900]), np.array([1100]))
    assert attack(one, hidden, cells).breached.tolist() == [True], "its neighbour holds 90 and can only give 90"
    hidden[7] = True
    assert attack(one, hidden, cells).breached.tolist() == [False]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12)), min_size=10, max_size=10))
def test_completion_alone_makes_every_random_country_safe_and_shows_no_sensitive_cell(leaves):
    top, rest, other = (np.array(part) for part in zip(*leaves, strict=True))
    one = made(DEEP, top, rest, more=[np.minimum(other, top + rest)])
    cells = sensitive(one, Rules())
    hidden = np.zeros(len(one.true), dtype=bool)
    hidden[cells.cell] = True
    done = complete(one, hidden, cells)
    assert done[cells.cell].all()
    assert not attack(one, done, cells).breached.any()


def one_small_cell():
    one = made(TREE, [2, 20, 30], [50, 60, 70])
    cells = sensitive(one, Rules())
    hidden = np.zeros(len(one.true), dtype=bool)
    hidden[cells.cell] = True
    return one, cells, close(one, hidden)


@pytest.mark.parametrize("limit", [0.0, 60.0])
def test_tau_argus_hides_a_second_cell_and_without_time_leaves_its_tables_as_they_were(limit):
    one, cells, before = one_small_cell()
    after = argus.suppress([one], [before], [cells], limit=limit)[0]
    assert (after.sum() > before.sum()) == (limit > 0)
    assert after[before].all()


def test_a_job_that_crashes_its_child_costs_no_other_job(tmp_path):
    one, cells, before = one_small_cell()
    places = [tmp_path / name for name in ("first", "broken", "last")]
    (job,) = [table for table in one.tables if table.role == "numerator"]
    for place in places:
        argus._write(job, place, one, before, cells)
    shutil.rmtree(places[1])
    argus._run(places, 60)
    assert [(place / "done").exists() for place in places] == [True, False, True]
