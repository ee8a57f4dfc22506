"""An edition: the texts of a publication for a year, as files, and what `edition.json` says of them.

Nothing in it depends on the hour: the same release, year and edits give the same bytes.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any

from mutualis.picture.pdf import paged
from mutualis.publish.publications import pages
from mutualis.publish.publications.declared import Publication
from mutualis.publish.publications.mail import mail
from mutualis.publish.publications.writing import Bound, Written, write
from mutualis.release.publications import FORMAT

MAIL, PDF, HTML = "mail", "pdf", "html"
Edits = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Edition:
    """`texts` by language; `files` are name and content; `paper` the pages of each language's PDF (0 without one);
    `items` how many editions a newsletter announces."""

    publication: Publication
    bound: Bound
    texts: Mapping[str, Written]
    files: Mapping[str, bytes]
    paper: Mapping[str, int]

    @property
    def items(self) -> int:
        return max((len(each.get("items", ())) for each in self.bound.more.values()), default=0)  # type: ignore[arg-type]

    def described(self) -> dict[str, Any]:
        """What edition.json says: what it is made of, texts, where each number comes from, files with their hashes."""
        release = self.bound.cells.release
        sheets = {name: release.sheet(name).version for name in self.publication.indicators}
        return {
            "format": FORMAT,
            "name": self.publication.name,
            "kind": self.publication.kind.name,
            "year": self.bound.year,
            "release": release.id,
            "release_root": release.root,
            "earlier_releases": [each.id for each in self.bound.cells.earlier],
            "definitions": sheets,
            "texts": {language: self._text(language) for language in self.texts},
            "files": {name: {"size": len(data), "sha256": _hash(data)} for name, data in sorted(self.files.items())},
        }

    def description(self) -> bytes:
        """edition.json of the draft."""
        return _json(self.described())

    def _text(self, language: str) -> dict[str, Any]:
        written = self.texts[language]
        return {
            "title": written.title,
            "lead": written.lead,
            "words": written.words,
            "pages": self.paper[language],
            "edited": list(written.edited),
            "alternatives": [each.alt for each in written.placed],
            "not_shown": [asdict(each) for each in written.hidden],
            "trace": {str(place): each.as_dict() for place, each in written.used},
        }


def texts(publication: Publication, bound: Bound, edits: Edits) -> dict[str, Written]:
    """The texts of an edition, without their files."""
    return {each: write(publication, each, bound, edits.get(each, {})) for each in publication.languages}


def edition(publication: Publication, bound: Bound, edits: Edits, *, with_pdf: bool = True) -> Edition:
    """The edition of a publication: an article, a page, plain words and, as its kind asks, a PDF or a mail of each
    language."""
    made = Edition(publication, bound, texts(publication, bound, edits), {}, {})
    files: dict[str, bytes] = {}
    paper: dict[str, int] = {}
    for language, written in made.texts.items():
        found, paper[language] = _files(publication, written, with_pdf=with_pdf)
        files |= {f"{language}.{ending}": data for ending, data in found.items()}
    return replace(made, files=files, paper=paper)


def _files(publication: Publication, written: Written, *, with_pdf: bool) -> tuple[dict[str, bytes], int]:
    article = pages.article(publication, written)
    page = pages.page(publication, written, article)
    found = {"article.html": article.encode(), "txt": pages.words(written).encode()}
    formats, count = publication.kind.formats, 0
    if HTML in formats:
        found["html"] = page.encode()
    if PDF in formats and with_pdf:
        found["pdf"], count = _paged(page)
    if MAIL in formats:
        found["eml"] = mail(written, page)
    return found, count


@lru_cache(maxsize=16)
def _paged(page: str) -> tuple[bytes, int]:
    """As PDF, and its pages of paper. A draft is made again when it is issued: the same page is set once."""
    return paged(page)


def _json(said: Mapping[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
