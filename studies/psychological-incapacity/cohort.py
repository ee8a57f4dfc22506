"""Who is long unable to work for mental reasons: spells of more than six months, what ended them, and their care."""

import datetime as dt

import polars as pl

from mutualis.methods.spells import spells
from mutualis.reference import codelist
from mutualis.study import Desk
from mutualis.study.ages import age_class

RETURNED, LEFT, PENSIONED = 1, 2, 3
PERIODS = ("before", "during")
AGES, AGE_LABELS = [34, 49], ["20-34", "35-49", "50-64"]


def people(desk: Desk) -> pl.DataFrame:
    """The insured of each year: age, sex, increased reimbursement, region, and whether they are known to have died."""
    return desk.read(desk.of_years("derived_population_year")).with_columns(
        ten_years=(pl.col("age") - 45) / 10,
        woman=pl.col("sex") == "2",
        increased=pl.col("is_increased_reimbursement"),
        age_class=age_class(AGES, AGE_LABELS),
    )


def periods(desk: Desk) -> pl.DataFrame:
    """Periods of primary incapacity and invalidity, cut off at the last day; `is_mental` by their cause."""
    given, told = desk.parameters, desk.table("core_incapacity")
    chosen = told.filter(told.incapacity_kind.isin(given["kinds"]) & (told.start_day <= desk.last_day))
    return desk.read(chosen).with_columns(
        end_day=pl.min_horizontal("end_day", pl.lit(desk.last_day)),
        is_mental=pl.col("incapacity_cause") == given["cause"],
        is_invalid=pl.col("incapacity_kind") == given["invalidity"],
    )


def spells_of(desk: Desk, told: pl.DataFrame, gaps: tuple[int, int]) -> pl.DataFrame:
    """Spells that began within the years, by the gaps that join in primary incapacity and in invalidity (methods 6.5).

    A spell of the first day may have begun before: it is left out. The cause is that of the day on which six months are
    reached, else the last one told before.
    """
    primary, invalid = gaps
    joined = told.with_columns(gap=pl.when("is_invalid").then(invalid).otherwise(primary))
    early = pl.col("start_day") <= pl.col("start_day").min() + pl.duration(days=desk.parameters["long_days"])
    found = spells(
        joined,
        "gap",
        is_mental=pl.col("is_mental").filter(early).last().fill_null(value=False),
        self_employed=(pl.col("incapacity_scheme") == desk.parameters["self_employed"]).first(),
    )
    return found.filter(pl.col("start_day") > desk.first_day).with_columns(
        year=pl.col("start_day").dt.year().cast(pl.Int32)
    )


def long_ones(desk: Desk, found: pl.DataFrame, insured: pl.DataFrame) -> pl.DataFrame:
    """Spells for mental reasons of more than six months, of the ages of the study, with their person and their end.

    `after`: days since six months were reached; `ended`: 0 still going on, else RETURNED, LEFT (death, emigration) or
    PENSIONED. Follow-up ends with the year before that in which somebody turns 65, and leaves out who is then not yet
    in the seventh month.
    """
    long, (low, high) = desk.parameters["long_days"], desk.parameters["ages"]
    known = found.filter("is_mental").join(insured, on=["person_id", "year"])
    known = known.filter(pl.col("age").is_between(low, high)).join(_last_year(insured), on="person_id")
    pension = pl.date(pl.col("birth_year") + high, 12, 31)
    until = pl.min_horizontal("end_day", pension)
    kind = (
        pl.when(pl.col("end_day") > pension).then(PENSIONED)
        .when(pl.col("end_day") >= desk.last_day).then(0)
        .when(pl.col("end_day").dt.year() > pl.col("last_year")).then(LEFT)
        .when((pl.col("end_day").dt.year() == pl.col("last_year")) & pl.col("is_gone")).then(LEFT)
        .otherwise(RETURNED)
    )  # fmt: skip
    told = known.with_columns(ended=kind.cast(pl.Int64), days=(until - pl.col("start_day")).dt.total_days() + 1)
    return told.filter(pl.col("days") > long).with_columns(
        after=pl.col("days") - long, since_covid=pl.col("start_day") >= desk.parameters["covid"]
    )


