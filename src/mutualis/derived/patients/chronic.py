"""Chronic-illness lump sum and status of chronic affection (methods 2.7, databases 5.9).

Both look back on earlier years, as far as they are derived together with this one: in the first year nobody has the
lump sum, and nobody has the status before two such years lie behind.
"""

import ibis
import ibis.expr.types as ir

from mutualis.derived.validity import dated
from mutualis.portable import only_if, total

QUARTERS = 4
STATUS, FORFAIT = "status_quarter", "forfait_copayment"
STATUS_YEARS = 2


def chronic_flags(quarters: ir.Table, rights: ir.Table, chronic_threshold: ir.Table) -> ir.Table:
    """One row per person and year with one of both: `has_chronic_forfait` and `has_chronic_status`.

    The lump sum is due with co-payments of the year and of the year before at or above the threshold, and a dependency
    situation in the year. The status follows, from 1 January on and for two years, on two years whose eight quarters
    all reach the quarterly threshold (reimbursed and co-payment), or on a year with the lump sum; each further such
    year within keeps it one year longer (methods 2.7, computation inferred; that the lump sum counts from the next
    January on is inferred too).
    """
    years = _with_forfait(_dear_years(quarters, chronic_threshold), rights)
    active = years.filter(years.is_dear | years.has_forfait)
    status = _status_years(active)
    forfait = years.filter(years.has_forfait).select("person_id", "year", forfait=1, status=0)
    both = ibis.union(forfait, status.select("person_id", "year", forfait=0, status=1), distinct=False)
    found = both.group_by("person_id", "year").agg(forfait=both.forfait.max(), status=both.status.max())
    return found.select(
        "person_id", "year", has_chronic_forfait=found.forfait == 1, has_chronic_status=found.status == 1
    )


def _dear_years(quarters: ir.Table, chronic_threshold: ir.Table) -> ir.Table:
    """Years of a person in which all quarters are dear (`is_dear`) or co-payments reach the threshold (`is_shared`)."""
    sums = quarters.group_by("person_id", "quarter").agg(
        copayment=total(quarters.copayment_cents), reimbursed=total(quarters.reimbursed_cents)
    )
    sums = sums.mutate(year=sums.quarter.substr(0, 4).cast("int32"))
    limited = _limited(_limited(sums, chronic_threshold, STATUS), chronic_threshold, FORFAIT)
    years = limited.group_by("person_id", "year").agg(
        dear=limited.count(where=limited.reimbursed + limited.copayment >= limited[STATUS]),
        copayment=total(limited.copayment),
        least=limited[FORFAIT].max(),
    )
    told = years.mutate(is_dear=years.dear == QUARTERS, is_shared=(years.copayment >= years.least).fill_null(False))
    kept = told.filter(told.is_dear | told.is_shared)
    return kept.select("person_id", "year", "is_dear", "is_shared")


def _limited(sums: ir.Table, chronic_threshold: ir.Table, code: str) -> ir.Table:
    """The sums with the threshold of their year as a column of its name; null where none was in force."""
    rows = dated(chronic_threshold, "amount_cents", where=chronic_threshold.code == code)
    rows = rows.select(**{code: rows.amount_cents}, first_year=rows.first_day.year(), last_year=rows.last_day.year())
    met = sums.left_join(rows, [sums.year >= rows.first_year, sums.year <= rows.last_year])
    return met.select(*sums.columns, code)


def _with_forfait(years: ir.Table, rights: ir.Table) -> ir.Table:
    """The years with `has_forfait`, and `was_dear`: whether the year before was dear too."""
    before = _year_before(years, "is_shared", "is_dear")
    dependent = rights.filter(rights.has_dependency).select("person_id", "year", "has_dependency")
    met = before.left_join(dependent, ["person_id", "year"])
    return met.select(
        *("person_id", "year", "is_dear"),
        was_dear=met.before_is_dear,
        has_forfait=met.is_shared & met.before_is_shared & met.has_dependency.fill_null(False),
    )


def _year_before(years: ir.Table, *flags: str) -> ir.Table:
    """The years with `before_<flag>`: the flag in the calendar year before, false where there is no row of it."""
    order = ibis.window(group_by="person_id", order_by="year")
    is_next = years.year - years.year.lag().over(order) == 1
    return years.mutate(
        **{f"before_{name}": (is_next & years[name].lag().over(order)).fill_null(False) for name in flags}
    )


def _status_years(active: ir.Table) -> ir.Table:
    """Person and year of the status, each once; `active` are the years that give or keep it.

    A year that grants (two dear years, or the lump sum) gives the two next ones. An active year within the status
    gives the next: it is within when, after the last grant before it, no year from the second next on is missing.
    """
    grants = (active.is_dear & active.was_dear) | active.has_forfait
    order = ibis.window(group_by="person_id", order_by="year")
    earlier = ibis.window(group_by="person_id", order_by="year", rows=(None, -1))
    so_far = ibis.window(group_by="person_id", order_by="year", rows=(None, 0))
    is_next = (active.year - active.year.lag().over(order) == 1).fill_null(False)
    told = active.mutate(
        grant_year=only_if(grants, active.year),
        missing_year=ibis.cases((is_next, ibis.null("int32")), else_=active.year - 1),
    )
    told = told.mutate(
        last_grant=told.grant_year.max().over(earlier), last_missing=told.missing_year.max().over(so_far)
    )
    kept = told.filter(told.last_missing <= told.last_grant + 1)
    granted = told.filter(told.grant_year.notnull())
    given = [granted.select("person_id", year=_later(granted.year, each)) for each in range(1, STATUS_YEARS + 1)]
    return ibis.union(*given, kept.select("person_id", year=_later(kept.year, 1)), distinct=True)


def _later(year: ir.IntegerValue, years: int) -> ir.IntegerValue:
    return (year.cast("int64") + years).cast("int32")
