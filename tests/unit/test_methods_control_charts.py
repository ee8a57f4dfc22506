"""Control charts against published examples, each rule by hand, and how often they cry wolf."""

import numpy as np
import pytest

from mutualis.methods.before_after import change
from mutualis.methods.control_charts import p_chart, u_chart
from mutualis.methods.control_rules import Signal, signals
from mutualis.model import MutualisError

# Montgomery, Introduction to Statistical Quality Control: frozen orange juice concentrate, 30 samples of 50 cans.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
# The same, personal computers: defects in 20 samples of 5.
COMPUTERS = [10, 12, 8, 14, 10, 16, 11, 7, 10, 15, 9, 5, 7, 11, 12, 6, 8, 10, 7, 5]


def rules(apart):
    apart = np.array(apart, dtype=float)
    return {(each.rule, each.points, each.side) for each in signals(apart, apart)}


def test_the_p_chart_of_the_cans_is_that_of_the_textbook():
    chart = p_chart(CANS, [50] * 30)
    assert (round(chart.centre, 4), round(chart.high[0], 4), round(chart.low[0], 4)) == (0.2313, 0.4102, 0.0524)
    assert [each.points for each in chart.signals if each.rule == "beyond"] == [(14,), (22,)]


def test_the_u_chart_of_the_computers_is_that_of_the_textbook():
    chart = u_chart(COMPUTERS, [5] * 20)
    assert (round(chart.centre, 2), round(chart.high[0], 2), round(chart.low[0], 2)) == (1.93, 3.79, 0.07)
    assert not [each for each in chart.signals if each.rule == "beyond"]


def test_limits_follow_the_persons_of_each_period():
    chart = p_chart([10, 40, 10, 10], [100, 400, 100, 100])
    assert chart.high[0] - chart.centre == pytest.approx(2 * (chart.high[1] - chart.centre))


def test_limits_of_shares_stay_between_nobody_and_everybody():
    chart = p_chart([0, 1, 0, 1], [5, 5, 5, 5])
    assert chart.low.tolist() == [0, 0, 0, 0]
    assert (p_chart([5, 4, 5, 4], [5, 5, 5, 5]).high <= 1).all()


def test_later_periods_are_judged_by_the_baseline():
    chart = p_chart([20, 20, 20, 20, 60, 60], [100] * 6, baseline=4)
    assert chart.centre == 0.2
    assert [each.points for each in chart.signals if each.rule == "beyond"] == [(4,), (5,)]


@pytest.mark.parametrize(
    ("apart", "found"),
    [
        ([0.1, -0.2, 3.1, 0], ("beyond", (2,), "above")),
        ([0.1, -0.2, -3.1, 0], ("beyond", (2,), "below")),
        ([0.5, 2.1, 0.2, 2.2, -1], ("two_of_three", (1, 3), "above")),
        ([-1.2, -1.1, 0.3, -1.4, -1.3], ("four_of_five", (0, 1, 3, 4), "below")),
        ([0.5, 0.3, 0.5, 0.2, 0.6, 0.1, 0.4, 0.3, -1], ("shift", tuple(range(8)), "above")),
        ([-0.9, -0.4, 0.1, 0.4, 0.7, 0.9, 0.2], ("trend", tuple(range(6)), "rising")),
        ([0.9, 0.4, 0.1, -0.4, -0.7, -0.9, 0.2], ("trend", tuple(range(6)), "falling")),
        ([0.5, -0.5] * 8, ("hugging", tuple(range(16)), "near")),
    ],
)
def test_each_rule_names_its_points(apart, found):
    assert found in rules(apart)


@pytest.mark.parametrize(
    "apart",
    [
        [0.5, 2.1, 0.2, 0.3, 2.2],
        [0.5] * 7 + [-0.5],
        [-0.9, -0.4, 0.1, 0.4, 0.7, 0.3],
        [2.1, -2.1, 0.2],
        [1.2, 1.1, -0.3, 1.4, -1.3],
        [0.5, 0.4, 0.3, 0.2, 0.0, 0.2, 0.3, 0.4, 0.5],
    ],
)
def test_one_point_too_few_is_no_signal(apart):
    assert rules(apart) == set()


def test_windows_that_overlap_are_one_signal():
    found = signals(np.array([2.5, 2.5, 2.5, 2.5]), np.array([2.5, 2.5, 2.5, 2.5]))
    assert [each for each in found if each.rule == "two_of_three"] == [Signal("two_of_three", (0, 1, 2, 3), "above")]


def test_chance_alone_goes_beyond_the_limits_as_seldom_as_it_should():
    draw = np.random.default_rng(11)
    charts = [p_chart(draw.binomial(2000, 0.3, 24), [2000] * 24, baseline=24) for _ in range(600)]
    beyond = sum(each.rule == "beyond" for chart in charts for each in chart.signals)
    assert 0.0015 < beyond / (600 * 24) < 0.0040


def test_a_share_that_itself_moves_is_called_out_without_laney_and_not_with_it():
    draw = np.random.default_rng(12)
    moving = draw.normal(0.3, 0.03, (200, 24)).clip(0.05, 0.95)
    counts = draw.binomial(20_000, moving)
    plain, wide = (
        sum(any(each.rule == "beyond" for each in p_chart(row, [20_000] * 24, laney=laney).signals) for row in counts)
        for laney in (False, True)
    )
    assert plain == 200
    assert wide < 40


def test_laney_never_narrows_the_limits():
    assert p_chart([30, 30, 30, 30], [100] * 4, laney=True).wider == 1.0


def test_too_few_periods_are_no_chart():
    with pytest.raises(MutualisError, match="4 periods"):
        p_chart([1, 2, 3], [10, 10, 10])


def test_more_met_than_persons_is_no_share():
    with pytest.raises(MutualisError, match="u chart"):
        p_chart([11, 1, 1, 1], [10] * 4)


def test_the_difference_of_two_shares_is_that_of_newcombe():
    found = change("p", (48, 80), (56, 70))  # Newcombe 1998, example (a), method 10: 0.0524 to 0.3339
    assert found.difference == pytest.approx(0.2)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert found.word == "rose"


def test_a_change_within_chance_is_unclear():
    assert change("p", (50, 100), (53, 100)).word == "unclear"
    assert change("u", (30, 1000), (33, 1000)).word == "unclear"
    assert change("u", (300, 1000), (100, 1000)).word == "fell"


def test_one_jump_does_not_widen_the_limits_that_find_it():
    chart = p_chart([600, 610, 595, 605, 750, 745, 755, 748], [1000] * 8, laney=True)
    assert chart.wider < 1.5
    assert {each.rule for each in chart.signals} & {"beyond", "two_of_three", "four_of_five"}
