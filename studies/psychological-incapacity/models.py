"""What lengthens long spells, how often they begin and come back, and who passes into invalidity. Methods 6.5."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from mutualis.methods.counts import negative_binomial, overdispersion, poisson
from mutualis.methods.designs import Design, design
from mutualis.methods.estimates import Estimate, ratio_estimate
from mutualis.methods.survival import cox, cumulative_incidence, fine_gray, kaplan_meier, log_rank
from mutualis.study import Desk

from .cohort import RETURNED

PERSON, MONTH_DAYS = ["ten_years", "woman", "increased"], 30.4375
FACTORS = [*PERSON, "psychiatric_care"]
WIDER = [*FACTORS, "self_employed", "since_covid"]
VALUES = ("value", "low", "high")


def valued(found: Estimate) -> dict[str, float]:
    """An estimate with its interval as columns."""
    return {"value": found.value, "low": found.low, "high": found.high}


def groups(long: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """All long spells, and those of women and men, with and without increased reimbursement and psychiatric care."""
    yield "all", long
    for name, other, column in (
        ("women", "men", "woman"),
        ("increased", "not_increased", "increased"),
        ("psychiatric_care", "no_psychiatric_care", "psychiatric_care"),
        ("since_covid", "before_covid", "since_covid"),
    ):
        yield name, long.filter(column)
        yield other, long.filter(~pl.col(column))


def duration(desk: Desk, long: pl.DataFrame) -> pl.DataFrame:
    """The share still unable to work by months since the first day, of those who reach six months (Kaplan-Meier)."""
    rows = []
    for group, own in groups(long):
        curve = kaplan_meier(own["after"].to_numpy(), (own["ended"] == RETURNED).to_numpy())
        for months in desk.parameters["months"]:
            days = months * MONTH_DAYS - desk.parameters["long_days"]
            if curve.table["time"].min() <= days <= curve.last:
                told = {"group": group, "months": months, **valued(curve.survival(days))}
                rows.append({**told, "persons": own["person_id"].n_unique()})
    return pl.DataFrame(rows)


def differences(long: pl.DataFrame) -> pl.DataFrame:
    """Whether the curves of two groups differ: the p-value of the log-rank test."""
    returned = (long["ended"] == RETURNED).to_numpy()
    rows = [
        {"term": column, "value": log_rank(long["after"].to_numpy(), returned, long[column].to_numpy())[1]}
        for column in ("woman", "increased", "psychiatric_care", "since_covid")
    ]
    return (
        pl.DataFrame(rows)
        .with_columns(measure=pl.lit("p"), persons=long["person_id"].n_unique())
        .select("measure", "term", "value", "persons")
    )


def factors(long: pl.DataFrame, variant: str, columns: Sequence[str]) -> pl.DataFrame:
    """Ratios of the hazard of return after six months (Cox), and whether they stay the same over time."""
    returned = (long["ended"] == RETURNED).to_numpy()
    model = cox(long["after"].to_numpy(), returned, design(long, columns), clusters=long["person_id"].to_numpy())
    told = model.table().rename({"name": "term", "ratio": "value", "proportional": "p"})
    return told.select(
        pl.lit(variant).alias("variant"), "term", *VALUES, "p", persons=pl.lit(long["person_id"].n_unique())
    )


def monthly_hazard(long: pl.DataFrame) -> pl.DataFrame:
    """The chance by month that somebody of reference returns after six months: a man of 45 without increased
    reimbursement or psychiatric care. Returns by month followed (Poisson); the hazard is held to be constant.
    """
    given = design(long, FACTORS)
    months = long["after"].to_numpy() / MONTH_DAYS
    model = poisson((long["ended"] == RETURNED).to_numpy(), given, months, clusters=long["person_id"].to_numpy())
    found = ratio_estimate(float(model.coefficients[0]), float(np.sqrt(model.covariance[0, 0])))
    rows = [{"term": "reference", **valued(found)}]
    rows += [{"term": each, **valued(model.rate_ratio(each))} for each in FACTORS]
    return pl.DataFrame(rows).with_columns(persons=pl.lit(long["person_id"].n_unique()))


def invalidity(desk: Desk, long: pl.DataFrame) -> pl.DataFrame:
    """Of those who reach six months the share in invalidity after a year, where return, death or pension come first."""
    limit = desk.parameters["invalidity_days"] - desk.parameters["long_days"]
    time, event = passed(long, limit)
    told = long.with_columns(time=pl.Series(time), event=pl.Series(event))
    rows = []
    for group, own in groups(told):
        found = cumulative_incidence(own["time"].to_numpy(), own["event"].to_numpy(), kind=1).at(limit + 1)
        rows.append({"group": group, **valued(found), "persons": own["person_id"].n_unique()})
    return pl.DataFrame(rows)


def passed(long: pl.DataFrame, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Days since six months and what came: 1 invalidity (the day after `limit`), 2 return, 3 else, 0 not known yet."""
    after, ended = long["after"].to_numpy(), long["ended"].to_numpy()
    is_invalid = after > limit
    kinds = np.select([is_invalid, ended == 0, ended == RETURNED], [1, 0, 2], 3)
    return np.where(is_invalid, limit + 1, after), kinds


