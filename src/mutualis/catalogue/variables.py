"""Variables: the fields of the delivered records and the columns of the derived tables, with their lineage.

The fields of the fiche are those of the agency's catalogue (methods 1.5).
"""

from collections.abc import Iterator, Mapping
from functools import cache

from mutualis import derived, reference, tables
from mutualis.catalogue import lineage
from mutualis.catalogue.sources import DERIVED, FIRST_PERSON_YEAR, database_of
from mutualis.catalogue.words import given, sentence
from mutualis.indicators.categories import SOURCES
from mutualis.model import Column
from mutualis.reference import Fiche, Field
from mutualis.release.catalogue import Item, Link, Words
from mutualis.tables import Table
from mutualis.tables.core import DOMAINS, WITH_QUALIFICATION, loaded_fields

# How a value is measured, by the type of a field or column.
LEVELS = {
    "code": "nominal", "flag": "nominal", "bool": "nominal", "identifier": "identifier", "date": "date",
    "month": "date", "text": "text",
}  # fmt: skip
AGENCY = "centre"
Names = Mapping[tuple[str, str], str]


def variables() -> Iterator[Item]:
    """Delivered fields first, by database and place; then derived columns, by table and place."""
    yield from (item for code in reference.databases() for item in _fields(code))
    yield from (item for table in tables.TABLES if table.stage == DERIVED for item in _columns(table))


def _fields(code: str) -> Iterator[Item]:
    database = reference.source_database(code)
    version = reference.versions(code)[0]
    columns = {field: column for (_, column), field in names_of(code).items()}
    for field in reference.layout(code, version).all:
        name = f"{code}.{field.name}"
        facts = {
            **_field_facts(field),
            "layout": version,
            "origin": database.sender,
            "column": f"{database.core_table}.{columns[name]}" if name in columns else "",
            "variants": "ALL EPS" if "person_id" in tables.find(database.core_table).columns else "ALL",
        }
        links = [Link("part_of", "database", code), *_coded(field.codelist)]
        yield Item("variable", name, {"title": dict(sentence(given(_labels(field))))}, facts, tuple(links))


def _labels(field: Field) -> dict[str, str]:
    return {"nl": field.nl, "fr": field.fr, "en": field.en}


def _field_facts(field: Field) -> dict[str, str]:
    return {
        "official": field.code,
        "type": field.type,
        "length": str(field.width or ""),
        "level": LEVELS.get(field.type, "numeric"),
        "unit": field.unit,
        "role": field.role,
        "domain": field.domain,
        "position": f"{field.start}-{field.end}" if field.end else "",
        "required": "yes" if field.required else "no",
        "first_data": field.valid_from.isoformat(),
        "last_data": field.valid_to.isoformat() if field.valid_to else "",
        "source": field.source,
        "mark": field.mark,
    }


@cache
def names_of(code: str) -> Names:
    """{(core table, column): the delivered variable that fills it} of a database."""
    table = reference.source_database(code).core_table
    found: dict[tuple[str, str], str] = {}
    for field in loaded_fields(code):
        columns = [field.name]
        if field.type == "identifier" and field.domain in DOMAINS:
            columns = [f"{field.name}_id"]
            columns += [f"{field.name}_qualification"] if field.domain in WITH_QUALIFICATION else []
        found |= {(table, column): f"{code}.{field.name}" for column in columns}
    return found


def _columns(table: Table) -> Iterator[Item]:
    fiches = _fiches(table.name)
    for name, column in table.columns.items():
        fiche = fiches.get(name)
        links = [Link("part_of", "table", table.name), *_coded(column.codelist or "")]
        links += [*_lineage(table.name, name, fiche), *(_list(each) for each in (fiche.codelists if fiche else ()))]
        texts = _texts(column, fiche)
        yield Item("variable", f"{table.name}.{name}", texts, _column_facts(table, name, fiche), tuple(links))


@cache
def _fiches(table: str) -> Mapping[str, Fiche]:
    if table not in reference.fiche_tables():
        return {}
    return {each.name: each for each in reference.fiches(table)}


def _texts(column: Column, fiche: Fiche | None) -> dict[str, Words]:
    """The title is the first sentence of the fiche; without a fiche, what is written of a column described so."""
    if fiche is None:
        own = dict(reference.column_words(column.description))
        return {"title": own or _official(column) or {"en": column.description.rstrip(".")}}
    definition = given(fiche.definition)
    title = {language: text.partition(". ")[0].rstrip(".") for language, text in definition.items()}
    told = {"title": title, "definition": definition, "caveat": given(fiche.caveat)}
    return {field: words for field, words in told.items() if words}


def _official(column: Column) -> Words:
    """The labels of the delivered variable of the same code."""
    for code in reference.databases():
        for field in reference.layout(code).all:
            if column.official and field.code == column.official:
                return sentence(given(_labels(field)))
    return {}


def _column_facts(table: Table, name: str, fiche: Fiche | None) -> dict[str, str]:
    column = table.columns[name]
    kind = "identifier" if column.domain else "code" if column.codelist else column.type
    return {
        "official": column.official or "",
        "column": f"{table.name}.{name}",
        "type": column.type,
        "level": LEVELS.get(kind, "text" if kind == "string" else "numeric"),
        "unit": column.unit or "",
        "role": "identifier" if column.domain else "derived",
        "domain": str(column.domain or ""),
        "required": "no" if column.nullable else "yes",
        "variants": "ALL EPS" if "person_id" in table.columns else "ALL",
        "first_data": f"{fiche.first_year}-01-01" if fiche else f"{FIRST_PERSON_YEAR}-01-01",
        "origin": AGENCY,
        "split": _split(table.name, name),
    }


def _split(table: str, name: str) -> str:
    """The classification of the releases that a column is published by."""
    if table != tables.derived_population_year.name:
        return ""
    return next((split for split, column in SOURCES.items() if column == name), "")


def _lineage(table: str, name: str, fiche: Fiche | None) -> Iterator[Link]:
    """To the variables it is made of and the lists that decide it; where no value leads back, those the fiche names."""
    behind = lineage.of_steps().get((table, name), ())
    for source, column in behind:
        if source.startswith(tables.reference.PREFIX):
            yield _list(source.removeprefix(tables.reference.PREFIX))
        elif source in {step.name for step in derived.STEPS}:
            yield Link("made_of", "variable", f"{source}.{column}")
        elif (source, column) in (known := names_of(database_of(source)) if database_of(source) else {}):
            yield Link("made_of", "variable", known[source, column])
    if not behind and fiche:
        yield from (Link("made_of", "variable", found) for found in _by_official(fiche.sources))


def _by_official(codes: tuple[str, ...]) -> Iterator[str]:
    for code in reference.databases():
        for field in reference.layout(code).all:
            if field.code in codes:
                yield f"{code}.{field.name}"


def _coded(codelist: str) -> list[Link]:
    return [Link("coded_by", "codelist", codelist)] if codelist else []


def _list(name: str) -> Link:
    return Link("decided_by", "codelist", name)
