"""What the pages of publications show: the editions that were issued, one edition, and its files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas.page import words
from mutualis.picture.serving.languages import menu
from mutualis.reference import written, written_day
from mutualis.reference.publication_kinds import publication_kinds
from mutualis.release.publications import Issued, content

Values = dict[str, Any]


@dataclass(frozen=True)
class Card:
    """An edition in the list: its kind in words, title and lead in the language `told`, its day, its length."""

    edition: Issued
    told: str
    kind: str
    day: str
    length: str

    @property
    def title(self) -> str:
        return self.edition.texts[self.told].title

    @property
    def lead(self) -> str:
        return self.edition.texts[self.told].lead


def frame(language: str, path: str) -> Values:
    """What both pages have; `path` is where the page is."""
    return {
        "lang": language,
        "t": words(language),
        "p": lambda key, **values: reference.text(f"publication.{key}", language, **values),
        "languages": menu(f"{path}?lang={{}}".format),
    }


def list_page(there: Sequence[Issued], language: str) -> Values:
    """All editions, newest first."""
    return frame(language, "/publications") | {"cards": [card(each, language) for each in there]}


def edition_page(edition: Issued, there: Sequence[Issued], language: str) -> Values:
    """One edition: its article, its files, the other editions of the same publication."""
    own = card(edition, language)
    others = [each for each in there if each.name == edition.name and each.address != edition.address]
    newer = [each for each in others if each.year > edition.year]
    return frame(language, f"/publications/{edition.name}/{edition.address}") | {
        "card": own,
        "article": _article(edition, own.told),
        "newer": max(newer, key=lambda each: (each.year, each.correction), default=None),
        "corrected": next((e for e in others if e.year == edition.year and e.correction > edition.correction), None),
        "others": sorted(others, key=lambda each: (each.year, each.correction), reverse=True),
        "files": _files(edition, language),
        "language_name": lambda code: reference.text(f"publication.in_{code}", language),
    }


def card(edition: Issued, language: str) -> Card:
    """An edition as the list shows it; where it has no text in the language, in the first that it has."""
    told = language if language in edition.texts else next(iter(edition.texts))
    kinds, text = publication_kinds().by_name, edition.texts[told]
    kind = reference.text(kinds[edition.kind].key, language) if edition.kind in kinds else edition.kind
    length = reference.text("publication.words", language, count=written(text.words, language))
    if kinds[edition.kind].least_pages if edition.kind in kinds else None:
        length = reference.text("publication.pages", language, count=written(text.pages, language))
    return Card(edition, told, kind, written_day(datetime.fromisoformat(edition.issued).date(), language), length)


def _article(edition: Issued, language: str) -> Markup:
    """The text itself, where the kind is read on a page; '' where it is a PDF only."""
    if not {f"{language}.html", f"{language}.eml"} & set(edition.files):
        return Markup("")
    made = content(edition, f"{language}.article.html").decode()
    return Markup(made)  # noqa: S704 - made and escaped by `publish`, and compared with its hash


def _files(edition: Issued, language: str) -> list[tuple[str, str]]:
    """(file, words) of what can be taken along."""
    found = []
    for ending, key in (("pdf", "download_pdf"), ("html", "download_html"), ("eml", "download_mail")):
        for each in edition.texts:
            if f"{each}.{ending}" in edition.files:
                name = reference.text(f"publication.in_{each}", language)
                found.append((f"{each}.{ending}", reference.text(f"publication.{key}", language, name=name)))
    return found
