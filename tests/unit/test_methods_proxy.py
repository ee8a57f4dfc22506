"""A proxy beside the truth: both shares by hand, with Wilson's intervals, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.methods.intervals import wilson
from mutualis.methods.proxy import proxy
from mutualis.model import MutualisError

CASES = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


def test_both_shares_are_those_of_the_table_of_four() -> None:
    found = [True] * 80 + [False] * 20 + [True] * 40 + [False] * 500
    true = [True] * 100 + [False] * 540
    made = proxy(found, true)
    assert (made.sensitivity.met, made.sensitivity.cases, made.sensitivity.value) == (80, 100, 0.8)
    assert (made.predictive_value.met, made.predictive_value.cases) == (80, 120)
    assert (made.sensitivity.low, made.sensitivity.high) == pytest.approx([float(each) for each in wilson(80, 100)])
    assert made.sensitivity.fewer == 20


@given(CASES)
def test_exchanging_proxy_and_truth_exchanges_both_shares(cases: list[tuple[bool, bool]]) -> None:
    found, true = ([each[side] for each in cases] for side in (0, 1))
    if not (any(found) and any(true)):
        return
    one, other = proxy(found, true), proxy(true, found)
    assert one.sensitivity == other.predictive_value
    assert one.predictive_value == other.sensitivity
    assert 0 <= one.sensitivity.low <= one.sensitivity.value <= one.sensitivity.high <= 1


@pytest.mark.parametrize(
    ("found", "true", "says"),
    [([False], [True], "finds no case"), ([True], [False], "no true case"), ([True], [True, False], "different cases")],
)
def test_what_cannot_be_measured_is_refused(found: list[bool], true: list[bool], says: str) -> None:
    with pytest.raises(MutualisError, match=says):
        proxy(found, true)
