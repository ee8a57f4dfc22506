"""Antibiotics, psychotropics and polypharmacy. Methods 2.4, 2.5 and 6.2."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from mutualis.methods.counts import poisson
from mutualis.methods.designs import design
from mutualis.methods.estimates import Estimate, error_of, estimate
from mutualis.methods.intervals import wilson
from mutualis.reference import codelist
from mutualis.study import Desk
from mutualis.study.estimated import percent, rows

from .rows import HOSPITAL, KEY, PUBLIC, medicines, substances

SECOND = ("amoxiclav", "quinolones", "other_second")
SEASON = 365.25
YEAR = {each: 366 if each % 4 == 0 else 365 for each in range(2000, 2100)}


def antibiotics(desk: Desk, insured: pl.DataFrame) -> None:
    """Users, volume, kinds and their shares; by month the trend, the winter and the first wave of Covid."""
    used = medicines(desk, desk.parameters["antibiotics"])
    doses = used.group_by(KEY).agg(pl.col("ddd_thousandths").sum())
    told = insured.join(doses, on=KEY, how="left", maintain_order="left").with_columns(
        pl.col("ddd_thousandths").fill_null(0), is_user=pl.col("ddd_thousandths").fill_null(0) > 0
    )
    desk.persons("antibiotic_users", told, ["year", "region_code"], place="region_code", year="year", met="is_user")
    last = told.filter(pl.col("year") == desk.years.last)
    desk.persons("antibiotic_users_by_age", last, ["age_class", "increased"], met="is_user")
    bought = used.filter(pl.col("ddd_thousandths") > 0).with_columns(pl.col("medicine").alias("kind"))
    desk.persons("antibiotic_kinds", bought, ["year", "kind"], year="year", amount="ddd_thousandths")
    desk.estimates("antibiotics", pl.concat([*volumes(told), *kinds(used)]))
    desk.estimates("antibiotic_course", course(desk, months(desk, insured)))


def volumes(told: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """By year and area defined daily doses by 1,000 insured a day (DID), and the percentage of insured with any.

    DID = 1000 sum DDD / (N days)     (methods 6.2)
    """
    for (year,), own in told.group_by(["year"], maintain_order=True):
        areas = [("country", own)]
        areas += [
            (str(code), part)
            for (code,), part in own.sort("region_code").group_by(["region_code"], maintain_order=True)
            if code
        ]
        for area, part in areas:
            heads, users = {"year": int(year), "area": area}, int(part["is_user"].sum())
            daily = part["ddd_thousandths"].to_numpy() / YEAR[int(year)]
            low, high = wilson(users, part.height)
            share = Estimate(users / part.height, 0.0, float(low), float(high))
            found = [({**heads, "measure": "did"}, mean_of(daily)), ({**heads, "measure": "users"}, percent(share))]
            yield rows(found, min(users, part.height - users))


def kinds(used: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """By year the percentage of doses of the second line and of quinolones, and of amoxicillin beside amoxiclav."""
    wide = used.pivot("medicine", index=KEY, values="ddd_thousandths").fill_null(0).sort("year", "person_id")
    known = [each for each in wide.columns if each not in KEY]
    shares = {
        "second_line": ([each for each in SECOND if each in known], known),
        "quinolones": (["quinolones"], known),
        "amoxicillin_ratio": (["amoxicillin"], ["amoxicillin", "amoxiclav"]),
    }
    for (year,), own in wide.group_by(["year"], maintain_order=True):
        for measure, (above, below) in shares.items():
            part, whole = (
                own.select(pl.sum_horizontal(each)).to_series().to_numpy().astype(float) for each in (above, below)
            )
            persons = int(min((part > 0).sum(), (whole - part > 0).sum()))
            yield rows(
                [({"year": int(year), "area": "country", "measure": measure}, percent(ratio_of_sums(part, whole)))],
                persons,
            )


def mean_of(values: np.ndarray) -> Estimate:
    """A mean over persons with a normal interval."""
    mean = float(values.mean())
    return estimate(mean, error_of((values - mean) / len(values)))


def ratio_of_sums(part: np.ndarray, whole: np.ndarray) -> Estimate:
    """A sum by another over the same persons; the error by linearisation (Cochran 1977, 6.2)."""
    value = float(part.sum() / whole.sum())
    return estimate(value, error_of((part - value * whole) / whole.sum()))


def months(desk: Desk, insured: pl.DataFrame) -> pl.DataFrame:
    """By month and random group of persons: days on which a pharmacy handed out antibiotics to one of them (n), and
    insured days (exposure). What groups differ by is what persons differ by (Wolter 2007, chapter 2).
    """
    starts = tuple(start for each in desk.parameters["antibiotics"].values() for start in each)
    codes = sorted({row["code"] for row in codelist("cnk").rows if row["atc_code"].startswith(starts)})
    lines = desk.table("core_dispensing_net")
    in_years = lines.service_day.year().between(desk.years.first, desk.years.last)
    chosen = lines.filter(lines.cnk.isin(codes) & (lines.quantity > 0) & in_years)
    days = desk.read(chosen.select("person_id", "service_day").distinct())
    drawn = groups(desk, insured)
    met = days.join(drawn, on="person_id").group_by("group", month=pl.col("service_day").dt.truncate("1mo"))
    persons = insured.join(drawn, on="person_id").group_by("year", "group").agg(insured=pl.len())
    span = pl.date_range(pl.date(desk.years.first, 1, 1), pl.date(desk.years.last, 12, 1), "1mo", eager=False)
    grid = pl.select(month=span).with_columns(year=pl.col("month").dt.year().cast(pl.Int32)).join(persons, on="year")
    told = grid.join(met.agg(n=pl.len().cast(pl.Int64)), on=["group", "month"], how="left").sort("group", "month")
    length = pl.col("month").dt.days_in_month()
    return told.with_columns(pl.col("n").fill_null(0), exposure=(pl.col("insured") * length).cast(pl.Float64))


def groups(desk: Desk, insured: pl.DataFrame) -> pl.DataFrame:
    """A random group of each person, the same for the same seed."""
    persons = insured.select("person_id").unique().sort("person_id")
    number = desk.random("groups").integers(0, desk.parameters["course"]["groups"], persons.height)
    return persons.with_columns(group=pl.Series(number))


def course(desk: Desk, told: pl.DataFrame) -> pl.DataFrame:
    """Ratios of antibiotics by day insured: of a year to the one before (until the pandemic), of the middle of winter
    to that of summer, and of each phase of the pandemic to what these would have told (Poisson, errors over groups).
    """
    given = desk.parameters["course"]
    first, middle = desk.years.first, pl.col("month").dt.ordinal_day() + 14 - given["peak_day"]
    frame = told.with_columns(
        by_year=(pl.col("year").clip(first, given["last_normal"]) - first).cast(pl.Float64),
        winter=(1 + (middle * 2 * np.pi / SEASON).cos()) / 2,
        **{name: pl.col("month").is_between(*ends) for name, ends in given["phases"].items()},
    )
    columns = ["by_year", "winter", *given["phases"]]
    model = poisson(frame["n"], design(frame, columns), frame["exposure"], clusters=frame["group"].to_numpy())
    fewest = frame.group_by("month").agg(pl.col("n").sum())["n"].to_numpy().min()
    return rows((({"term": each}, model.rate_ratio(each)) for each in columns), int(fewest))


def psychotropics(desk: Desk, insured: pl.DataFrame) -> None:
    """Users and long users of psychotropics among the old in the last year, in a nursing home and at home."""
    is_old = (pl.col("age") >= desk.parameters["old"]) & (pl.col("year") == desk.years.last)
    old = insured.filter(is_old)
    used = medicines(desk, desk.parameters["psychotropics"])
    groups = pl.DataFrame({"medicine": [*desk.parameters["psychotropics"]]})
    told = old.join(groups, how="cross").join(used, on=[*KEY, "medicine"], how="left", maintain_order="left")
    told = told.with_columns(
        is_user=pl.col("ddd_thousandths").fill_null(0) > 0,
        is_long=pl.col("ddd_thousandths").fill_null(0) > desk.parameters["long_days"] * 1000,
    )
    desk.persons("psychotropic_users", told, ["medicine", "residence"], met="is_user")
    desk.persons("psychotropic_long", told.filter("is_user"), desk.parameters["long_by"], met="is_long")


def polypharmacy(desk: Desk, insured: pl.DataFrame) -> None:
    """Who has many substances by public pharmacies alone, and who only with what hospitals give (methods 2.4)."""
    public = substances(desk, PUBLIC).rename({"n": "public"})
    both = substances(desk, PUBLIC, HOSPITAL).rename({"n": "both"})
    told = insured.join(public, on=KEY, how="left", maintain_order="left")
    told = told.join(both, on=KEY, how="left", maintain_order="left")
    told = told.with_columns(pl.col("public", "both").fill_null(0))
    many = desk.parameters["many"]
    adults = told.filter(pl.col("age") >= desk.parameters["adult"])
    last = adults.filter(pl.col("year") == desk.years.last).with_columns(substances=classes(many))
    desk.persons("polypharmacy", last, ["age_class", "substances"])
    desk.persons(
        "polypharmacy_by_year",
        adults.with_columns(has_many=pl.col("both") >= many[0]),
        ["year", "residence"],
        year="year",
        met="has_many",
    )
    desk.estimates("polypharmacy_shares", pl.concat([*many_of(told, many)]))


def classes(many: list[int]) -> pl.Expr:
    """How many substances: few; many by public pharmacies alone; many only with those of hospitals."""
    return (
        pl.when(pl.col("public") >= many[0])
        .then(pl.lit("many_public"))
        .when(pl.col("both") >= many[0])
        .then(pl.lit("many_with_hospital"))
        .otherwise(pl.lit("few"))
    )


def many_of(told: pl.DataFrame, many: list[int]) -> Iterator[pl.DataFrame]:
    """By year the number of insured of 1,000, and of those of 65 and over, with many and with very many substances."""
    for (year,), own in told.group_by(["year"], maintain_order=True):
        for who, part in (("everybody", own), ("aged_65", own.filter(pl.col("age") >= 65))):
            for name, least in zip(("many", "very_many"), many, strict=True):
                met = int((part["both"] >= least).sum())
                low, high = wilson(met, part.height)
                found = Estimate(*(1000 * each for each in (met / part.height, 0.0, float(low), float(high))))
                heads = {"year": int(year), "who": who, "measure": name}
                yield rows([(heads, found)], min(met, part.height - met))
