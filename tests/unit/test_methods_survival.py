"""Curves, hazards, competing events and person-time, beside published figures and plain readings."""

import datetime as dt

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import CoxPHFitter
from lifelines.datasets import load_leukemia, load_rossi
from scipy.optimize import minimize

from mutualis.methods.designs import of_rows
from mutualis.methods.survival import (
    cox,
    cumulative_incidence,
    fine_gray,
    incidence_rate,
    kaplan_meier,
    log_rank,
    person_time,
)
from mutualis.model import MutualisError

# Freireich and others (1963), as in Kalbfleisch and Prentice (2002), 1.1: 6-MP, remission in weeks.
REMISSION = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
# Rossi and others (1980), as in Fox, Cox Proportional-Hazards Regression (2002): coefficients and errors of R's coxph.
ROSSI = {"fin": (-0.3794, 0.1914), "age": (-0.0574, 0.0220), "race": (0.3139, 0.3080), "wexp": (-0.1498, 0.2122)}
ROSSI |= {"mar": (-0.4337, 0.3819), "paro": (-0.0849, 0.1958), "prio": (0.0915, 0.0286)}


def leukaemia():
    data = load_leukemia()
    return data["t"].to_numpy(float), data["status"].to_numpy(), data["Rx"].to_numpy()


def rossi():
    data = load_rossi()
    names = [each for each in data.columns if each not in {"week", "arrest"}]
    return data["week"].to_numpy(float), data["arrest"].to_numpy(), of_rows(data[names].to_numpy(float), names)


def competing(seed=1, rows=300):
    dice = np.random.default_rng(seed)
    x = dice.normal(size=(rows, 2))
    times = np.stack([dice.exponential(np.exp(-0.5 * x[:, 0])), dice.exponential(1.5, rows), dice.uniform(0, 3, rows)])
    return np.ceil(times.min(axis=0) * 20), np.array([1, 2, 0])[times.argmin(axis=0)], x


def test_remission_on_6_mp_is_the_published_curve():
    time, event, group = leukaemia()
    curve = kaplan_meier(time[group == 0], event[group == 0])
    assert dict(zip(curve.table["time"], curve.table["survival"], strict=True)) == pytest.approx(REMISSION, abs=5e-4)
    assert curve.survival(10).error == pytest.approx(0.0963, abs=5e-4)
    assert curve.quantile() == 23


def test_the_log_rank_of_the_trial_is_16_79():
    time, event, group = leukaemia()
    assert log_rank(time, event, group)[0] == pytest.approx(16.79, abs=0.005)


def test_the_interval_stays_between_nought_and_one_and_follows_greenwood_on_log_log():
    time, event, group = leukaemia()
    found = kaplan_meier(time[group == 0], event[group == 0]).survival(23)
    reach = 1.96 * found.error / (found.value * abs(np.log(found.value)))
    assert (found.low, found.high) == pytest.approx(
        (found.value ** np.exp(reach), found.value ** np.exp(-reach)), abs=1e-4
    )
    assert 0 < found.low < found.value < found.high < 1


def test_who_enters_late_is_not_at_risk_before():
    time, event, entry = np.array([3.0, 5, 6, 7]), np.array([1, 1, 0, 1]), np.array([0.0, 0, 4, 2])
    table = kaplan_meier(time, event, entry=entry).table
    assert table["at_risk"].to_list() == [3, 3, 1]
    assert table["survival"].to_list() == pytest.approx([2 / 3, 4 / 9, 0])


def test_a_person_who_counts_twice_is_two_persons():
    time, event, _ = leukaemia()
    twice = kaplan_meier(np.repeat(time, 2), np.repeat(event, 2)).table
    assert kaplan_meier(time, event, weights=np.full(len(time), 2)).table["error"].to_list() == pytest.approx(
        twice["error"].to_list()
    )


def test_the_hazards_of_rossi_are_those_of_r():
    model = cox(*rossi())
    for place, name in enumerate(model.names):
        error = float(np.sqrt(model.covariance[place, place]))
        assert (model.coefficients[place], error) == pytest.approx(ROSSI[name], abs=6e-5)


@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_errors_by_person_are_those_of_lifelines_where_nobody_enters_late():
    dice = np.random.default_rng(8)
    x, time, event = dice.normal(size=(200, 2)), dice.exponential(size=200), dice.random(200) < 0.7
    other = CoxPHFitter().fit(pd.DataFrame(x).assign(t=time, e=event), "t", "e", robust=True)
    found = cox(time, event, of_rows(x), clusters=np.arange(200))
    assert np.diag(found.covariance) == pytest.approx(other.standard_errors_.to_numpy() ** 2 * 200 / 199, rel=1e-3)


