"""Medicines of each person in a year, in thousandths of a defined daily dose."""

from functools import reduce
from operator import or_
from typing import Any

import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import delivered_in_years
from mutualis.portable import total

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")


def _of_substances(billed: ir.Table, products: ir.Table) -> ir.Table:
    """The lines of products with an ATC code: the code, and the volume in thousandths of a DDD."""
    lines = delivered_in_years(billed).select("person_id", "year", "service_day", "cnk", "quantity", *AMOUNTS)
    known = dated(products, "atc_code", "ddd_thousandths_per_pack", where=products.atc_code.notnull())
    drugs = on_day(lines, known, "cnk", "service_day", how="inner")
    return drugs.mutate(volume=drugs.quantity * drugs.ddd_thousandths_per_pack.fill_null(0))


def _by_substance(drugs: ir.Table, **amounts: Any) -> ir.Table:
    """Packages, volume and amounts by person, year and ATC code; what is taken back completely leaves no row."""
    sums = drugs.group_by("person_id", "year", "atc_code").agg(
        ddd_thousandths=total(drugs.volume), packages=total(drugs.quantity), **amounts
    )
    measures = (sums[name] != 0 for name in ("ddd_thousandths", "packages", *amounts))
    return sums.filter(reduce(or_, measures))


@step
def derived_person_year_drug(core_dispensing_net: ir.Table, reference_cnk: ir.Table) -> ir.Table:
    """One row per person, year and ATC code handed out by public pharmacies: packages, doses and amounts.

    Volume = packages x DDD per pack of the product on the day it was handed out (methods 2.2). Products without an ATC
    code are not medicines; what corrections take back completely leaves no row. Medicines given in a hospital are not
    here.
    """
    drugs = _of_substances(core_dispensing_net, reference_cnk)
    own = drugs.copayment_cents + drugs.supplement_cents
    return _by_substance(drugs, reimbursed_cents=total(drugs.reimbursed_cents), own_cents=total(own))


@step
def derived_person_year_hospital_drug(core_care_line_net: ir.Table, reference_cnk: ir.Table) -> ir.Table:
    """One row per person, year and ATC code billed by pharmacies of hospitals: packages and thousandths of a DDD.

    Lines of care that name a product with an ATC code, whoever bills them; quantities are taken as packages, as those
    of public pharmacies (inferred). Polypharmacy counts both (methods 2.4).
    """
    lines = core_care_line_net.filter(core_care_line_net.cnk.notnull())
    return _by_substance(_of_substances(lines, reference_cnk))


STEPS = (derived_person_year_drug, derived_person_year_hospital_drug)
