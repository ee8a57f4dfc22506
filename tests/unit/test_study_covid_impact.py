"""The study of the Covid years on drawn months: shocks that are there are found, and bad input is told."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from mutualis.model import MutualisError, Years
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "covid-impact")
PARTS = code(STUDY).__globals__
MODELS, ROWS = PARTS["models"], SimpleNamespace(**PARTS["by_month"].__globals__)
SHOCK = {"2020-03": 0.78, "2020-04": 0.62, "2020-05": 0.80}


def desk(first: int = 2017) -> Desk:
    """A desk without data."""
    study = SimpleNamespace(name=STUDY.name, seed=7, parameters=STUDY.parameters, output=STUDY.output)
    return Desk(study, None, Years(first, 2021), 5)  # type: ignore[arg-type]


def insured(years: range = range(2017, 2022)) -> pl.DataFrame:
    rows = [(f"p{each}", year) for year in years for each in range(10)]
    return pl.DataFrame(rows, schema={"person_id": pl.String, "year": pl.Int32}, orient="row")


def drawn_months(seed: int = 1) -> pl.DataFrame:
    """Contacts by month in proportion to working days, with a shock in three months of 2020."""
    told = ROWS.months(desk()).with_columns(care=pl.lit("gp"), exposure=pl.col("working_days") * 1000.0)
    names = told["month"].dt.strftime("%Y-%m").to_list()
    means = told["exposure"].to_numpy() * 0.2 * np.array([SHOCK.get(each, 1.0) for each in names])
    counts = np.random.default_rng(seed).poisson(means)
    return told.with_columns(count=pl.Series(counts), persons=pl.lit(900))


def person_years(size: int = 3000) -> pl.DataFrame:
    """Persons with contacts that fall by a fifth in the Covid years, more for who is 65 or older."""
    dice = np.random.default_rng(4)
    who, year = np.repeat(np.arange(size), 5), np.tile(np.arange(2017, 2022), size)
    age, sex = dice.integers(0, 95, size)[who], dice.integers(1, 3, size)[who]
    increased = dice.random(size)[who] < 0.2
    mean = 3 * np.where(year >= 2020, 0.8, 1.0) * np.where((year >= 2020) & (age >= 65), 0.9, 1.0)
    columns = {"person_id": [f"p{each}" for each in who], "year": year, "age": age, "sex": sex.astype(str)}
    return pl.DataFrame(columns | {"is_increased_reimbursement": increased, "gp_contacts": dice.poisson(mean)})


def test_every_month_is_there_with_its_working_days() -> None:
    told = ROWS.months(desk())
    assert told.height == 60
    assert told.filter(pl.col("month") == dt.date(2020, 2, 1))["working_days"].item() == 20


def test_a_month_without_care_counts_as_nothing_and_not_as_unknown() -> None:
    months = {"person_id": ["p1", "p2"], "care": "gp", "month": [dt.date(2017, 1, 1)] * 2, "n": [2, 1]}
    told = ROWS.by_month(desk(), pl.DataFrame(months), insured())
    assert told.head(2).select("count", "persons").rows() == [(3, 2), (0, 0)]
    assert told["exposure"][0] == 10 * 22


def test_the_shock_of_a_month_is_found_and_other_months_are_as_expected() -> None:
    found = next(MODELS.beside(desk(), drawn_months(), trend=True))
    for month, share in SHOCK.items():
        row = found.filter(pl.col("month") == month).row(0, named=True)
        assert row["low"] < share < row["high"] < 0.9
    others = found.filter(~pl.col("month").is_in(list(SHOCK)))
    assert others.filter((pl.col("low") < 1) & (pl.col("high") > 1)).height >= 0.8 * others.height


def test_months_together_have_their_mean_shock_with_and_without_trend() -> None:
    found = pl.concat(MODELS.over_periods(desk(), drawn_months())).filter(pl.col("wave") == "first_wave")
    assert found["variant"].to_list() == ["main", "no_trend"]
    assert found["value"].to_numpy() == pytest.approx(np.mean(list(SHOCK.values())), abs=0.03)


def test_the_interrupted_series_begins_in_march_2020() -> None:
    assert MODELS.start(desk(), drawn_months()) == 38
    found = MODELS.changes(desk(), drawn_months())
    assert found.select("care", "measure").rows() == [("gp", "level"), ("gp", "slope")]
    assert found["value"][0] < 1


def test_years_without_a_month_before_covid_are_refused() -> None:
    late = drawn_months().filter(pl.col("year") >= 2019).with_columns(period=pl.int_range(36).cast(pl.UInt32))
    with pytest.raises(MutualisError, match="too short before"):
        next(MODELS.beside(desk(2019), late, trend=True))


def test_years_that_end_before_covid_are_refused() -> None:
    early = drawn_months().filter(pl.col("year") <= 2019)
    with pytest.raises(MutualisError, match="too short before or after"):
        next(MODELS.beside(desk(), early, trend=True))


def test_a_kind_of_care_that_never_changes_is_refused() -> None:
    with pytest.raises(MutualisError, match="constant"):
        next(MODELS.beside(desk(), drawn_months().with_columns(count=pl.lit(7)), trend=True))


def test_continuity_is_of_who_has_three_contacts_outside_medical_houses() -> None:
    columns = {"gp_contacts": [2, 3, 4, 9], "most_seen_gp_contacts": [2, 3, 3, 9]}
    rows = pl.DataFrame(columns | {"is_in_medical_house": [False, False, False, True]})
    assert MODELS.seen_often(rows, 3)["upc"].to_list() == [1.0, 0.75]


def test_mean_continuity_has_the_interval_of_a_mean() -> None:
    upc = np.random.default_rng(2).random(400)
    found = MODELS.continuity(pl.DataFrame({"year": [2020] * 400, "upc": upc})).row(0, named=True)
    half = 1.959964 * upc.std(ddof=1) / 20
    assert found["value"] == pytest.approx(upc.mean())
    assert found["high"] - found["value"] == pytest.approx(half, rel=1e-4)


def test_who_came_less_is_told_by_year_and_by_age() -> None:
    found = {row["term"]: row for row in MODELS.who_came_less(person_years(), (2020, 2021)).rows(named=True)}
    for term, value in (("year_2020", 0.8), ("year_2021", 0.8), ("old_after", 0.9), ("increased_after", 1.0)):
        assert found[term]["low"] < value < found[term]["high"]


def test_the_last_months_are_left_out_of_the_series() -> None:
    """Not all of their lines are booked yet: they would look like less care."""
    months = {"person_id": ["p1"], "care": "gp", "month": [dt.date(2017, 1, 1)], "n": [2]}
    told = ROWS.by_month(desk(), pl.DataFrame(months), insured())
    assert told["month"].max() == dt.date(2021, 9, 1)
