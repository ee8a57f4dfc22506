"""What there is: of each indicator the levels, years and splits that have figures, each a link to its map."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from mutualis import reference
from mutualis.atlas import choices
from mutualis.atlas.page import Shown, Values
from mutualis.atlas.view import View
from mutualis.reference import SPLITS
from mutualis.release import LEVELS, Release
from mutualis.release.values import ALL, TOTAL


@dataclass(frozen=True)
class Cell:
    """The years of an indicator at a level, each with its address, and the names of its splits."""

    level: str
    years: tuple[tuple[int, str], ...]
    splits: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """An indicator: a cell for each level, None where it has nothing."""

    title: str
    indicator: str
    address: str
    cells: tuple[Cell | None, ...]


def availability_page(shown: Shown) -> Values:
    """A table a heading of the menu, a row an indicator, a column a level."""
    release, view = shown.release, shown.view
    there = _there(release)
    return {
        "levels": release.levels,
        "available": [
            (group.title, [_row(release, view, name, title, there) for name, title in group.indicators])
            for group in choices.groups(release, view.lang)
        ],
    }


def _there(release: Release) -> Mapping[tuple[str, str], dict[str, set[int]]]:
    """{(indicator, level): {split: years}}."""
    found: dict[tuple[str, str], dict[str, set[int]]] = {}
    for indicator, year, level, split in release.figures_by:
        found.setdefault((indicator, level), {}).setdefault(split, set()).add(year)
    return found


def _row(
    release: Release, view: View, name: str, title: str, there: Mapping[tuple[str, str], dict[str, set[int]]]
) -> Row:
    plain = replace(view, indicator=name, split=TOTAL, category=ALL, area="", areas="", group="", division="")
    cells = tuple(_cell(release, plain, level, there.get((name, level))) for level in release.levels)
    return Row(title, name, plain.url("/fiche"), cells)


def _cell(release: Release, view: View, level: str, splits: dict[str, set[int]] | None) -> Cell | None:
    if not splits:
        return None
    path = "/" if level != LEVELS[0] else "/trend"
    years = sorted(set().union(*splits.values()))
    named = tuple(_named(release, view, each, splits[each], years) for each in SPLITS if each in splits)
    words = reference.text(f"atlas.level_{level}", view.lang)
    return Cell(words, tuple((year, view.url(path, year=year, level=level)) for year in years), named)


def _named(release: Release, view: View, split: str, of: set[int], years: list[int]) -> str:
    """The name of a split, with its years where they are not those of the others."""
    name = release.split_name(split, view.lang)
    return name if of == set(years) else f"{name} ({', '.join(map(str, sorted(of)))})"
