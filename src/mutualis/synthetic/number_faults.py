"""Wrong numbers: national numbers, provider numbers, nomenclature and product codes that no list or check allows."""

from collections.abc import Callable
from functools import cache

import numpy as np

from mutualis import reference
from mutualis.reference import national_numbers
from mutualis.synthetic import insz
from mutualis.synthetic.fault_kinds import Alter, Around, Records

OLD_BIRTHDAY = int(np.datetime64("1903-01-01", "D").astype(np.int64))


def wrong_person_check(name: str) -> Alter:
    """The last digit of a national number is another one, so that it fits neither century."""

    def alter(records: Records, row: int, _: Around) -> int:
        number = int(records.get(name, row))
        stem = np.array([number // 100])
        right = {int(national_numbers.check_digits(stem, np.array([late]))[0]) for late in (False, True)}
        wrong = next(check for check in (number % 100 % 97 + 1 + step for step in range(5)) if check not in right)
        records.put(name, row, f"{number // 100 * 100 + wrong:011d}")
        return row

    return alter


def stranger(name: str) -> Alter:
    """A right national number of nobody: born in 1903."""

    def alter(records: Records, row: int, around: Around) -> int:
        rank = np.array([int(around.random.integers(0, national_numbers.SERIALS_A_SEX))])
        day = np.array([OLD_BIRTHDAY + int(around.random.integers(0, 300))])
        number = insz.numbers(day, np.array([True]), rank, np.array([0]))[0]
        records.put(name, row, f"{int(number):011d}")
        return row

    return alter


def wrong_provider_check(name: str) -> Alter:
    """Digits 7 and 8 of a RIZIV number fit neither 97 nor 89."""

    def alter(records: Records, row: int, _: Around) -> int:
        text = records.get(name, row)[-11:]
        first_six = int(text[:6])
        right = {97 - first_six % 97, 89 - first_six % 89}
        wrong = next(check for check in range(1, 98) if check not in right)
        records.put(name, row, f"{text[:6]}{wrong:02d}{text[8:]}")
        return row

    return alter


def qualification(name: str, code: str | Callable[[], str]) -> Alter:
    """Another qualification behind a provider's number; the check digits stay right."""

    def alter(records: Records, row: int, _: Around) -> int:
        records.put(name, row, records.get(name, row)[-11:-3] + (code() if callable(code) else code))
        return row

    return alter


@cache
def unknown_qualification() -> str:
    """Three digits that no list of qualifications holds."""
    known = reference.codelist("qualification").codes()
    return next(code for code in (f"{number:03d}" for number in range(11, 1000)) if code not in known)


@cache
def unknown_hospital() -> str:
    """A number of the form of a general hospital, with the right check digits, that is in no list."""
    known = reference.codelist("institution").codes()
    made = (f"{stem}{97 - stem % 97:02d}000" for stem in range(710_999, 710_000, -1))
    return next(code for code in made if code not in known)


@cache
def unknown_nomenclature() -> str:
    """Six digits with the right check digit that the nomenclature does not hold."""
    known = reference.codelist("nomenclature").codes()
    return next(code for code in (f"{stem}{stem % 7}" for stem in range(99_990, 10_000, -1)) if code not in known)


@cache
def ended_nomenclature() -> str:
    """A code that ended before 2020."""
    ended = [row for row in reference.codelist("nomenclature").rows if "" < row["valid_to"] < "2020"]
    return ended[0]["code"]


@cache
def unknown_product() -> str:
    """Seven digits with the right check digit that the product list does not hold."""
    known = reference.codelist("cnk").codes()
    made = (_with_product_check(stem) for stem in range(999_990, 900_000, -1))
    return next(code for code in made if code not in known)


def wrong_product_check(records: Records, row: int, _: Around) -> int:
    """A CNK with another last digit."""
    text = records.get("cnk", row)
    records.put("cnk", row, f"{text[:-1]}{(int(text[-1]) + 1) % 10}")
    return row


def wrong_nomenclature_check(records: Records, row: int, _: Around) -> int:
    """A nomenclature code with another last digit."""
    text = records.get("nomenclature_code", row)
    records.put("nomenclature_code", row, f"{text[:-1]}{(int(text[-1]) + 1) % 7}")
    return row


@cache
def ended_municipality() -> str:
    """A municipality that merged on 1 January 2019."""
    rows = reference.codelist("municipality").rows
    return next(row["code"] for row in rows if row["valid_to"] == "2018-12-31")


@cache
def forbidden_cg2(cg1: str) -> str:
    """A known CG2 that may not stand beside this CG1."""
    allowed = reference.codelist("cg_combination").codes()
    return next(code for code in sorted(reference.codelist("cg2").codes()) if cg1 + code not in allowed)


def forbidden_combination(records: Records, row: int, _: Around) -> int:
    """CG1 and CG2 that do not go together."""
    records.put("cg2", row, forbidden_cg2(records.get("cg1", row)))
    return row


def _with_product_check(stem: int) -> str:
    digits = [int(digit) for digit in f"{stem:06d}"]
    return f"{stem:06d}{(sum(digits[::2]) + 3 * sum(digits[1::2])) % 10}"
