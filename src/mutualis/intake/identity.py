"""Numbers that carry their own check: the national number (INSZ) and the RIZIV number, a block at a time.

Rules: linkage.md 4.1 (INSZ) and databases.md 6.4 (RIZIV). A number is checked, never repaired and never reported.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from mutualis.intake.digits import Flags, Numbers
from mutualis.tables.core import loaded_fields

MODULUS = np.uint64(97)
NEWER_MODULUS = np.uint64(89)
FROM_2000 = np.uint64(2_000_000_000)


def centuries(number: Numbers) -> tuple[Flags, Flags]:
    """Whether the check digits fit a birth before 2000, and whether they fit one from 2000; never both."""
    stem, check = np.divmod(number.astype(np.uint64), np.uint64(100))
    expected = MODULUS - check
    before = (stem % MODULUS == expected) & (check <= MODULUS)
    after = ((stem + FROM_2000) % MODULUS == expected) & (check <= MODULUS)
    return before & (check > 0), after & (check > 0)


def has_wrong_check(number: Numbers) -> Flags:
    """Where the check digits of a national number fit neither century."""
    before, after = centuries(number)
    return ~(before | after)


def has_wrong_serial(number: Numbers) -> Flags:
    """Where the serial is not between 001 and 998."""
    serial = _serial(number)
    return (serial < 1) | (serial > 998)


def has_wrong_month(number: Numbers) -> Flags:
    """Where the month is none of 00-12, 20-32 (BIS, sex unknown when made) and 40-52 (BIS)."""
    month = _month(number)
    return np.asarray((month > 52) | (month % 20 > 12), np.bool_)


def birth_year(number: Numbers) -> Numbers:
    """The year of birth that the number says; 0 where the check digits fit no century."""
    before, after = centuries(number)
    year = number.astype(np.uint64) // np.uint64(10**9)
    return np.where(before, year + np.uint64(1900), np.where(after, year + np.uint64(2000), np.uint64(0)))


def birth_month(number: Numbers) -> Numbers:
    """The month of birth, 1 to 12; 0 where the number does not say it."""
    return np.asarray(_month(number) % 20)


def sex(number: Numbers) -> Numbers:
    """1 (serial odd) or 2 (even); 0 for a BIS number made while the sex was unknown (month + 20)."""
    month = _month(number)
    known = (month < 20) | (month >= 40)
    return np.where(known, np.where(_serial(number) % 2 == 1, 1, 2), 0)


def provider_has_wrong_check(number: Numbers) -> Flags:
    """Where digits 7 and 8 of an 11-digit RIZIV number are neither 97 nor 89 minus the first six modulo the same."""
    stem, check = np.divmod(number.astype(np.uint64) // np.uint64(1000), np.uint64(100))
    fits = (check == MODULUS - stem % MODULUS) | (check == NEWER_MODULUS - stem % NEWER_MODULUS)
    return np.asarray(~fits, np.bool_)


def _serial(number: Numbers) -> Numbers:
    return (number.astype(np.uint64) // np.uint64(100)) % np.uint64(1000)


def _month(number: Numbers) -> Numbers:
    return (number.astype(np.uint64) // np.uint64(10**7)) % np.uint64(100)


def _differs(said: Numbers, delivered: Numbers) -> Flags:
    return np.asarray((said != 0) & (delivered != 0) & (said != delivered), np.bool_)


Check = Callable[[Mapping[str, Numbers]], Flags]


def _of_number(field: str, check: Callable[[Numbers], Flags]) -> Check:
    """The check on one field; an empty number is not wrong."""
    return lambda values: check(values[field]) & (values[field] != 0)


def _person_checks() -> Iterable[tuple[str, str, Check]]:
    yield "pp.person.check_digit", "person", _of_number("person", has_wrong_check)
    yield "pp.person.serial", "person", _of_number("person", has_wrong_serial)
    yield "pp.person.month", "person", _of_number("person", has_wrong_month)
    yield "pp.person.birth_year", "birth_year", lambda at: _differs(birth_year(at["person"]), at["birth_year"])
    yield "pp.person.birth_month", "birth_month", lambda at: _differs(birth_month(at["person"]), at["birth_month"])
    yield "pp.person.sex", "sex", lambda at: _differs(sex(at["person"]), at["sex"])
    yield "pp.household_head.check_digit", "household_head", _of_number("household_head", has_wrong_check)


def _identifier_checks(database: str) -> Iterable[tuple[str, str, Check]]:
    """Every person, provider and place of a record; practice numbers carry no check that we know."""
    checked = {"person": has_wrong_check, "provider": provider_has_wrong_check, "place": provider_has_wrong_check}
    for field in loaded_fields(database):
        if field.type == "identifier" and field.domain in checked:
            yield f"{database}.{field.name}.check_digit", field.name, _of_number(field.name, checked[field.domain])


def _change_checks() -> Iterable[tuple[str, str, Check]]:
    for field in ("old_number", "new_number"):
        yield f"mg.{field}.check_digit", field, _of_number(field, has_wrong_check)
    yield "mg.new_number.equal", "new_number", lambda at: np.asarray(at["old_number"] == at["new_number"], np.bool_)


def checks(database: str) -> tuple[tuple[str, str, Check], ...]:
    """The checks on the identifiers of a database: rule, field reported, and the function over a block's numbers."""
    found = {"pp": _person_checks, "mg": _change_checks}.get(database)
    return tuple(found() if found else _identifier_checks(database))
