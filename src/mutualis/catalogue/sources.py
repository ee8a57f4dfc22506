"""Source databases (methods 1.5, the database sheet) and derived tables, as things of the catalogue."""

from collections.abc import Iterator

from mutualis import derived, reference
from mutualis import tables as declared_tables
from mutualis.catalogue.words import given, named, said
from mutualis.reference import Database, source_databases
from mutualis.release.catalogue import Item, Link, Words
from mutualis.tables import Table

FIRST_PERSON_YEAR = "2006"
SHEET = ("purpose", "population", "content", "unit")
DERIVED = "derived"


def databases() -> Iterator[Item]:
    """A thing for each database that insurers and the hub of records deliver."""
    for each in source_databases():
        yield Item("database", each.code, _sheet(each), _facts(each))


def _sheet(of: Database) -> dict[str, Words]:
    own = {part: named(f"catalogue_sheets.{of.code}.{part}", of.grain) for part in SHEET}
    return {"title": database_title(of), **own, "update": _update(of)}


def database_title(of: Database) -> Words:
    """The name of a database by language."""
    german = reference.texts("de").get(f"catalogue_sheets.{of.code}.title", "")
    return given({"nl": of.nl, "fr": of.fr, "de": german, "en": of.en})


def _update(of: Database) -> Words:
    """When a period is delivered, in words."""
    months = " / ".join(map(str, of.due_months))
    rhythm = said(f"catalogue_update.rhythm_{of.rhythm_months}")
    due = said("catalogue_update.due", months=months)
    return {language: f"{rhythm[language]} {due[language]}" for language in rhythm}


def _facts(of: Database) -> dict[str, str]:
    fields = reference.layout(of.code).all
    is_of_persons = "person_id" in declared_tables.find(of.core_table).columns
    ends = [each.valid_to for each in fields]
    return {
        "official": of.official,
        "letter": of.letter,
        "rhythm_months": str(of.rhythm_months),
        "due_months": " ".join(map(str, of.due_months)),
        "sender": of.sender,
        "warehouse_table": of.core_table,
        "variants": "ALL EPS" if is_of_persons else "ALL",
        "first_data": min(each.valid_from for each in fields).isoformat(),
        "last_data": "" if None in ends else max(each for each in ends if each).isoformat(),
        "records": str(reference.layout(of.code).record_length),
        "source": of.source,
        "mark": of.mark,
    }


def tables() -> Iterator[Item]:
    """A thing for each derived table; it is made of other tables and of databases."""
    inputs = {step.name: step.inputs for step in derived.STEPS}
    for each in declared_tables.TABLES:
        if each.stage == DERIVED:
            yield Item("table", each.name, _words(each), _table_facts(each), _made_of(inputs.get(each.name, ())))


def _words(table: Table) -> dict[str, Words]:
    return {"title": table_title(table), "unit": named(f"catalogue_tables.{table.name}.unit", table.grain)}


def table_title(table: Table) -> Words:
    """The name of a derived table by language."""
    return named(f"catalogue_tables.{table.name}.title", table.doc.partition("\n")[0].rstrip("."))


def _table_facts(table: Table) -> dict[str, str]:
    return {
        "stage": table.stage,
        "key": " ".join(table.key),
        "variants": "ALL EPS" if "person_id" in table.columns else "ALL",
        "first_data": FIRST_PERSON_YEAR,
        "last_data": "",
    }


def _made_of(names: tuple[str, ...]) -> tuple[Link, ...]:
    return tuple(_link(name.removesuffix("_net")) for name in names)


def _link(table: str) -> Link:
    code = database_of(table)
    if code:
        return Link("made_of", "database", code)
    if table.startswith(declared_tables.reference.PREFIX):
        return Link("decided_by", "codelist", table.removeprefix(declared_tables.reference.PREFIX))
    return Link("made_of", "table", table)


def database_of(table: str) -> str:
    """The database that becomes a core table; '' for any other table."""
    return next((each.code for each in source_databases() if each.core_table == table), "")
