"""The fiche of an indicator: what its release says, and around it lists, breaks, versions of all releases, review."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise

from mutualis import reference
from mutualis.atlas.page import Shown, Values
from mutualis.atlas.view import View
from mutualis.release import Definitions, Release, Sheet, definitions
from mutualis.release.files import AREAS, CLASSIFICATIONS
from mutualis.release.values import CROSS, TOTAL, ListUsed

SHORT = 12


@dataclass(frozen=True)
class Change:
    """A release of the indicator: which definition it has, and whether it is that of the release before."""

    release: str
    day: str
    version: str
    years: str
    said: str


@dataclass(frozen=True)
class ListRow:
    """A code list of the definition, for a table: its name, what is in it, how many codes, when they hold."""

    name: str
    title: str
    codes: int
    validity: str
    version: str


def fiche_page(shown: Shown) -> Values:
    """The sections of the release's fiche, and what stands around it."""
    release, view = shown.release, shown.view
    sheet = release.sheet(view.indicator)
    return {
        "fiche": sheet.fiche.get(view.lang) or _from_texts(sheet, view.lang),
        "is_whole": view.lang in sheet.fiche,
        "lists": _lists(release, view),
        "lists_used": _lists_used(sheet, view),
        "breaks": _breaks(view),
        "changes": changes_of(shown)[::-1],
        "review": _review(view),
    }


def _from_texts(sheet: Sheet, language: str) -> list[Values]:
    """What an old release, without a fiche in a language, says of the indicator in that language all the same."""
    rows = [(part, sheet.text(part, language)) for part in ("population", "numerator", "denominator", "unit")]
    named = [(reference.text(f"release.fiche_{part}", language), words) for part, words in rows]
    told = [("definition", "definition", named), ("reading", "interpretation", [])]
    return [
        {
            "title": reference.text(f"release.fiche_{title}", language),
            "paragraphs": [sheet.text(part, language)],
            "rows": rows,
        }
        for title, part, rows in told
    ]


def _lists(release: Release, view: View) -> list[tuple[str, int, str]]:
    """(name, number of codes, file of the release) of each code list that the figures are divided by."""
    used = {part for name, _, _, split in release.figures_by if name == view.indicator for part in split.split(CROSS)}
    named = [
        (each.names[view.lang], len(each.categories), CLASSIFICATIONS)
        for each in release.classifications.values()
        if each.name in used and each.name != TOTAL
    ]
    areas = sum(len(release.areas(release.years_of(view.indicator)[-1], level)) for level in release.levels)
    return [*named, (reference.text("atlas.code", view.lang), areas, AREAS)]


def _lists_used(sheet: Sheet, view: View) -> list[ListRow] | None:
    """The code lists of the definition; None where an old release does not say."""
    if sheet.codelists is None:
        return None
    return [
        ListRow(each.name, each.names[view.lang], each.codes, _validity(each, view), each.version[:SHORT])
        for each in sheet.codelists
    ]


def _validity(used: ListUsed, view: View) -> str:
    first, last = (
        reference.written_day(dt.date.fromisoformat(day), view.lang, "medium") if day else ""
        for day in (used.valid_from, used.valid_to)
    )
    return reference.text(f"views.list_{'between' if last else 'from'}", view.lang, first=first, last=last)


def _breaks(view: View) -> list[tuple[str, str]]:
    """(day, what changed) of the known breaks in the series."""
    return [
        (reference.written_day(each.day, view.lang), each.texts[view.lang])
        for each in reference.series_breaks(view.indicator)
    ]


def changes_of(shown: Shown) -> list[Change]:
    """All releases that have the indicator, the oldest first."""
    found = [definitions(shown.folder / name) for name in shown.releases]
    there = sorted(
        (each for each in found if shown.view.indicator in each.versions), key=lambda each: (each.created, each.release)
    )
    first = [_change(shown.view, each, "first") for each in there[:1]]
    return first + [_change(shown.view, each, _said(shown.view, before, each)) for before, each in pairwise(there)]


def _said(view: View, before: Definitions, each: Definitions) -> str:
    return "same" if before.versions[view.indicator] == each.versions[view.indicator] else "changed"


def _change(view: View, each: Definitions, said: str) -> Change:
    day = reference.written_day(dt.datetime.fromisoformat(each.created).date(), view.lang)
    version, years = each.versions[view.indicator][:SHORT], ", ".join(map(str, each.years))
    return Change(each.release, day, version, years, reference.text(f"views.change_{said}", view.lang))


def _review(view: View) -> tuple[str, str]:
    """Who reviewed it and when, and when it is reviewed next, in words."""
    found, unplanned = reference.indicator_review(view.indicator), reference.text("views.review_unplanned", view.lang)
    if found is None:
        return reference.text("views.review_none", view.lang), unplanned
    who = f"{found.reviewer}, {reference.written_day(found.reviewed, view.lang)}"
    return who, reference.written_day(found.next_review, view.lang) if found.next_review else unplanned