def test_a_follow_up_in_two_rows_is_one_with_the_same_errors_and_test():
    dice = np.random.default_rng(9)
    x, time = dice.normal(size=(150, 2)), np.ceil(dice.exponential(size=150) * 100) + 1
    event, cut, group = dice.random(150) < 0.7, np.floor(time / 2), np.arange(150) % 30
    whole = cox(time, event, of_rows(x), clusters=group)
    halves = cox(
        np.concatenate([np.maximum(cut, 0.5), time]),
        np.concatenate([np.zeros(150), event]),
        of_rows(np.vstack([x, x])),
        entry=np.concatenate([np.zeros(150), np.maximum(cut, 0.5)]),
        clusters=np.tile(group, 2),
    )
    assert halves.coefficients == pytest.approx(whole.coefficients, abs=1e-5)
    assert halves.covariance == pytest.approx(whole.covariance, rel=1e-3, abs=1e-8)
    assert list(halves.proportional.values()) == pytest.approx(list(whole.proportional.values()), rel=1e-3)


def test_strata_have_hazards_of_their_own():
    dice = np.random.default_rng(10)
    x, stratum = dice.normal(size=(400, 1)), np.repeat(["a", "b"], 200)
    time = dice.exponential(np.exp(-0.5 * x[:, 0])) * np.where(stratum == "a", 1, 50) + 0.01
    parts = [cox(time[stratum == each], np.ones(200), of_rows(x[stratum == each])) for each in "ab"]
    joined = cox(time, np.ones(400), of_rows(x), strata=stratum)
    assert joined.coefficients[0] == pytest.approx(np.mean([each.coefficients[0] for each in parts]), abs=0.02)
    assert 1 / joined.covariance[0, 0] == pytest.approx(sum(1 / each.covariance[0, 0] for each in parts), rel=0.05)


def test_a_hazard_that_changes_its_ratio_is_found():
    model = cox(*rossi())
    assert model.proportional["age"] < 0.05 < model.proportional["fin"]
    assert set(model.table().columns) == {"name", "ratio", "low", "high", "proportional"}


def test_one_competing_event_alone_is_the_kaplan_meier_curve():
    time, event, _ = leukaemia()
    curve, share = kaplan_meier(time, event), cumulative_incidence(time, event)
    assert share.at(20).value == pytest.approx(curve.mortality(20).value)
    assert share.at(20).error == pytest.approx(curve.mortality(20).error)


def test_incidence_of_all_events_adds_up_to_one_less_survival():
    time, event, _ = competing()
    parts = sum(cumulative_incidence(time, event, kind).at(30).value for kind in (1, 2))
    assert parts == pytest.approx(kaplan_meier(time, event > 0).mortality(30).value)


def test_incidence_without_censoring_is_a_share_with_its_binomial_error():
    dice = np.random.default_rng(2)
    time, event = dice.integers(1, 50, 400).astype(float), dice.integers(1, 3, 400)
    found, share = cumulative_incidence(time, event).at(25), ((time <= 25) & (event == 1)).mean()
    assert found.value == pytest.approx(share)
    assert found.error == pytest.approx(np.sqrt(share * (1 - share) / 400), rel=0.01)


def fine_gray_by_hand(time, event, x):
    """The weighted partial likelihood (Breslow's is Efron's where no two events tie), maximised as it is written."""
    order = np.unique(time[event == 0])
    at_risk = np.array([(time >= each).sum() - ((time == each) & (event != 0)).sum() for each in order])
    falls = 1 - np.array([((time == each) & (event == 0)).sum() for each in order]) / at_risk

    def followed(at):
        return np.prod(falls[order < at])

    def unlikely(at):
        value, risk = 0.0, np.exp(x @ at)
        for each in np.flatnonzero(event == 1):
            now = time[each]
            later = np.array([followed(now) / followed(t) for t in time]) * ((event == 2) & (time < now))
            value += x[each] @ at - np.log(((time >= now) + later) @ risk)
        return -value

    return minimize(unlikely, np.zeros(x.shape[1])).x


