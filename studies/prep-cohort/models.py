"""Single use, how long prevention goes on, and infections by year of use. Methods 6.4."""

from collections.abc import Mapping

import polars as pl

from mutualis.methods.designs import design
from mutualis.methods.odds import odds
from mutualis.methods.survival import incidence_rate, kaplan_meier
from mutualis.model import MutualisError
from mutualis.study import Desk
from mutualis.study.estimated import behind, rows, shares

from .cohort import INFECTION, single_use

MONTH_DAYS, YEAR_DAYS, PER = 30.4375, 365.25, 100.0
AGE, FACTORS = "ten_years", ("increased", "unemployed", "later")


def shares_of_single_use(desk: Desk, cohort: pl.DataFrame, supply: pl.DataFrame) -> pl.DataFrame:
    """The share with single use of all and by age, by the days in which a second box counts (percent)."""
    told = []
    for variant, days in desk.parameters["single_days"].items():
        known = single_use(cohort, supply, days)
        groups = {"all": known} if variant != "main" else {"all": known, **by_age(known)}
        for group, own in groups.items():
            told.append(({"variant": variant, "group": group}, int(own["single"].sum()), own.height))
    return shares(told)


def by_age(known: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Users of each class of age that there is."""
    return {str(name): own for (name,), own in known.sort("age_class").group_by("age_class", maintain_order=True)}


def ages(cohort: pl.DataFrame) -> pl.DataFrame:
    """The quartiles of the age at the first box."""
    told = [
        ({"term": name}, float(cohort["age"].quantile(share, "linear") or 0.0))
        for name, share in (("quartile_1", 0.25), ("median", 0.5), ("quartile_3", 0.75))
    ]
    return rows(told, cohort.height)


def retention(desk: Desk, use: pl.DataFrame) -> pl.DataFrame:
    """The share still on prevention by months (Kaplan-Meier): of all since the first box, and of those who were handed
    out a second one since that day."""
    again = use.filter(pl.col("stop_day") > pl.col("second_day"))
    return pl.concat([curve(desk, "first_box", use, "first_day"), curve(desk, "second_box", again, "second_day")])


def curve(desk: Desk, group: str, use: pl.DataFrame, began: str) -> pl.DataFrame:
    """One curve. Behind each point stand those who stopped since the last point that is shown, or who are left, where
    these are fewer: the difference of two points tells how many stopped between them.
    """
    time = pl.Series(days(use, began))
    found, parts, last = kaplan_meier(time.to_numpy(), use["stopped"].to_numpy()), [], 0.0
    for months in desk.parameters["months"]:
        at, left = months * MONTH_DAYS, int((time >= months * MONTH_DAYS).sum())
        if not left or found.table["time"].min() > at:
            continue
        stops = int(((time > last) & (time <= at) & use["stopped"]).sum())
        persons = min(stops or left, left)
        last = at if persons >= desk.k else last
        parts.append(rows([({"group": group, "months": months}, found.survival(at))], persons))
    return pl.concat(parts)


def days(use: pl.DataFrame, began: str) -> list[float]:
    """Days of use since a first or second box."""
    return (use["stop_day"] - use[began]).dt.total_days().cast(pl.Float64).to_list()


def stopping(desk: Desk, variant: str, use: pl.DataFrame) -> pl.DataFrame:
    """The chance to stop in the 30 days of a box, after the second one: stops by boxes used (exact Poisson)."""
    again = use.filter(pl.col("stop_day") > pl.col("second_day"))
    stops, months = int(again["stopped"].sum()), sum(days(again, "second_day")) / desk.parameters["box_days"]
    return rated({"variant": variant}, stops, months, 1.0, counted(again.filter("stopped"), again))


def rated(heads: Mapping[str, str], events: int, time: float, per: float, persons: int) -> pl.DataFrame:
    """A row with a rate and its exact interval."""
    found = incidence_rate(events, time, per).rename({"rate": "value"})
    return found.select(
        *(pl.lit(each).alias(name) for name, each in heads.items()), "value", "low", "high"
    ).with_columns(persons=pl.lit(persons, pl.Int64))


def counted(met: pl.DataFrame, of: pl.DataFrame) -> int:
    """The persons behind a rate: those with an event; where nobody had one, all."""
    return met["person_id"].n_unique() or of["person_id"].n_unique()


def incidence(desk: Desk, use: pl.DataFrame, boxes: pl.DataFrame) -> pl.DataFrame:
    """Infections by 100 years: with HIV during use, other ones during use and in the year before the first box."""
    gap = pl.duration(days=desk.parameters["gaps"]["main"])
    infected = use.filter(pl.col("treatment_day") <= pl.col("stop_day") + gap)
    years = sum(days(use, "first_day")) / YEAR_DAYS
    parts = [rated({"outcome": "hiv", "period": "during"}, infected.height, years, PER, counted(infected, use))]
    for period, own in (("during", use), ("before", year_before(desk, use))):
        bounds = ("first_day", "stop_day") if period == "during" else ("from_day", "first_day")
        met = infections(desk, own, boxes, *bounds)
        time = (own[bounds[1]] - own[bounds[0]]).dt.total_days().sum() / YEAR_DAYS
        parts.append(rated({"outcome": "other", "period": period}, met.height, time, PER, counted(met, own)))
    return pl.concat(parts)


def year_before(desk: Desk, use: pl.DataFrame) -> pl.DataFrame:
    """Users with the first day of the year before their first box that lies in the years of the study."""
    early = pl.max_horizontal(pl.col("first_day") - pl.duration(days=365), pl.lit(desk.first_day))
    return use.with_columns(from_day=early).filter(pl.col("from_day") < pl.col("first_day"))


def infections(desk: Desk, use: pl.DataFrame, boxes: pl.DataFrame, start: str, end: str) -> pl.DataFrame:
    """A row an infection (the proxy) of these persons from one day to before the other; near days are one."""
    own = boxes.filter(pl.col("medicine") == INFECTION).join(use.select("person_id", start, end), on="person_id")
    own = own.filter((pl.col("day") >= pl.col(start)) & (pl.col("day") < pl.col(end))).sort("person_id", "day")
    near = pl.col("day").diff().over("person_id") < pl.duration(days=desk.parameters["infection_days"])
    return own.filter(~near.fill_null(value=False))


def factors(desk: Desk, cohort: pl.DataFrame, supply: pl.DataFrame) -> pl.DataFrame | None:
    """Odds ratios of single use, by the days in which a second box counts: age alone, and each factor beside age.

    A model with too few cases is left out, and the report says so; None where none is left.
    """
    parts = []
    for variant, within in desk.parameters["single_days"].items():
        found, left_out = adjusted(variant, single_use(cohort, supply, within))
        parts += found
        if left_out:
            desk.deviate(f"factors ({variant}) leaves out {', '.join(left_out)}", "there are too few cases beside age")
    return pl.concat(parts) if parts else None


def adjusted(variant: str, known: pl.DataFrame) -> tuple[list[pl.DataFrame], list[str]]:
    """Rows of the model of age and of those of each factor adjusted for age; and the terms that could not be told."""
    parts, left_out = [], []
    persons = behind(int(known["single"].sum()), known.height)
    for term in (AGE, *FACTORS):
        covariates = list(dict.fromkeys([term, AGE]))
        try:
            found = odds(known["single"].cast(pl.Float64).to_numpy(), design(known, covariates)).odds_ratio(term)
        except MutualisError:
            left_out.append(term)
            continue
        parts.append(rows([({"variant": variant, "term": term}, found)], persons))
    return parts, left_out
