"""The pages of a view: everything that the templates show, as plain values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutualis import reference
from mutualis.atlas import choices, schema_org, summary
from mutualis.atlas.table import table
from mutualis.atlas.view import CLASSES, View
from mutualis.picture.chosen import without_map
from mutualis.picture.classes import MAKERS
from mutualis.picture.drawing import Drawer, Numbers
from mutualis.picture.geometry import Geometry
from mutualis.picture.measure import SHOWS, measured, missing
from mutualis.picture.numbers import interval
from mutualis.picture.order import plain
from mutualis.picture.serving.languages import menu
from mutualis.reference import written
from mutualis.release import Figure, Release
from mutualis.release.files import CSVW, FIGURES, PARQUET, fiche_name, jsonstat_name
from mutualis.release.values import SUPPRESSED, TOTAL


@dataclass(frozen=True)
class Shown:
    """What a page is made of: a release, a view of it, the drawings, the ids of all releases and where they lie."""

    release: Release
    view: View
    geometry: Geometry
    releases: tuple[str, ...]
    folder: Path = Path()


Values = dict[str, Any]


def words(language: str) -> Callable[..., str]:
    """The texts of the Atlas in a language; a key with a point in it is of another topic."""
    return lambda key, **values: reference.text(key if "." in key else f"atlas.{key}", language, **values)


def frame(release: Release, view: View, path: str, notices: tuple[str, ...]) -> Values:
    """What every page of a view has: texts, menu, form, tabs, release and links."""
    sheet = release.sheet(view.indicator)
    return {
        "view": view,
        "path": path,
        "release": release,
        "t": words(view.lang),
        "lang": view.lang,
        "number": lambda number: written(number, view.lang),
        "sheet": sheet,
        "say": lambda part: sheet.text(part, view.lang),
        "languages": menu(lambda code: view.url(path, lang=code)),
        "groups": choices.groups(release, view.lang),
        "options": choices.options(release, view),
        "notices": notices,
        "incomplete": incomplete(release, view),
        "category": "" if view.split == TOTAL else release.category_name(view.split, view.category, view.lang),
        "split": release.split_name(view.split, view.lang),
        "files": _files(release, view),
        "schema_org": schema_org.figures(release, view, _files(release, view)),
    }


def incomplete(release: Release, view: View) -> tuple[str, ...]:
    """A sentence for each missing delivery that touches the indicator and year of a view."""
    return tuple(
        words(view.lang)(
            "notice_incomplete",
            period=gap.period,
            database=getattr(reference.source_database(gap.database), view.lang),
            lack=gap.lack,
            senders=gap.senders,
        )
        for gap in release.gaps(view.indicator, view.year)
    )


def map_page(shown: Shown) -> Values:
    """The map, its legend, the summary and the table."""
    release, view, drawer = shown.release, shown.view, Drawer(shown.release, shown.geometry)
    numbers = numbers_of(release, view)
    classes = MAKERS[view.classes]([each.value for each in numbers.values() if each.value is not None])
    drawn = drawer.map(view, numbers, classes)
    country = summary.country(release, view)
    return {
        "map": drawn.svg,
        "fills": drawn.fills,
        "topology": drawer.geometry.of(view.level),
        "has_no_geometry": drawer.geometry.of(view.level) is None and not without_map(view.level),
        "missing": _names(release, view, drawn.missing),
        "hidden": _names(release, view, [code for code, each in numbers.items() if each.status == SUPPRESSED]),
        "legend": [
            (f"c{classes.step(n)}", *(written(end, view.lang) for end in ends))
            for n, ends in enumerate(classes.ranges, 1)
        ],
        "class_kinds": CLASSES,
        "shows": SHOWS,
        "summary": summary.sentences(release, view, numbers),
        "country": written(country.value, view.lang) if country and country.value is not None else "",
        "country_interval": interval(country, view.lang) if country else "",
        "table": table(release, view, classes),
    }


def numbers_of(release: Release, view: View) -> Numbers:
    """{area: the number that the map shows}, for all areas of the level."""
    figures = figures_of(release, view)
    found, otherwise = {each.area_code: each for each in figures if each.category == view.category}, missing(figures)
    codes = sorted(release.areas(view.year, view.level))
    return {code: measured(found.get(code), view.show, otherwise(code)) for code in codes}


def release_page(shown: Shown) -> Values:
    """The releases that there are, the newest first; the release itself is in the frame."""
    return {"there": shown.releases[::-1]}


def figures_of(release: Release, view: View) -> Sequence[Figure]:
    return release.figures(view.indicator, view.year, view.level, view.split)


def _files(release: Release, view: View) -> Mapping[str, str]:
    """The files of the release that belong to a view, by kind; those that it does not have are left out."""
    wanted = {
        "csv": FIGURES,
        "parquet": PARQUET,
        "jsonstat": jsonstat_name(view.indicator, view.level),
        "csvw": CSVW,
        "fiche": fiche_name(view.indicator, view.lang),
    }
    return {kind: name for kind, name in wanted.items() if name in release.files}


def _names(release: Release, view: View, codes: Any) -> list[tuple[str, str]]:
    named = [(code, release.area_name(view.year, view.level, code, view.lang)) for code in codes]
    return sorted(named, key=lambda each: (plain(each[1]), each[0]))
