"""The values of a release: a figure, an area, a classification, the sheet of an indicator. All frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

LEVELS = ("country", "region", "province", "arrondissement", "municipality")
LANGUAGES = ("nl", "fr", "de", "en")
FICHE_LANGUAGES = LANGUAGES
TOTAL, ALL, CROSS = "total", "all", "*"
SHOWN, SUPPRESSED, NONE = "shown", "suppressed", "none"
Names = Mapping[str, str]


@dataclass(frozen=True)
class Figure:
    """One figure: `value` is exact and already rounded; hidden and missing values are None. `status` says which.

    `low` and `high` are its 95 % interval. `standardised` is the figure as it would be with the ages and sexes of the
    standard population, with its own interval. Each is None where the release has none.
    """

    area_code: str
    value: Decimal | None
    numerator: int | None
    denominator: int | None
    status: str
    category: str = ALL
    low: Decimal | None = None
    high: Decimal | None = None
    standardised: Decimal | None = None
    standardised_low: Decimal | None = None
    standardised_high: Decimal | None = None


@dataclass(frozen=True)
class Area:
    """One area of one year; `parent_code` is the area one level up ('' for the country)."""

    level: str
    code: str
    names: Names
    parent_code: str


@dataclass(frozen=True)
class Classification:
    """One way to divide the insured (total, sex, age_class, increased_reimbursement): its names and categories.

    `categories` maps each code, in order, to its names by language.
    """

    name: str
    names: Names
    categories: Mapping[str, Names]


@dataclass(frozen=True)
class ListUsed:
    """A code list that decides who or what counts, as it was when the release was made: how many codes, the hash of
    its content, the days (ISO) from which and to which its codes hold ('' as long as one still does)."""

    name: str
    names: Names
    codes: int
    version: str
    valid_from: str
    valid_to: str


@dataclass(frozen=True)
class Sheet:
    """What a release says of an indicator. `texts` holds, by language: title, definition, population, numerator,
    denominator, unit, interpretation. A figure is factor x numerator / divisor (persons, person_days or none).

    `version` names the definition (a hash of all that is said here). `cv` is the published coefficient of variation of
    an amount between persons, by year: its intervals are made of it. `fiche` is the content of the fiche by language
    (releases of before 2027 may lack German): a sequence of {title, paragraphs, rows}. `codelists` are those of the
    definition; old releases do not say (None).
    """

    name: str
    kind: str
    factor: Fraction
    divisor: str
    decimals: int
    sources: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    version: str
    cv: Mapping[int, Decimal]
    fiche: Mapping[str, tuple[Mapping[str, Any], ...]]
    codelists: tuple[ListUsed, ...] | None = None

    def text(self, part: str, language: str) -> str:
        """One text of the sheet in nl, fr, de or en."""
        return self.texts[language][part]


@dataclass(frozen=True)
class Gap:
    """A delivery that was missing: an official period of a database that `lack` of `senders` senders had not delivered
    when the figures were made. `years` and `indicators` are those that it makes incomplete."""

    database: str
    period: str
    lack: int
    senders: int
    years: tuple[int, ...]
    indicators: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**vars(self), "years": list(self.years), "indicators": list(self.indicators)}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Gap":
        return cls(**{**said, "years": tuple(said["years"]), "indicators": tuple(said["indicators"])})


@dataclass(frozen=True)
class File:
    """One file of a release: its size in bytes and SHA-256."""

    size: int
    sha256: str
