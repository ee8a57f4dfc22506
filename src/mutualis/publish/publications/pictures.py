"""The pictures and tables of a publication: each with words for who does not see it, and every cell that it shows."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from markupsafe import Markup, escape

from mutualis.picture.chart import chart
from mutualis.picture.chosen import Chosen, without_map
from mutualis.picture.classes import Classes, quantiles
from mutualis.picture.drawing import Drawer, Numbers
from mutualis.picture.geometry import Geometry
from mutualis.picture.measure import Measured, measured, missing
from mutualis.picture.trend import Line
from mutualis.publish.publications import ranked
from mutualis.publish.publications.cells import Cells
from mutualis.publish.publications.marks import plain
from mutualis.publish.publications.trace import Place, Trace
from mutualis.reference import written

TABLE = "table"
LEAST_OF_TREND = 3  # years; two are a change
LINK = re.compile(r'<a href="[^"]*" aria-label="[^"]*">')
INNER = re.compile(r"<title>[^<]*</title>")
OPENING = re.compile(r'^<svg ([^>]*?) role="(?:img|group)"(?: aria-label="[^"]*")?>')
HATCHED = ("small", "merged")
MERGED = "2025"  # the year of the municipalities that the built-in map draws


@dataclass(frozen=True)
class Picture:
    """A picture or table: its HTML with marks, its alternative text, what it says below. `origin` holds the marks of
    every cell that is drawn."""

    kind: str
    html: Markup
    alt: str
    caption: str
    origin: str = ""


@dataclass(frozen=True)
class Row:
    """A line of bars or of a table: its name and its cell."""

    name: str
    at: Place


@dataclass
class Gallery:
    """Makes the pictures of one text and keeps them in order."""

    cells: Cells
    trace: Trace
    geometry: Geometry
    language: str
    made: list[Picture] = field(default_factory=list)

    def add(self, picture: Picture) -> int:
        """Keep a picture; returns its number in the text."""
        self.made.append(picture)
        return len(self.made) - 1

    def map(self, at: Place, title: str, alt: str | None = None) -> Picture:
        """The map of a level, with its legend."""
        view = Chosen(at.indicator, at.year, at.level, self.language, at.split, at.category)
        numbers = self._numbers(at)
        classes = quantiles([each.value for each in numbers.values() if each.value is not None])
        drawn = Drawer(self.cells.of(at.indicator, at.year), self.geometry).map(view, numbers, classes)
        alt = self._map_alt(at, title, numbers) if alt is None else alt
        if not drawn.svg:
            return Picture("map", Markup("<p>{}</p>").format(self._no_map(at.level)), plain(alt), title, alt)
        keys = self._keys(classes, drawn.fills)
        number = len(self.made) + 1
        legend = _legend([(fill, plain(words)) for fill, words in keys], number, self._t("atlas.legend"))
        cells = [self._cell(replace(at, area=code)) for code in numbers]
        origin = "".join([alt, *(words for _, words in keys), *cells])
        caption = f"{title}. {self._credit(at.level)}"
        return Picture("map", still(drawn.svg, alt, number) + legend, plain(alt), caption, origin)

    def bars(self, rows: Sequence[Row], title: str, alt: str | None = None, caption: str = "") -> Picture:
        """Bars with intervals, in the order given."""
        drawn = [(each, self._measured(each.at)) for each in rows]
        lines = [
            ranked.Bar(plain(row.name), number.value, number.low, number.high, plain(self._said(row.at)))
            for row, number in drawn
        ]
        alt = self._rows_alt(title, drawn) if alt is None else alt
        origin = "".join(row.name + self._all(row.at) for row, _ in drawn) + alt
        return Picture("bars", still(ranked.svg(lines), alt, len(self.made) + 1), plain(alt), caption or title, origin)

    def trend(self, at: Place, name: str, years: Sequence[int], title: str, alt: str | None = None) -> Picture:
        """A line over the years that can be compared; two of them are points with their intervals."""
        places = {year: Place(at.indicator, year, at.level, at.area, at.split, at.category) for year in years}
        line = Line("own", name, {year: self._measured(each) for year, each in places.items()})
        alt = (
            self._rows_alt(title, [(Row(str(y), p), line.numbers[y]) for y, p in places.items()])
            if alt is None
            else alt
        )
        drawn = chart([line], list(years), plain(alt), self.language, is_joined=len(years) >= LEAST_OF_TREND)
        origin = "".join(self._all(each) for each in places.values()) + alt
        return Picture("trend", still(drawn, alt, len(self.made) + 1), plain(alt), title, origin)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> Picture:
        """A table; the first cell of a row names it, the others are to the right."""
        top = Markup("").join(
            Markup('<th scope="col"{}>{}</th>').format(Markup(' class="number"') if n else "", words)
            for n, words in enumerate(head)
        )
        body = Markup("").join(
            Markup('<tr><th scope="row">{}</th>{}</tr>').format(
                first, Markup("").join(Markup('<td class="number">{}</td>').format(each) for each in others)
            )
            for first, *others in rows
        )
        html = Markup("<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
            caption, top, body
        )
        return Picture(TABLE, html, plain(caption), caption)

    def _numbers(self, at: Place) -> Numbers:
        release = self.cells.of(at.indicator, at.year)
        figures = release.figures(at.indicator, at.year, at.level, at.split)
        found, otherwise = {each.area_code: each for each in figures if each.category == at.category}, missing(figures)
        return {code: measured(found.get(code), "crude", otherwise(code)) for code in self.cells.areas(at)}

    def _measured(self, at: Place) -> Measured:
        return measured(self.cells.figure(at), "crude")

    def _cell(self, at: Place, part: str = "value") -> str:
        figure = self.cells.figure(at)
        value = None if figure is None else getattr(figure, part)
        if value is None:
            self.trace.hidden(at)
            return ""
        release = self.cells.of(at.indicator, at.year).id
        return self.trace.cell(release, at, part, value, written(value, self.language))

    def _all(self, at: Place) -> str:
        return "".join(self._cell(at, part) for part in ("value", "low", "high") if self._has(at, part))

    def _has(self, at: Place, part: str) -> bool:
        figure = self.cells.figure(at)
        return part == "value" or (figure is not None and getattr(figure, part) is not None)

    def _said(self, at: Place) -> str:
        return self._cell(at) or self._t("publication.small")

    def _between(self, low: Decimal, high: Decimal) -> str:
        ends = dict.fromkeys((written(low, self.language), written(high, self.language)))
        return "\u202f–\u202f".join(ends)

    def _map_alt(self, at: Place, title: str, numbers: Numbers) -> str:
        values = {code: each.value for code, each in numbers.items() if each.value is not None}
        if not values:
            return f"{title}. {self._t('publication.small')}."
        release = self.cells.of(at.indicator, at.year)
        said = {}
        for word, code in (
            ("high", max(values, key=lambda c: values[c])),
            ("low", min(values, key=lambda c: values[c])),
        ):
            said[word] = release.area_name(at.year, at.level, code, self.language)
            said[f"{word}_value"] = self._cell(replace(at, area=code))
        return self._t("publication.alt_map", title=title, **said)

    def _rows_alt(self, title: str, rows: Iterable[tuple[Row, Measured]]) -> str:
        said = ", ".join(self._t("atlas.pair", name=row.name, value=self._said(row.at)) for row, _ in rows)
        return self._t("publication.alt_rows", title=title, rows=said)

    def _keys(self, classes: Classes, fills: frozenset[str]) -> list[tuple[str, str]]:
        """Each fill of a map with its words; the borders of a class are figures."""
        shades = [(f"c{classes.step(n)}", self._between(*ends)) for n, ends in enumerate(classes.ranges, 1)]
        year = self.trace.fact("year", MERGED)
        return shades + [(kind, self._t(f"atlas.{word}", year=year)) for kind, word in KEYS if kind in fills]

    def _no_map(self, level: str) -> str:
        return self._t("publication.no_map_of_country" if without_map(level) else "atlas.no_map")

    def _credit(self, level: str) -> str:
        topology = self.geometry.of(level)
        if topology is None:
            return ""
        said = self._t("atlas.map_credit", credit=self.trace.facts(topology.credit, "credit of the map"))
        return f"{self._t('atlas.map_schematic')} {said}" if topology.label == "schematic" else said

    def _t(self, key: str, **values: object) -> str:
        return self.trace.told(key, self.language, **values)


KEYS = (("small", "suppressed"), ("none", "none"), ("unpublished", "unpublished"), ("merged", "merged"))


def still(svg: Markup, alt: str, number: int) -> Markup:
    """A drawing as a picture: no links, one alternative text in place of many titles, and ids that no other picture of
    the page has."""
    bare = INNER.sub("", LINK.sub("<g>", str(svg)).replace("</a>", "</g>"))
    for name in HATCHED:
        bare = bare.replace(f'id="{name}"', f'id="{name}-{number}"').replace(f"url(#{name})", f"url(#{name}-{number})")
    said = escape(plain(alt))
    opening = rf'<svg \1 role="img" aria-label="{_safe(said)}"><title>{_safe(said)}</title>'
    return Markup(OPENING.sub(opening, bare, count=1))  # noqa: S704 - a drawing of ours, its words escaped


def _safe(said: str) -> str:
    """Words for the right side of a substitution."""
    return str(said).replace("\\", r"\\")


def _legend(rows: Sequence[tuple[str, str]], number: int, title: str) -> Markup:
    items: Callable[[str], Markup] = lambda fill: (  # noqa: E731
        Markup(' fill="url(#{}-{})"').format(fill, number) if fill in HATCHED else Markup("")
    )
    lines = Markup("").join(
        Markup(
            '<li><svg viewBox="0 0 560 360" width="28" height="18" aria-hidden="true"><rect class="{}"{} width="560"'
            ' height="360"/></svg> {}</li>'
        ).format(fill, items(fill), words)
        for fill, words in rows
    )
    return Markup('<ul class="keys" aria-label="{}">{}</ul>').format(title, lines)
