"""Care providers, pharmacies, practices and institutions with numbers of the right form, and who goes to whom.

A RIZIV number is P SSSSS CC QQQ: profession, sequence, check (97 less the first six digits modulo 97), qualification.
Source: databases.md 6.4 and 6.5.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from mutualis import reference
from mutualis.synthetic.records import texts, texts_of_numbers

PROFESSION_DIGIT = {
    "doctor": 1,
    "pharmacist": 2,
    "dentist": 3,
    "nurse": 4,
    "midwife": 4,
    "physiotherapist": 5,
    "speech_therapist": 5,
    "paramedic": 6,
    "institution": 7,
    "laboratory": 8,
}
# providers for 10,000 insured; mark: stand-in
DENSITY = {
    "gp": 12,
    "specialist": 1.1,
    "psychiatrist": 1.0,
    "pharmacist": 5,
    "dentist": 4,
    "nurse": 7,
    "physiotherapist": 12,
}
USUAL_DENSITY = 1.5
GROUP_PRACTICE, PHARMACY, OFFICE, SAMPLING_POINT = 940_000, 260_000, 799_000, 890_000
PRACTICE_SIZE = 3


def riziv(first_six: np.ndarray, qualification: np.ndarray | int) -> np.ndarray:
    """Numbers of eleven digits as int64."""
    return (first_six * 100 + 97 - first_six % 97) * 1000 + qualification


@dataclass(frozen=True)
class Providers:
    """All providers of a country, in order of qualification; position 0 is nobody. `texts` are their eleven digits."""

    texts: np.ndarray
    first: dict[str, int]
    count: dict[str, int]

    def members(self, qualifications: tuple[str, ...]) -> np.ndarray:
        """Positions of the providers with one of these qualifications, those of one spot near each other."""
        kept = [np.arange(self.count[each]) + self.first[each] for each in qualifications if each in self.first]
        if not kept:
            return np.zeros(1, np.int64)
        spots = np.concatenate([(np.arange(len(each)) + 0.5) / len(each) for each in kept])
        return np.concatenate(kept)[np.argsort(spots, kind="stable")]


@cache
def providers(insured: int) -> Providers:
    """Providers for a country of so many insured, every qualification of the code list with at least two."""
    numbers, first, count = [np.zeros(1, np.int64)], {}, {}
    used = dict.fromkeys(range(10), 0)
    position = 1
    for row in reference.codelist("qualification").valid():
        digit = PROFESSION_DIGIT.get(row["profession"])
        if digit is None or row["code"] in first:
            continue
        size = max(2, round(_density(row) * insured / 10_000))
        sequence = 10_001 + used[digit] + np.arange(size)
        used[digit] += size
        numbers.append(riziv(digit * 100_000 + sequence, int(row["code"])))
        first[row["code"]], count[row["code"]] = position, size
        position += size
    return Providers(texts_of_numbers(np.concatenate(numbers), 11), first, count)


def qualifications(profession: str, flag: str = "") -> tuple[str, ...]:
    """The codes of a profession, those with a flag (is_gp, is_specialist, is_psychiatrist) where one is given."""
    rows = [row for row in reference.codelist("qualification").valid() if row["profession"] == profession]
    return tuple(row["code"] for row in rows if not flag or row[flag] == "1")


@dataclass(frozen=True)
class Places:
    """Places of service and third payers as texts of twelve characters; position 0 is none.

    `pharmacies`, `offices`, `practices`, `laboratories` are the first position and the number of each sort;
    `institutions` is the position of the first institution of `institutions()`.
    """

    texts: np.ndarray
    pharmacies: tuple[int, int]
    offices: tuple[int, int]
    practices: tuple[int, int]
    laboratories: tuple[int, int]
    institutions: int


@cache
def places(insured: int) -> Places:
    """The places of a country of so many insured."""
    pharmacies, offices = max(3, insured // 2_300), 12
    practices, laboratories = max(2, insured // 2_000), max(2, insured // 60_000)
    sizes = (1, pharmacies, offices, practices, laboratories)
    start = np.cumsum(sizes)
    numbers = [
        np.zeros(1, np.int64),
        riziv(PHARMACY + np.arange(pharmacies), 0),
        riziv(OFFICE + np.arange(offices), 990),
        riziv(GROUP_PRACTICE + np.arange(practices), 0),
        riziv(SAMPLING_POINT + np.arange(laboratories), 998),
        np.array([int(code) for code in institutions().codes]),
    ]
    return Places(
        texts_of_numbers(np.concatenate(numbers), 12),
        (int(start[0]), pharmacies),
        (int(start[1]), offices),
        (int(start[2]), practices),
        (int(start[3]), laboratories),
        int(start[4]),
    )


@dataclass(frozen=True)
class Institutions:
    """Hospitals and homes of the list `institution`; `texts` has one more in front, the zeros of no institution."""

    codes: tuple[str, ...]
    texts: np.ndarray
    general: np.ndarray
    psychiatric: np.ndarray
    nursing_homes: np.ndarray
    beds: np.ndarray


@cache
def institutions() -> Institutions:
    """All institutions; positions count from 1, as in `texts`."""
    rows = reference.codelist("institution").valid()
    kinds = np.array([row["kind"] for row in rows])
    codes = tuple(row["code"] for row in rows)
    return Institutions(
        codes,
        texts(["0", *codes], 11),
        np.flatnonzero(kinds == "general") + 1,
        np.flatnonzero(kinds == "psychiatric") + 1,
        np.flatnonzero(kinds == "nursing_home") + 1,
        np.array([0.0, *(float(row["beds"] or 0) for row in rows)]),
    )


def _density(row: dict[str, str]) -> float:
    for sort in ("gp", "psychiatrist", "specialist"):
        if row.get(f"is_{sort}") == "1":
            return DENSITY[sort]
    return DENSITY.get(row["profession"], USUAL_DENSITY)
