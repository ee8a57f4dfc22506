"""From a view to the patches of its map: shapes of the year's areas, and the words and fill of each."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas import divisions
from mutualis.atlas.classes import Classes
from mutualis.atlas.map import Patch, path, svg
from mutualis.atlas.numbers import written
from mutualis.atlas.shapes import Topology
from mutualis.atlas.view import View
from mutualis.release import LEVELS, Figure, Release, Sheet

FINEST = LEVELS[-1]
BRUSSELS = "21"
FILLS = {"suppressed": "small", "none": "none"}
DAYS = (365, 366)


@dataclass(frozen=True)
class Drawer:
    """Draws the maps of one release on one topology."""

    release: Release
    topology: Topology

    def map(self, view: View, classes: Classes) -> Markup:
        """The map of a view; the country as a whole has none."""
        if view.level == LEVELS[0]:
            return Markup("")
        sheet = self.release.sheet(view.indicator)
        title = reference.text(
            "atlas.map_of", view.lang, title=sheet.text("title", view.lang), year=view.year, level=_level(view)
        )
        if view.level != FINEST:
            return svg(self.topology, self._areas(view, classes), title=title)
        patches, targets = self._municipalities(view, classes)
        provinces = divisions.members(self.release, view.year, "province").values()
        return svg(
            self.topology,
            patches,
            title=title,
            outline="".join(path(self.topology.joined(codes)) for codes in provinces),
            inset=frozenset(each.code for each in patches if each.code.startswith(BRUSSELS)),
            inset_title=reference.text("atlas.inset", view.lang),
            targets=targets,
        )

    def _areas(self, view: View, classes: Classes) -> list[Patch]:
        figures = {each.area_code: each for each in self.release.figures(view.indicator, view.year, view.level)}
        shapes = divisions.members(self.release, view.year, view.level)
        return [
            Patch(
                code, self._says(view, figures[code]), _fill(figures[code], classes), path(self.topology.joined(drawn))
            )
            for code, drawn in sorted(shapes.items())
            if code in figures
        ]

    def _municipalities(self, view: View, classes: Classes) -> tuple[list[Patch], dict[str, str]]:
        figures = {each.area_code: each for each in self.release.figures(view.indicator, view.year, FINEST)}
        patches, targets = [], {}
        for drawn, codes in sorted(divisions.parts(self.release, view.year).items()):
            shape = path(self.topology.joined([drawn]))
            own = [figures[code] for code in codes if code in figures]
            if not own or not shape:
                continue
            targets[drawn] = f"#area-{own[0].area_code}"
            if len(own) == 1:
                patches.append(Patch(drawn, self._says(view, own[0]), _fill(own[0], classes), shape))
            else:
                patches.append(self._merged(view, drawn, own, classes, shape))
        return patches, targets

    def _merged(self, view: View, drawn: str, own: list[Figure], classes: Classes, shape: str) -> Patch:
        """Several municipalities of the year in one of the drawing: their figure together when all parts are shown."""
        together = _together(self.release.sheet(view.indicator), own, view.year)
        words = reference.text("atlas.parts_hidden", view.lang)
        if together is not None:
            words = reference.text("atlas.together", view.lang, value=written(together, view.lang))
        names = ", ".join(self._says(view, each) for each in own)
        says = reference.text("atlas.merged_title", view.lang, name=_name_now(drawn, view.lang), parts=names)
        return Patch(
            drawn, f"{says}; {words}", f"c{classes.number(together)}" if together is not None else "merged", shape
        )

    def _says(self, view: View, figure: Figure) -> str:
        name = self.release.areas(view.year, view.level)[figure.area_code].names[view.lang]
        if figure.value is not None:
            return f"{name}: {written(figure.value, view.lang)}"
        word = "suppressed" if figure.status == "suppressed" else "none"
        return f"{name}: {reference.text(f'atlas.{word}', view.lang).lower()}"


def _level(view: View) -> str:
    return reference.text(f"atlas.level_{view.level}", view.lang).lower()


def _fill(figure: Figure, classes: Classes) -> str:
    return FILLS.get(figure.status) or f"c{classes.number(figure.value or Decimal(0))}"


def _name_now(code: str, language: str) -> str:
    """The name of a municipality of the drawing, from the newest row of the reference."""
    rows = [row for row in reference.codelist("municipality").rows if row["code"] == code]
    return (rows[-1].get(language) or rows[-1]["nl"]) if rows else code


def _together(sheet: Sheet, own: list[Figure], year: int) -> Decimal | None:
    """The figure of several areas together, from their shown numerators and denominators."""
    if any(each.numerator is None or each.denominator is None for each in own):
        return None
    top = sum(each.numerator or 0 for each in own)
    people = sum(each.denominator or 0 for each in own)
    days = DAYS[year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)]
    below = {"none": 1, "persons": people, "person_days": people * days}[sheet.divisor]
    if not below:
        return None
    exact = sheet.factor * Fraction(top, below) * 10**sheet.decimals
    return Decimal(floor(exact + Fraction(1, 2))).scaleb(-sheet.decimals)
