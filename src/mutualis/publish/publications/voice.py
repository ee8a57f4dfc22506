"""What the text of a publication may ask of figures: words and numbers bound to a release and a year.

A helper gives words in the language of the text; each number in them carries a mark (`marks`). A figure that is not
shown is never given: words stand for it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.publish.publications.cells import COUNTRY, Cells
from mutualis.publish.publications.pictures import Gallery
from mutualis.publish.publications.trace import PARTS, Place, Trace
from mutualis.reference import written
from mutualis.release import FICHE_LANGUAGES
from mutualis.release.values import ALL, TOTAL

KEPT = "\u00a0"


class Year(int):
    """A year that writes itself with its mark, and counts as the number that it is."""

    words: str

    def __new__(cls, year: int, words: str) -> "Year":
        made = super().__new__(cls, year)
        made.words = words
        return made

    def __str__(self) -> str:
        return self.words

    def __format__(self, spec: str) -> str:
        return self.words


@dataclass(frozen=True)
class Voice:
    """The helpers of one text. `indicator` is asked for where none is named; `now` is the year of the edition."""

    cells: Cells
    indicator: str
    now: int
    language: str
    trace: Trace
    gallery: Gallery

    # Words

    def t(self, key: str, **values: object) -> str:
        """A text of the house; its own numbers are facts."""
        return self.trace.told(f"publication.{key}", self.language, **values)

    def said(self, part: str, indicator: str = "") -> str:
        """A text of the indicator in the release: title, definition, population, numerator, unit, interpretation."""
        name = indicator or self.indicator
        return self._facts(self.cells.of(name, self.now).sheet(name).text(part, self.language), f"{part} of {name}")

    def title(self, indicator: str = "") -> str:
        return self.said("title", indicator)

    def unit(self, indicator: str = "") -> str:
        return self.said("unit", indicator)

    def name(self, area: str, year: int | None = None) -> str:
        """The name of an area."""
        at = self._at(area, year)
        return self._facts(self._area_name(at), f"name of area {area}")

    def category(self, split: str, category: str) -> str:
        """The name of a category."""
        words = self.cells.release.category_name(split, category, self.language)
        return self._facts(words, f"name of {split} {category}")

    def levels(self, level: str) -> str:
        """The plural of a level within a sentence: `provincies`."""
        return self.t(f"levels_{level}")

    def quoted(self, words: str, origin: str) -> str:
        """Words of an edition that was issued before."""
        return self._facts(words, f"text of edition {origin}")

    def cite(self, words: str) -> str:
        """A reference to literature: its numbers are no figures."""
        return self._facts(words, "reference to literature")

    def fiche(self, indicator: str = "") -> str:
        """The fiche of the indicator as text, in a language that has one."""
        name = indicator or self.indicator
        sections = self.cells.of(name, self.now).sheet(name).fiche[self._fiche_language()]
        parts = []
        for each in sections:
            rows = [f"- **{head}**: {words}" for head, words in each["rows"]]
            parts += [f"### {each['title']}", *each["paragraphs"], "\n".join(rows)]
        return self._facts("\n\n".join(each for each in parts if each), f"fiche of {name}")

    def small(self) -> str:
        """What stands for a figure that is not shown."""
        return self.t("small")

    def every(self, names: Iterable[object]) -> str:
        """Names as a list of a sentence: `A, B en C`."""
        *first, last = [str(each) for each in names] or [""]
        return f"{', '.join(first)}{self.t('and')}{last}" if first else last

    @cached_property
    def year(self) -> Year:
        return self._year(self.now)

    @cached_property
    def before(self) -> Year:
        """The year with figures before that of the edition; the one before it where there is none."""
        earlier = self.cells.years(self.indicator, self.now - 1)
        return self._year(earlier[-1] if earlier else self.now - 1)

    @property
    def has_before(self) -> bool:
        return bool(self.cells.years(self.indicator, self.now - 1))

    @property
    def k(self) -> str:
        """Under how many persons a number is not shown."""
        return self.trace.fact("rule k of the release", str(self.cells.release.rules["k"]))

    @property
    def release_id(self) -> str:
        return self.trace.fact("id of the release", self.cells.release.id)

    @property
    def day(self) -> str:
        """The day of the release."""
        made = dt.datetime.fromisoformat(self.cells.release.created).date()
        return self.trace.fact("day of the release", reference.written_day(made, self.language))

    # Figures

    def figure(
        self,
        area: str = COUNTRY,
        year: int | None = None,
        split: str = TOTAL,
        category: str = ALL,
        indicator: str = "",
        part: str = "value",
    ) -> str:
        """A figure as written, with `%` where it is a share; words where it is not shown."""
        return self._figure(self._at(area, year, split, category, indicator), part, with_unit=False)

    def full(self, area: str = COUNTRY, year: int | None = None, **where: str) -> str:
        """A figure with its whole unit."""
        return self._figure(self._at(area, year, **where), "value", with_unit=True)

    def ci(self, area: str = COUNTRY, year: int | None = None, **where: str) -> str:
        """The 95 % interval of a figure in words; '' where none is shown."""
        at = self._at(area, year, **where)
        low, high = self._number(at, "low"), self._number(at, "high")
        return self.t("ci", low=low, high=high) if low and high else ""

    # What the helpers share

    def _fiche_language(self) -> str:
        return self.language if self.language in FICHE_LANGUAGES else "en"

    def _facts(self, words: str, fact: str) -> str:
        return self.trace.facts(words, fact)

    def _year(self, year: int) -> Year:
        return Year(year, self.trace.fact("year", str(int(year))))

    def _at(self, area: str, year: int | None, split: str = TOTAL, category: str = ALL, indicator: str = "") -> Place:
        return self.cells.place(indicator or self.indicator, int(year or self.now), area, split, category)

    def _area_name(self, at: Place) -> str:
        return self.cells.of(at.indicator, at.year).area_name(at.year, at.level, at.area, self.language)

    def _number(self, at: Place, part: str) -> str:
        if part not in PARTS:
            raise MutualisError(f"A figure has no part '{part}'.", there_is=", ".join(PARTS))
        figure = self.cells.figure(at)
        value = None if figure is None else getattr(figure, part)
        if value is None:
            self.trace.hidden(at)
            return ""
        return self.trace.cell(self.cells.of(at.indicator, at.year).id, at, part, value, written(value, self.language))

    def _figure(self, at: Place, part: str, *, with_unit: bool) -> str:
        number = self._number(at, part)
        if not number:
            return self.small()
        unit = self.unit(at.indicator)
        if not with_unit:
            unit = "%" if unit.startswith("%") and part not in ("numerator", "denominator") else ""
        between = "" if self.language == "en" and unit.startswith("%") else KEPT
        return f"{number}{between}{unit}" if unit else number
