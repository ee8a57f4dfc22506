"""What the interface takes and gives, as OpenAPI describes it."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

Language = Literal["nl", "fr", "de", "en"]
Level = Literal["country", "region", "province", "arrondissement", "municipality"]
Status = Literal["shown", "suppressed", "none"]
Polarity = Literal["higher", "lower", "none"]
Compared = Literal["higher", "similar", "lower", "too_few", "none"]
How = Literal["published", "rebased", "group"]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_*+-]{1,80}$")]
Year = Annotated[int, Field(ge=1900, le=2999)]
Release = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,80}$", description="A release by its id; the newest if not.")]
LARGEST = 1000


class Asked(BaseModel):
    """What every question may say."""

    model_config = ConfigDict(extra="forbid")
    release: Release = ""
    lang: Language | None = Field(None, description="The language of names; that of the browser if not.")


class AskedOfIndicator(Asked):
    """A question about some indicators."""

    indicator: list[Code] = Field(default=[], description="Indicators by name; all if not.")


class AskedOfAreas(Asked):
    """A question about areas."""

    year: list[Year] = Field(default=[], description="Years of the division; all if not.")
    level: list[Level] = Field(default=[], description="Levels; all if not.")
    page: int = Field(1, ge=1, le=1_000_000)
    size: int = Field(100, ge=1, le=LARGEST, description="Rows a page.")


class AskedOfFigures(AskedOfAreas):
    """A question about figures."""

    indicator: list[Code] = Field(default=[], description="Indicators by name; all if not.")
    area: list[Code] = Field(default=[], description="Areas by NIS code, BE for the country; all if not.")
    split: list[Code] = Field(default=[], description="Splits, as sex or sex*age_class; all if not.")
    category: list[Code] = Field(default=[], description="Categories of the split; all if not.")
    status: list[Status] = Field(default=[], description="shown, suppressed or none; all if not.")


IndicatorQuery = Annotated[AskedOfIndicator, Query()]
AreaQuery = Annotated[AskedOfAreas, Query()]
FigureQuery = Annotated[AskedOfFigures, Query()]
PlainQuery = Annotated[Asked, Query()]


class Problem(BaseModel):
    """What is wrong with a question (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class Licence(BaseModel):
    id: str
    name: str
    url: str


class ReleaseOut(BaseModel):
    """A release: everything that was published together."""

    id: str
    root: str
    created: str
    program: str
    is_latest: bool
    years: list[int]
    levels: list[Level]
    indicators: list[str]
    licence: Licence


class Releases(BaseModel):
    releases: list[ReleaseOut]


class Break(BaseModel):
    """A day from which figures cannot be compared with earlier ones."""

    day: str
    why: str


class IndicatorOut(BaseModel):
    """An indicator as a release defines it."""

    name: str
    title: str
    definition: str
    population: str
    numerator: str
    denominator: str
    unit: str
    interpretation: str
    kind: str
    decimals: int
    polarity: Polarity
    definition_version: str
    data_version: str
    breaks: list[Break]


class Indicators(BaseModel):
    release: str
    indicators: list[IndicatorOut]


class Available(BaseModel):
    """What an indicator has in a year at a level."""

    indicator: str
    year: int
    level: Level
    splits: dict[str, list[str]] = Field(description="The categories of each split.")
    figures: int
    shown: int
    suppressed: int


class Availability(BaseModel):
    release: str
    available: list[Available]


class AreaOut(BaseModel):
    """An area of a year."""

    year: int
    level: Level
    code: str
    name: str
    parent_code: str = Field(description="The area one level up; empty for the country.")


class Paged(BaseModel):
    """A page of an answer: `next` and `previous` are addresses."""

    release: str
    total: int
    page: int
    size: int
    next: str | None
    previous: str | None


class Areas(Paged):
    areas: list[AreaOut]


class FigureOut(BaseModel):
    """A figure with all there is to say of it; what is not there is null."""

    release: str
    root: str
    indicator: str
    title: str
    unit: str
    year: int
    level: Level
    area_code: str
    area_name: str
    split: str
    category: str
    category_name: str
    value: float | None
    low: float | None
    high: float | None
    standardised: float | None
    standardised_low: float | None
    standardised_high: float | None
    numerator: int | None
    denominator: int | None
    status: Status
    reason: str = Field(description="Why there is no figure; empty where there is one.")
    comparison: Compared
    comparison_words: str
    standardised_comparison: Compared
    polarity: Polarity
    definition_version: str
    data_version: str
    licence: str
    citation: str
    made: How = Field(description="A figure of the release, or one that a page added up of its figures.")
    members: str = Field(description="The codes of the municipalities that were added up, with spaces between them.")
    division: int | None = Field(description="The year on whose areas a series was re-based.")


class PageFigureOut(FigureOut):
    """A figure of a page: also that of a reader's own group, of which level and code are `group`."""

    level: Literal[Level, "group"]  # type: ignore[assignment]


class Figures(Paged):
    figures: list[FigureOut]


class Made(BaseModel):
    id: str
    root: str
    created: str
    program: str


class PageFigures(BaseModel):
    """The figures of a page of the Atlas."""

    release: Made
    language: Language
    licence: Licence
    citation: str
    links: dict[str, str]
    notices: list[str]
    indicators: list[IndicatorOut]
    figures: list[PageFigureOut]
