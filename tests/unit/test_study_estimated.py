"""Shares as estimates: behind each stand the persons of its smaller side."""

import pytest

from mutualis.methods import wilson
from mutualis.model import MutualisError
from mutualis.study.estimated import behind, shares


@pytest.mark.parametrize(
    ("met", "of", "persons"), [(2, 5000, 2), (4998, 5000, 2), (30, 50, 20), (0, 40, 40), (40, 40, 40)]
)
def test_behind_a_share_stands_its_smaller_side_that_is_not_empty(met: int, of: int, persons: int) -> None:
    assert behind(met, of) == persons


def test_a_share_is_told_in_percent_with_wilsons_interval() -> None:
    (row,) = shares([({"group": "all"}, 6, 31)]).to_dicts()
    low, high = wilson(6, 31)
    assert row["value"] == pytest.approx(19.3548, abs=1e-4)
    assert (row["low"], row["high"]) == pytest.approx((100 * float(low), 100 * float(high)))
    assert row["persons"] == 6


def test_a_share_of_nobody_is_refused() -> None:
    with pytest.raises(MutualisError, match="asked of nobody"):
        shares([({"group": "all"}, 0, 0)])