def invalidity_factors(desk: Desk, long: pl.DataFrame) -> pl.DataFrame:
    """Who returns before invalidity: ratios of the subdistribution of return within the year (Fine and Gray)."""
    time, event = passed(long, desk.parameters["invalidity_days"] - desk.parameters["long_days"])
    model = fine_gray(time, np.choose(event, [0, 2, 1, 3]), design(long, FACTORS))
    told = model.table().rename({"name": "term", "ratio": "value"})
    return told.select("term", *VALUES, persons=pl.lit(long["person_id"].n_unique()))


def at_risk(desk: Desk, insured: pl.DataFrame) -> pl.DataFrame:
    """Insured of the ages of the study, with the years in which a spell that begins can be seen to reach six months."""
    low, high = desk.parameters["ages"]
    seen = (desk.last_day.timetuple().tm_yday - desk.parameters["long_days"]) / desk.last_day.timetuple().tm_yday
    exposure = pl.when(pl.col("year") == desk.years.last).then(seen).otherwise(1.0)
    return insured.filter(pl.col("age").is_between(low, high)).with_columns(
        exposure=exposure, since_covid=pl.col("year") >= desk.parameters["covid"].year
    )


def begins(insured: pl.DataFrame, long: pl.DataFrame) -> pl.DataFrame:
    """The insured of a year with how many long spells they began in it."""
    begun = long.group_by("person_id", "year").agg(begun=pl.len().cast(pl.Int64))
    return insured.join(begun, on=["person_id", "year"], how="left").with_columns(pl.col("begun").fill_null(0))


def incidence(rows: pl.DataFrame) -> pl.DataFrame:
    """Ratios of the rate at which long spells begin, and beside them the Covid years (Poisson, errors by person)."""
    model = poisson(
        rows["begun"].to_numpy(),
        design(rows, [*PERSON, "since_covid"]),
        rows["exposure"].to_numpy(),
        clusters=rows["person_id"].to_numpy(),
    )
    told = [{"term": each, **valued(model.rate_ratio(each))} for each in (*PERSON, "since_covid")]
    return pl.DataFrame(told).with_columns(persons=pl.lit(rows["person_id"].n_unique()))


def by_person(at: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Persons with the years in which they were at risk, and how many spells for mental reasons they began (n)."""
    first = at.sort("year").group_by("person_id", maintain_order=True)
    persons = first.agg(pl.col(*PERSON, "sex").first(), years=pl.len().cast(pl.Float64))
    counted = found.filter("is_mental").join(at.select("person_id", "year"), on=["person_id", "year"])
    n = counted.group_by("person_id").agg(n=pl.len().cast(pl.Int64))
    return persons.join(n, on="person_id", how="left").with_columns(pl.col("n").fill_null(0))


def episodes(desk: Desk, persons: pl.DataFrame) -> pl.DataFrame:
    """Ratios of the number of spells for mental reasons of any length: negative binomial, and Poisson with robust
    errors where numbers vary no more than by chance (then the run says so).
    """
    given, n, years = design(persons, PERSON), persons["n"].to_numpy(), persons["years"].to_numpy()
    found = poisson(n, given, years)
    beyond = overdispersion(n, found.means())
    if beyond.alpha.low > 0:
        found = negative_binomial(n, given, years)
    else:
        desk.deviate("episodes is of a Poisson model", "numbers of spells vary no more than by chance")
    told = [{"term": each, **valued(found.rate_ratio(each))} for each in PERSON]
    told.append({"term": "overdispersion", **valued(beyond.alpha)})
    return pl.DataFrame(told).with_columns(persons=pl.lit(persons.height))


def matrix(rows: pl.DataFrame, columns: Sequence[str]) -> Design:
    """Covariates without those that are the same in all rows."""
    return design(rows, [each for each in columns if rows[each].n_unique() > 1])
