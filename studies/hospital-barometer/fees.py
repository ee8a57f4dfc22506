"""Fees of physicians in stays: by specialty, by how a physician bills outside hospital, and by physician."""

from collections.abc import Iterator
from typing import Any

import ibis
import polars as pl

from mutualis.portable import total
from mutualis.study import Desk
from mutualis.study.stay_lines import STAY, is_physician_fee, lines_in_stays, named

from .rows import of_years

COLUMNS = ("accounting_code", "provider_id", "provider_qualification", "reimbursed_cents", "copayment_cents",
           "supplement_cents")  # fmt: skip
SUMS = ("official_cents", "supplement_cents", "with_cents", "asked_cents")


def fees(desk: Desk) -> Any:
    """The fees of physicians in stays in general hospitals, a line each: `specialty`, `billing`, cents, the stay and
    whether it has a supplement on fees.
    """
    told = of_years(desk, "derived_stay")
    general = told.filter(~told.is_psychiatric)
    lines = lines_in_stays(desk, general, desk.parameters["booking_months"], COLUMNS)
    lines = lines.filter(is_physician_fee(lines.accounting_code))
    asked = general.filter(general.fee_supplement_cents > 0).select(*STAY, has_supplement=True)
    lines = lines.left_join(asked, [*STAY]).select(*lines.columns, "has_supplement")
    specialty = named(lines.provider_qualification.fill_null(""), desk.parameters["specialties"], "other_specialty")
    met = lines.mutate(specialty=specialty).left_join(billing_outside(desk), "provider_id")
    official = met.reimbursed_cents + met.copayment_cents
    return met.mutate(
        official_cents=official,
        billing=met.billing.fill_null("not_seen"),
        has_supplement=met.has_supplement.fill_null(False),
    )


def billing_outside(desk: Desk) -> Any:
    """How physicians bill their consultations outside hospital: `keeps_fees`, or how often they ask more.

    It stands for the convention status, which no delivered field tells: who has joined asks the official fee outside
    hospital, who has not is free to ask more, who has joined in part does so at times.
    """
    care, given = desk.table("core_care_line_net"), desk.parameters["billing"]
    own = care.filter(
        care.institution_number.isnull(), care.accounting_code.startswith(given["consultations"]), care.quantity > 0
    )
    sums = own.group_by("provider_id").agg(contacts=own.count(), dearer=own.count(where=own.supplement_cents > 0))
    share = sums.dearer.cast("float64") / sums.contacts
    is_known = sums.contacts >= given["least_contacts"]
    named_so = ibis.cases(
        (~is_known, "not_seen"),
        (share <= given["keeps_at_most"], "keeps_fees"),
        (share <= given["partly_at_most"], "asks_at_times"),
        else_="asks_mostly",
    )
    return sums.filter(sums.provider_id.notnull()).select("provider_id", billing=named_so)


def of_persons(lines: Any) -> Any:
    """Sums of persons and years by specialty and billing, in cents: official fees, supplements, official fees of stays
    with a supplement (`with_cents`), and of the fees that have one themselves (`asked_cents`).
    """
    official = lines.official_cents
    return lines.group_by("person_id", "specialty", "billing", year="stay_year").agg(
        official_cents=total(official),
        supplement_cents=total(lines.supplement_cents),
        with_cents=total(official, where=lines.has_supplement),
        asked_cents=total(official, where=lines.supplement_cents > 0),
    )


def of_physicians(lines: Any) -> Any:
    """What physicians asked in stays that began in a year."""
    known = lines.filter(lines.provider_id.notnull())
    return known.group_by("provider_id", year="stay_year").agg(supplement_cents=total(known.supplement_cents))


def figures(told: pl.DataFrame, by: str) -> Iterator[pl.DataFrame]:
    """By year, in percent of official fees: supplements of stays with one, of all stays (PCT_with, PCT_all), and of
    the fees alone that have one; told where enough persons pay one.
    """
    pays = pl.col("person_id").filter(pl.col("supplement_cents") > 0).n_unique()
    sums = told.group_by("year", by).agg(pl.col(SUMS).sum(), persons=pays).sort("year", by)
    of_each = {
        "fee_percent_with": "with_cents",
        "fee_percent_all": "official_cents",
        "fee_percent_asked": "asked_cents",
    }
    for measure, under in of_each.items():
        own = sums.filter((pl.col(under) > 0) & (pl.col("persons") > 0))
        value = 100 * pl.col("supplement_cents") / pl.col(under)
        yield own.select(pl.lit(measure).alias("measure"), by, "year", "persons", value=value)
