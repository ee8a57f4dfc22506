"""What goes to τ-ARGUS, and what happens when it does not answer."""

import numpy as np
import pytest

from mutualis import disclosure
from mutualis.disclosure import argus, argus_files, argus_run, grid
from mutualis.disclosure.primary import sensitive
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.working import Work
from protected_tables import TOTALS
from small_country import CONTACT, cells, flat

YEAR = 2023
TREE = flat(*"abcdefgh", provinces=4)
LEAVES = {code: (2 + 9 * (code > "b"), 60) for code in "abcdefgh"}


@pytest.fixture
def work():
    (one,) = grid.systems(cells(TREE, "gp_contact", LEAVES), [CONTACT], TOTALS, {YEAR: TREE}, Rules())
    return Work(one, sensitive(one, Rules()))


def numerators(work):
    return next(job for job in argus_files.jobs_of(work.system, 1) if len(job.cells) > 8)


def test_a_coarser_table_has_the_areas_that_have_parts_and_the_same_cells_for_them(work):
    job = numerators(work)
    coarser = job.coarser()
    names = [work.system.frame.keys[work.system.frame.first[work.system.node_at(cell)]][0] for cell in coarser.cells]
    assert "municipality" not in names
    assert len(coarser.cells) == 5, "the country and four provinces"
    assert coarser.areas == (-1, 0, 0, 0, 0)
    assert set(coarser.cells) < set(job.cells)
    assert coarser.coarser() is None, "a table of the country alone is none"


def test_a_table_that_fails_twice_is_tried_coarser(work, monkeypatch):
    real, sizes = argus_run.run, []

    def first_fails(places, seconds):
        sizes.append([len((place / "cells.tab").read_text().splitlines()) for place in places])
        return 0.0 if len(sizes) == 1 else real(places, seconds)

    monkeypatch.setattr(argus_run, "run", first_fails)
    argus.suppress([work], 60.0)
    assert sizes[0] == [13]
    assert sizes[1] == [5]


def test_what_tau_argus_leaves_behind_is_gone_with_its_folders(work, monkeypatch, tmp_path):
    monkeypatch.setattr(argus.tempfile, "tempdir", str(tmp_path))
    argus.suppress([work], 60.0)
    assert list(tmp_path.iterdir()) == []


def test_a_split_of_the_country_alone_is_a_table_of_one_dimension():
    job = argus_files.Job(0, np.arange(3), np.zeros(3, dtype=np.int64), np.arange(3), (-1,), (-1, 0, 0))
    assert list(job.dimensions) == ["split"]


def test_protection_does_not_need_an_answer(monkeypatch):
    monkeypatch.setattr(argus_run, "run", lambda places, seconds: 0.0)
    made = disclosure.protect(cells(TREE, "gp_contact", LEAVES), [CONTACT], TOTALS, {YEAR: TREE})
    assert made.verdict.is_safe
