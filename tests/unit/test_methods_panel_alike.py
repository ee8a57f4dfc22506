"""Models of persons fitted on rows that are alike: the figures are those of the rows, one by one."""

import sys

import numpy as np
import polars as pl
import pytest

from drawn_panels import drawn
from mutualis.methods.counts import poisson, poisson_by_kind
from mutualis.methods.designs import design
from mutualis.methods.kinds import kinds_of
from mutualis.methods.panel import Panel, bootstrap, event_study, pilot_effects
from mutualis.methods.panel.alike import few_kinds
from mutualis.model import MutualisError

EFFECTS, BOOTSTRAP = (sys.modules[f"mutualis.methods.panel.{each}"] for each in ("effects", "bootstrap"))


def panel(**changes):
    """Persons of three kinds and two ages, some of whom live for a year beside their pilot."""
    rows = drawn(clusters=40, in_pilot=8, persons=20).with_columns(old=pl.col("age") > 50)
    moved = pl.Series(np.random.default_rng(5).random(len(rows)) < 0.02)
    rows = rows.with_columns(pl.when(moved).then(None).otherwise(pl.col("pilot")).alias("pilot"))
    given = {"unit": "pilot", "cluster": "person_id", "covariates": ("kind", "old"), "weight": "insured"}
    return Panel(rows, 2018, **(given | changes))


@pytest.mark.parametrize("weight", ["insured", None])
@pytest.mark.parametrize("cluster", ["person_id", "municipality_code"])
@pytest.mark.parametrize("work", [pilot_effects, event_study])
def test_effects_errors_and_fit_are_those_of_all_rows(monkeypatch, work, cluster, weight):
    given = panel(cluster=cluster, weight=weight)
    assert few_kinds(given)
    by_kind = work(given).fit
    monkeypatch.setattr(EFFECTS, "few_kinds", lambda _: None)
    by_row = work(given).fit
    assert by_kind.coefficients == pytest.approx(by_row.coefficients, rel=1e-9)
    assert by_kind.covariance == pytest.approx(by_row.covariance, rel=1e-9, abs=1e-12)
    for name in ("rows", "clusters", "r_squared", "r_squared_within"):
        assert getattr(by_kind, name) == pytest.approx(getattr(by_row, name), abs=1e-12)


def test_draws_of_persons_are_those_of_all_rows(monkeypatch):
    by_kind = bootstrap(panel(), draws=99, seed=3)
    monkeypatch.setattr(BOOTSTRAP, "few_kinds", lambda _: None)
    by_row = bootstrap(panel(), draws=99, seed=3)
    assert by_kind.values == pytest.approx(by_row.values, rel=1e-9)
    assert by_kind.draws == pytest.approx(by_row.draws, rel=1e-9)


@pytest.mark.parametrize("changes", [{"unit": "person_id"}, {"covariates": ("outcome",)}])
def test_rows_that_are_hardly_alike_are_taken_one_by_one(changes):
    assert few_kinds(panel(**changes)) is None


def test_a_covariate_that_the_others_tell_is_refused_by_name_among_kinds_too():
    rows = panel().rows.with_columns(young=~pl.col("old"))
    with pytest.raises(MutualisError, match="young"):
        pilot_effects(panel().__class__(rows, 2018, unit="pilot", cluster="person_id", covariates=("old", "young")))


def test_every_row_is_of_the_kind_that_it_is_told_to_be():
    rows = pl.DataFrame({"a": ["x", None, "x", "y", None], "b": [1, 2, 1, 1, 2]})
    place, kinds = kinds_of(rows, ["a", "b"])
    assert kinds.height == 3
    assert kinds[place].rows() == rows.rows()


def counted(size=4000):
    dice = np.random.default_rng(2)
    old, woman = dice.random(size) < 0.3, dice.random(size) < 0.5
    return pl.DataFrame({"person": np.arange(size) // 4, "old": old, "woman": woman}).with_columns(
        n=pl.Series(dice.poisson(2 + 1.0 * old))
    )


def test_a_count_model_of_kinds_is_that_of_all_rows():
    rows = counted()
    by_kind = poisson_by_kind(rows, "n", ["old", "woman"], "person")
    by_row = poisson(rows["n"].to_numpy(), design(rows, ["old", "woman"]), clusters=rows["person"].to_numpy())
    assert by_kind.coefficients == pytest.approx(by_row.coefficients, rel=1e-8)
    assert by_kind.covariance == pytest.approx(by_row.covariance, rel=1e-8)


def test_a_count_model_of_kinds_takes_exposure_and_weights_as_that_of_all_rows_does():
    dice = np.random.default_rng(3)
    rows = counted().with_columns(days=pl.Series(dice.uniform(1, 30, 4000)), heavy=pl.Series(dice.uniform(1, 3, 4000)))
    by_kind = poisson_by_kind(rows, "n", ["old", "woman"], "person", "days", "heavy")
    given = design(rows, ["old", "woman"])
    by_row = poisson(rows["n"].to_numpy(), given, rows["days"], rows["heavy"], rows["person"].to_numpy())
    assert by_kind.coefficients == pytest.approx(by_row.coefficients, rel=1e-7)
    assert by_kind.covariance == pytest.approx(by_row.covariance, rel=1e-7)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"n": pl.lit(2)}, "constant"), ({"n": pl.col("n") - 3}, "negative"), ({"person": pl.lit(1)}, "too few clusters")],
)
def test_a_count_model_of_kinds_refuses_what_the_one_of_rows_refuses(changed, sentence):
    with pytest.raises(MutualisError, match=sentence):
        poisson_by_kind(counted().with_columns(**changed), "n", ["old", "woman"], "person")
