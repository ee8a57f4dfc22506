"""What an edition says otherwise than the one before: by words, for an editor's eyes."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mutualis import reference
from mutualis.picture.templating import templates
from mutualis.publish.publications.declared import FOLDER

KEPT, GONE, NEW = "kept", "gone", "new"
LEAST_ALIKE = 0.4  # of the words of two paragraphs, for one to stand beside the other


@dataclass(frozen=True)
class Piece:
    """Some words that were kept, are gone, or are new."""

    kind: str
    words: str


Paragraph = tuple[Piece, ...]


def paragraphs(old: str, new: str) -> list[Paragraph]:
    """The paragraphs of both texts as one, each in pieces. The paragraphs are matched first, then their words."""
    before, after = _split(old), _split(new)
    found: list[Paragraph] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Piece(KEPT, each),) for each in after[c:d]]
        else:
            found += [tuple(_pieces(*pair)) for pair in _paired(before[a:b], after[c:d])]
    return found


def changed(found: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs in which something is other than it was."""
    return [each for each in found if any(piece.kind != KEPT for piece in each)]


def page(texts: dict[str, list[Paragraph]], title: str, before: int | None, language: str) -> bytes:
    """The differences of all languages as a page that needs no other file."""
    key = "diff_none" if before is None else "diff"
    head = reference.text(f"publication.{key}", language, **({} if before is None else {"year": before}))
    values = {"lang": language, "title": title, "head": head, "texts": texts, "style": Markup(_style())}  # noqa: S704 - our own file
    return templates(FOLDER).get_template("diff.html").render(values).encode()


def _split(text: str) -> list[str]:
    return [" ".join(each.split()) for each in re.split(r"\n+", text) if each.strip()]


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Paragraphs that say much the same side by side, in order; what has no partner stands alone."""
    place = 0
    for each in new:
        partner = next((n for n in range(place, len(old)) if _alike(old[n], each) >= LEAST_ALIKE), None)
        if partner is None:
            yield "", each
            continue
        yield from ((gone, "") for gone in old[place:partner])
        yield old[partner], each
        place = partner + 1
    yield from ((gone, "") for gone in old[place:])


def _alike(old: str, new: str) -> float:
    return difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = old.split(), new.split()
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(KEPT, " ".join(after[c:d]))
            continue
        if b > a:
            yield Piece(GONE, " ".join(before[a:b]))
        if d > c:
            yield Piece(NEW, " ".join(after[c:d]))


def _style() -> str:
    return (FOLDER / "diff.css").read_text(encoding="utf-8")