def test_fine_and_gray_is_the_weighted_likelihood_as_it_is_written():
    time, event, x = competing(3, 120)
    time = time + np.random.default_rng(1).random(120) * 0.5
    assert fine_gray(time, event, of_rows(x)).coefficients == pytest.approx(fine_gray_by_hand(time, event, x), abs=1e-3)


def test_the_errors_of_fine_and_gray_are_those_of_leaving_out_one_person_after_another():
    time, event, x = competing(5, 80)
    event = np.where(time > 15, 0, event)
    again = []
    for left in range(80):
        kept = np.arange(80) != left
        again.append(fine_gray(time[kept], event[kept], of_rows(x[kept])).coefficients)
    jackknife = 79 / 80 * np.sum((np.array(again) - np.mean(again, axis=0)) ** 2, axis=0)
    found = np.diag(fine_gray(time, event, of_rows(x)).covariance)
    assert np.sqrt(found) == pytest.approx(np.sqrt(jackknife), rel=0.12)


def test_fine_and_gray_without_censoring_keeps_who_had_the_other_event_at_risk_for_good():
    time, event, x = competing(4)
    event = np.where(event == 0, 2, event)
    for_good = np.where(event == 2, time.max() + 1, time)
    plain = cox(for_good, event == 1, of_rows(x))
    found = fine_gray(time, event, of_rows(x))
    assert found.coefficients == pytest.approx(plain.coefficients, abs=1e-4)
    by_person = cox(for_good, event == 1, of_rows(x), clusters=np.arange(len(time)))
    assert found.covariance == pytest.approx(by_person.covariance, rel=1e-3, abs=1e-6)


def test_rates_have_garwoods_interval():
    found = incidence_rate([10, 0], [1_000, 100])
    assert found.row(0) == pytest.approx((10, 4.795, 18.390), abs=1e-3)
    assert found.row(1) == pytest.approx((0, 0, 29.957), abs=1e-3)


def test_person_time_falls_into_the_years_it_is_of():
    spells = pl.DataFrame(
        {
            "id": [1, 2],
            "from": [dt.date(2021, 12, 31), dt.date(2022, 3, 1)],
            "to": [dt.date(2023, 1, 2), dt.date(2022, 3, 1)],
            "dead": [True, False],
        }
    )
    found = person_time(spells, "from", "to", "dead", keep=["id"])
    assert found.select("id", "year", "days", "event").rows() == [
        (1, 2021, 1, False),
        (1, 2022, 365, False),
        (1, 2023, 2, True),
        (2, 2022, 1, False),
    ]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.dates(dt.date(2000, 1, 1), dt.date(2010, 1, 1)), st.integers(0, 3_000)), min_size=1, max_size=20
    )
)
def test_no_day_of_person_time_is_lost(drawn):
    spells = pl.DataFrame({"a": [day for day, _ in drawn], "b": [day + dt.timedelta(many) for day, many in drawn]})
    assert person_time(spells, "a", "b")["days"].sum() == sum(many + 1 for _, many in drawn)


def test_survival_refuses_what_has_no_answer():
    rows = of_rows(np.arange(20.0)[:, None])
    cases = [
        ("Nobody is followed", lambda: kaplan_meier([], [])),
        ("Nobody has the event in this period", lambda: kaplan_meier([1.0, 2], [0, 0])),
        ("leaves before or when entering", lambda: kaplan_meier([1.0, 2], [1, 0], entry=[1, 0])),
        ("several kinds of events", lambda: kaplan_meier([1.0, 2], [1, 2])),
        ("followed for so long", lambda: kaplan_meier([1.0, 2], [1, 0]).mortality(5)),
        ("by then", lambda: kaplan_meier([2.0, 3], [1, 0]).mortality(1)),
        ("whole numbers", lambda: kaplan_meier([1.0, 2], [1, 0], weights=[0.5, 2])),
        ("two groups", lambda: log_rank([1.0, 2], [1, 0], ["a", "a"])),
        ("too few events", lambda: cox(np.arange(1.0, 21), np.repeat([1, 0], [3, 17]), rows)),
        ("does not converge", lambda: cox(np.arange(20.0, 0, -1), np.repeat([0, 1], 10), rows)),
        ("no competing event", lambda: fine_gray(np.arange(1.0, 21), np.repeat([1, 0], 10), rows)),
        ("no person-time", lambda: incidence_rate([1], [0])),
        ("Nobody has this event", lambda: cumulative_incidence([1.0, 2], [2, 0])),
    ]
    for says, ask in cases:
        with pytest.raises(MutualisError, match=says):
            ask()
