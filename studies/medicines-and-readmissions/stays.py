"""Unplanned readmissions: index stays, windows and what goes with them. Methods 6.1."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
import polars as pl

from mutualis.methods.designs import design
from mutualis.methods.estimates import Estimate
from mutualis.methods.intervals import wilson
from mutualis.methods.odds import OddsModel, odds
from mutualis.methods.survival import cumulative_incidence
from mutualis.study import Desk
from mutualis.study.estimated import percent, rows
from mutualis.study.readmission import DAYS, episodes, is_back

from .hospitals import compared

FACTORS = ["ten_years", "woman", "increased", "unplanned", "conditions", "stays_before", "log_nights"]
YEAR_DAYS, MID_MONTH = 365, 15
READMITTED, PLANNED, DIED = 1, 2, 3


def readmissions(desk: Desk, insured: pl.DataFrame) -> None:
    """Everything about unplanned readmissions."""
    index = described(desk, index_of(desk), insured)
    alive = index.filter(~pl.col("dies_soon"))
    counted = alive.with_columns(pl.col("is_readmitted").cast(pl.Int64))
    desk.persons("readmitted", counted, ["sex", "age_class"], amount="is_readmitted")
    desk.persons("readmitted_by_year", counted, ["year", "unplanned"], year="year", amount="is_readmitted")
    desk.estimates("windows", pl.concat([*windows(desk, index)]))
    desk.estimates("unplanned_share", unplanned_share(desk))
    model = odds(alive["is_readmitted"], design(alive, FACTORS), alive["person_id"].to_numpy())
    desk.estimates("factors", pl.concat([*factors(model, alive, index)]))
    compared(desk, alive, model)


def index_of(desk: Desk) -> pl.DataFrame:
    """Chains of stays that are an index: with a year before them to look back on and 30 days after them, not
    oncological, not about a birth.
    """
    stays = desk.read(desk.of_years("derived_stay"))
    found = episodes(stays, pl.col("hospital_number").last(), pl.col("nights").sum())
    first, last = dt.date(desk.years.first + 1, 1, 1), desk.last_day
    known = with_stays_before(found).filter(
        pl.col("episode_admission_day").ge(first)
        & (pl.col("discharge_day") <= last - dt.timedelta(days=DAYS))
        & ~pl.col("is_oncological")
    )
    births = pl.col("service_day").is_between("episode_admission_day", "discharge_day")
    about = known.join(birth_days(desk), on="person_id").filter(births)
    return known.join(about, on=["person_id", "episode_admission_day"], how="anti", maintain_order="left")


def with_stays_before(found: pl.DataFrame) -> pl.DataFrame:
    """With the number of chains of the person that began in the 365 days before (`stays_before`)."""
    both = found.select("person_id", own="episode_admission_day").join(
        found.select("person_id", other="episode_admission_day"), on="person_id"
    )
    wait = (pl.col("own") - pl.col("other")).dt.total_days()
    counted = both.filter(wait.is_between(1, YEAR_DAYS)).group_by("person_id", episode_admission_day="own")
    told = counted.agg(stays_before=pl.len().cast(pl.Int64))
    return found.join(told, on=["person_id", "episode_admission_day"], how="left", maintain_order="left").with_columns(
        pl.col("stays_before").fill_null(0)
    )


def birth_days(desk: Desk) -> pl.DataFrame:
    """Days on which care around a birth was billed: person_id, service_day."""
    lines = desk.table("core_care_line_net")
    chosen = lines.filter(lines.nomenclature_code.isin(desk.parameters["births"]) & (lines.quantity > 0))
    return desk.read(chosen.select("person_id", "service_day").distinct())


def described(desk: Desk, index: pl.DataFrame, insured: pl.DataFrame) -> pl.DataFrame:
    """Index stays of adults with their person, conditions told by medicines of the year before, and death.

    `dies_soon`: dead in the month of discharge or before; only that month is known, and who died then was not
    discharged alive or was not observed for 30 days.
    """
    told = desk.table("derived_person_year_diagnosis")
    ill = desk.read(told.filter(told.list == "open")).group_by("person_id", year=pl.col("year").cast(pl.Int32) + 1)
    own = index.with_columns(year=pl.col("discharge_day").dt.year().cast(pl.Int32))
    own = own.join(insured, on=["person_id", "year"], maintain_order="left")
    own = own.join(
        ill.agg(conditions=pl.len().cast(pl.Int64)), on=["person_id", "year"], how="left", maintain_order="left"
    )
    own = own.join(deaths(desk), on="person_id", how="left", maintain_order="left")
    month = pl.col("discharge_day").dt.truncate("1mo")
    return own.filter(pl.col("age") >= desk.parameters["adult"]).with_columns(
        pl.col("conditions").fill_null(0),
        unplanned="is_unplanned",
        is_readmitted=is_back(),
        log_nights=(pl.col("nights").cast(pl.Float64) + 1).log(),
        dies_soon=(pl.col("death_day").dt.truncate("1mo") <= month).fill_null(value=False),
    )


def deaths(desk: Desk) -> pl.DataFrame:
    """The middle of the month of death: person_id, death_day."""
    told = desk.table("core_member_state")
    dead = desk.read(told.filter(told.death_year > 0).select("person_id", "death_year", "death_month").distinct())
    day = pl.date("death_year", "death_month", MID_MONTH)
    return dead.group_by("person_id").agg(death_day=day.last()).sort("person_id")


def windows(desk: Desk, index: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Readmitted within 7, 30 and 90 days, in percent: of those discharged alive, of all, and where death or a planned
    stay may come first (Aalen and Johansen).
    """
    last = desk.last_day
    for days in desk.parameters["windows"]:
        seen = index.filter(pl.col("discharge_day") <= last - dt.timedelta(days=days))
        for rule, own in (("alive", seen.filter(~pl.col("dies_soon"))), ("all", seen)):
            met = int(own.select(is_back(days).sum()).item())
            low, high = wilson(met, own.height)
            found = Estimate(met / own.height, 0.0, float(low), float(high))
            yield rows([({"days": days, "rule": rule}, percent(found))], min(met, own.height - met))
        time, event = ended(index.filter(~pl.col("dies_soon")), last)
        found = cumulative_incidence(time, event, kind=READMITTED).at(days)
        yield rows(
            [({"days": days, "rule": "competing"}, percent(found))], int((event[time <= days] == READMITTED).sum())
        )


