"""Medicines of each person in a year, in thousandths of a defined daily dose."""

from functools import reduce
from operator import or_

import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import delivered_in_years
from mutualis.portable import total

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")


@step
def derived_person_year_drug(core_dispensing_net: ir.Table, reference_cnk: ir.Table) -> ir.Table:
    """One row per person, year and ATC code handed out by public pharmacies: packages, doses and amounts.

    Volume = packages x DDD per pack of the product on the day it was handed out (methods 2.2). Products without an ATC
    code are not medicines; what corrections take back completely leaves no row. Medicines given in a hospital are not
    here.
    """
    lines = delivered_in_years(core_dispensing_net)
    lines = lines.select("person_id", "year", "service_day", "cnk", "quantity", *AMOUNTS)
    products = dated(reference_cnk, "atc_code", "ddd_thousandths_per_pack", where=reference_cnk.atc_code.notnull())
    drugs = on_day(lines, products, "cnk", "service_day", how="inner")
    volume = drugs.quantity * drugs.ddd_thousandths_per_pack.fill_null(0)
    drugs = drugs.mutate(volume=volume, own=drugs.copayment_cents + drugs.supplement_cents)
    sums = drugs.group_by("person_id", "year", "atc_code").agg(
        ddd_thousandths=total(drugs.volume),
        packages=total(drugs.quantity),
        reimbursed_cents=total(drugs.reimbursed_cents),
        own_cents=total(drugs.own),
    )
    measures = (sums.ddd_thousandths, sums.packages, sums.reimbursed_cents, sums.own_cents)
    return sums.filter(reduce(or_, (each != 0 for each in measures)))


STEPS = (derived_person_year_drug,)
