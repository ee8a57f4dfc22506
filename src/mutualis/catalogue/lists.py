"""Code lists with their validity, as things of the catalogue and as rows."""

from collections.abc import Iterator, Sequence

from mutualis import reference
from mutualis.catalogue.words import named
from mutualis.reference import CodeList
from mutualis.reference.files import Row
from mutualis.release.catalogue import Code, Item

OWN = ("code", "nl", "fr", "de", "en", "valid_from", "valid_to", "source", "mark")
LANGUAGES = ("nl", "fr", "de", "en")


def codelists() -> Iterator[Item]:
    """A thing for each code list."""
    for name in reference.codelist_names():
        found, last = reference.codelist(name), reference.codelist_versions(name)[-1]
        facts = {
            "version": found.version,
            "number": str(last.number),
            "adopted": last.day,
            "reason": last.reason,
            "rows": str(len(found.rows)),
            "columns": " ".join(found.columns),
            "first_day": min((row["valid_from"] for row in found.rows), default=""),
        }
        title = named(f"catalogue_lists.{name}", name.replace("_", " "))
        yield Item("codelist", name, {"title": dict(title)}, facts)


def codes(name: str) -> Sequence[Code]:
    """The rows of a code list, in file order."""
    found: CodeList = reference.codelist(name)
    return [_code(row) for row in found.rows]


def _code(row: Row) -> Code:
    words = {language: row[language] for language in LANGUAGES if row.get(language)}
    more = {name: value for name, value in row.items() if name not in OWN}
    return Code(row["code"], words, row["valid_from"], row["valid_to"], row["source"], row["mark"], more)
