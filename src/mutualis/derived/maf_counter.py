"""The counter of the maximum billing (MAF): co-payments that count, in order, and what is above a ceiling.

Source: methods 5.2 (`seen` what counts; the order of evaluation is `inferred`).
"""

from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.derived.maf_ceilings import NONE
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import FIRST_YEAR, LAST_YEAR, booked_in_time
from mutualis.portable import days_between, only_if, total, whole

# The years before, whose co-payments can show a chronic illness (methods 5.2).
YEARS_BEFORE = 2
CHRONIC_TEST = "chronic_test"
ORDER = ("service_day", "booking_month", "delivery_id", "line", "database")


def counted_lines(care: ir.Table, dispensing: ir.Table, counted: ir.Table, stays: ir.Table) -> ir.Table:
    """Lines with a co-payment that counts, of the years and the two before: person, year, place in time, cents.

    A code of accounting (care) or category of a pharmacy counts fully or not at all: the list `maf_counted`. Where it
    names `stay_days`, only so many days of a stay in a psychiatric hospital count, from the admission on.
    """
    kept = ("person_id", "year", "cents", *ORDER)
    shared = (*ORDER[:-1], "person_id")
    in_care = care.select(*shared, "institution_number", code="accounting_code", cents="copayment_cents")
    in_pharmacies = dispensing.select(*shared, code="drug_category_code", cents="copayment_cents")
    by_care = _within_stay_days(_counting(in_care, counted), stays).mutate(database=ibis.literal("gz"))
    by_pharmacy = _counting(in_pharmacies, counted).mutate(database=ibis.literal("fu"))
    return ibis.union(by_care.select(*kept), by_pharmacy.select(*kept), distinct=False)


def _counting(lines: ir.Table, counted: ir.Table) -> ir.Table:
    """The lines of the years and the two before, booked in time, whose code counts; with `year` and `stay_days`."""
    paid = lines.mutate(year=lines.service_day.year()).filter(lines.cents != 0)
    paid = booked_in_time(paid.filter(paid.year.between(FIRST_YEAR - YEARS_BEFORE, LAST_YEAR)))
    facts = dated(counted, "stay_days", where=counted.is_counted)
    return on_day(paid, facts, "code", "service_day", how="inner")


def _within_stay_days(lines: ir.Table, stays: ir.Table) -> ir.Table:
    """The lines without those of a psychiatric stay that begin after its `stay_days`; the first day of care decides."""
    chosen = stays.filter(stays.is_psychiatric)
    long = chosen.select("person_id", "admission_day", "discharge_day", institution_number="hospital_number")
    is_beyond = [
        days_between(long.admission_day, lines.service_day) >= lines.stay_days.cast("int64"),
        lines.service_day <= long.discharge_day,
    ]
    met = lines.left_join(long, ["person_id", "institution_number", *is_beyond])
    return met.filter(met.admission_day.isnull()).select(*lines.columns)


def counted_persons(lines: ir.Table) -> ir.Table:
    """What counts of a person and year: `counted_cents`, and `positive_cents` without what corrections take back."""
    return lines.group_by("person_id", "year").agg(
        counted_cents=total(lines.cents), positive_cents=total(lines.cents, where=lines.cents > 0)
    )


def chronically_ill(counted: ir.Table, person_years: ir.Table, ceilings: ir.Table) -> ir.Table:
    """Person and year of who lowers the ceiling: co-payments that reach the test in each of the two years before, or
    the status of chronic affection.
    """
    tests = ceilings.filter(ceilings.code == CHRONIC_TEST)
    days = counted.mutate(_code=ibis.literal(CHRONIC_TEST), _day=ibis.date(counted.year, 1, 1))
    high = on_day(days, dated(tests, "ceiling_cents"), "_code", "_day", how="inner")
    high = high.filter(high.counted_cents >= high.ceiling_cents).select("person_id", "year")
    later = ibis.union(
        *(high.select("person_id", year=(high.year + after).cast("int64").cast("int32")) for after in (1, 2)),
        distinct=False,
    )
    years = later.group_by("person_id", "year").agg(years=later.count())
    by_payments = years.filter(years.years == YEARS_BEFORE).select("person_id", "year")
    by_status = person_years.filter(person_years.has_chronic_status).select("person_id", "year")
    return ibis.union(by_payments, by_status, distinct=True)


def repaid_persons(lines: ir.Table, persons: ir.Table) -> ir.Table:
    """What is above a ceiling of persons and years (`repaid_cents`) and the day of the first such line (`reached_day`).

    The lines of a household are taken in the order of delivery (then booking month, delivery and line), first by the
    counter of a child, then by that of the social members of an income household, then by that of the household; each
    counts what the one before did not repay, so that nothing is repaid twice. Of the line that crosses a ceiling the
    part above it is repaid; a correction above the ceiling takes back.
    """
    own = lines.join(_near_a_ceiling(persons), ["person_id", "year"])
    own = own.mutate(rest=own.cents, has_right=own.right != NONE)
    child = _above(own, ["person_id", "year"], own.own_ceiling_cents)
    of_social = only_if(child.is_social, child.social_ceiling_cents)
    social = _above(child, ["household_head_id", "year", "is_social"], of_social)
    of_household = only_if(social.has_right, social.ceiling_cents)
    done = _above(social, ["household_head_id", "year", "has_right"], of_household)
    repaid = done.cents - done.rest
    return done.group_by("person_id", "year").agg(
        repaid_cents=total(repaid), reached_day=done.service_day.min(where=repaid > 0)
    )


def _near_a_ceiling(persons: ir.Table) -> ir.Table:
    """The members of households whose co-payments together reach the lowest of their ceilings; others repay nothing."""
    household = ibis.window(group_by=["household_head_id", "year"])
    lowest = ibis.least(persons.own_ceiling_cents, persons.social_ceiling_cents, persons.ceiling_cents)
    marked = persons.mutate(_paid=persons.positive_cents.sum().over(household), _lowest=lowest.min().over(household))
    return marked.filter(marked["_paid"] > marked["_lowest"]).select(*persons.columns)


def _above(lines: ir.Table, group: list[str], ceiling: Any) -> ir.Table:
    """The lines with their `rest`: what it was, less the part above the ceiling in the running sum of the group."""
    running = ibis.window(group_by=group, order_by=[lines[name] for name in ORDER], rows=(None, 0))
    after = whole(lines.rest.sum().over(running))
    told = lines.mutate(_after=after, _ceiling=ceiling)
    zero = ibis.literal(0, "int64")
    above = ibis.greatest(told["_after"] - told["_ceiling"], zero)
    above_before = ibis.greatest(told["_after"] - told.rest - told["_ceiling"], zero)
    repaid = ibis.cases((told["_ceiling"].notnull(), above - above_before), else_=zero)
    return told.mutate(rest=told.rest - repaid).select(*lines.columns)
