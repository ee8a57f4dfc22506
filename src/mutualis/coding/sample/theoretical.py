"""All national numbers that could ever exist, in the order of the sample: by birth date and sex.

A *stratum* is a birth date (as the digits write it: unknown and BIS dates too) and a sex: 499 serials. The strata of a
birth year are numbered on from those of the year before, from 1890. Numbers of births 1890 to 1899 have the digits of
those 1990 to 1999 (the check tells 1900 from 2000, not 1800 from 1900): both years have the strata of the first.
Source: deliberation 05/033, 2.3, step 1; 148,214,976 numbers for births 1890 to 2008 (linkage.md 4.3).
"""

import numpy as np

from mutualis.model import MutualisError
from mutualis.reference.national_numbers import DAYS, MONTHS, SERIALS_A_SEX, Numbers, check_digits

FIRST_YEAR, LAST_YEAR, LIMIT = 1890, 2008, 2099
SEXES = 2
STRATA_A_YEAR = len(MONTHS) * len(DAYS) * SEXES
NUMBERS_A_YEAR = STRATA_A_YEAR * SERIALS_A_SEX


def count(last: int = LAST_YEAR) -> int:
    """How many theoretical numbers there are of births until that year; shared digits count for each year."""
    return (last - FIRST_YEAR + 1) * NUMBERS_A_YEAR


def drawing_year(birth_year: int) -> int:
    """The first year whose numbers have the digits of this year's: 1893 for 1993."""
    if not FIRST_YEAR <= birth_year <= LIMIT:
        raise MutualisError(
            f"Births of {birth_year} are not among the theoretical numbers.",
            there_is=f"they go from {FIRST_YEAR} to {LIMIT}",
        )
    return birth_year - 100 if FIRST_YEAR + 100 <= birth_year < 2000 else birth_year


def first_stratum(birth_year: int) -> int:
    """The number of the first stratum of a birth year; it has STRATA_A_YEAR."""
    return (drawing_year(birth_year) - FIRST_YEAR) * STRATA_A_YEAR


def numbers(birth_year: int, stratum: Numbers, serial: Numbers) -> Numbers:
    """National numbers of a birth year from strata (0 to STRATA_A_YEAR - 1) and serials of the sex (0 to 498)."""
    date, sex = np.divmod(stratum, SEXES)
    month, day = np.divmod(date, len(DAYS))
    birth_date = birth_year % 100 * 10_000 + np.array(MONTHS, dtype=np.int64)[month] * 100 + day
    first_nine = birth_date * 1_000 + 2 * serial + 1 + sex
    return first_nine * 100 + check_digits(first_nine, birth_year >= 2000)
