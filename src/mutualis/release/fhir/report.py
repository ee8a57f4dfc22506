"""A figure as a FHIR MeasureReport of type summary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mutualis.release.content import Release
from mutualis.release.fhir.measure import POPULATION, Resource, concept, identifier, improvement, scoring
from mutualis.release.values import ALL, LEVELS, NONE, SHOWN, TOTAL, Figure, Sheet

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
MASKED, NOT_APPLICABLE = "masked", "not-applicable"
STRATA = ("sex", "increased_reimbursement")
REFNIS = "https://statbel.fgov.be/refnis"


@dataclass(frozen=True)
class Told:
    """A figure for a report: its value and counts, None where hidden (`is_masked`) or not there; `strata`: {split:
    {category as words: figure}}."""

    value: Decimal | None
    numerator: int | None
    denominator: int | None
    is_masked: bool = False
    strata: Mapping[str, Mapping[str, "Told"]] = field(default_factory=dict)

    @classmethod
    def of(cls, figure: Figure | None) -> "Told":
        """A figure of a release; none at all is not applicable."""
        if figure is None or figure.status == NONE:
            return cls(None, None, None)
        if figure.status != SHOWN:
            return cls(None, None, None, is_masked=True)
        return cls(figure.value, figure.numerator, figure.denominator)


@dataclass(frozen=True)
class About:
    """What a report is about: id, subject (a reference), the years or quarter as days, the moment of the release."""

    id: str
    subject: Resource
    first_day: str
    last_day: str
    moment: str


def area_report(release: Release, at: tuple[str, int, str, str], base: str, language: str) -> Resource | None:
    """The report of (indicator, year, level, area code); None where the release has no such table or area."""
    indicator, year, level, code = at
    if (indicator, year, level, TOTAL) not in release.figures_by or code not in release.areas(year, level):
        return None
    told = Told.of(_figure(release, at, TOTAL, ALL))
    strata = {
        split: {
            release.category_name(split, each, language): Told.of(_figure(release, at, split, each))
            for each in release.categories_of(indicator, year, level, split)
        }
        for split in STRATA
        if (indicator, year, level, split) in release.figures_by
    }
    whole = Told(told.value, told.numerator, told.denominator, told.is_masked, strata)
    subject = {
        "type": "Location",
        "identifier": {"system": REFNIS, "value": code},
        "display": release.area_name(year, level, code, language),
    }
    name = f"{identifier(indicator)}-{year}-{level}-{code}"
    about = About(name, subject, f"{year}-01-01", f"{year}-12-31", release.created)
    return report(release.sheet(indicator), whole, about, base, language)


def _figure(release: Release, at: tuple[str, int, str, str], split: str, category: str) -> Figure | None:
    indicator, year, level, code = at
    there = release.figures(indicator, year, level, split)
    return next((each for each in there if (each.area_code, each.category) == (code, category)), None)


def report(sheet: Sheet, told: Told, about: About, base: str, language: str) -> Resource:
    """A MeasureReport; its counts and score are there only where the figure is shown."""
    group = _group(sheet, told, language)
    if told.strata:
        group["stratifier"] = [_stratifier(sheet, name, parts, language) for name, parts in told.strata.items()]
    made: Resource = {
        "resourceType": "MeasureReport",
        "id": about.id,
        "language": language,
        "status": "complete",
        "type": "summary",
        "measure": f"{base}/Measure/{identifier(sheet.name)}|{sheet.version}",
        "subject": about.subject,
        "date": about.moment,
        "reporter": {"type": "Organization", "display": "mutualis"},
        "period": {"start": about.first_day, "end": about.last_day},
        "group": [group],
    }
    if notation := improvement(sheet.name):
        made["improvementNotation"] = notation
    return made


def _group(sheet: Sheet, told: Told, language: str) -> Resource:
    return {"population": _populations(sheet, told), "measureScore": _score(sheet, told, language)}


def _populations(sheet: Sheet, told: Told) -> list[Resource]:
    """Counts of persons; of an amount the sum is no count, so it is in the score alone."""
    kind = scoring(sheet)
    parts: Sequence[tuple[str, int | None]] = {
        "cohort": [("initial-population", told.numerator)],
        "proportion": [("denominator", told.denominator), ("numerator", told.numerator)],
        "continuous-variable": [("measure-population", told.denominator)],
    }[kind]
    return [_population(code, count, told.is_masked) for code, count in parts]


def _population(code: str, count: int | None, is_masked: bool) -> Resource:
    made: Resource = {"code": concept(POPULATION, code)}
    return made | ({"_count": _absent(is_masked)} if count is None else {"count": count})


def _score(sheet: Sheet, told: Told, language: str) -> Resource:
    if told.value is None:
        return _absent(told.is_masked)
    return {"value": float(told.value), "unit": sheet.text("unit", language)}


def _absent(is_masked: bool) -> Resource:
    return {"extension": [{"url": ABSENT, "valueCode": MASKED if is_masked else NOT_APPLICABLE}]}


def _stratifier(sheet: Sheet, name: str, parts: Mapping[str, Told], language: str) -> Resource:
    strata = [{"value": {"text": words}, **_group(sheet, told, language)} for words, told in parts.items()]
    return {"code": [{"text": name}], "stratum": strata}


def place_of(release: Release, year: int, code: str) -> tuple[str, str] | None:
    """(level, code) of an area of a year; None where there is none. A code of two levels is the wider one."""
    for level in LEVELS:
        if (year, level) in release.areas_by and code in release.areas(year, level):
            return level, code
    return None
