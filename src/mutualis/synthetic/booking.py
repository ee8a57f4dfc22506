"""When lines are booked, which of them are corrected, and the delivery each of them belongs to."""

from dataclasses import dataclass

import numpy as np

from mutualis.synthetic.insz import calendar
from mutualis.synthetic.lines import SIGNED, Lines, together
from mutualis.synthetic.parameters import section
from mutualis.synthetic.streams import pick

CREDIT_NOTE, RE_BILLING = 3, 1
MOST_MONTHS = 24


@dataclass(frozen=True)
class Booked:
    """Lines with their booking month (months since 1970-01) and, for corrections, the pair they belong to.

    `pair` is -1 for the many; an original, its correction and the corrected line share a number.
    """

    lines: Lines
    month: np.ndarray
    pair: np.ndarray


def months_of(days: np.ndarray) -> np.ndarray:
    """Months since 1970-01 of days since 1970-01-01."""
    return np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def as_yyyymm(months: np.ndarray) -> np.ndarray:
    """Months since 1970-01 as 202301."""
    return (1970 + months // 12) * 100 + months % 12 + 1


def book(lines: Lines, always_returned: np.ndarray, random: np.random.Generator) -> Booked:
    """Give every line a booking month from its base day on; lines of one invoice are booked together.

    A share of the lines is corrected later: a line with negated quantity, days and amounts, often (for lines that are
    `always_returned`, always) followed in the same month by the line as it should have been.
    """
    lag = np.array(section("booking")["lag_months" if lines.database == "gz" else "pharmacy_lag_months"])
    own = pick(lag, lines.size, random)
    month = months_of(lines["base_day"]) + _by_invoice(own, lines["invoice"])
    return _with_corrections(lines, month, always_returned, random)


def _by_invoice(values: np.ndarray, invoice: np.ndarray) -> np.ndarray:
    """The same value for all lines of an invoice (-1: a line on its own)."""
    shared = invoice >= 0
    if not shared.any():
        return values
    _, first, place = np.unique(invoice[shared], return_index=True, return_inverse=True)
    result = values.copy()
    result[shared] = values[shared][first][place]
    return result


def _with_corrections(
    lines: Lines, month: np.ndarray, always_returned: np.ndarray, random: np.random.Generator
) -> Booked:
    given = section("booking")
    after = 1 + pick(np.array(given["correction_after_months"]), lines.size, random)
    in_time = month + after <= months_of(lines["service_day"]) + MOST_MONTHS
    chosen = np.flatnonzero((random.random(lines.size) < given["correction_share"]) & in_time & (lines["quantity"] > 0))
    returned = random.random(len(chosen)) < given["corrected_share"]
    again = np.flatnonzero(returned | always_returned[chosen])
    wrong = lines.take(chosen)
    pair = np.full(lines.size, -1, np.int64)
    pair[chosen] = np.arange(len(chosen))
    wrong_original = _overstated(wrong, again)
    columns = {name: values.copy() for name, values in lines.columns.items()}
    for name in SIGNED:
        if name in columns:
            columns[name][chosen] = wrong_original[name]
    originals = Lines(lines.database, columns)
    reversed_lines = wrong_original.having(
        **{name: -wrong_original[name] for name in SIGNED if name in lines.columns},
        billing_type=np.full(len(chosen), CREDIT_NOTE, np.int8),
    )
    corrected = wrong.take(again).having(billing_type=np.full(len(again), RE_BILLING, np.int8))
    later = month[chosen] + after[chosen]
    return Booked(
        together([originals, reversed_lines, corrected]),
        np.concatenate([month, later, later[again]]),
        np.concatenate([pair, np.arange(len(chosen)), np.arange(len(chosen))[again]]),
    )


def _overstated(wrong: Lines, again: np.ndarray) -> Lines:
    """Originals that are billed again had up to one euro of the co-payment in the refund."""
    reimbursed, copayment = wrong["reimbursed_cents"].copy(), wrong["copayment_cents"].copy()
    moved = np.minimum(copayment[again], 100)
    reimbursed[again] += moved
    copayment[again] -= moved
    return wrong.having(reimbursed_cents=reimbursed, copayment_cents=copayment)


def half_of(months: np.ndarray) -> np.ndarray:
    """Half-years since 1970H1 of months since 1970-01."""
    return months // 6


def period_text(half: int) -> str:
    """A half-year since 1970H1 as 2023H1."""
    return f"{1970 + half // 2}H{half % 2 + 1}"


def first_half(year: int) -> int:
    """The first half-year of a year, counted since 1970H1."""
    return (year - 1970) * 2


def month_start(months: np.ndarray) -> np.ndarray:
    """The first day of months since 1970-01, as days since 1970-01-01."""
    return np.asarray(months).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def day_number(days: np.ndarray) -> np.ndarray:
    """Days since 1970-01-01 as 20230131."""
    year, month, day = calendar(days)
    return year * 10_000 + month * 100 + day
