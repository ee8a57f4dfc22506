"""The fiche of an indicator, as sections and as HTML: definition, reading, categories, methods, privacy, versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mutualis import reference
from mutualis.publish.templating import rendered
from mutualis.release.values import CROSS, LEVELS, TOTAL, Classification

SHORT = 12
Section = dict[str, Any]
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Facts:
    """What the fiches of a release share, and what was published of one indicator (`published`: {level: splits})."""

    years: Sequence[int]
    published: Mapping[str, Sequence[str]]
    is_standardised: bool
    classifications: Sequence[Classification]
    sources: Mapping[str, str]
    rules: Said
    versions: Mapping[str, str]
    reasons: Mapping[str, int]
    incomplete: Sequence[Said] = ()


def fiche(sheet: Said, facts: Facts, language: str) -> list[Section]:
    """The sections of a fiche: {title, paragraphs, rows}, where a row is a pair of texts."""
    return [
        _definition(sheet, language),
        _section("reading", language, [sheet["texts"][language]["interpretation"]]),
        _published(facts, language),
        *_incomplete(facts, language),
        *_categories(facts, language),
        *_methods(sheet, facts, language),
        _privacy(facts, language),
        _versions(sheet, facts, language),
    ]


def page(sheet: Said, sections: Sequence[Section], language: str) -> bytes:
    """The fiche as a page that needs no other file."""
    sections = [*sections, *_codelists(sheet, language)]
    title, kind = sheet["texts"][language]["title"], _t("fiche", language)
    return rendered("fiche.html", lang=language, title=title, kind=kind, sections=sections, name=sheet["name"]).encode()


def _t(key: str, language: str, **values: object) -> str:
    return reference.text(f"release.{key}", language, **values)


def _section(title: str, language: str, paragraphs: Sequence[str] = (), rows: Sequence[Any] = ()) -> Section:
    title = _t(f"fiche_{title}", language)
    return {"title": title, "paragraphs": list(paragraphs), "rows": [list(row) for row in rows]}


def _definition(sheet: Said, language: str) -> Section:
    words = sheet["texts"][language]
    rows = [(_t(f"fiche_{part}", language), words[part]) for part in ("population", "numerator", "denominator", "unit")]
    return _section("definition", language, [words["definition"]], [*rows, _calculation(sheet, language)])


def _calculation(sheet: Said, language: str) -> tuple[str, str]:
    factor = Fraction(sheet["factor"])
    times = "" if factor == 1 else f"{_factor(factor, language)} × "
    formula = times + _t(f"fiche_formula_{sheet['divisor']}", language)
    return _t("fiche_calculation", language), f"{formula} ({_t('fiche_decimals', language, places=sheet['decimals'])})"


def _factor(factor: Fraction, language: str) -> str:
    """1000 as `1.000`, a hundredth as `1/100`."""
    whole = reference.written(factor.numerator, language)
    return whole if factor.denominator == 1 else f"{whole}/{reference.written(factor.denominator, language)}"


def _published(facts: Facts, language: str) -> Section:
    years = ", ".join(map(str, facts.years))
    rows = [
        (_t(f"level_{level}", language), ", ".join(_split(split, language) for split in facts.published[level]))
        for level in LEVELS
        if level in facts.published
    ]
    return _section("published", language, (), [(_t("fiche_years", language), years), *rows])


def _incomplete(facts: Facts, language: str) -> list[Section]:
    """The deliveries that were missing, where there are any."""
    rows = [(gap_name(each, language), gap_words(each, language)) for each in facts.incomplete]
    return [_section("incomplete", language, [_t("fiche_incomplete_text", language)], rows)] if rows else []


def gap_name(gap: Said, language: str) -> str:
    """The database and official period of a missing delivery."""
    database = reference.source_database(gap["database"])
    return f"{getattr(database, language)}, {gap['period']}"


def gap_words(gap: Said, language: str) -> str:
    """How many senders lack, and which years it touches."""
    years = ", ".join(map(str, gap["years"]))
    return _t("fiche_incomplete_row", language, lack=gap["lack"], senders=gap["senders"], years=years)


def _split(split: str, language: str) -> str:
    return " × ".join(_t(f"split_{part}", language) for part in split.split(CROSS))


def _categories(facts: Facts, language: str) -> list[Section]:
    used = {part for splits in facts.published.values() for split in splits for part in split.split(CROSS)}
    return [
        {
            "title": _t("fiche_categories", language, split=each.names[language]),
            "paragraphs": [],
            "rows": [[code, names[language]] for code, names in each.categories.items()],
        }
        for each in facts.classifications
        if each.name in used and each.name != TOTAL
    ]


def _codelists(sheet: Said, language: str) -> list[Section]:
    """The lists that decide who or what counts; only of the page: an Atlas shows them with links."""
    rows = [(each["names"][language], _codelist(each, language)) for each in sheet["codelists"]]
    return [_section("codelists", language, [_t("fiche_codelists_text", language)], rows)] if rows else []


def _codelist(said: Said, language: str) -> str:
    codes = reference.written(said["codes"], language)
    return _t("fiche_codelist", language, codes=codes, version=said["version"][:SHORT])


def _methods(sheet: Said, facts: Facts, language: str) -> list[Section]:
    if sheet["divisor"] == "none" or (sheet["kind"] != "count" and not sheet["cv"]):
        return []
    words = [_t(f"fiche_interval_{sheet['kind']}", language)]
    if facts.is_standardised:
        words += [_t("fiche_standardised", language), _t(f"fiche_standardised_{sheet['kind']}", language)]
    rows = [
        (_t("fiche_cv", language, year=year), reference.written(Decimal(cv), language))
        for year, cv in sheet["cv"].items()
    ]
    return [_section("methods", language, words, rows)]


def _privacy(facts: Facts, language: str) -> Section:
    words = [_t("fiche_protection", language, k=facts.rules["k"])]
    rows = [
        (_reason(reason, language), reference.written(count, language))
        for reason, count in sorted(facts.reasons.items())
    ]
    return _section("privacy", language, words + ([_t("fiche_reasons", language)] if rows else []), rows)


def _reason(reason: str, language: str) -> str:
    return _t(f"reason_{reason.replace(' ', '_')}", language)


def _versions(sheet: Said, facts: Facts, language: str) -> Section:
    data = [(_t("fiche_data", language, table=table), each[:SHORT]) for table, each in sorted(facts.sources.items())]
    own = [(_t(f"fiche_{name}_version", language), each[:SHORT]) for name, each in facts.versions.items()]
    definition = (_t("fiche_definition_version", language), sheet["version"][:SHORT])
    return _section("versions", language, [_t("fiche_versions_text", language)], [definition, *own, *data])
