"""The study of long incapacity on drawn spells: who is in it, what ended spells, and that planted hazards are found."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from mutualis.model import MutualisError, Years
from mutualis.study import Desk, read_study, root
from mutualis.study.running import code

STUDY = read_study(root(), "psychological-incapacity")
PARTS = code(STUDY).__globals__
COHORT = SimpleNamespace(**PARTS["care"].__globals__)
MODELS, PREDICTING = PARTS["models"], PARTS["predicting"]
BEGIN = dt.date(2018, 3, 1)
PERIOD = {"person_id": pl.String, "start_day": pl.Date, "end_day": pl.Date, "is_mental": pl.Boolean}
PERIOD |= {"is_invalid": pl.Boolean, "incapacity_scheme": pl.String}


def desk() -> Desk:
    """A desk without data: what is made stays on it."""
    given = dict(STUDY.parameters) | {"samples": 5}
    study = SimpleNamespace(name=STUDY.name, seed=7, parameters=given, output=STUDY.output, outputs=STUDY.outputs)
    return Desk(study, None, Years(2017, 2021), 5)  # type: ignore[arg-type]


def told(*periods: tuple[int, int, bool, bool], begin: dt.date = BEGIN) -> pl.DataFrame:
    """Periods of one person: first and last day after `begin`, whether mental, whether invalidity."""
    rows = [
        ("a", begin + dt.timedelta(first), begin + dt.timedelta(last), mental, invalid, "1")
        for first, last, mental, invalid in periods
    ]
    return pl.DataFrame(rows, schema=PERIOD, orient="row")


def insured(years: range = range(2017, 2022), birth_year: int = 1980, gone: bool = False) -> pl.DataFrame:
    """Person a in some years; in the last one dead where gone."""
    rows = {
        "person_id": ["a"] * len(years),
        "year": years,
        "reference_day": [dt.date(each, 12, 31) for each in years],
        "birth_year": birth_year,
        "age": [each - birth_year for each in years],
        "is_deceased": [gone and each == years[-1] for each in years],
    }
    return pl.DataFrame(rows).with_columns(pl.col("year").cast(pl.Int32))


def long(periods: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    return COHORT.long_ones(desk(), COHORT.spells_of(desk(), periods, (14, 90)), people)


def drawn(size: int = 4000, seed: int = 1) -> pl.DataFrame:
    """Spells with the hazards that are planted in the synthetic country, followed for 30 months at most."""
    dice = np.random.default_rng(seed)
    age, flags = dice.integers(20, 65, size), dice.random((5, size)) < 0.45
    marks = dict(zip(("woman", "increased", "psychiatric_care", "self_employed", "since_covid"), flags, strict=True))
    tens = (age - 45) / 10
    rate = 0.07 * np.exp(-0.2 * tens - 0.15 * flags[0] - 0.35 * flags[1] - 0.3 * flags[2])
    wait = np.ceil(dice.exponential(1 / rate) * MODELS.MONTH_DAYS).astype(int)
    after = np.minimum(wait, 913)
    days = [BEGIN + dt.timedelta(int(each)) for each in dice.integers(0, 365, size)]
    return pl.DataFrame(
        {
            "person_id": [f"p{each}" for each in range(size)], "start_day": days, "days": after + 182, "after": after,
            "ended": np.where(wait <= 913, 1, 0), "ten_years": tens, **marks,
        }
    )  # fmt: skip


def test_periods_with_a_short_gap_are_one_long_spell_and_others_are_none() -> None:
    near = told((0, 90, True, False), (105, 200, True, False))
    far = told((0, 90, True, False), (106, 200, True, False))
    assert long(near, insured())["days"].to_list() == [201]
    assert long(far, insured()).is_empty()


def test_a_relapse_within_three_months_goes_on_with_invalidity() -> None:
    rows = told((0, 364, True, False), (365, 400, True, True), (491, 600, True, False))
    assert long(rows, insured())["days"].to_list() == [601]


def test_a_spell_is_long_from_the_183rd_day() -> None:
    assert long(told((0, 181, True, False)), insured()).is_empty()
    assert long(told((0, 182, True, False)), insured())["after"].to_list() == [1]


def test_the_cause_is_that_of_the_day_on_which_six_months_are_reached() -> None:
    assert long(told((0, 99, False, False), (100, 300, True, False)), insured()).height == 1
    assert long(told((0, 190, False, False), (191, 300, True, False)), insured()).is_empty()


def test_a_spell_of_the_first_day_is_left_out() -> None:
    first = dt.date(2017, 1, 1)
    assert long(told((0, 300, True, False), begin=first), insured()).is_empty()
    assert long(told((1, 300, True, False), begin=first), insured()).height == 1


@pytest.mark.parametrize(
    ("last", "people", "ended"),
    [
        (300, insured(), 1),
        (2000, insured(), 0),
        (300, insured(range(2017, 2019), gone=True), 2),
        (300, insured(range(2017, 2018 + 1)), 1),
        (700, insured(birth_year=1954), 3),
    ],
    ids=["returned", "still going on", "died", "returned in the last year insured", "pension age"],
)
def test_what_ends_a_spell_is_told_apart(last: int, people: pl.DataFrame, ended: int) -> None:
    periods = told((0, last, True, False)).with_columns(end_day=pl.min_horizontal("end_day", pl.date(2021, 12, 31)))
    assert long(periods, people)["ended"].to_list() == [ended]


def test_follow_up_ends_with_the_year_before_the_65th_birthday() -> None:
    found = long(told((0, 700, True, False)), insured(birth_year=1954))
    assert found["days"].item() == (dt.date(2018, 12, 31) - BEGIN).days + 1


def test_care_is_before_or_in_the_first_six_months_and_before_only_where_it_can_be_seen() -> None:
    met = pl.DataFrame(
        {
            "person_id": ["a"] * 4,
            "day": [BEGIN + dt.timedelta(each) for each in (-183, -182, 181, 182)],
            "care": ["gp", "psychiatrist", "gp", "psychiatrist"],
        }
    )
    spell = long(told((0, 300, True, False)), insured())
    found = COHORT.care(desk(), spell, met).filter(pl.col("has")).select("period", "care").rows()
    assert sorted(found) == [("before", "psychiatrist"), ("during", "gp")]
    early = told((0, 300, True, False), begin=dt.date(2017, 3, 1))
    assert COHORT.care(desk(), long(early, insured()), met)["period"].unique().to_list() == ["during"]


def test_after_a_year_only_spells_of_which_the_year_can_be_seen_count() -> None:
    """A late spell that ended soon would count, one that goes on would not."""
    rows = pl.DataFrame({"start_day": [BEGIN, BEGIN, dt.date(2021, 2, 1)], "days": [400, 300, 190], "ended": [0, 1, 1]})
    assert PARTS["after_a_year"](desk(), rows)["is_invalid"].to_list() == [True, False]


def test_planted_hazards_are_found() -> None:
    rows = drawn()
    found = {row["term"]: row for row in MODELS.factors(rows, "main", MODELS.FACTORS).rows(named=True)}
    for term, value in (("ten_years", -0.2), ("woman", -0.15), ("increased", -0.35), ("psychiatric_care", -0.3)):
        assert np.log(found[term]["value"]) == pytest.approx(value, abs=0.12)
        error = np.log(found[term]["high"] / found[term]["low"]) / (2 * 1.96)
        assert abs(np.log(found[term]["value"]) - value) < 3 * error
    reference = MODELS.monthly_hazard(rows).row(0, named=True)
    assert reference["low"] < 0.07 < reference["high"]


def test_invalidity_begins_after_a_year_and_ends_of_other_kinds_compete() -> None:
    rows = pl.DataFrame({"after": [183, 184, 50, 50, 60], "ended": [0, 1, 1, 0, 3]})
    time, event = MODELS.passed(rows, 183)
    assert list(event) == [0, 1, 2, 0, 3]
    assert list(time) == [183, 184, 50, 50, 60]


def test_the_share_in_invalidity_is_that_of_the_hazard() -> None:
    rows = drawn().with_columns(ten_years=0.0)
    plain = rows.filter(~pl.any_horizontal("increased", "psychiatric_care"))
    found = MODELS.invalidity(
        desk(), plain.with_columns(plain["woman"].alias("increased"), plain["woman"].alias("psychiatric_care"))
    )
    assert found.filter(pl.col("group") == "all")["value"].item() == pytest.approx(np.exp(-0.07 * 6), abs=0.05)


def test_too_few_returns_for_the_factors_are_refused() -> None:
    with pytest.raises(MutualisError, match="too few events"):
        MODELS.factors(drawn(20).with_columns(ended=pl.Series([1] * 10 + [0] * 10)), "main", MODELS.FACTORS)


def test_years_without_return_are_refused() -> None:
    with pytest.raises(MutualisError, match="Nobody has the event"):
        MODELS.factors(drawn(50).with_columns(ended=pl.lit(0)), "main", MODELS.FACTORS)


def test_the_last_year_counts_for_the_days_from_which_six_months_can_be_seen() -> None:
    found = MODELS.at_risk(desk(), insured())
    assert found["exposure"].to_list() == [1, 1, 1, 1, (365 - 182) / 365]
    assert found["since_covid"].to_list() == [False, False, False, True, True]


def test_the_prediction_tells_better_than_chance_and_is_corrected_downwards() -> None:
    has_gp = pl.Series(np.random.default_rng(2).random(1500) < 0.5)
    rows = drawn(1500).with_columns(has_gp=has_gp, has_psychiatrist=pl.col("psychiatric_care"))
    rows = rows.with_columns(invalid=(pl.col("days") > 365).cast(pl.Float64))
    prediction, shares = PREDICTING.prediction(desk(), rows)
    values = dict(prediction.select("measure", "value").rows())
    assert 0.55 < values["c_statistic_corrected"] <= values["c_statistic"] < 0.8
    assert shares.filter(pl.col("measure") == "expected")["value"].is_sorted()


def test_calibration_counts_the_rarer_outcome_as_its_persons() -> None:
    chance, outcome = np.linspace(0.1, 0.9, 40), np.tile([1.0, 0.0, 0.0, 0.0], 10)
    assert PREDICTING.calibrated(chance, outcome, 2).filter(pl.col("measure") == "observed")["persons"].to_list() == [
        5,
        5,
    ]


@pytest.mark.parametrize(("n", "word"), [(0, "none"), (1, "1"), (2, "2+"), (7, "2+")])
def test_numbers_of_spells_are_classed(n: int, word: str) -> None:
    assert pl.DataFrame({"n": [n]}).select(PARTS["counted"](pl.col("n"))).item() == word
