"""Booked claim lines as the fields of `gz` and `fu`."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from mutualis.synthetic.booking import as_yyyymm, month_start
from mutualis.synthetic.insz import calendar
from mutualis.synthetic.lines import Lines
from mutualis.synthetic.member_states import CG1, CG2
from mutualis.synthetic.parameters import section
from mutualis.synthetic.products import products
from mutualis.synthetic.providers import institutions, places, providers
from mutualis.synthetic.records import Looked, Value, texts, texts_of_numbers
from mutualis.synthetic.tariffs import tariffs

FIRST_CALENDAR_DAY = int(np.datetime64("2010-01-01", "D").astype(np.int64))
CALENDAR_DAYS = 9_500
SHIPMENT_WIDTH, REQUEST_WIDTH = 7, 6
PAYEES = 997
COMPULSORY = 1


@cache
def calendar_texts() -> np.ndarray:
    """YYYYMMDD of every day since 2010; position 0 is no day."""
    days = FIRST_CALENDAR_DAY + np.arange(1, CALENDAR_DAYS)
    year, month, day = calendar(days)
    return texts_of_numbers(np.concatenate([[0], year * 10_000 + month * 100 + day]), 8)


@cache
def payees() -> tuple[np.ndarray, np.ndarray]:
    """Enterprise numbers and bank accounts of payees; position 0 is none. They never leave the insurer."""
    stem = 40_000_000 + np.arange(PAYEES) * 9_973
    enterprise = stem * 100 + 97 - stem % 97
    account = 1_000_000_000 + np.arange(PAYEES) * 7_654_321
    full = account * 100 + np.where(account % 97 == 0, 97, account % 97)
    check = 98 - ((full % 97) * 1_000_000 % 97 + 111_400) % 97
    iban = [f"BE{own:02d}{number:012d}" for own, number in zip(check.tolist(), full.tolist(), strict=True)]
    return texts_of_numbers(np.concatenate([[0], enterprise]), 10), np.array(
        [" " * 34, *(f"{each:<34}" for each in iban)], "S34"
    )


def day_texts(days: np.ndarray) -> Looked:
    """Days since 1970-01-01 as YYYYMMDD; 0 is no day."""
    return Looked(calendar_texts(), np.where(days > 0, days - FIRST_CALENDAR_DAY, 0))


def claim_columns(
    lines: Lines, month: np.ndarray, numbers: Looked, cg: tuple[np.ndarray, np.ndarray], insured: int
) -> Mapping[str, Value]:
    """The fields of the lines' database. `cg` holds the positions in CG1 and CG2 of the persons of the block."""
    own = _care(lines, insured) if lines.database == "gz" else _dispensing(lines, insured)
    first_month = int(month.min()) if lines.size else 0
    booked = texts_of_numbers(
        as_yyyymm(first_month + np.arange(int(month.max()) - first_month + 1 if lines.size else 1)), 6
    )
    return {
        "person": numbers,
        "service_day": day_texts(lines["service_day"]),
        "booking_month": Looked(booked, month - first_month),
        "quantity": lines["quantity"],
        "reimbursed_cents": lines["reimbursed_cents"],
        "copayment_cents": lines["copayment_cents"],
        "supplement_cents": lines["supplement_cents"],
        "provider": Looked(providers(insured).texts, lines["provider"]),
        "prescriber": Looked(providers(insured).texts, lines["prescriber"]),
        "place": Looked(places(insured).texts, lines["place"]),
        "third_payer": Looked(places(insured).texts, lines["third_payer"]),
        "cnk": Looked(products().codes, lines["product"]),
        "cg1": Looked(texts(list(CG1), 3), cg[0][lines["person"]]),
        "cg2": Looked(texts(list(CG2), 3), cg[1][lines["person"]]),
        **own,
    }


@cache
def _eleven(insured: int) -> np.ndarray:
    """The numbers of places in eleven characters, as a practice number is written."""
    return np.ascontiguousarray(places(insured).texts.view("S1").reshape(-1, 12)[:, 1:]).view("S11").reshape(-1)


def _care(lines: Lines, insured: int) -> dict[str, Value]:
    enterprise, iban = payees()
    payee = lines["third_payer"] % PAYEES + 1
    return {
        "nomenclature_code": Looked(tariffs().codes, lines["tariff"]),
        "accounting_code": Looked(tariffs().accounting, lines["tariff"]),
        "days": lines["days"],
        "institution_number": Looked(institutions().texts, lines["institution"]),
        "service_code": Looked(texts(["000", *section("codes")["hospital_services"]], 3), lines["service"]),
        "compulsory_or_free": COMPULSORY,
        "admission_day": day_texts(lines["admission_day"]),
        "discharge_day": day_texts(lines["discharge_day"]),
        "invoice_type": lines["invoice_type"],
        "last_service_day": day_texts(lines["last_service_day"]),
        "relative_code": Looked(tariffs().codes, lines["relative"]),
        "provider_norm": np.where(lines["provider"] > 0, lines["provider_norm"], 0),
        "practice": Looked(_eleven(insured), lines["practice"]),
        "moment": lines["moment"],
        "billing_type": lines["billing_type"],
        "percent_norm": lines["percent_norm"],
        "enterprise_number": Looked(enterprise, payee),
        "iban": Looked(iban, payee),
    }


def _dispensing(lines: Lines, insured: int) -> dict[str, Value]:
    month_end = month_start(_month(lines["service_day"]) + 1) - 1
    return {
        "drug_category_code": Looked(products().category, lines["product"]),
        "accounting_code": Looked(products().accounting, lines["product"]),
        "invoice_day": day_texts(month_end),
        "is_deferred": lines["is_deferred"],
        "is_reduced": lines["is_reduced"],
        "unit_derogation": lines["unit_derogation"],
    }


def _month(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
