"""The rows of the table: one an area with all its numbers, or one an area with a number for each category."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mutualis.atlas import summary
from mutualis.atlas.view import View
from mutualis.picture.classes import Classes
from mutualis.picture.comparison import Compared, compare
from mutualis.picture.drawing import fill
from mutualis.picture.measure import ABSENT, SHOWS, Measured, measured, missing
from mutualis.picture.numbers import interval
from mutualis.picture.order import ordered, plain
from mutualis.reference import written
from mutualis.release import LEVELS, Figure, Release
from mutualis.release.values import TOTAL

BAR = 100


@dataclass(frozen=True)
class Cell:
    """A number as written, its interval, status and class; `bar` ends of bar, low and high in hundredths of the row."""

    value: str
    interval: str
    status: str
    fill: str
    bar: tuple[int, int, int]


@dataclass(frozen=True)
class Row:
    """An area (or a category of the country): its cells, and the number that the map shows (`own`).

    `compared` is what that number is beside the country's (`picture/comparison.py`), `parent` the area one level up,
    where it has another name.
    """

    code: str
    name: str
    own: Cell
    crude: Cell
    standardised: Cell
    denominator: str
    compared: Compared = "none"
    parent: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Table:
    """`kind` is areas, matrix (a column a category) or categories (a row a category, of the country)."""

    kind: str
    rows: tuple[Row, ...]
    categories: tuple[tuple[str, str], ...]
    has_interval: bool
    has_standardised: bool
    has_people: bool


@dataclass(frozen=True)
class Maker:
    """Makes rows of one release and view."""

    release: Release
    view: View
    classes: Classes
    top: Decimal
    country: Measured | None = None

    def cell(self, figure: Figure | None, show: str, otherwise: Measured = ABSENT) -> Cell:
        number = measured(figure, show, otherwise)
        if number.value is None:
            return Cell("", "", number.status, "", (0, 0, 0))
        said = written(number.value, self.view.lang), interval(number, self.view.lang)
        return Cell(*said, number.status, fill(number, self.classes), self._bar(number))

    def row(self, code: str, name: str, figure: Figure | None, otherwise: Measured = ABSENT) -> Row:
        people = "" if figure is None or figure.denominator is None else written(figure.denominator, self.view.lang)
        crude, standardised = (self.cell(figure, show, otherwise) for show in SHOWS)
        own = standardised if self.view.show == "standardised" else crude
        compared = compare(measured(figure, self.view.show, otherwise), self.country)
        return Row(code, name, own, crude, standardised, people, compared)

    def _bar(self, number: Measured) -> tuple[int, int, int]:
        ends = (number.value, number.low, number.high)
        if self.top <= 0:
            return 0, 0, 0
        value, low, high = (0 if each is None else min(BAR, max(0, round(BAR * each / self.top))) for each in ends)
        return value, low, high


def table(release: Release, view: View, classes: Classes) -> Table:
    """The table of a view, in the order asked for."""
    figures = release.figures(view.indicator, view.year, view.level, view.split)
    categories = release.categories_of(view.indicator, view.year, view.level, view.split)
    named = tuple((each, release.category_name(view.split, each, view.lang)) for each in categories)
    is_country = view.level == LEVELS[0]
    kind = "areas" if view.split == TOTAL else "categories" if is_country else "matrix"
    seen = figures if kind == "categories" else [each for each in figures if each.category == view.category]
    numbers = [measured(each, view.show) for each in seen]
    ends = [end for each in numbers for end in (each.value, each.high) if end is not None]
    country = None if is_country else summary.country(release, view)
    maker = Maker(release, view, classes, max(ends, default=Decimal(0)), country)
    rows = _by_category(maker, figures, named) if kind == "categories" else _by_area(maker, figures, named, kind)
    return Table(
        kind,
        tuple(rows),
        named,
        any(each.low is not None for each in figures),
        any(each.standardised is not None for each in figures),
        release.sheet(view.indicator).divisor != "none",
    )


def _by_category(maker: Maker, figures: Sequence[Figure], named: Sequence[tuple[str, str]]) -> list[Row]:
    found = {each.category: each for each in figures}
    return [maker.row(category, name, found[category]) for category, name in named]


def _by_area(maker: Maker, figures: Sequence[Figure], named: Sequence[tuple[str, str]], kind: str) -> list[Row]:
    release, view = maker.release, maker.view
    found, otherwise = {(each.area_code, each.category): each for each in figures}, missing(figures)
    parents, rows = parent_names(release, view), []
    for code, area in release.areas(view.year, view.level).items():
        own, name = found.get((code, view.category)), area.names[view.lang]
        row = maker.row(code, name, own, otherwise(code))
        if kind == "matrix":
            cells = (maker.cell(found.get((code, each)), view.show, otherwise(code)) for each, _ in named)
            row = replace(row, cells=tuple(cells))
        above = parents.get(area.parent_code, "")
        rows.append((replace(row, parent="" if above == name else above), own))
    return [row for row, _ in _in_order(rows, view)]


def parent_names(release: Release, view: View) -> Mapping[str, str]:
    """{code: name} of the areas one level up; not of the country, which would be said of all regions."""
    if view.level in LEVELS[:2]:
        return {}
    above = release.areas(view.year, LEVELS[LEVELS.index(view.level) - 1])
    return {code: area.names[view.lang] for code, area in above.items()}


def _in_order(rows: list[tuple[Row, Figure | None]], view: View) -> list[tuple[Row, Figure | None]]:
    rows = sorted(rows, key=lambda each: (plain(each[0].name), each[0].code))
    if view.sort == "name":
        return ordered(rows, lambda each: plain(each[0].name), view.order)
    if view.sort == "code":
        return ordered(rows, lambda each: each[0].code, view.order)
    return ordered(rows, lambda each: getattr(each[1], view.sort, None), view.order)
