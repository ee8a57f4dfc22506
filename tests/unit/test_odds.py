"""Odds ratios: those of a table by hand, those of another program, and refusals that say what is missing."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.methods.designs import design
from mutualis.methods.odds import odds_ratios
from mutualis.model import MutualisError


def table(a: int, b: int, c: int, d: int) -> pl.DataFrame:
    """So many exposed with and without, and not exposed with and without."""
    return pl.DataFrame({"exposed": [1] * (a + b) + [0] * (c + d), "met": [1] * a + [0] * b + [1] * c + [0] * d})


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(5, 60), min_size=4, max_size=4))
def test_of_one_covariate_it_is_the_cross_product_with_woolfs_error(cells: list[int]) -> None:
    a, b, c, d = cells
    frame = table(a, b, c, d)
    found = odds_ratios(frame["met"], design(frame, ["exposed"]))["exposed"]
    assert found.value == pytest.approx(a * d / (b * c), rel=1e-6)
    error = np.sqrt(sum(1 / each for each in cells))
    assert np.log(found.high / found.low) == pytest.approx(2 * 1.959964 * error, rel=1e-5)


def test_of_several_covariates_it_is_that_of_statsmodels() -> None:
    random = np.random.default_rng(3)
    frame = pl.DataFrame({"a": random.normal(size=400), "b": random.integers(0, 2, 400)})
    met = random.random(400) < 1 / (1 + np.exp(0.5 - 0.7 * frame["a"].to_numpy() + 0.4 * frame["b"].to_numpy()))
    found = odds_ratios(met, design(frame, ["a", "b"]))
    other = sm.Logit(met.astype(float), sm.add_constant(frame.to_numpy())).fit(disp=0)
    assert [found["a"].value, found["b"].value] == pytest.approx(np.exp(other.params[1:]).tolist(), rel=1e-6)
    assert [found["a"].low, found["b"].low] == pytest.approx(np.exp(other.conf_int()[1:, 0]).tolist(), rel=1e-4)


def test_too_few_cases_for_the_covariates_are_refused() -> None:
    frame = table(2, 30, 2, 30)
    with pytest.raises(MutualisError, match="4 of the rarer answer, 1 covariates of 5"):
        odds_ratios(frame["met"], design(frame, ["exposed"]))


def test_a_covariate_that_tells_all_answers_is_refused() -> None:
    frame = table(20, 0, 0, 20)
    with pytest.raises(MutualisError, match="has no end"):
        odds_ratios(frame["met"], design(frame, ["exposed"]))


def test_an_outcome_that_is_the_same_for_all_is_refused() -> None:
    frame = table(10, 0, 10, 0)
    with pytest.raises(MutualisError, match="constant"):
        odds_ratios(frame["met"], design(frame, ["exposed"]))
