"""The attacker: he finds exactly what can be worked out, checked against trying every table there is."""

import shutil
from itertools import product

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.disclosure import argus_files, argus_run, grid, plain
from mutualis.disclosure.argus import protection
from mutualis.disclosure.argus import suppress as with_argus
from mutualis.disclosure.attack import attack
from mutualis.disclosure.completion import complete
from mutualis.disclosure.primary import Sensitive, sensitive
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import close
from mutualis.disclosure.working import Work
from protected_tables import TOTALS
from small_country import Plain, cells, flat

K = 3
TREE = flat("a", "b", "c", provinces=1)
DEEP = {
    **flat("a", "b", "c", "d", "e", "f", "g", "h", provinces=4),
    ("region", "Q"): "BE",
    ("province", "P9"): "Q",
    ("arrondissement", "A9"): "P9",
    ("municipality", "y"): "A9",
    ("municipality", "z"): "A9",
}


def made(parents, top, rest, more=()):
    """A system of one count (and more numerators of the same people) from the values of municipalities."""
    codes = sorted(code for level, code in parents if level == "municipality")
    whole = np.add(top, rest)
    tops = [np.asarray(each) for each in (top, *more)]
    indicators = [Plain(f"i{number}") for number in range(len(tops))]
    tables = [
        cells(parents, each.name, dict(zip(codes, zip(part.tolist(), whole.tolist(), strict=True), strict=True)))
        for each, part in zip(indicators, tops, strict=True)
    ]
    return grid.systems(pa.concat_tables(tables), indicators, TOTALS, {2023: parents}, Rules())[0]


def needing(one, cell, width=0, low=None, high=None):
    cell = np.atleast_1d(cell)
    value = one.true[cell]
    low, high = (value if given is None else np.atleast_1d(given) for given in (low, high))
    return Sensitive(cell, np.full(len(cell), width), low, high, np.ones(len(cell), dtype=np.int64))


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
    targets_ = needing(one, targets, K)
    tables = every_table()
    possible = tables[:, (tables[~hidden] == one.true[~hidden, None]).all(0)]
    lowest, highest = possible[targets].min(axis=1), possible[targets].max(axis=1)
    by_programs = plain.attack(one, hidden, targets_)
    assert by_programs.low == pytest.approx(lowest, abs=1e-6)
    assert by_programs.high == pytest.approx(highest, abs=1e-6)
    truly = (highest - lowest < K).tolist()
    assert by_programs.breached.tolist() == truly
    fast = attack(one, hidden, targets_)
    assert fast.breached.tolist() == truly
    assert fast.low[truly] == pytest.approx(lowest[truly], abs=1e-6)
    assert fast.high[truly] == pytest.approx(highest[truly], abs=1e-6)


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
    leaves = {"a": (1000, 50), "b": (90, 60), "c": (5000, 70)}
    (one,) = grid.systems(cells(TREE, "x", leaves), [Plain("x", "amount")], TOTALS, {2023: TREE}, Rules())
    hidden = np.zeros(len(one.true), dtype=bool)
    hidden[[5, 6]] = True
    target = needing(one, 5, low=900, high=1100)
    assert attack(one, hidden, target).breached.tolist() == [True], "its neighbour holds 90 and can only give 90"
    hidden[7] = True
    assert attack(one, hidden, target).breached.tolist() == [False]


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


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_tau_argus_hides_a_second_cell_and_without_time_leaves_its_tables_as_they_were(seconds):
    one, targets, before = one_small_cell()
    work = Work(one, targets)
    with_argus([work], seconds)
    assert (work.hidden.sum() > before.sum()) == (seconds > 0)
    assert work.hidden[before].all()


def test_a_job_that_crashes_or_hangs_its_child_costs_no_other_job(tmp_path, monkeypatch):
    one, targets, before = one_small_cell()
    places = [tmp_path / name for name in ("first", "broken", "last")]
    number = next(number for number, table in enumerate(one.tables) if table.role == "numerator")
    (job,) = argus_files.jobs_of(one, number)
    for place in places:
        argus_files.write(place, one, job, before, protection(one, targets), np.ones(job.cells.size, dtype=np.int64))
    shutil.rmtree(places[1])
    monkeypatch.setattr(argus_run.os, "cpu_count", lambda: 1)
    argus_run.run(places, 60)
    assert [(place / "done").exists() for place in places] == [True, False, True]
