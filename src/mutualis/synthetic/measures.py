"""What truly happened, counted from the delivered lines: a row a year and home, and the true stays."""

from dataclasses import dataclass

import numpy as np

from mutualis.synthetic.homes import homes
from mutualis.synthetic.lines import Lines
from mutualis.synthetic.membership import NOT_LISTED, Membership
from mutualis.synthetic.panel import PersonYear
from mutualis.synthetic.people import People
from mutualis.synthetic.products import products
from mutualis.synthetic.stays import Stays
from mutualis.synthetic.tariffs import tariffs

COUNTED = (
    "insured",
    "insured_15",
    "insured_65",
    "increased_reimbursement",
    "invalids",
    "deaths",
    "gp_patients",
    "gp_contacts",
    "gmd_patients",
    "antibiotic_users",
    "antibiotic_ddd_thousandths",
    "diabetes_patients",
    "polypharmacy_5",
    "polypharmacy_10",
    "polypharmacy_5_of_65",
    "polypharmacy_10_of_65",
    "reimbursed_cents",
    "copayment_cents",
    "supplement_cents",
    "classic_stays",
    "day_stays",
    "hospital_nights",
    "care_lines",
    "dispensing_lines",
)
DIABETES_DDD, POLYPHARMACY_DDD = 90_000, 80_000
ANTIBIOTICS, DIABETES = "J01", "A10"
BILLED = ("person", "product", "quantity")  # what a line of a medicine tells
PERSON_SHIFT = 4_096
STAY_KINDS = ("day_price", "day_hospital")


@dataclass(frozen=True)
class YearMeasures:
    """Sums a home (columns of COUNTED in order, a row a unit of `homes`)."""

    year: int
    sums: np.ndarray


def measures_of(
    people: People, state: PersonYear, membership: Membership, lines: tuple[Lines, Lines], stays: Stays
) -> YearMeasures:
    """Counts of one block and year over everyone whom some insurer lists in it.

    `lines` are the lines of care and of pharmacies of that service year that count, `stays` the stays that do.
    """
    place = (state.year - 1970) * 2 - membership.first_half
    in_december = membership.insurer[place + 1] != NOT_LISTED
    listed = in_december | (membership.insurer[place] != NOT_LISTED)
    quarter = np.where(in_december, membership.quarter[place + 1], membership.quarter[place]).astype(np.int64)
    home = np.take_along_axis(state.home, quarter[:, None], axis=1)[:, 0]
    own = _persons(people, state, *lines, stays)
    sums = np.zeros((len(homes().codes), len(COUNTED)), np.int64)
    own["insured"] = listed.astype(np.int64)
    for column, name in enumerate(COUNTED):
        sums[:, column] = np.bincount(home[listed], own[name][listed], minlength=len(sums)).round().astype(np.int64)
    return YearMeasures(state.year, sums)


def _persons(people: People, state: PersonYear, care: Lines, dispensed: Lines, stays: Stays) -> dict[str, np.ndarray]:
    size = people.size
    old = state.age >= 65
    contacts = _contacts(care, size)
    five, ten = _many_substances((care, dispensed), size)
    diabetic, antibiotic = _medicines(dispensed, size)
    died = state.death_day <= state.last
    return {
        "insured_15": (state.age >= 15).astype(np.int64),
        "insured_65": old.astype(np.int64),
        "increased_reimbursement": state.is_increased.astype(np.int64),
        "invalids": state.is_invalid.astype(np.int64),
        "deaths": died.astype(np.int64),
        "gp_patients": (contacts > 0).astype(np.int64),
        "gp_contacts": contacts,
        "gmd_patients": _with_global_file(care, size),
        "antibiotic_users": (antibiotic > 0).astype(np.int64),
        "antibiotic_ddd_thousandths": antibiotic,
        "diabetes_patients": diabetic,
        "polypharmacy_5": five,
        "polypharmacy_10": ten,
        "polypharmacy_5_of_65": five * old,
        "polypharmacy_10_of_65": ten * old,
        **{
            name: sum_by(care["person"], care[name], size) + sum_by(dispensed["person"], dispensed[name], size)
            for name in ("reimbursed_cents", "copayment_cents", "supplement_cents")
        },
        "classic_stays": np.bincount(stays.person[~stays.is_day], minlength=size),
        "day_stays": np.bincount(stays.person[stays.is_day], minlength=size),
        "hospital_nights": sum_by(stays.person, stays.nights, size),
        "care_lines": np.bincount(care["person"], minlength=size),
        "dispensing_lines": np.bincount(dispensed["person"], minlength=size),
    }


def stays_counted(stays: Stays, counted: Lines) -> np.ndarray:
    """Which stays have a day price or a day lump sum among the lines that count."""
    made = counted["stay"][tariffs().is_of(*STAY_KINDS)[counted["tariff"]]]
    return np.isin(np.arange(1, stays.size + 1), made)


def sum_by(person: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """Whole sums by person."""
    return np.bincount(person, values, minlength=size).round().astype(np.int64)


def _contacts(care: Lines, size: int) -> np.ndarray:
    """Distinct days and providers of GP contacts that were not taken back."""
    contact = care.take(tariffs().is_of("gp_contact")[care["tariff"]])
    day = contact["service_day"].astype(np.int64)
    key = (contact["person"].astype(np.int64) << 44) + (day << 24) + contact["provider"]
    distinct, place = np.unique(key, return_inverse=True)
    net = np.bincount(place, contact["quantity"], minlength=len(distinct))
    return np.bincount((distinct[net > 0] >> 44).astype(np.int64), minlength=size)


def _with_global_file(care: Lines, size: int) -> np.ndarray:
    """Whether a fee for a global medical file of the person was not taken back."""
    fee = care.take(tariffs().is_of("gmd")[care["tariff"]])
    return (sum_by(fee["person"], fee["quantity"], size) > 0).astype(np.int64)


def _many_substances(lines: tuple[Lines, ...], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Five or more and ten or more substances of 80 DDD, handed out by public pharmacies or hospitals."""
    _, substance = np.unique(_atc(), return_inverse=True)
    person, product, quantity = (np.concatenate([each[name] for each in lines]) for name in BILLED)
    key, place = np.unique(person.astype(np.int64) * PERSON_SHIFT + substance[product], return_inverse=True)
    ddd = np.bincount(place, products().ddd[product] * quantity, minlength=len(key))
    substances = np.bincount(key[ddd >= POLYPHARMACY_DDD] // PERSON_SHIFT, minlength=size)
    return (substances >= 5).astype(np.int64), (substances >= 10).astype(np.int64)


def _medicines(dispensed: Lines, size: int) -> tuple[np.ndarray, np.ndarray]:
    """90 DDD for diabetes, thousandths of DDD of antibiotics; of public pharmacies."""
    ddd = products().ddd[dispensed["product"]] * dispensed["quantity"]
    person = dispensed["person"].astype(np.int64)
    starts = {code: np.char.startswith(_atc(), code)[dispensed["product"]] for code in (ANTIBIOTICS, DIABETES)}
    diabetic = sum_by(person, ddd * starts[DIABETES], size) >= DIABETES_DDD
    return diabetic.astype(np.int64), sum_by(person, ddd * starts[ANTIBIOTICS], size)


def _atc() -> np.ndarray:
    """The ATC code of each product, by its place; the first is none."""
    return np.array(["", *(row["atc_code"] for row in products().rows)])
