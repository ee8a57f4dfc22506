"""Faults in Gezondheidszorgen and Farmanet."""

from collections.abc import Callable

import numpy as np

from mutualis import reference
from mutualis.synthetic import number_faults as numbers
from mutualis.synthetic.fault_kinds import (
    Alter,
    Around,
    Eligible,
    LineFault,
    Records,
    anyone,
    day_after,
    month_after,
    put,
)
from mutualis.synthetic.member_faults import not_last, repeat_elsewhere

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
AMBULATORY_INVOICE, HOSPITAL_INVOICE = 3, 1
DENTIST = "301"


def _plain(records: Records, _: Around) -> np.ndarray:
    """Original ambulatory lines of one day."""
    plain = (records.numbers("quantity") > 0) & (records.numbers("billing_type") == 0)
    plain &= (records.numbers("invoice_type") == AMBULATORY_INVOICE) & (records.numbers("days") == 0)
    return plain & (records.texts("service_day") == records.texts("last_service_day"))


def _in_hospital(records: Records, _: Around) -> np.ndarray:
    return (records.numbers("invoice_type") == HOSPITAL_INVOICE) & (records.numbers("discharge_day") > 0)


def _classic(records: Records, around: Around) -> np.ndarray:
    return _in_hospital(records, around) & (records.texts("admission_day") != records.texts("discharge_day"))


def _of_kind(kind: str, base: Eligible) -> Eligible:
    def eligible(records: Records, around: Around) -> np.ndarray:
        codes = [
            row["code"].encode().rjust(7, b"0")
            for row in reference.codelist("nomenclature").rows
            if row["kind"] == kind
        ]
        return base(records, around) & np.isin(records.texts("nomenclature_code"), codes)

    return eligible


def _with(name: str, base: Eligible = anyone) -> Eligible:
    def eligible(records: Records, around: Around) -> np.ndarray:
        return base(records, around) & (records.numbers(name) != 0)

    return eligible


def _positive(records: Records, _: Around) -> np.ndarray:
    amounts = records.numbers("reimbursed_cents") > 0
    return amounts & (records.numbers("copayment_cents") > 0) & (records.numbers("quantity") > 0)


def _plain_positive(records: Records, around: Around) -> np.ndarray:
    return _plain(records, around) & _positive(records, around)


def _move(to: Callable[[Records, int], int], *names: str) -> Alter:
    """Put a day, made from the record, in these fields."""

    def alter(records: Records, row: int, _: Around) -> int:
        day = to(records, row)
        for name in names:
            records.put(name, row, day)
        return row

    return alter


def _after_booking(records: Records, row: int) -> int:
    return month_after(int(records.get("booking_month", row)), 2) * 100 + 5


def _too_old(records: Records, row: int) -> int:
    return month_after(int(records.get("booking_month", row)), -27) * 100 + 5


def _next_period(records: Records, row: int, around: Around) -> int:
    records.put("booking_month", row, month_after(around.period.months[-1], 1))
    return row


def _minus(name: str) -> Alter:
    def alter(records: Records, row: int, _: Around) -> int:
        records.put(name, row, -int(records.get(name, row)))
        return row

    return alter


def _taken_back(records: Records, row: int, _: Around) -> int:
    """A correction of a line that was never delivered."""
    for name in ("quantity", "days", *AMOUNTS):
        records.put(name, row, -int(records.get(name, row)))
    records.put("billing_type", row, 3)
    return row


def _no_admission(records: Records, row: int, _: Around) -> int:
    records.put("admission_day", row, 0)
    records.put("discharge_day", row, 0)
    return row


def _one_day_more(records: Records, row: int, _: Around) -> int:
    records.put("days", row, int(records.get("days", row)) + 1)
    return row


def _without_sign(records: Records, row: int, _: Around) -> int:
    records.put("supplement_cents", row, "0" * records.layout.field("supplement_cents").width)
    return row


def _padded(records: Records, row: int, _: Around) -> int:
    records.put("person", row, "1" + records.get("person", row)[1:])
    return row


