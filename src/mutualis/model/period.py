"""Periods: the half-year of a delivery and a range of years."""

import datetime as dt
import re
from dataclasses import dataclass

from mutualis.model.errors import MutualisError


@dataclass(frozen=True, order=True)
class HalfYear:
    """The period of a delivery, like `2023H1`: member state of 30 June (H1) or 31 December (H2), lines booked in it."""

    year: int
    half: int

    @classmethod
    def parse(cls, text: str) -> "HalfYear":
        found = re.fullmatch(r"(\d{4})H([12])", text)
        if not found:
            raise MutualisError(f"Period '{text}' is not a half-year.", do="write it like 2023H1 or 2023H2")
        return cls(int(found[1]), int(found[2]))

    @property
    def reference_day(self) -> dt.date:
        return dt.date(self.year, 6, 30) if self.half == 1 else dt.date(self.year, 12, 31)

    @property
    def months(self) -> tuple[int, ...]:
        """The six booking months, as YYYYMM."""
        first = 1 if self.half == 1 else 7
        return tuple(self.year * 100 + month for month in range(first, first + 6))

    def next(self) -> "HalfYear":
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    def __str__(self) -> str:
        return f"{self.year}H{self.half}"


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
