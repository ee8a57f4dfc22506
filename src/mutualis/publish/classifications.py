"""The splits of a release: the names of each and of its categories in four languages."""

from typing import Any

from mutualis import reference
from mutualis.release.values import ALL, LANGUAGES, TOTAL, Classification

INCREASED = ("yes", "no")


def classifications() -> tuple[Classification, ...]:
    """The total and the single splits, each with its categories in order; `unknown` comes last."""
    codes = {
        "sex": tuple(row["code"] for row in reference.codelist("sex").valid()),
        "age_class": tuple(row["code"] for row in reference.codelist("age_class").valid()),
        "increased_reimbursement": INCREASED,
    }
    single = (_classification(name, (*codes[name], reference.UNKNOWN)) for name in reference.MEMBERS)
    return (_classification(TOTAL, (ALL,)), *single)


def as_json(found: tuple[Classification, ...]) -> list[dict[str, Any]]:
    """The content of classifications.json."""
    return [
        {
            "name": each.name,
            "names": dict(each.names),
            "categories": [{"code": code, "names": dict(names)} for code, names in each.categories.items()],
        }
        for each in found
    ]


def _classification(name: str, codes: tuple[str, ...]) -> Classification:
    names = {language: reference.text(f"release.split_{name}", language) for language in LANGUAGES}
    return Classification(name, names, {code: _names(name, code) for code in codes})


def _names(split: str, code: str) -> dict[str, str]:
    if split == "age_class" and code != reference.UNKNOWN:
        row = reference.codelist("age_class").row(code)
        return {language: row[language] for language in LANGUAGES}
    key = f"release.{code}" if code in (ALL, reference.UNKNOWN) else f"release.{split}_{code}"
    return {language: reference.text(key, language) for language in LANGUAGES}
