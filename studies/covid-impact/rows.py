"""Care by month, and what persons had in a year."""

import datetime as dt

import ibis
import polars as pl

from mutualis.reference import codelist
from mutualis.study import Desk
from mutualis.study.ages import age_class

AGES, AGE_LABELS = [39, 64], ["0-39", "40-64", "65+"]


def people(desk: Desk) -> pl.DataFrame:
    """The insured of each year with what they had of general practitioners and dentists."""
    told, met = desk.read(desk.of_years("derived_population_year")), desk.read(desk.of_years("derived_person_year"))
    return told.join(met, on=["person_id", "year"], how="left").with_columns(
        pl.col("gp_contacts", "most_seen_gp_contacts", "dental_contacts").fill_null(0),
        pl.col("is_in_medical_house").fill_null(value=False),
        age_class=age_class(AGES, AGE_LABELS),
    )


def care(desk: Desk) -> pl.DataFrame:
    """A row a person, kind of care and month (of the first day) with how often there was such care: `n`.

    Contacts with a doctor: days by provider (methods 2.6); dental care: days; antibiotics: days on which a pharmacy
    handed some out; planned and unplanned stays: admissions to general hospitals, a day or longer.
    """
    return pl.concat([acts(desk), antibiotics(desk), stays(desk)])


def acts(desk: Desk) -> pl.DataFrame:
    """Contacts with general practitioners and specialists, and days with a dental act."""
    kinds = desk.parameters["kinds"]
    codes = {row["code"]: kinds[row["kind"]] for row in codelist("nomenclature").rows if row["kind"] in kinds}
    lines = desk.table("core_care_line_net")
    chosen = lines.filter(lines.nomenclature_code.isin(sorted(codes)) & (lines.quantity > 0) & _in_years(desk, lines))
    own = {care: sorted(code for code, name in codes.items() if name == care) for care in kinds.values()}
    cared = chosen.mutate(care=ibis.cases(*((chosen.nomenclature_code.isin(own[care]), care) for care in own)))
    provider = ibis.ifelse(cared.care == "dental", ibis.null("string"), cared.provider_id)
    return _by_month(desk, cared.select("person_id", "service_day", "care", provider=provider).distinct())


def antibiotics(desk: Desk) -> pl.DataFrame:
    """Days on which a pharmacy handed out antibiotics."""
    starts = desk.parameters["antibiotics"]
    codes = sorted(row["code"] for row in codelist("cnk").rows if row["atc_code"].startswith(starts))
    lines = desk.table("core_dispensing_net")
    chosen = lines.filter(lines.cnk.isin(codes) & (lines.quantity > 0) & _in_years(desk, lines))
    days = chosen.select("person_id", "service_day").distinct()
    return _by_month(desk, days.mutate(care=ibis.literal("antibiotics")))


def stays(desk: Desk) -> pl.DataFrame:
    """Admissions to general hospitals, planned and not."""
    told = desk.of_years("derived_stay")
    chosen = told.filter(~told.is_psychiatric)
    kind = ibis.cases((chosen.is_unplanned, "unplanned_stay"), else_="planned_stay")
    return _by_month(desk, chosen.select("person_id", service_day=chosen.admission_day, care=kind))


def _in_years(desk: Desk, lines):  # type: ignore[no-untyped-def]
    return lines.service_day.between(desk.first_day, desk.last_day)


def _by_month(desk: Desk, days):  # type: ignore[no-untyped-def]
    """Days counted on the engine; persons and kinds of care as numbers of words, as there are many rows of each."""
    told = days.mutate(month=days.service_day.truncate("M"))
    found = desk.read(told.group_by("person_id", "care", "month").agg(n=told.count()))
    words = pl.col("person_id", "care").cast(pl.Categorical)
    return found.with_columns(words, pl.col("month").cast(pl.Date), pl.col("n").cast(pl.Int64))


def months(desk: Desk) -> pl.DataFrame:
    """The months of the years: month (first day), period (place from 0), and working days, Monday to Friday."""
    first, last = dt.date(desk.years.first, 1, 1), dt.date(desk.years.last, 12, 31)
    days = pl.DataFrame({"day": pl.date_range(first, last, eager=True)})
    working = days.with_columns(month=pl.col("day").dt.truncate("1mo"), is_working=pl.col("day").dt.weekday() <= 5)
    told = working.group_by("month").agg(working_days=pl.col("is_working").sum().cast(pl.Float64)).sort("month")
    return told.with_row_index("period").with_columns(year=pl.col("month").dt.year().cast(pl.Int32))


def by_month(desk: Desk, cared: pl.DataFrame, insured: pl.DataFrame) -> pl.DataFrame:
    """A row a kind of care and month: count, persons with it, and exposure (insured times working days).

    Every month is there; one without care has 0. The last months, of which not all lines are booked yet, are left out.
    """
    counted = cared.group_by("care", "month").agg(count=pl.col("n").sum(), persons=pl.col("person_id").n_unique())
    counted = counted.with_columns(pl.col("care").cast(pl.String))
    size = insured.group_by("year").agg(insured=pl.len().cast(pl.Float64))
    every = months(desk)
    known = every.head(every.height - desk.parameters["months_not_booked"])
    whole = known.join(size, on="year").join(counted.select("care").unique(), how="cross")
    told = whole.join(counted, on=["care", "month"], how="left").with_columns(pl.col("count", "persons").fill_null(0))
    return told.with_columns(exposure=pl.col("insured") * pl.col("working_days")).sort("care", "period")