def ended(index: pl.DataFrame, last: dt.date) -> tuple[np.ndarray, np.ndarray]:
    """Days since discharge and what came first: READMITTED, PLANNED, DIED, or 0 for nothing until the last day."""
    told = index.with_columns(
        dead=(pl.col("death_day") - pl.col("discharge_day")).dt.total_days(),
        left=(pl.lit(last) - pl.col("discharge_day")).dt.total_days(),
    )
    stop = pl.min_horizontal("wait", "dead", "left").clip(1)
    kind = (
        pl.when((pl.col("wait") <= pl.min_horizontal("dead", "left")) & pl.col("next_is_unplanned")).then(READMITTED)
        .when(pl.col("wait") <= pl.min_horizontal("dead", "left")).then(PLANNED)
        .when(pl.col("dead") <= pl.col("left")).then(DIED)
        .otherwise(0)
    )  # fmt: skip
    found = told.select(time=stop.cast(pl.Float64), kind=kind.cast(pl.Int64))
    return found["time"].to_numpy(), found["kind"].to_numpy()


def unplanned_share(desk: Desk) -> pl.DataFrame:
    """The percentage of classic stays in general hospitals that begin with an emergency physician, by year."""
    told = desk.of_years("derived_stay")
    stays = desk.read(told.filter((told.stay_kind == "classic") & ~told.is_psychiatric))
    stays = stays.filter(pl.col("admission_day") == pl.col("episode_admission_day"))
    made = []
    for (year,), own in stays.sort("year").group_by(["year"], maintain_order=True):
        met = int(own["is_unplanned"].sum())
        low, high = wilson(met, own.height)
        found = percent(Estimate(met / own.height, 0.0, float(low), float(high)))
        made.append(rows([({"year": int(year)}, found)], min(met, own.height - met)))
    return pl.concat(made)


def factors(model: OddsModel, alive: pl.DataFrame, index: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Odds ratios of a readmission: of those discharged alive, and of all (sensitivity)."""
    other = odds(index["is_readmitted"], design(index, FACTORS), index["person_id"].to_numpy())
    for variant, fitted, own in (("main", model, alive), ("deaths_kept", other, index)):
        told = (({"variant": variant, "term": each}, fitted.odds_ratio(each)) for each in FACTORS)
        yield rows(told, int(own["is_readmitted"].sum()))
