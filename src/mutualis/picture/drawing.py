"""From a view to the patches of its map: shapes of the year's areas, and the words and fill of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from mutualis import reference
from mutualis.picture import divisions
from mutualis.picture.chosen import Chosen, without_map
from mutualis.picture.classes import Classes
from mutualis.picture.geometry import FINEST, REGION, Geometry
from mutualis.picture.map import Patch, svg
from mutualis.picture.measure import Measured
from mutualis.picture.numbers import with_interval
from mutualis.release import Release

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
            inset=frozenset(each.code for each in patches if each.code.startswith(BRUSSELS) and view.level != REGION),
            inset_title=reference.text("atlas.inset", view.lang),
        )
        within = divisions.parts(self.release, view.year) if view.level == FINEST else {}
        drawn = {code for each in patches for code in within.get(each.code, (each.code,))}
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

    def _municipalities(self, view: Chosen, numbers: Numbers, classes: Classes) -> list[Patch]:
        topology = self.geometry.municipalities
        patches = []
        for drawn, codes in sorted(divisions.parts(self.release, view.year).items()):
            own = [code for code in codes if code in numbers]
            if topology is None or drawn not in topology.members or not own:
                continue
            fills = {fill(numbers[code], classes) for code in own}
            says = ", ".join(self._says(view, code, numbers[code]) for code in own)
            if len(own) > 1:
                says = reference.text("atlas.merged_title", view.lang, name=_name_now(drawn, view.lang), parts=says)
            patches.append(
                Patch(drawn, own[0], says, fills.pop() if len(fills) == 1 else "merged", topology.joined([drawn]))
            )
        return patches

    def _says(self, view: Chosen, code: str, number: Measured) -> str:
        name = self.release.area_name(view.year, view.level, code, view.lang)
        said = with_interval(number, view.lang) or reference.text(f"atlas.{number.status}", view.lang).lower()
        return reference.text("atlas.pair", view.lang, name=name, value=said)


def fill(number: Measured, classes: Classes) -> str:
    """The class of a number on map and legend."""
    return FILLS[number.status] if number.value is None else f"c{classes.number(number.value)}"


def _name_now(code: str, language: str) -> str:
    """The name of a municipality of the drawing, from the newest row of the reference."""
    rows = [row for row in reference.codelist("municipality").rows if row["code"] == code]
    return (rows[-1].get(language) or rows[-1]["nl"]) if rows else code