def _later_than_some_death(records: Records, around: Around) -> np.ndarray:
    died = _first_death(around.members)
    return (
        _plain(records, around) & (records.numbers("service_day") // 100 > died)
        if died
        else np.zeros(records.size, bool)
    )


def _first_death(members: Records) -> int:
    """The earliest month of death among the members, as 202301; 0 where nobody died."""
    month = members.numbers("death_year") * 100 + members.numbers("death_month")
    dead = month[month > 0]
    return int(dead.min()) if len(dead) else 0


def _of_a_dead_member(records: Records, row: int, around: Around) -> int:
    month = around.members.numbers("death_year") * 100 + around.members.numbers("death_month")
    member = int(np.flatnonzero(month == _first_death(around.members))[0])
    records.put("person", row, around.members.get("person", member))
    return row


def _long_stays(records: Records, around: Around) -> np.ndarray:
    long = records.numbers("discharge_day") // 100 == records.numbers("admission_day") // 100
    return _classic(records, around) & long & (records.numbers("discharge_day") - records.numbers("admission_day") > 3)


def _can_fall_in_a_stay(records: Records, around: Around) -> np.ndarray:
    stays = np.flatnonzero(_long_stays(records, around))
    if not len(stays):
        return np.zeros(records.size, bool)
    first = records.numbers("admission_day")[stays].min() // 100
    codes = [row["code"] for row in reference.codelist("nomenclature").rows if row["ambulatory_hospital"] == "1"]
    ambulatory = np.isin(records.texts("nomenclature_code"), [code.encode().rjust(7, b"0") for code in codes])
    return _plain(records, around) & ambulatory & (records.numbers("booking_month") >= first)


def _inside_a_stay(records: Records, row: int, around: Around) -> int:
    stays = np.flatnonzero(_long_stays(records, around))
    stay = int(stays[np.argmin(records.numbers("admission_day")[stays])])
    records.put("person", row, records.get("person", stay))
    for name in ("service_day", "last_service_day"):
        records.put(name, row, day_after(int(records.get("admission_day", stay)), 1))
    return row


def _before(name: str, days: int) -> Callable[[Records, int], int]:
    return lambda records, row: day_after(int(records.get(name, row)), -days)


_DAYS = ("service_day", "last_service_day")
_CODE, _HOSPITAL = "nomenclature_code", "institution_number"

CARE = (
    LineFault(
        "unknown_nomenclature_code",
        "gz",
        _CODE,
        "gz.nomenclature.unknown",
        _plain,
        put(_CODE, numbers.unknown_nomenclature),
    ),
    LineFault(
        "wrong_nomenclature_check_digit",
        "gz",
        _CODE,
        "gz.nomenclature.check_digit",
        _plain,
        numbers.wrong_nomenclature_check,
    ),
    LineFault(
        "nomenclature_code_has_ended",
        "gz",
        _CODE,
        "gz.nomenclature.not_valid",
        _plain,
        put(_CODE, numbers.ended_nomenclature),
    ),
    LineFault(
        "wrong_provider_check_digit",
        "gz",
        "provider",
        "gz.provider.check_digit",
        _with("provider", _plain),
        numbers.wrong_provider_check("provider"),
    ),
    LineFault(
        "unknown_qualification",
        "gz",
        "provider",
        "gz.provider.qualification",
        _with("provider", _plain),
        numbers.qualification("provider", numbers.unknown_qualification),
    ),
    LineFault(
        "provider_not_qualified",
        "gz",
        _CODE,
        "gz.nomenclature.qualification",
        _of_kind("gp_contact", _plain),
        numbers.qualification("provider", DENTIST),
    ),
    LineFault(
        "unknown_hospital",
        "gz",
        _HOSPITAL,
        "gz.institution_number.unknown",
        _in_hospital,
        put(_HOSPITAL, numbers.unknown_hospital),
    ),
    LineFault(
        "last_day_before_first",
        "gz",
        "last_service_day",
        "gz.last_service_day.before_first",
        _plain,
        _move(_before("service_day", 9), "last_service_day"),
    ),
    LineFault(
        "discharge_before_admission",
        "gz",
        "discharge_day",
        "gz.discharge_day.before_admission",
        _in_hospital,
        _move(_before("admission_day", 4), "discharge_day"),
    ),
    LineFault(
        "service_before_the_stay",
        "gz",
        "service_day",
        "gz.service_day.outside_stay",
        _classic,
        _move(_before("admission_day", 5), *_DAYS),
    ),
    LineFault(
        "service_after_booking",
        "gz",
        "service_day",
        "gz.service_day.after_booking",
        _plain,
        _move(_after_booking, *_DAYS),
    ),
    LineFault("service_too_old", "gz", "service_day", "gz.service_day.too_old", _plain, _move(_too_old, *_DAYS)),
    LineFault(
        "booked_in_another_period", "gz", "booking_month", "gz.booking_month.outside_period", _plain, _next_period
    ),
    LineFault(
        "signs_disagree", "gz", "reimbursed_cents", "gz.amounts.sign", _plain_positive, _minus("copayment_cents")
    ),
    LineFault(
        "statistical_line_with_amount",
        "gz",
        "reimbursed_cents",
        "gz.amounts.norm_9",
        _plain_positive,
        put("percent_norm", "9"),
    ),
    LineFault(
        "positive_credit_note",
        "gz",
        "reimbursed_cents",
        "gz.amounts.credit_note",
        _plain_positive,
        put("billing_type", "3"),
    ),
    LineFault("care_cg_combination", "gz", "cg1", "gz.cg1.combination", _plain, numbers.forbidden_combination),
    LineFault("days_do_not_fit_the_period", "gz", "days", "gz.days.period", _with("days", _classic), _one_day_more),
    LineFault(
        "stay_without_admission",
        "gz",
        "admission_day",
        "gz.admission_day.missing",
        _of_kind("day_price", _classic),
        _no_admission,
    ),
    LineFault(
        "admission_of_ambulatory_care",
        "gz",
        "admission_day",
        "gz.admission_day.forbidden",
        _plain,
        _move(_before("service_day", 1), "admission_day"),
    ),
    LineFault(
        "ambulatory_act_in_a_stay",
        "gz",
        "service_day",
        "gz.service_day.ambulatory_in_stay",
        _can_fall_in_a_stay,
        _inside_a_stay,
    ),
    LineFault("line_twice", "gz", "*", "gz.line.duplicate", not_last, repeat_elsewhere),
    LineFault("line_of_nobody", "gz", "person", "gz.person.unknown", _plain, numbers.stranger("person")),
    LineFault(
        "wrong_insz_on_care", "gz", "person", "gz.person.check_digit", _plain, numbers.wrong_person_check("person")
    ),
    LineFault(
        "care_after_death", "gz", "service_day", "gz.service_day.after_death", _later_than_some_death, _of_a_dead_member
    ),
    LineFault(
        "service_day_does_not_exist", "gz", "service_day", "gz.format.date", _plain, put("service_day", "20230231")
    ),
    LineFault("letter_in_quantity", "gz", "quantity", "gz.format.number", _plain, put("quantity", "+0000O1")),
    LineFault("amount_without_sign", "gz", "supplement_cents", "gz.format.sign", _plain, _without_sign),
    LineFault("digits_before_the_number", "gz", "person", "gz.format.padding", _plain, _padded),
    LineFault("no_nomenclature_code", "gz", _CODE, "gz.format.required", _plain, put(_CODE, 0)),
    LineFault("month_thirteen", "gz", "booking_month", "gz.format.month", _plain, put("booking_month", "202213")),
    LineFault("days_out_of_range", "gz", "days", "gz.format.range", _plain, put("days", 999)),
    LineFault("correction_of_nothing", "gz", "quantity", "gz.correction.unmatched", _plain_positive, _taken_back),
)
DISPENSING = (
    LineFault("wrong_cnk_check_digit", "fu", "cnk", "fu.cnk.check_digit", _with("cnk"), numbers.wrong_product_check),
    LineFault("unknown_cnk", "fu", "cnk", "fu.cnk.unknown", _with("cnk"), put("cnk", numbers.unknown_product)),
    LineFault(
        "unknown_drug_category",
        "fu",
        "drug_category_code",
        "fu.drug_category_code.unknown",
        anyone,
        put("drug_category_code", "0999992"),
    ),
    LineFault(
        "wrong_prescriber_check_digit",
        "fu",
        "prescriber",
        "fu.prescriber.check_digit",
        _with("prescriber"),
        numbers.wrong_provider_check("prescriber"),
    ),
    LineFault(
        "delivery_after_booking",
        "fu",
        "service_day",
        "fu.service_day.after_booking",
        anyone,
        _move(_after_booking, "service_day", "invoice_day"),
    ),
    LineFault(
        "pharmacy_signs_disagree", "fu", "reimbursed_cents", "fu.amounts.sign", _positive, _minus("copayment_cents")
    ),
    LineFault("dispensing_twice", "fu", "*", "fu.line.duplicate", not_last, repeat_elsewhere),
    LineFault("dispensing_to_nobody", "fu", "person", "fu.person.unknown", anyone, numbers.stranger("person")),
    LineFault("flag_is_no_flag", "fu", "is_reduced", "fu.format.flag", anyone, put("is_reduced", "5")),
    LineFault(
        "invoice_before_delivery",
        "fu",
        "invoice_day",
        "fu.invoice_day.before_service",
        anyone,
        _move(_before("service_day", 40), "invoice_day"),
    ),
)
FAULTS = (*CARE, *DISPENSING)
