"""The population of a place by age and sex, and its groups at risk; only what the release has of it."""

from dataclasses import dataclass

from markupsafe import Markup

from mutualis import reference
from mutualis.atlas.population.asked import Asked
from mutualis.atlas.population.place import Place, figure_of
from mutualis.picture.pyramid import Layer, Step, population_pyramid, risk_pyramid
from mutualis.reference import written
from mutualis.release import Figure, Release
from mutualis.release.values import CROSS, NONE, SHOWN

PEOPLE, BOTH = "insured", CROSS.join(("sex", "age_class"))
MEN, WOMEN = "1", "2"


@dataclass(frozen=True)
class Pyramid:
    """A drawing, the columns of its table and its rows: (name, numbers as written)."""

    svg: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def population(release: Release, place: Place, asked: Asked) -> Pyramid | None:
    """Persons by age class and sex; where the release has no crossing there, by age class alone; None without both."""
    if PEOPLE not in release.sheets:
        return None
    both = _steps(release, place, asked, crossed=True)
    steps = both or _steps(release, place, asked, crossed=False)
    if not any(figure is not None for _, figures in steps for figure in figures):
        return None
    sexes = [release.category_name("sex", each, asked.lang) for each in (MEN, WOMEN)]
    names = tuple(sexes) if both else (reference.text("dashboard.both_sexes", asked.lang),)
    title = reference.text("dashboard.pyramid_of", asked.lang, place=place.name, year=asked.year)
    drawn = [
        Step(name, *(_persons(each) for each in (figures if both else (None, *figures)))) for name, figures in steps
    ]
    svg = population_pyramid(drawn, sexes[0], sexes[1], title) if both else Markup("")
    rows = tuple((name, tuple(_written(each, asked.lang) for each in figures)) for name, figures in steps)
    return Pyramid(svg, names, rows)


def _steps(
    release: Release, place: Place, asked: Asked, *, crossed: bool
) -> list[tuple[str, tuple[Figure | None, ...]]]:
    ages = [each for each in release.classifications["age_class"].categories if each != reference.UNKNOWN]
    found = []
    for age in ages:
        both = [(BOTH, CROSS.join((sex, age))) for sex in (MEN, WOMEN)]
        codes = both if crossed else [("age_class", age)]
        figures = tuple(figure_of(release, place, PEOPLE, asked.year, split, code) for split, code in codes)
        found.append((release.category_name("age_class", age, asked.lang), figures))
    return found if any(each is not None for _, figures in found for each in figures) else []


def _persons(figure: Figure | None) -> int | None:
    if figure is None or figure.status == NONE:
        return 0
    return figure.numerator if figure.status == SHOWN else None


def _written(figure: Figure | None, language: str) -> str:
    persons = _persons(figure)
    return reference.text("atlas.suppressed", language) if persons is None else written(persons, language)


def risk(release: Release, place: Place, asked: Asked) -> tuple[Markup, tuple[str, ...]]:
    """The groups at risk that the release has of a place, and the titles of those that it has not."""
    layers, missing = [], []
    for name in reference.population_dashboard().risk_groups:
        figure = figure_of(release, place, name, asked.year) if name in release.sheets else None
        if figure is None or figure.value is None:
            missing.append(reference.text(f"indicators.{name}.title", asked.lang))
            continue
        sheet = release.sheet(name)
        says = f"{written(figure.value, asked.lang)} {sheet.text('unit', asked.lang)}"
        layers.append(Layer(sheet.text("title", asked.lang), float(figure.value), says))
    title = reference.text("dashboard.risk_of", asked.lang, place=place.name, year=asked.year)
    return risk_pyramid(layers, title), tuple(missing)
