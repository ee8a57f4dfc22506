"""What keeps an edition from being issued, all at once: limits, languages, numbers without origin, hidden cells, words
for pictures."""

from collections.abc import Iterator
from dataclasses import dataclass

from mutualis.publish.publications.cells import Cells
from mutualis.publish.publications.edition import HTML, MAIL, PDF, Edition
from mutualis.publish.publications.marks import PRIVATE, plain, unmarked
from mutualis.publish.publications.trace import CELL, Traced
from mutualis.publish.publications.writing import Written

ENDINGS = {HTML: "html", PDF: "pdf", MAIL: "eml"}


@dataclass(frozen=True)
class Fault:
    """What is wrong, in which language of the edition ('' for all)."""

    what: str
    language: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.language})" if self.language else self.what


def faults(edition: Edition) -> tuple[Fault, ...]:
    """Everything that is wrong with an edition; nothing where it may be issued."""
    found = list(_languages(edition))
    for language, written in edition.texts.items():
        told = [*_length(edition, written), *_pages(edition, written), *_numbers(edition, written)]
        told += [*_pictures(written), *_cells(edition.bound.cells, written)]
        found += [Fault(each, language) for each in dict.fromkeys(told)]
    return tuple(found)


def _languages(edition: Edition) -> Iterator[Fault]:
    for each in edition.publication.missing_languages:
        yield Fault("the edition has no text in this language, which every publication must have", each)
    least = edition.publication.kind.least_items
    if least is not None and edition.items < least:
        yield Fault(f"it has {edition.items} items, and at least {least} must be issued before it")


def _length(edition: Edition, written: Written) -> Iterator[str]:
    kind, count = edition.publication.kind, written.words
    if kind.least_words is not None and count < kind.least_words:
        yield f"it has {count} words, and a {kind.name} has at least {kind.least_words}"
    if kind.most_words is not None and count > kind.most_words:
        yield f"it has {count} words, and a {kind.name} has at most {kind.most_words}"


def _pages(edition: Edition, written: Written) -> Iterator[str]:
    kind = edition.publication.kind
    for form in kind.formats:
        if f"{written.language}.{ENDINGS[form]}" not in edition.files:
            yield f"its {form} was not made"
    count = edition.paper.get(written.language, 0)
    if kind.least_pages is not None and count < kind.least_pages:
        yield f"it has {count} pages, and a {kind.name} has at least {kind.least_pages}"


def _numbers(edition: Edition, written: Written) -> Iterator[str]:
    """Numbers that were typed and not taken: nobody can say where they come from, nor will they be renewed."""
    known = edition.publication.constants
    for name, text in written.sections.items():
        for number in unmarked(text):
            if number not in known:
                yield f"section '{name}' has the number {number}, which comes from no cell: take it with a helper"
        if PRIVATE.search(plain(text)):
            yield f"section '{name}' has a character that is kept for marks"


def _pictures(written: Written) -> Iterator[str]:
    for number, each in enumerate(written.placed, start=1):
        if not each.alt.strip():
            yield f"picture {number} ({each.kind}) has no words for who does not see it"


def _cells(cells: Cells, written: Written) -> Iterator[str]:
    """Every number is asked again of the release: one that it does not show, or shows otherwise, may not go out."""
    for _, each in written.used:
        if each.kind == CELL and (wrong := _wrong(cells, each)):
            yield wrong


def _wrong(cells: Cells, each: Traced) -> str:
    at = each.place
    if at is None:
        return "a number names no cell"
    where = f"{at.indicator} {at.year} {at.level} {at.area} {at.split} {at.category}"
    figure, release = cells.figure(at), cells.of(at.indicator, at.year)
    value = None if figure is None else getattr(figure, each.part)
    if release.id != each.release:
        return f"the number of {where} is of another release"
    if value is None:
        return f"it quotes a cell that the release does not show: {where}"
    return "" if str(value) == each.value else f"the number of {where} is another in the release"
