"""Drafts on disk: `publications/<name>/<year>/` of a workspace, renewed as often as one likes.

What is in it: the files of the edition, edition.json, diff.html, and the editor's `edits.<language>.toml`, which a
renewal never touches.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutualis import release as releases
from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file
from mutualis.picture.geometry import Geometry
from mutualis.publish.publications import diff, editions_before
from mutualis.publish.publications.cells import Cells
from mutualis.publish.publications.declared import Publication, publication
from mutualis.publish.publications.edition import Edition, edition
from mutualis.publish.publications.edits import edits
from mutualis.publish.publications.writing import Bound
from mutualis.release import Release
from mutualis.release.publications import EDITION

DIFF, OWN = "diff.html", "templates"


@dataclass(frozen=True)
class Desk:
    """Where publications are made: the folder of releases and that of drafts; `site` is the address of the Atlas that
    newsletters link to."""

    releases: Path
    drafts: Path
    geometry: Geometry
    site: str = ""

    def publication(self, name: str) -> Publication:
        """A publication of the house or of the centre's own."""
        return publication(name, self.drafts / OWN)

    def folder(self, name: str, year: int) -> Path:
        """The folder of a draft."""
        return self.drafts / name / str(year)

    def bound(self, made: Publication, year: int | None = None, release: str = "") -> Bound:
        """What an edition is made of: the newest release or a named one, those before it, its newest year if none is
        named."""
        order = [each.release for each in releases.entries(self.releases)] or list(releases.listing(self.releases))
        own = release or releases.latest(self.releases).name
        if own not in order:
            raise MutualisError(f"There is no release '{own}'.", there_is=", ".join(order))
        earlier = [releases.read(self.releases / each) for each in reversed(order[: order.index(own)])]
        cells = Cells(releases.read(self.releases / own), tuple(earlier))
        chosen = year or _newest_year(cells.release, made)
        return Bound(cells, chosen, self.geometry, editions_before.announced(self.releases, made, chosen, self.site))


@dataclass(frozen=True)
class Renewed:
    """A draft that was written: the edition, where, and what it says otherwise than the edition of `before`."""

    edition: Edition
    folder: Path
    before: int | None
    changes: Mapping[str, list[diff.Paragraph]]


def draft(desk: Desk, name: str, year: int | None = None, release: str = "", *, with_pdf: bool = True) -> Edition:
    """The edition of a publication as it would be now, with the editor's sections; nothing is written."""
    made = desk.publication(name)
    bound = desk.bound(made, year, release)
    own = {each: edits(desk.folder(name, bound.year), each) for each in made.languages}
    return edition(made, bound, own, with_pdf=with_pdf)


def renew(desk: Desk, name: str, year: int | None = None, release: str = "", *, with_pdf: bool = True) -> Renewed:
    """Write the draft of a publication for a year from a release (the newest if none is named)."""
    made = draft(desk, name, year, release, with_pdf=with_pdf)
    folder = desk.folder(name, made.bound.year)
    before, old = editions_before.words_before(desk.releases, desk.drafts, name, made.bound.year)
    changes = {
        language: diff.paragraphs(old.get(language, ""), made.files[f"{language}.txt"].decode())
        for language in made.texts
    }
    first = next(iter(made.texts))
    told = diff.page(changes, made.texts[first].title, before, first)
    _write(folder, {**made.files, EDITION: made.description(), DIFF: told})
    return Renewed(made, folder, before, changes)


def described(folder: Path) -> dict[str, Any]:
    """What edition.json of a draft says; an error where there is no draft."""
    path = folder / EDITION
    if not path.is_file():
        raise MutualisError(
            f"There is no draft of '{folder.parent.name}' for {folder.name}.", do="make one with publication renew"
        )
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return said


def _newest_year(release: Release, made: Publication) -> int:
    years = [max(release.years_of(each), default=0) for each in made.indicators if each in release.sheets]
    if not years and made.indicators:
        raise MutualisError(
            f"Release {release.id} has no figures for '{made.name}'.",
            there_is=f"it needs {', '.join(made.indicators)}",
            do="publish a release with that indicator",
        )
    return min(years) if years else max(release.years)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """The files of a draft; those of an earlier renewal that are made no more go, the editor's stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_file() and path.name not in files and not path.name.startswith("edits."):
            path.unlink()
    for name, data in files.items():
        write_file(folder / name, data)
