"""From a view to the patches of its map: shapes of the year's areas, and the words and fill of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from mutualis import reference
from mutualis.picture import divisions
from mutualis.picture.chosen import Chosen, without_map
from mutualis.picture.classes import Classes
from mutualis.picture.geometry import FINEST, Geometry
from mutualis.picture.map import Patch, svg
from mutualis.picture.measure import Measured
from mutualis.picture.numbers import with_interval
from mutualis.release import LEVELS, Release

BRUSSELS = ("21", "04000")
FILLS = {"suppressed": "small", "none": "none", "unpublished": "unpublished"}
OUTLINES = {"region": "country", "province": "region", "arrondissement": "province", "municipality": "province"}
Numbers = Mapping[str, Measured]


@dataclass(frozen=True)
class Drawing:
    """A map, which kinds of fill it has, and the areas that have a figure and are not on it."""

    svg: Markup
    fills: frozenset[str]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Drawer:
    """Draws the maps of one release."""

    release: Release
    geometry: Geometry

    def map(self, view: Chosen, numbers: Numbers, classes: Classes) -> Drawing:
        """The map of a view's numbers by area; the country as a whole has none, nor has a level without a drawing."""
        topology = self.geometry.of(view.level)
        if without_map(view.level) or topology is None:
            return Drawing(Markup(""), frozenset(), ())
        patches = (self._municipalities if view.level == FINEST else self._areas)(view, numbers, classes)
        around = self.geometry.shapes(self.release, view.year, OUTLINES[view.level], view.level)
        made = svg(
            patches,
            height=topology.height,
            title=self._title(view),
            outline=[ring for rings in around.values() for ring in rings],
            inset=_inset(patches, view.level),
            inset_title=reference.text("atlas.inset", view.lang),
        )
        drawn = self._drawn(view, patches)
        return Drawing(made, frozenset(each.fill for each in patches), tuple(sorted(set(numbers) - drawn)))

    def _title(self, view: Chosen) -> str:
        level = reference.text(f"atlas.level_{view.level}", view.lang).lower()
        title = self.release.sheet(view.indicator).text("title", view.lang)
        return reference.text("atlas.map_of", view.lang, title=title, year=view.year, level=level)

    def _areas(self, view: Chosen, numbers: Numbers, classes: Classes) -> list[Patch]:
        return [
            Patch(code, code, self._says(view, code, numbers[code]), fill(numbers[code], classes), rings)
            for code, rings in self.geometry.shapes(self.release, view.year, view.level).items()
            if code in numbers
        ]

    def _drawn(self, view: Chosen, patches: list[Patch]) -> set[str]:
        """The codes of the year that the patches stand for."""
        if view.level != FINEST:
            return {each.code for each in patches}
        there = {each.code for each in patches}
        return {code for ground in self._grounds(view) if ground.newest in there for code in ground.codes}

    def _grounds(self, view: Chosen) -> tuple[divisions.Ground, ...]:
        topology = self.geometry.of(FINEST)
        return divisions.grounds(self.release, view.year, topology.members) if topology else ()

    def _municipalities(self, view: Chosen, numbers: Numbers, classes: Classes) -> list[Patch]:
        topology, patches = self.geometry.of(FINEST), []
        for ground in self._grounds(view):
            own = [code for code in ground.codes if code in numbers]
            if topology is None or not ground.drawn or not own:
                continue
            fills = {fill(numbers[code], classes) for code in own}
            says = ", ".join(self._says(view, code, numbers[code]) for code in own)
            if len(own) > 1:
                name = _name_now(ground.newest, view.lang)
                says = reference.text("atlas.merged_title", view.lang, name=name, parts=says)
            shade = fills.pop() if len(fills) == 1 else "merged"
            patches.append(Patch(ground.newest, own[0], says, shade, topology.joined(ground.drawn)))
        return patches

    def _says(self, view: Chosen, code: str, number: Measured) -> str:
        name = self.release.area_name(view.year, view.level, code, view.lang)
        said = with_interval(number, view.lang) or reference.text(f"atlas.{number.status}", view.lang).lower()
        return reference.text("atlas.pair", view.lang, name=name, value=said)


def _inset(patches: list[Patch], level: str) -> frozenset[str]:
    """The areas of Brussels, which are small on every map but that of the regions."""
    return frozenset(each.code for each in patches if each.code.startswith(BRUSSELS) and level != LEVELS[1])


def fill(number: Measured, classes: Classes) -> str:
    """The class of a number on map and legend."""
    return FILLS[number.status] if number.value is None else f"c{classes.number(number.value)}"


def _name_now(code: str, language: str) -> str:
    """The name of a municipality of the drawing, from the newest row of the reference."""
    rows = [row for row in reference.codelist("municipality").rows if row["code"] == code]
    return (rows[-1].get(language) or rows[-1]["nl"]) if rows else code
