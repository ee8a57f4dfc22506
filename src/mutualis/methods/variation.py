"""How much persons differ: the coefficient of variation of an amount."""

from math import isqrt

from mutualis.model import MutualisError

DIGITS = 10**12


def coefficient_of_variation(total: int, squares: int, persons: int) -> float:
    """Standard deviation over mean of the parts of all persons, from their sum and the sum of their squares.

    Whole numbers in, worked out exactly, so that nothing cancels: sqrt(persons x squares - total^2) / total. Those who
    bring nothing count as 0. NaN where the sum is not positive. Raises when the three cannot belong together.
    """
    spread = persons * squares - total * total
    if persons < 0 or spread < 0:
        raise MutualisError(
            "A sum of squares is smaller than the sum allows.", do="give total, squares and persons of the same cell"
        )
    return isqrt(spread * DIGITS**2) / DIGITS / total if total > 0 else float("nan")
