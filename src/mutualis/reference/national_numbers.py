"""The structure of a national number (INSZ, NISS): what eleven digits can be one.

YYMMDD of birth, a serial (odd for men, even for women, 001-998) and a check: 97 less the first nine digits modulo 97,
with a 2 before them for births from 2000. A BIS number has 20 (sex unknown) or 40 added to the month; an unknown month
or day is written 00, and where the serials of a day ran out, month 00 with a later day. Source: linkage.md 4.1.
"""

import numpy as np
import numpy.typing as npt

SERIALS_A_SEX = 499
SEX_UNKNOWN, SEX_KNOWN = 20, 40
MONTHS = tuple(month + offset for offset in (0, SEX_UNKNOWN, SEX_KNOWN) for month in range(13))
DAYS = tuple(range(32))

Numbers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def check_digits(first_nine: Numbers, born_from_2000: Bools | bool) -> Numbers:
    """The last two digits (1 to 97) for the first nine."""
    found: Numbers = 97 - (first_nine + np.where(born_from_2000, 2_000_000_000, 0)) % 97
    return found
