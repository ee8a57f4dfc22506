"""Medicines of each person in a year, in thousandths of a defined daily dose."""

import ibis.expr.types as ir

from mutualis.derived.steps import step
from mutualis.derived.validity import dated, on_day
from mutualis.derived.window import delivered_in_years
from mutualis.portable import total


def _by_substance(billed: ir.Table, products: ir.Table) -> ir.Table:
    """Packages and volume by person, year and ATC code; what corrections take back completely leaves no row."""
    lines = delivered_in_years(billed).select("person_id", "year", "service_day", "cnk", "quantity")
    known = dated(products, "atc_code", "ddd_thousandths_per_pack", where=products.atc_code.notnull())
    drugs = on_day(lines, known, "cnk", "service_day", how="inner")
    drugs = drugs.mutate(volume=drugs.quantity * drugs.ddd_thousandths_per_pack.fill_null(0))
    sums = drugs.group_by("person_id", "year", "atc_code").agg(
        ddd_thousandths=total(drugs.volume), packages=total(drugs.quantity)
    )
    return sums.filter((sums.ddd_thousandths != 0) | (sums.packages != 0))


@step
def derived_person_year_drug(core_dispensing_net: ir.Table, reference_cnk: ir.Table) -> ir.Table:
    """One row per person, year and ATC code handed out by public pharmacies: packages and thousandths of a DDD.

    Volume = packages x DDD per pack of the product on the day it was handed out (methods 2.2). Products without an ATC
    code are not medicines; what corrections take back completely leaves no row. Medicines given in a hospital are not
    here.
    """
    return _by_substance(core_dispensing_net, reference_cnk)


@step
def derived_person_year_hospital_drug(core_care_line_net: ir.Table, reference_cnk: ir.Table) -> ir.Table:
    """One row per person, year and ATC code billed by pharmacies of hospitals: packages and thousandths of a DDD.

    Lines of care that name a product with an ATC code, whoever bills them; quantities are taken as packages, as those
    of public pharmacies (inferred). Polypharmacy counts both (methods 2.4).
    """
    lines = core_care_line_net.filter(core_care_line_net.cnk.notnull())
    return _by_substance(lines, reference_cnk)


STEPS = (derived_person_year_drug, derived_person_year_hospital_drug)
