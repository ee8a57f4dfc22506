"""What went before an edition: the words of the previous one, and the editions that a newsletter announces."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mutualis.model import MutualisError
from mutualis.publish.publications.declared import Publication
from mutualis.publish.publications.edition import MAIL
from mutualis.release import publications as issued
from mutualis.release.publications import EDITION, Issued

NEWSLETTER = "newsletter"


@dataclass(frozen=True)
class Item:
    """An edition that a newsletter announces: its words, its address, its name for the trace."""

    kind: str
    title: str
    lead: str
    address: str
    origin: str


def announced(releases: Path, publication: Publication, year: int, site: str) -> dict[str, dict[str, object]]:
    """By language, `items`: the editions of a year that were issued, newest first; only newsletters have them. One that
    has no text in the language is told in the first that it has."""
    if MAIL not in publication.kind.formats:
        return {}
    if not site.startswith(("https://", "http://")):
        raise MutualisError("A newsletter links to the Atlas, and its address is not known.", do="give it with --site")
    newest: dict[str, Issued] = {}
    for each in issued.editions(releases):
        if each.year == year and each.kind != NEWSLETTER:
            newest.setdefault(each.name, each)
    return {
        language: {"items": tuple(_item(each, language, site.rstrip("/")) for each in newest.values())}
        for language in publication.languages
    }


def words_before(releases: Path, drafts: Path, name: str, year: int) -> tuple[int | None, Mapping[str, str]]:
    """The year and words by language of the previous edition: the newest one issued of an earlier year, else the
    newest draft; None where there is neither."""
    for each in sorted(issued.editions(releases), key=lambda e: (e.year, e.correction), reverse=True):
        if each.name == name and each.year < year:
            texts = {language: f"{language}.txt" for language in each.texts}
            return each.year, {lang: issued.content(each, file).decode() for lang, file in texts.items()}
    folders = [path for path in (drafts / name).glob("*") if re.fullmatch(r"\d{4}", path.name)]
    earlier = [path for path in folders if int(path.name) < year and (path / EDITION).is_file()]
    if not earlier:
        return None, {}
    newest = max(earlier, key=lambda path: int(path.name))
    return int(newest.name), {path.stem: path.read_text(encoding="utf-8") for path in newest.glob("??.txt")}


def _item(each: Issued, language: str, site: str) -> Item:
    own = language if language in each.texts else next(iter(each.texts))
    address = f"{site}/publications/{each.name}/{each.address}?lang={language}"
    return Item(each.kind, each.texts[own].title, each.texts[own].lead, address, f"{each.name}/{each.address}")