def _last_year(insured: pl.DataFrame) -> pl.DataFrame:
    """Of each person the last year in which he or she is insured, and whether its state is not that of its end."""
    ordered = insured.sort("year").group_by("person_id", maintain_order=True)
    gone = (pl.col("is_deceased") | (pl.col("reference_day").dt.month() < 12)).last()
    return ordered.agg(last_year=pl.col("year").last(), is_gone=gone)


def met_days(desk: Desk) -> pl.DataFrame:
    """Days of care of whoever was ever unable to work for mental reasons: person_id, day, care."""
    return pl.concat([contacts(desk), medicines(desk), psychiatric_stays(desk)])


def care(desk: Desk, long: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """A row for each long spell, period and kind of care of `met`: whether it was there (`has`).

    `before`: the six months before the first day, of spells of which these lie within the years; `during`: the first
    six months.
    """
    days, spell = desk.parameters["long_days"], ["person_id", "start_day"]
    kinds = pl.DataFrame({"care": desk.parameters["care"]})
    wait = (pl.col("day") - pl.col("start_day")).dt.total_days()
    near = (
        met.join(long.select(spell), on="person_id")
        .filter(wait.is_between(-days, days - 1))
        .with_columns(period=pl.when(wait < 0).then(pl.lit(PERIODS[0])).otherwise(pl.lit(PERIODS[1])))
    )
    whole = long.join(pl.DataFrame({"period": PERIODS}), how="cross").join(kinds, how="cross")
    whole = whole.filter((pl.col("period") == PERIODS[1]) | (pl.col("start_day") >= _looked_back(desk)))
    found = near.select(*spell, "period", "care").unique().with_columns(has=pl.lit(value=True))
    return whole.join(found, on=[*spell, "period", "care"], how="left").with_columns(
        pl.col("has").fill_null(value=False)
    )


def _looked_back(desk: Desk) -> dt.date:
    return desk.first_day + dt.timedelta(days=desk.parameters["long_days"])


def contacts(desk: Desk) -> pl.DataFrame:
    """Days with a general practitioner or a psychiatrist, of whoever was ever unable to work for mental reasons."""
    kinds = {"gp_contact": "gp", "psychiatrist_contact": "psychiatrist"}
    codes = {row["code"]: kinds[row["kind"]] for row in codelist("nomenclature").rows if row["kind"] in kinds}
    lines = desk.table("core_care_line_net")
    chosen = lines.filter(lines.nomenclature_code.isin(sorted(codes)) & (lines.quantity > 0))
    told = desk.read(_of_the_ill(desk, chosen))
    return _dated(told, pl.col("nomenclature_code").replace_strict(codes))


def medicines(desk: Desk) -> pl.DataFrame:
    """Days on which a pharmacy handed out a medicine of the study to one of them, by ATC group."""
    groups = desk.parameters["medicines"]
    codes = {
        row["code"]: name
        for row in codelist("cnk").rows
        for name, starts in groups.items()
        if row["atc_code"].startswith(tuple(starts))
    }
    lines = desk.table("core_dispensing_net")
    told = desk.read(_of_the_ill(desk, lines.filter(lines.cnk.isin(sorted(codes)) & (lines.quantity > 0))))
    return _dated(told, pl.col("cnk").replace_strict(codes))


def psychiatric_stays(desk: Desk) -> pl.DataFrame:
    """Days of admission to a psychiatric hospital."""
    stays = desk.table("derived_stay")
    told = desk.read(_of_the_ill(desk, stays.filter(stays.is_psychiatric)))
    return _dated(told.rename({"admission_day": "service_day"}), pl.lit("psychiatric_stay"))


def _of_the_ill(desk: Desk, lines):  # type: ignore[no-untyped-def]
    """Lines of whoever was ever unable to work for mental reasons."""
    ill = desk.table("core_incapacity")
    return lines.semi_join(ill.filter(ill.incapacity_cause == desk.parameters["cause"]), "person_id")


def _dated(told: pl.DataFrame, kind: pl.Expr) -> pl.DataFrame:
    return told.select("person_id", pl.col("service_day").alias("day"), care=kind)
