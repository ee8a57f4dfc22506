"""Chains of stays and the unplanned readmission after them."""

import datetime as dt

import polars as pl

from mutualis.study.readmission import episodes, index_stays, is_back

LAST = dt.date(2019, 12, 31)


def stays(*told: tuple[str, str, bool], chains: dict[str, tuple[str, str]] | None = None) -> pl.DataFrame:
    """Stays of one person: first and last day, whether unplanned; `chains`: of which chain a first day is."""
    rows = []
    for first, last, unplanned in told:
        own = (chains or {}).get(first, (first, last))
        rows.append((first, last, *own, unplanned))
    days = ["admission_day", "discharge_day", "episode_admission_day", "episode_discharge_day"]
    made = pl.DataFrame(rows, schema=[*days, "is_unplanned"], orient="row").with_columns(pl.col(days).str.to_date())
    return made.with_columns(
        person_id=pl.lit("a"), stay_kind=pl.lit("classic"), is_psychiatric=pl.lit(value=False),
        is_oncological=pl.lit(value=False), hospital_number=pl.int_range(pl.len()).cast(pl.String),
    )  # fmt: skip


def test_the_next_stay_counts_from_the_day_after_discharge_to_the_thirtieth() -> None:
    for day, back in (("2019-03-10", False), ("2019-03-11", True), ("2019-04-09", True), ("2019-04-10", False)):
        found = index_stays(stays(("2019-03-01", "2019-03-10", False), (day, "2019-04-20", True)), LAST)
        assert found["is_readmitted"][0] is back, day


def test_a_planned_stay_is_no_readmission() -> None:
    found = index_stays(stays(("2019-03-01", "2019-03-10", True), ("2019-03-15", "2019-03-20", False)), LAST)
    assert found["is_readmitted"].to_list() == [False, False]


def test_a_chain_of_transfers_is_one_stay_of_the_hospital_of_discharge() -> None:
    chain = ("2019-03-01", "2019-03-12")
    told = stays(
        ("2019-03-01", "2019-03-05", True), ("2019-03-05", "2019-03-12", False),
        chains={"2019-03-01": chain, "2019-03-05": chain},
    )  # fmt: skip
    found = episodes(told, pl.col("hospital_number").last())
    assert found.select("discharge_day", "is_unplanned", "hospital_number").rows() == [
        (dt.date(2019, 3, 12), True, "1")
    ]


def test_who_is_not_seen_for_thirty_days_is_no_index() -> None:
    assert index_stays(stays(("2019-11-20", "2019-12-01", False)), LAST).height == 1
    assert index_stays(stays(("2019-11-20", "2019-12-02", False)), LAST).is_empty()


def test_other_windows_may_be_asked() -> None:
    found = episodes(stays(("2019-03-01", "2019-03-10", False), ("2019-03-18", "2019-03-20", True)))
    assert found.select(a=is_back(7), b=is_back(8))[0].rows() == [(False, True)]
