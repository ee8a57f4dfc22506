"""What differs between two authorisations, in words: columns, rows, parties, steps, clocks and facts."""

from collections.abc import Iterable, Iterator
from typing import Any

from mutualis.reference.authorisations.model import Authorisation
from mutualis.reference.words import text

# Facts that are told as they are; everything else is compared by its parts.
PLAIN = ("number", "status", "decided", "expires", "source")
PARTS = {"parties": "role", "steps": "number", "files": "id", "conditions": "id", "purposes": "id"}
OTHER = {
    "clocks": "retention",
    "rows": "rows",
    "disclosure_checks": "disclosure_check",
    "separations": "separation",
}
WORDED = ("title", "plain", "body", "applicant", "health_professional", "security_adviser", "population", "link")


def differences(before: Authorisation, after: Authorisation, language: str = "en") -> tuple[str, ...]:
    """What the later one changes, a sentence each, columns first; nothing where they say the same."""
    found = (*_columns(before, after, language), *_parts(before, after, language), *_facts(before, after, language))
    return tuple(dict.fromkeys(found))


def _columns(before: Authorisation, after: Authorisation, language: str) -> Iterator[str]:
    there = {each.id: each for each in before.files}
    for file in (each for each in after.files if each.id in there):
        for table in sorted({*file.tables, *there[file.id].tables}):
            old, new = there[file.id].tables.get(table, ()), file.tables.get(table, ())
            where = {"file": file.id, "table": table}
            yield from _names("columns_added", [each for each in new if each not in old], where, language)
            yield from _names("columns_dropped", [each for each in old if each not in new], where, language)
    for name in (each for each in after.columns if each in before.columns):
        if after.columns[name] != before.columns[name]:
            yield text("authorisation.diff.column_changed", language, name=name)


def _parts(before: Authorisation, after: Authorisation, language: str) -> Iterator[str]:
    for part, key in PARTS.items():
        old, new = _by(getattr(before, part), key), _by(getattr(after, part), key)
        where = {"what": text(f"authorisation.{part}", language)}
        yield from _names("added", [each for each in new if each not in old], where, language)
        yield from _names("dropped", [each for each in old if each not in new], where, language)
        if part != "files":
            changed = [each for each in new if each in old and new[each] != old[each]]
            yield from _names("changed", changed, where, language)


def _facts(before: Authorisation, after: Authorisation, language: str) -> Iterator[str]:
    for name in PLAIN:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield text("authorisation.diff.fact", language, what=_word(name, language), old=old or "-", new=new or "-")
    for name in WORDED:
        if getattr(before, name) != getattr(after, name):
            yield text("authorisation.diff.other", language, what=_word(name, language))
    for name, word in OTHER.items():
        if getattr(before, name) != getattr(after, name):
            yield text("authorisation.diff.other", language, what=_word(word, language))


def _names(key: str, names: Iterable[str], where: dict[str, str], language: str) -> Iterator[str]:
    told = ", ".join(names)
    if told:
        yield text(f"authorisation.diff.{key}", language, names=told, **where)


def _by(facts: Iterable[Any], key: str) -> dict[str, Any]:
    return {str(getattr(each, key)): each for each in facts}


def _word(name: str, language: str) -> str:
    return text(f"authorisation.{name}", language)
