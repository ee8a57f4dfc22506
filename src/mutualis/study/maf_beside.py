"""The counter of the MAF beside the lines that it is made of: what counts, what does not, and why (methods 5.2)."""

from dataclasses import dataclass
from typing import Any

import ibis
import polars as pl

from mutualis.model import Years
from mutualis.portable import days_between, total
from mutualis.reference import codelist
from mutualis.study.desk import Desk
from mutualis.study.stay_lines import booked

KEY = ["person_id", "year"]
PARTS = ("counted", "beyond_a_year", "not_insured", "does_not_count")
LAST = "9999-12-31"
SHARED = ("person_id", "service_day", "booking_month", "copayment_cents", "supplement_cents")


@dataclass(frozen=True)
class Rule:
    """Codes whose co-payments count from one day to another; of a psychiatric stay only so many days (0: all)."""

    codes: tuple[str, ...]
    first: str
    last: str
    stay_days: int

    def holds(self, lines: Any) -> Any:
        """Which lines it is about: the day of care decides."""
        return lines.code.isin(self.codes) & lines.service_day.between(ibis.date(self.first), ibis.date(self.last))


def co_payments(desk: Desk, booking_months: int) -> pl.DataFrame:
    """Of persons and years, from the lines of care and pharmacies, in cents: `copayment_cents`, `supplement_cents`,
    `counting_cents` (co-payments whose code counts) and `beyond_cents` (of these, after the first days of a
    psychiatric stay, which alone count).

    Needs core_care_line_net, core_dispensing_net and derived_stay. `booking_months`: those of the derived tables.
    """
    rules = rules_of(desk.years)
    lines = _lines(desk, booking_months)
    by_code = {name: total(lines[name]) for name in SHARED[3:]}
    by_code["counting_cents"] = total(lines.copayment_cents, where=ibis.or_(*(each.holds(lines) for each in rules)))
    sums = desk.read(lines.group_by(*KEY).agg(**by_code))
    limited = [each for each in rules if each.stay_days]
    if not limited:
        return sums.with_columns(beyond_cents=pl.lit(0, pl.Int64))
    late = _late(desk, lines, limited)
    found = desk.read(late.group_by(*KEY).agg(beyond_cents=total(late.copayment_cents)))
    return sums.join(found, on=KEY, how="left").with_columns(pl.col("beyond_cents").fill_null(0))


def parts(sums: pl.DataFrame, counters: pl.DataFrame) -> pl.DataFrame:
    """The rows of `co_payments` with every cent in one of `PARTS`, and `counted_cents` of the MAF's counter (empty for
    who is not insured: nothing counts for whom no household is known)."""
    told = sums.join(counters.select(*KEY, "counted_cents"), on=KEY, how="left")
    insured = pl.col("counted_cents").is_not_null()
    return told.with_columns(
        counted=pl.when(insured).then(pl.col("counting_cents") - pl.col("beyond_cents")).otherwise(0),
        beyond_a_year=pl.when(insured).then(pl.col("beyond_cents")).otherwise(0),
        not_insured=pl.when(insured).then(0).otherwise(pl.col("counting_cents")),
        does_not_count=pl.col("copayment_cents") - pl.col("counting_cents"),
    )


def rules_of(years: Years) -> list[Rule]:
    """The rules of the list `maf_counted` that hold on a day of the years: a code may count from a day or until one."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for row in codelist("maf_counted").rows:
        first, last = row["valid_from"], row["valid_to"] or LAST
        if row["is_counted"] == "1" and first <= f"{years.last}-12-31" and last >= f"{years.first}-01-01":
            found.setdefault((first, last, int(row["stay_days"] or 0)), []).append(row["code"])
    return [Rule(tuple(codes), *told) for told, codes in found.items()]


def _lines(desk: Desk, booking_months: int) -> Any:
    care, pharmacy = desk.table("core_care_line_net"), desk.table("core_dispensing_net")
    nowhere = ibis.null("string")
    in_care = care.select(*SHARED, "institution_number", code=care.accounting_code)
    bought = pharmacy.select(*SHARED, institution_number=nowhere, code=pharmacy.drug_category_code)
    lines = booked(ibis.union(in_care, bought, distinct=False), booking_months)
    return lines.filter(lines.year.between(desk.years.first, desk.years.last))


def _late(desk: Desk, lines: Any, rules: list[Rule]) -> Any:
    """The lines of a psychiatric stay that begin after the days that count."""
    days = ibis.cases(*((each.holds(lines), each.stay_days) for each in rules), else_=0).cast("int64")
    limited = lines.mutate(days=days).filter(lambda told: told.days > 0)
    stays = desk.table("derived_stay")
    long = stays.filter(stays.is_psychiatric).select(
        "person_id", "admission_day", "discharge_day", institution_number=stays.hospital_number
    )
    is_late = days_between(long.admission_day, limited.service_day) >= limited.days
    same = ["person_id", "institution_number", is_late, limited.service_day <= long.discharge_day]
    return limited.semi_join(long, same)
