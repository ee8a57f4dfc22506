"""The rules of disclosure control and what is sensitive by itself."""

import datetime as dt

import numpy as np
import pytest

from mutualis.disclosure import rules
from mutualis.disclosure.frame import frame
from mutualis.disclosure.hierarchy import hierarchy
from mutualis.disclosure.primary import NOTHING, amount_rules, small
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import Counts
from mutualis.model import MutualisError
from mutualis.reference import geography
from small_country import flat


def test_fewer_than_five_is_small_in_exhaustive_data_and_fewer_than_four_in_the_sample():
    assert rules().k == 5
    assert rules(data="permanent_sample").k == 4


def test_a_day_without_rules_is_an_error_that_says_so():
    with pytest.raises(MutualisError, match="Exactly one is needed"):
        rules(dt.date(1990, 1, 1))


def test_small_is_at_least_one_and_under_k():
    assert small(np.array([0, 1, 4, 5, 600]), 5).tolist() == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("total", "contributors", "largest", "second", "broken"),
    [
        (0, 0, 0, 0, False),
        (1000, 4, 300, 250, True),  # fewer than five contributors
        (1000, 5, 250, 200, False),
        (1000, 50, 751, 10, True),  # one person makes more than 75 %
        (1000, 50, 750, 10, False),
        (1000, 50, 500, 351, True),  # two persons make more than 85 %
        (1000, 50, 600, 200, False),
        (1000, 50, 749, 100, False),
        (1071, 50, 650, 360, True),  # the second could estimate the largest within 10 %
    ],
)
def test_an_amount_is_sensitive_by_few_contributors_dominance_or_p_percent(
    total, contributors, largest, second, broken
):
    one = [np.array([value], dtype=np.int64) for value in (total, 10, contributors, largest, second)]
    no = np.zeros(1, dtype=bool)
    counts = Counts("x", "amount", no, no, no, no, *one, top=np.zeros(1, dtype=np.int64), has_own_table=True)
    assert (amount_rules(counts, Rules()) != NOTHING).tolist() == [broken]


def totals_of(parents):
    tree = hierarchy(parents)
    made = frame(tree, dict.fromkeys(tree.areas, ("total",)), {"total": ("all",)})
    return made, {area: int(made.nodes(area, "total")[0]) for area in tree.areas}


def test_brussels_is_arrondissement_province_and_region_at_once_and_so_one_node():
    made, node = totals_of(geography(2023).parents)
    brussels = node["region", "04000"]
    assert node["province", "21000"] == brussels
    assert node["arrondissement", "21000"] == brussels
    assert node["municipality", "21004"] != brussels
    assert node["province", "20002"] == node["arrondissement", "25000"], "Walloon Brabant is one arrondissement"
    assert made.size == len(made.keys) - 3


def test_a_chain_of_single_children_up_to_the_country_is_one_node():
    made, node = totals_of(flat("a", "b"))
    assert made.size == 3
    assert made.relations.rows == 1
    assert node["country", "BE"] == node["arrondissement", "A0"]


def test_a_parent_that_is_not_there_is_an_error():
    with pytest.raises(MutualisError, match="No region has the code"):
        hierarchy({("province", "P"): "nowhere"})
