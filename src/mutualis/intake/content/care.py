"""Rules on Gezondheidszorgen: nomenclature, stays, days and amounts (databases.md 5.1 to 5.3), and one of Farmanet."""

from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.intake.content.claims import measures
from mutualis.intake.prepared import is_listed, is_unlisted, is_valid, largest, needs_list
from mutualis.intake.rule import CrossRule, Lookups, Rule
from mutualis.portable import days_between

CODE, CODE_DIGITS = "nomenclature_code", 6
STAY_KINDS = ("day_price", "room_single", "room_double", "room_common")
HOSPITAL_INVOICE = "1"
WITHOUT_STAY = ("3", "6", "9")
STATISTICAL, INFORMATION, CREDIT_NOTE = "9", "7", "3"
DAYS_NOT_COUNTED = ("1", "2", "9")
AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")


def nomenclature_check(code: ir.StringValue) -> Any:
    """Whether the last of six digits is not the first five modulo 7 (Q-NOM-1)."""
    number = code.try_cast("int64")
    is_no_number = number.isnull() & code.notnull()
    return (code.length() != CODE_DIGITS) | is_no_number | ((number // 10) % 7 != number % 10)


def _check_digit(table: ir.Table, _: Lookups) -> Any:
    """Only unknown codes are checked: the known ones were checked when the list was made."""
    return ibis.ifelse(is_unlisted(table, CODE), nomenclature_check(table[CODE]), False)


def _unknown(table: ir.Table, _: Lookups) -> Any:
    return ibis.ifelse(is_unlisted(table, CODE), ~nomenclature_check(table[CODE]), False)


def _not_valid(table: ir.Table, _: Lookups) -> Any:
    return is_listed(table, CODE) & ~is_valid(table, "nomenclature")


def _not_qualified(table: ir.Table, _: Lookups) -> Any:
    """The code names qualifications, and the provider's is a known one that is not among them (Q-NOM-4)."""
    allowed = " " + table["nomenclature_qualifications"] + " "
    own = table["provider_qualification"]
    is_named = table["nomenclature_qualifications"] != ""
    is_other = ~allowed.contains(" " + own + " ")
    return ibis.ifelse(is_named & is_listed(table, "provider_qualification"), is_other, False)


def _relative(table: ir.Table, _: Lookups) -> Any:
    return is_unlisted(table, "relative_code")


def _last_before_first(table: ir.Table, _: Lookups) -> Any:
    return table["last_service_day"] < table["service_day"]


def _discharge_before_admission(table: ir.Table, _: Lookups) -> Any:
    return table["discharge_day"] < table["admission_day"]


def _outside_stay(table: ir.Table, _: Lookups) -> Any:
    """Before admission or after discharge of the stay that the line itself names, if that is in order (Q-DAT-3)."""
    day, first, last = table["service_day"], table["admission_day"], table["discharge_day"]
    late = (day > last).fill_null(False) & first.notnull()
    return ((day < first) | late) & (last.isnull() | (last >= first))


def _no_admission(table: ir.Table, _: Lookups) -> Any:
    is_stay = table["nomenclature_kind"].isin(STAY_KINDS) & (table["invoice_type"] == HOSPITAL_INVOICE)
    return is_stay & table["admission_day"].isnull()


def _admission_not_allowed(table: ir.Table, _: Lookups) -> Any:
    return table["invoice_type"].isin(WITHOUT_STAY) & table["admission_day"].notnull()


def _statistical_amount(table: ir.Table, _: Lookups) -> Any:
    has_amount = (table[AMOUNTS[0]] != 0) | (table[AMOUNTS[1]] != 0) | (table[AMOUNTS[2]] != 0)
    return (table["percent_norm"] == STATISTICAL) & has_amount


def _information_amount(table: ir.Table, _: Lookups) -> Any:
    return (table["percent_norm"] == INFORMATION) & (table["reimbursed_cents"] != 0)


def _positive_credit(table: ir.Table, _: Lookups) -> Any:
    return (table["billing_type"] == CREDIT_NOTE) & (largest(*measures(table)) > 0)


def _days(table: ir.Table, _: Lookups) -> Any:
    """Days = last - first + 1, unless the norm says that days are not counted so (Q-NUM-1)."""
    length = days_between(table["service_day"], table["last_service_day"]) + 1
    counted = (table["days"] != 0) & ~table["percent_norm"].isin(DAYS_NOT_COUNTED).fill_null(False)
    in_order = table["last_service_day"] >= table["service_day"]
    return counted & in_order & (table["days"].abs() != length)


def _in_stay(table: ir.Table, lookups: Lookups) -> ir.Table:
    """Ambulatory acts between the days of admission and discharge of a stay of the same person (Q-HOS-1).

    Acts on the days themselves are possible: before the admission and after the discharge.
    """
    assert lookups.nomenclature is not None
    stays = table.filter(table["discharge_day"] > table["admission_day"])
    stays = stays.select(inside="person", first="admission_day", last="discharge_day").distinct()
    codes = lookups.nomenclature.filter(lookups.nomenclature["ambulatory_hospital"] == "1").select("code").distinct()
    acts = table.filter(table["admission_day"].isnull(), table["quantity"] > 0)
    acts = acts.semi_join(codes, acts["nomenclature_code"] == codes["code"])
    met = [acts["person"] == stays["inside"], acts["service_day"] > stays["first"], acts["service_day"] < stays["last"]]
    return acts.semi_join(stays, met).select("line")


def _invoiced_before(table: ir.Table, _: Lookups) -> Any:
    return table["invoice_day"] < table["service_day"]


_CODE = frozenset({"nomenclature_code", "service_day", "@nomenclature", "@codes"})
_STAY = frozenset({"service_day", "admission_day", "discharge_day"})


def rules() -> tuple[Rule | CrossRule, ...]:
    """The rules of this module."""
    return (
        Rule("gz.nomenclature.check_digit", _check_digit, _CODE),
        Rule("gz.nomenclature.unknown", _unknown, _CODE),
        Rule("gz.nomenclature.not_valid", _not_valid, _CODE),
        Rule("gz.nomenclature.qualification", _not_qualified, _CODE | needs_list("provider_qualification")),
        Rule("gz.relative_code.unknown", _relative, frozenset({"relative_code", "@codes"})),
        Rule("gz.last_service_day.before_first", _last_before_first, frozenset({"service_day", "last_service_day"})),
        Rule("gz.discharge_day.before_admission", _discharge_before_admission, _STAY),
        Rule("gz.service_day.outside_stay", _outside_stay, _STAY),
        Rule("gz.admission_day.missing", _no_admission, _CODE | {"invoice_type", "admission_day"}),
        Rule("gz.admission_day.forbidden", _admission_not_allowed, frozenset({"invoice_type", "admission_day"})),
        Rule("gz.amounts.norm_9", _statistical_amount, frozenset({"percent_norm", *AMOUNTS})),
        Rule("gz.amounts.norm_7", _information_amount, frozenset({"percent_norm", "reimbursed_cents"})),
        Rule("gz.amounts.credit_note", _positive_credit, frozenset({"billing_type", "quantity", *AMOUNTS})),
        Rule("gz.days.period", _days, frozenset({"days", "percent_norm", "service_day", "last_service_day"})),
        CrossRule("gz.service_day.ambulatory_in_stay", _in_stay, _CODE | _STAY | {"quantity", "person"}),
        Rule("fu.invoice_day.before_service", _invoiced_before, frozenset({"invoice_day", "service_day"})),
    )
