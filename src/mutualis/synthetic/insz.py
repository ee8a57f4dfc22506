"""National numbers (INSZ) by the column: register and BIS numbers with the right check digits.

Their structure: `reference.national_numbers`. A BIS number has 40 added to the month (20 where the sex was not known).
"""

import numpy as np

from mutualis.model import MutualisError
from mutualis.reference.national_numbers import SERIALS_A_SEX, check_digits


def calendar(days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Year, month and day of the month of days counted from 1970-01-01."""
    dates = np.asarray(days).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    years = dates.astype("datetime64[Y]")
    month = (months - years).astype(np.int64) + 1
    return years.astype(np.int64) + 1970, month, (dates - months).astype(np.int64) + 1


def numbers(birth_day: np.ndarray, is_woman: np.ndarray, rank: np.ndarray, month_offset: np.ndarray) -> np.ndarray:
    """National numbers as int64, unique while (birth day, sex, rank) is unique within a month offset.

    `rank` counts the persons of one birth day and sex from 0; `month_offset` is 0, 20 or 40. The serials of one day are
    shuffled, differently for register and BIS numbers. More than 499 persons of one day and sex are an error.
    """
    if rank.size and int(rank.max()) >= SERIALS_A_SEX:
        raise MutualisError(
            "One birth day has more persons of one sex than national numbers.",
            there_is=f"{SERIALS_A_SEX} serials for a day and a sex",
            do="ask for fewer insured",
        )
    year, month, day = calendar(birth_day)
    step = 1 + (np.asarray(birth_day, np.int64) * 7919 + month_offset * 31 + 13) % (SERIALS_A_SEX - 1)
    index = (step * rank + np.asarray(birth_day, np.int64) * 104_729 + month_offset) % SERIALS_A_SEX
    serial = 2 * index + 1 + is_woman.astype(np.int64)
    first_nine = (year % 100) * 10_000_000 + (month + month_offset) * 100_000 + day * 1_000 + serial
    return first_nine * 100 + check_digits(first_nine, year >= 2000)
