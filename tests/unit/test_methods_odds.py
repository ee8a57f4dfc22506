"""Odds ratios: as statsmodels has them, with errors by cluster, and what is refused."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.methods.designs import design
from mutualis.methods.odds import odds
from mutualis.model import MutualisError


def drawn(size: int = 800, seed: int = 4) -> pl.DataFrame:
    """Outcomes of which the odds double with `ill` and fall by a tenth a unit of `age`; 40 clusters."""
    dice = np.random.default_rng(seed)
    ill, age = dice.random(size) < 0.4, dice.normal(0, 1, size)
    met = dice.random(size) < 1 / (1 + np.exp(1 - np.log(2) * ill - np.log(0.9) * age))
    return pl.DataFrame({"met": met, "ill": ill, "age": age, "group": dice.integers(0, 40, size)})


def test_ratios_and_errors_by_cluster_are_those_of_statsmodels() -> None:
    rows = drawn()
    given = design(rows, ["ill", "age"])
    model = odds(rows["met"], given, rows["group"].to_numpy())
    other = sm.Logit(rows["met"].to_numpy().astype(float), given.rows).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": rows["group"].to_numpy(), "use_correction": False}
    )
    assert model.coefficients == pytest.approx(other.params, abs=1e-6)
    correction = np.sqrt(40 / 39)
    assert np.sqrt(np.diag(model.covariance)) == pytest.approx(other.bse * correction, rel=1e-5)
    assert model.probability == pytest.approx(other.predict(), abs=1e-6)


def test_what_is_expected_adds_up_to_what_is_observed() -> None:
    rows = drawn(seed=9)
    assert odds(rows["met"], design(rows, ["ill", "age"])).probability.sum() == pytest.approx(rows["met"].sum())


def test_the_odds_that_were_drawn_are_found() -> None:
    rows = drawn(8_000)
    table = {row["name"]: row for row in odds(rows["met"], design(rows, ["ill", "age"])).table().to_dicts()}
    assert table["ill"]["low"] < 2 < table["ill"]["high"]
    assert table["age"]["low"] < 0.9 < table["age"]["high"]


def test_a_constant_outcome_too_few_cases_and_other_outcomes_are_refused() -> None:
    rows = drawn(60)
    given = design(rows, ["ill", "age"])
    with pytest.raises(MutualisError, match="constant"):
        odds(np.ones(60), given)
    few = np.zeros(60)
    few[:9] = 1
    with pytest.raises(MutualisError, match="too few cases"):
        odds(few, given)
    with pytest.raises(MutualisError, match="0 or 1"):
        odds(np.arange(60.0), given)


def test_a_covariate_that_tells_all_outcomes_is_refused() -> None:
    rows = pl.DataFrame({"met": [True] * 30 + [False] * 30, "ill": [True] * 30 + [False] * 30})
    with pytest.raises(MutualisError, match="no end"):
        odds(rows["met"], design(rows, ["ill"]))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(40, 200), min_size=4, max_size=4))
def test_of_one_covariate_it_is_the_cross_product_with_woolfs_error(cells: list[int]) -> None:
    a, b, c, d = cells
    frame = pl.DataFrame({"exposed": [1] * (a + b) + [0] * (c + d), "met": [1] * a + [0] * b + [1] * c + [0] * d})
    found = odds(frame["met"], design(frame, ["exposed"])).odds_ratio("exposed")
    assert found.value == pytest.approx(a * d / (b * c), rel=1e-6)
    error = np.sqrt(sum(1 / each for each in cells))
    assert np.log(found.high / found.low) == pytest.approx(2 * 1.959964 * error, rel=1e-2)
