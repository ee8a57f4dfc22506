"""Periods: what a delivery covers (a half-year, or an official month, quarter or half-year), and a range of years."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from mutualis.model.errors import MutualisError

MONTHS_OF = {"M": 1, "Q": 3, "S": 6}
LETTER_OF = {months: letter for letter, months in MONTHS_OF.items()}
HALF_YEAR = 6


@dataclass(frozen=True, order=True)
class DeliveryPeriod:
    """The months that a delivery covers, first and last as YYYYMM, and the letter of its database.

    `2023H1` is a half-year of all databases (no letter). Official periods are of one database: an accounting month
    `G2023M01` (Gezondheidszorgen), a quarter `F2023Q3` (Farmanet), a half-year `P2023S1` (Populatie).
    Source: databases 8 (period codes).
    """

    first: int
    last: int
    letter: str = ""

    @classmethod
    def parse(cls, text: str) -> "DeliveryPeriod":
        found = re.fullmatch(r"(\d{4})H([12])|([A-Z])(\d{4})(?:M(0[1-9]|1[0-2])|Q([1-4])|S([12]))", text)
        if not found:
            raise MutualisError(
                f"Period '{text}' is no period of a delivery.",
                do="write a half-year like 2023H1, or an official period like G2023M01, F2023Q3 or P2023S1",
            )
        year, half, letter, own, month, quarter, semester = found.groups()
        if half:
            return cls._of(int(year), HALF_YEAR, int(half), "")
        given = {1: month, 3: quarter, HALF_YEAR: semester}
        months, number = next((months, int(number)) for months, number in given.items() if number)
        return cls._of(int(own), months, number, letter)

    @classmethod
    def _of(cls, year: int, months: int, number: int, letter: str) -> "DeliveryPeriod":
        return cls(year * 100 + (number - 1) * months + 1, year * 100 + number * months, letter)

    @property
    def year(self) -> int:
        return self.last // 100

    @property
    def length(self) -> int:
        """Months covered."""
        return self.last - self.first + 1

    @property
    def number(self) -> int:
        """Which month, quarter or half-year of the year it is, from 1."""
        return self.last % 100 // self.length

    @property
    def reference_day(self) -> dt.date:
        """The last day covered: the day of a member state."""
        return dt.date(self.year, self.last % 100, calendar.monthrange(self.year, self.last % 100)[1])

    @property
    def months(self) -> tuple[int, ...]:
        """The months covered, as YYYYMM."""
        return tuple(range(self.first, self.last + 1))

    def next(self) -> "DeliveryPeriod":
        """The period of the same length that follows."""
        last = self.number == 12 // self.length
        year, number = (self.year + 1, 1) if last else (self.year, self.number + 1)
        return DeliveryPeriod._of(year, self.length, number, self.letter)

    def split(self, months: int, letter: str) -> tuple["DeliveryPeriod", ...]:
        """The official periods of a database within this one: each of so many months, in order."""
        firsts = range(self.first % 100, self.last % 100 + 1, months)
        return tuple(DeliveryPeriod._of(self.year, months, (first - 1) // months + 1, letter) for first in firsts)

    def __str__(self) -> str:
        if not self.letter:
            return f"{self.year}H{self.number}"
        number = f"{self.number:02d}" if self.length == 1 else str(self.number)
        return f"{self.letter}{self.year}{LETTER_OF[self.length]}{number}"


@dataclass(frozen=True)
class Years:
    """Calendar years from first to last, both included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise MutualisError(
                f"The years {self.first} to {self.last} run backwards.", do="give the earlier year first"
            )

    @classmethod
    def parse(cls, text: str) -> "Years":
        found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
        if not found:
            raise MutualisError(f"Years '{text}' cannot be read.", do="write 2023 or 2022-2023")
        return cls(int(found[1]), int(found[2] or found[1]))

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(range(self.first, self.last + 1))

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
