"""The definition of an indicator as a FHIR Measure."""

from collections.abc import Sequence
from typing import Any

from mutualis.reference import indicator_facts
from mutualis.release.values import Sheet

CODES = "http://terminology.hl7.org/CodeSystem/"
POPULATION = CODES + "measure-population"
SCORING = CODES + "measure-scoring"
IMPROVEMENT = CODES + "measure-improvement-notation"
NOTATION = {"higher": "increase", "lower": "decrease"}
TEXT = "text/plain"
Resource = dict[str, Any]


def identifier(indicator: str) -> str:
    """The id of an indicator in FHIR, which knows no underscore."""
    return indicator.replace("_", "-")


def indicator_of(given: str, known: Sequence[str]) -> str | None:
    """The indicator of an id, or of the address of a measure with or without its version; None where there is none."""
    wanted = given.split("|", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
    return next((each for each in known if identifier(each) == wanted), None)


def concept(system: str, code: str) -> Resource:
    """A code of a code system, as a concept."""
    return {"coding": [{"system": system, "code": code}]}


def measure(sheet: Sheet, base: str, day: str, language: str) -> Resource:
    """The Measure of an indicator; `base` is the address of the FHIR server, `day` that of the release."""
    made: Resource = {
        "resourceType": "Measure",
        "id": identifier(sheet.name),
        "language": language,
        "url": f"{base}/Measure/{identifier(sheet.name)}",
        "version": sheet.version,
        "name": sheet.name,
        "title": sheet.text("title", language),
        "status": "active",
        "experimental": False,
        "date": day,
        "publisher": "mutualis",
        "description": sheet.text("definition", language),
        "scoring": concept(SCORING, scoring(sheet)),
        "clinicalRecommendationStatement": sheet.text("interpretation", language),
        "group": [{"population": [_population(*each) for each in populations(sheet, language)]}],
    }
    if notation := improvement(sheet.name):
        made["improvementNotation"] = notation
    return made


def improvement(indicator: str) -> Resource | None:
    """Whether more or less is better; None where neither is."""
    polarity = indicator_facts(indicator).polarity
    return concept(IMPROVEMENT, NOTATION[polarity]) if polarity in NOTATION else None


def scoring(sheet: Sheet) -> str:
    """A number of persons is a cohort, a share a proportion, an amount a continuous variable."""
    if sheet.divisor == "none":
        return "cohort"
    return "proportion" if sheet.kind == "count" else "continuous-variable"


def populations(sheet: Sheet, language: str) -> list[tuple[str, str]]:
    """(code, words) of the populations of an indicator."""
    everybody = ("initial-population", sheet.text("population", language))
    if scoring(sheet) == "cohort":
        return [everybody]
    if scoring(sheet) == "proportion":
        parts = (("denominator", "denominator"), ("numerator", "numerator"))
    else:
        parts = (("measure-population", "denominator"), ("measure-observation", "numerator"))
    return [everybody, *((code, sheet.text(part, language)) for code, part in parts)]


def _population(code: str, words: str) -> Resource:
    return {
        "code": concept(POPULATION, code),
        "description": words,
        "criteria": {"language": TEXT, "expression": words},
    }
