"""National numbers as a holder wrote them: those whose check digits do not fit are counted, never repaired."""

import polars as pl

from mutualis.intake.identity import has_wrong_check


def has_right_check(numbers: pl.Series) -> pl.Series:
    """Whether each is eleven digits whose last two fit the first nine, for a birth before or from 2000."""
    is_written = numbers.str.contains(r"^[0-9]{11}$")
    digits = numbers.cast(pl.Int64, strict=False).fill_null(0).to_numpy()
    return is_written & ~pl.Series(has_wrong_check(digits))
