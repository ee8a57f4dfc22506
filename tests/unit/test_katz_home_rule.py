"""The class of home nursing by the table of lowest scores, beside the rule written out."""

from itertools import product

import numpy as np
import polars as pl
import pytest

from mutualis.methods.katz import CLASSES, ITEMS, home_class, points_above, ways
from mutualis.model import MutualisError
from mutualis.synthetic.registers import dependency

EVERY = pl.DataFrame(list(product((1, 2, 3, 4), repeat=6)), schema=list(ITEMS), orient="row")


def test_the_table_gives_the_class_of_the_rule_for_all_scores_there_are():
    written_out = dependency.home_class(EVERY.to_numpy())
    names = np.array([*CLASSES, None], dtype=object)
    assert EVERY.select(home_class()).to_series().to_list() == names[written_out].tolist()


def test_the_other_rule_for_class_c_only_makes_some_of_them_b():
    first, other = (EVERY.select(home_class(rule)).to_series() for rule in ("one>=3", "one=4,other>=3"))
    changed = EVERY.with_columns(first=first, other=other).filter(pl.col("first") != pl.col("other"))
    assert set(changed.select("first", "other").rows()) == {("FC", "FB")}
    kept = EVERY.with_columns(c=other).filter(pl.col("c") == "FC")
    assert kept.select("continence", "eating").unique().sort("continence", "eating").rows() == [(3, 4), (4, 3), (4, 4)]


def test_points_are_nought_at_the_threshold_and_null_below_it():
    rows = [(3, 3, 3, 1, 1, 1), (3, 3, 1, 3, 1, 1), (4, 3, 3, 3, 1, 1), (3, 2, 3, 3, 1, 1)]
    told = pl.DataFrame(rows, schema=list(ITEMS), orient="row").with_columns(billed=pl.lit("FA"))
    assert told.select(points_above("billed")).to_series().to_list() == [0, 0, 3, None]


def test_whoever_has_a_class_by_the_scores_is_at_its_threshold_or_above():
    told = EVERY.with_columns(given=home_class()).drop_nulls("given").select(points_above("given")).to_series()
    assert told.null_count() == 0
    assert told.min() == 0


def test_an_unknown_rule_is_told_with_those_that_there_are():
    with pytest.raises(MutualisError, match="The rules are one=4,other>=3; one>=3"):
        ways("two=4")
