"""A text of an edition: the template of a language rendered, an editor's sections put in, its numbers traced.

A line `@@ name` begins a section; `title` and `lead` come first. An editor's section is rendered as the template is:
its numbers come from the same helpers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mutualis.model import MutualisError
from mutualis.picture.geometry import Geometry
from mutualis.publish.publications import prose
from mutualis.publish.publications.cells import Cells
from mutualis.publish.publications.counted import counted
from mutualis.publish.publications.declared import FOLDER, Publication
from mutualis.publish.publications.helpers import Helpers
from mutualis.publish.publications.marks import END, MARK, PICTURE, plain
from mutualis.publish.publications.pictures import Gallery, Picture
from mutualis.publish.publications.trace import Place, Trace, Traced
from mutualis.reference.publication_kinds import publication_kinds
from mutualis.reference.words import unbreakable

SECTION = re.compile(r"(?m)^@@ +(\w+) *$")
TITLE, LEAD = "title", "lead"


@dataclass(frozen=True)
class Written:
    """The text of a language: its sections with marks, in order; pictures; where its numbers come from; the cells that
    it asked for and that are not shown; the sections that an editor wrote."""

    language: str
    sections: Mapping[str, str]
    pictures: tuple[Picture, ...]
    trace: tuple[Traced, ...]
    hidden: tuple[Place, ...]
    edited: tuple[str, ...]
    colophon: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return plain(prose.words(self.sections.get(TITLE, "")))

    @property
    def lead(self) -> str:
        return plain(prose.words(self.sections.get(LEAD, "")))

    @property
    def text(self) -> str:
        """All sections with marks."""
        return "\n\n".join(self.sections.values())

    @property
    def words(self) -> int:
        return counted(self.text)

    @property
    def used(self) -> tuple[tuple[int, Traced], ...]:
        """The numbers that stand in the text and in its pictures, with their place in the trace."""
        drawn = (f"{each.html}{each.caption}{each.origin}" for each in self.placed)
        places = {int(found.group(1)) for each in (self.text, *self.colophon, *drawn) for found in MARK.finditer(each)}
        return tuple((place, self.trace[place]) for place in sorted(places))

    @property
    def placed(self) -> tuple[Picture, ...]:
        """The pictures that stand in the text: a section that an editor replaced takes its pictures along."""
        there = re.findall(f"{PICTURE}(\\d+){END}", self.text)
        return tuple(self.pictures[int(each)] for each in there)


@dataclass(frozen=True)
class Bound:
    """What all texts of an edition are made of: releases, year, maps, and more values for templates by language."""

    cells: Cells
    year: int
    geometry: Geometry
    more: Mapping[str, Mapping[str, object]]


def write(publication: Publication, language: str, bound: Bound, edits: Mapping[str, str]) -> Written:
    """The text of a publication in a language; `edits` are {section: text} of an editor."""
    trace = Trace()
    gallery = Gallery(bound.cells, trace, bound.geometry, language)
    helpers = Helpers(bound.cells, publication.indicator, bound.year, language, trace, gallery)
    said = _offered(helpers) | dict(bound.more.get(language, {}))
    rendered = unbreakable(_render(_template(publication, language), said), language)
    sections = _split(publication, language, rendered)
    if unknown := sorted(set(edits) - set(sections)):
        raise MutualisError(
            f"The edits of '{publication.name}' in {language} name section '{unknown[0]}', which there is not.",
            there_is=", ".join(sections),
        )
    for name, text in edits.items():
        sections[name] = unbreakable(_render(environment(FOLDER).from_string(text), said).strip(), language)
    colophon = tuple(_colophon(helpers, sections, edits))
    return Written(language, sections, tuple(gallery.made), trace.taken, trace.not_shown, tuple(edits), colophon)


def _colophon(helpers: Helpers, sections: Mapping[str, str], edits: Mapping[str, str]) -> Iterator[str]:
    """Where the figures come from, how they are compared and protected, and what an editor wrote."""
    yield helpers.t("made_of", release=helpers.release_id, day=helpers.day)
    if helpers.indicator:
        small = helpers.trace.fact("limit of a small change", str(publication_kinds().small_percent))
        yield helpers.t("compared_how", small=small)
        yield helpers.t("protected", k=helpers.k)
    yield helpers.t("traced")
    if edits:
        own = {TITLE: helpers.t("part_title"), LEAD: helpers.t("part_lead")}
        heads = {name: prose.headings(text) for name, text in sections.items()}
        named = [own.get(each) or (heads[each][0][1] if heads[each] else each) for each in edits]
        yield helpers.t("edited", sections=", ".join(named))


@cache
def environment(*folders: Path) -> jinja2.Environment:
    """The templates of texts: not HTML, so not escaped; sandboxed, since editors write them."""
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=False,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return made


def _template(publication: Publication, language: str) -> jinja2.Template:
    path = publication.template(language)
    return environment(publication.folder.parent, FOLDER).get_template(f"{publication.name}/{path.name}")


def _offered(helpers: Helpers) -> dict[str, object]:
    """What a template may call: the public helpers by their names."""
    lazy = ("year", "before", "has_before", "k", "release_id", "day", "language", "indicator")
    named = (name for name in dir(helpers) if not name.startswith("_") and name not in lazy)
    methods = [name for name in named if callable(getattr(helpers, name))]
    return {name: getattr(helpers, name) for name in (*methods, *lazy)}


def _render(template: jinja2.Template, said: Mapping[str, object]) -> str:
    try:
        return template.render(said)
    except jinja2.TemplateError as problem:
        raise MutualisError("A text of a publication cannot be filled in.", there_is=str(problem)) from None


def _split(publication: Publication, language: str, text: str) -> dict[str, str]:
    _, *parts = SECTION.split(text)
    found = {name: words.strip() for name, words in zip(parts[::2], parts[1::2], strict=True)}
    if tuple(found) != (TITLE, LEAD, *publication.sections):
        raise MutualisError(
            f"The text of '{publication.name}' in {language} has other sections than are declared.",
            there_is=f"it has {', '.join(found)}; declared are {', '.join((TITLE, LEAD, *publication.sections))}",
        )
    return found
