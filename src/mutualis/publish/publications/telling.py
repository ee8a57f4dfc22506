"""What the text of a publication may ask of comparisons: words for what rose, fell, lies higher or lower.

The `subject` of a sentence is a singular noun with its article: `Het gebruik van antibiotica`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from mutualis.model import MutualisError
from mutualis.picture.order import plain as sortable
from mutualis.publish.publications import compared
from mutualis.publish.publications.cells import COUNTRY
from mutualis.publish.publications.compared import Compared, Comparing
from mutualis.publish.publications.pictures import LEAST_OF_TREND
from mutualis.publish.publications.trace import Place
from mutualis.publish.publications.voice import Voice, Year
from mutualis.release import LEVELS
from mutualis.release.values import SUPPRESSED

ALIKE = "alike"  # no area of a level differs from the country


class Telling(Voice):
    """The helpers of a text that compare."""

    def change(self, subject: str, area: str = COUNTRY, to: int | None = None, **where: str) -> str:
        """A sentence on a figure of the year and of the one before."""
        later = self._at(area, None, **where)
        return self._sentence(subject, later, self._earlier(later, to))

    def compare(self, area: str = COUNTRY, to: int | None = None, **where: str) -> str:
        """A word for what became of a figure since the year before: `steeg`, `bleef stabiel`."""
        found = self.compared(area, to, **where)
        return self.t(f"{found.kind}_small" if found.is_small else found.kind)

    def compared(self, area: str = COUNTRY, to: int | None = None, **where: str) -> Compared:
        """What became of a figure, for a template that must choose its words."""
        later = self._at(area, None, **where)
        return self._comparing.change(later, self._earlier(later, to))

    def higher_lower(self, area: str, **where: str) -> str:
        """Where an area stands beside the country, in words."""
        return self.t(self._comparing.side(self._at(area, None, **where)))

    def years(self) -> tuple[Year, ...]:
        """The years with figures up to that of the edition, oldest first."""
        return tuple(self._year(each) for each in self.cells.years(self.indicator, self.now))

    def areas(self, level: str) -> tuple[str, ...]:
        """The codes of the areas of a level, in their order."""
        return tuple(at.area for at in self._all_of(level))

    def places(self, level: str) -> str:
        """Sentences that name the areas of a level above and below the country."""
        found: dict[str, list[str]] = {}
        for at in self._all_of(level):
            found.setdefault(self._comparing.side(at), []).append(self._area_name(at))
        if set(found) <= {compared.SIMILAR, compared.UNKNOWN} and compared.SIMILAR in found:
            found[ALIKE] = found.pop(compared.SIMILAR)
        return " ".join(
            self.t(f"places_{side}", names=self._sorted(found[side]), levels=self.levels(level))
            for side in (ALIKE, compared.HIGHER, compared.LOWER, compared.UNKNOWN, compared.SIMILAR)
            if side in found
        )

    def extremes(self, level: str) -> str:
        """A sentence on the highest and the lowest figure of the areas of a level."""
        named = [(self._area_name(at), at) for at in self._all_of(level)]
        return self._ends("extremes", named, levels=self.levels(level))

    def group_extremes(self, split: str) -> str:
        """A sentence on the highest and the lowest figure of the categories of a split."""
        named = [(self.category(split, each), self._at(COUNTRY, None, split, each)) for each in self._categories(split)]
        return self._ends("groups_extremes", named)

    def groups(self, split: str) -> str:
        """Sentences that name the categories whose figure rose and fell since the year before."""
        found: dict[str, list[str]] = {}
        for category in self._categories(split):
            later = self._at(COUNTRY, None, split, category)
            found.setdefault(self._comparing.change(later, self._earlier(later)).kind, []).append(
                self.category(split, category)
            )
        if set(found) == {compared.STAYED}:
            return self.t("groups_stayed_all")
        return " ".join(
            self.t(f"groups_{kind}", names=self.every(found[kind]))
            for kind in (compared.ROSE, compared.FELL, compared.STAYED, compared.INCOMPARABLE)
            if kind in found
        )

    def trend(self, subject: str, area: str = COUNTRY, **where: str) -> str:
        """A sentence on all years that can be compared."""
        at = self._at(area, None, **where)
        years = self._comparing.comparable_years(at)
        if len(years) < LEAST_OF_TREND:
            return self.t("trend_short")
        kinds = set(self._comparing.changes(at, years))
        over = self._comparing.change(at, self._earlier(at, years[0])).kind
        word = kinds.pop() if len(kinds) == 1 else f"{over}_unevenly"
        return self.t(f"trend_{word}", subject=subject, first=self._year(years[0]), year=self.year)

    def caution(self) -> str:
        """What a reader must know of the figures of the year: a delivery that was missing; '' where none was."""
        return (
            self.t("incomplete", year=self.year)
            if self.cells.of(self.indicator, self.now).gaps(self.indicator, self.now)
            else ""
        )

    # What the helpers share

    @cached_property
    def _comparing(self) -> Comparing:
        return Comparing(self.cells)

    def _sorted(self, names: Iterable[str]) -> str:
        ordered: list[str] = sorted(names, key=sortable)
        return self.every(ordered)

    def _earlier(self, at: Place, year: int | None = None) -> Place:
        """The same cell in an earlier year; there may be none."""
        return replace(at, year=int(year or self.before))

    def _sentence(self, subject: str, later: Place, earlier: Place) -> str:
        found = self._comparing.change(later, earlier)
        said = {"subject": subject, "year": self.year, "before": self._year(earlier.year)}
        if not found.is_comparable:
            return " ".join(each for each in (self._stands(subject, later), self._why(found, said)) if each)
        said |= {
            "new": self._figure(later, "value", with_unit=False),
            "old": self._figure(earlier, "value", with_unit=False),
        }
        kind = "equal" if found.is_equal else f"{found.kind}_small" if found.is_small else found.kind
        return self.t(f"change_{kind}", **said)

    def _stands(self, subject: str, at: Place) -> str:
        figure = self.cells.figure(at)
        if figure is None or figure.value is None:
            return ""
        return self.t("stands", subject=subject, new=self._figure(at, "value", with_unit=False), year=self.year)

    def _why(self, found: Compared, said: Mapping[str, object]) -> str:
        """Why two years are not compared."""
        if found.why == compared.NO_FIGURE:
            return self.t("why_no_figure", **said)
        if found.break_:
            why = self._facts(found.break_.texts[self.language], f"break in the series of {found.break_.day}")
        else:
            why = self.t(f"why_{found.why}")
        return self.t("change_incomparable", **said, why=why)

    def _all_of(self, level: str) -> list[Place]:
        if level not in LEVELS:
            raise MutualisError(f"There is no level '{level}'.", there_is=", ".join(LEVELS))
        release = self.cells.of(self.indicator, self.now)
        return [Place(self.indicator, self.now, level, code) for code in sorted(release.areas(self.now, level))]

    def _categories(self, split: str) -> Sequence[str]:
        release = self.cells.of(self.indicator, self.now)
        return release.categories_of(self.indicator, self.now, LEVELS[0], split)

    def _ends(self, key: str, named: Sequence[tuple[str, Place]], **said: str) -> str:
        """The highest and the lowest figure; where not all are shown it says so."""
        figures = {at: self.cells.figure(at) for _, at in named}
        there = [
            (each.value, at.area, name, at) for name, at in named if (each := figures[at]) and each.value is not None
        ]
        if len({value for value, *_ in there}) < 2:
            return ""
        for word, (_, _, name, at) in (("low", min(there, key=_by_value)), ("high", max(there, key=_by_value))):
            said |= {word: name, f"{word}_value": self._figure(at, "value", with_unit=False)}
        hidden = any(each is not None and each.status == SUPPRESSED for each in figures.values())
        return self.t(key, **said) + (f" {self.t('some_hidden')}" if hidden else "")


def _by_value(each: tuple[Decimal, str, str, Place]) -> tuple[Decimal, str, str]:
    return each[0], each[1], each[3].category
