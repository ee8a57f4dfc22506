"""All that the text of a publication may ask: words and figures, comparisons, and pictures."""

from mutualis.picture.order import plain as sortable
from mutualis.publish.publications.cells import COUNTRY
from mutualis.publish.publications.marks import placed
from mutualis.publish.publications.pictures import LEAST_OF_TREND, Picture, Row
from mutualis.publish.publications.telling import Telling
from mutualis.publish.publications.trace import Place
from mutualis.release import LEVELS

LEAST_DRAWN = 2  # years


class Helpers(Telling):
    """The helpers of one text: those of words and comparisons, and pictures, which stand on a line of their own."""

    def map(self, level: str, year: int | None = None, alt: str | None = None) -> str:
        """The map of a level."""
        at = self._at(COUNTRY, year)
        at = Place(at.indicator, at.year, level, "")
        title = self.t(
            "map_of", title=self.title(), levels=self.levels(level), year=self._year(at.year), unit=self.unit()
        )
        return self._put(self.gallery.map(at, title, alt))

    def bars(self, by: str, alt: str | None = None) -> str:
        """Bars of the areas of a level, or of the categories of a split for the country."""
        title = self.t("by", title=self.title(), by=self._by(by), year=self.year, unit=self.unit())
        return self._put(self.gallery.bars(self._rows(by), title, alt))

    def trend_chart(self, area: str = COUNTRY, alt: str | None = None) -> str:
        """The line of the years that can be compared; two of them are drawn as points with their intervals, and the
        caption says that they are no trend. Nothing where there is one."""
        at = self._at(area, None)
        years = self._comparing.comparable_years(at)
        if len(years) < LEAST_DRAWN:
            return ""
        title = self.t(
            "trend_of" if len(years) >= LEAST_OF_TREND else "two_years_of",
            title=self.title(),
            area=self._area_name(at),
            first=self._year(years[0]),
            year=self.year,
            unit=self.unit(),
        )
        return self._put(self.gallery.trend(at, self._area_name(at), years, title, alt))

    def table(self, by: str) -> str:
        """A table of the areas of a level or the categories of a split: figure, interval, the year before, the change
        in a word."""
        head = [self._by_one(by), str(self.year), self.t("interval")]
        head += [str(self.before), self.t("change")] if self.has_before else []
        rows = [[row.name, *self._line(row.at)] for row in self._rows(by)]
        caption = self.t("by", title=self.title(), by=self._by(by), year=self.year, unit=self.unit())
        return self._put(self.gallery.table(head, rows, caption))

    # What the helpers share

    def _put(self, picture: Picture) -> str:
        return placed(self.gallery.add(picture))

    def _rows(self, by: str) -> list[Row]:
        if by in LEVELS:
            named = [Row(self._area_name(at), at) for at in self._all_of(by)]
            return sorted(named, key=lambda each: sortable(each.name))
        return [Row(self.category(by, each), self._at(COUNTRY, None, by, each)) for each in self._categories(by)]

    def _by(self, by: str) -> str:
        """What a table or chart goes by, within a sentence; German writes nouns with a capital."""
        name = self.levels(by) if by in LEVELS else self.cells.release.split_name(by, self.language)
        return name if self.language == "de" else name.lower()

    def _by_one(self, by: str) -> str:
        return self.t(f"head_{by}") if by in LEVELS else self.cells.release.split_name(by, self.language)

    def _line(self, at: Place) -> list[str]:
        low, high = self._number(at, "low"), self._number(at, "high")
        cells = [self._figure(at, "value", with_unit=False), f"{low}\u202f–\u202f{high}" if low and high else "–"]
        if not self.has_before:
            return cells
        earlier = self._earlier(at)
        found = self._comparing.change(at, earlier)
        old = self._figure(earlier, "value", with_unit=False) if self._was_there(earlier) else "–"
        return [*cells, old, self.t(f"{found.kind}_small" if found.is_small else found.kind)]

    def _was_there(self, at: Place) -> bool:
        return at.area in self.cells.of(at.indicator, at.year).areas(at.year, at.level)
