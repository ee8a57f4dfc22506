"""What a publication says of two years, or of a part and the whole: words, never a number of its own.

Two years are told apart by the interval of their difference (`methods.change`). They are not compared where a break in
the series or another version of the definition lies between, a delivery was missing, or one of them is not shown.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mutualis import reference
from mutualis.methods.change import Estimate, direction
from mutualis.picture import comparison
from mutualis.picture.measure import SHOWS, measured
from mutualis.publish.publications.cells import COUNTRY, Cells
from mutualis.publish.publications.trace import Place
from mutualis.reference.indicators import Break
from mutualis.reference.publication_kinds import publication_kinds

ROSE, FELL, STAYED, INCOMPARABLE = "rose", "fell", "stayed", "incomparable"
HIGHER, LOWER, SIMILAR, UNKNOWN = "higher", "lower", "similar", "unknown"
NO_FIGURE, HIDDEN, BREAK, DEFINITION, INCOMPLETE = "no_figure", "hidden", "break", "definition", "incomplete"
CHANGES = {1: ROSE, -1: FELL, 0: STAYED}


@dataclass(frozen=True)
class Compared:
    """`kind` is rose, fell, stayed or incomparable; `why` says why not (`break_` is the break); `is_small`: the change
    is certain and small; `is_equal`: both read the same."""

    kind: str
    why: str = ""
    break_: Break | None = None
    is_small: bool = False
    is_equal: bool = False

    @property
    def is_comparable(self) -> bool:
        return self.kind != INCOMPARABLE


@dataclass(frozen=True)
class Comparing:
    """Compares cells of releases."""

    cells: Cells

    def change(self, later: Place, earlier: Place) -> Compared:
        """What became of a figure between two years."""
        if why := self._why_not(later, earlier):
            return why
        new, old = self.cells.estimate(later), self.cells.estimate(earlier)
        shown = [self.cells.figure(each) for each in (later, earlier)]
        if new is None or old is None or shown[0] is None or shown[1] is None:
            return Compared(INCOMPARABLE, HIDDEN)
        if shown[0].value == shown[1].value:
            return Compared(STAYED, is_equal=True)
        kind = CHANGES[direction(new, old)]
        return Compared(kind, is_small=kind != STAYED and _is_small(new, old))

    def side(self, part: Place) -> str:
        """Whether an area's figure is higher than, lower than or similar to that of the country; unknown where one is
        not shown. It is the comparison of the Atlas; standardised figures are compared where both are published, since
        ages differ between areas."""
        whole = self.cells.place(part.indicator, part.year, COUNTRY, part.split, part.category)
        own, country = self.cells.figure(part), self.cells.figure(whole)
        both = [each for each in (own, country) if each is not None]
        is_standardised = len(both) == 2 and all(each.standardised is not None for each in both)
        show = SHOWS[is_standardised]
        found = comparison.compare(measured(own, show), measured(country, show))
        return found if found in (HIGHER, LOWER, SIMILAR) else UNKNOWN

    def comparable_years(self, at: Place) -> tuple[int, ...]:
        """The years up to that of a cell that can be compared with each other, oldest first."""
        found = [at.year]
        for year in reversed(self.cells.years(at.indicator, at.year - 1)):
            if not self.change(at, self._in(at, year)).is_comparable:
                break
            found.insert(0, year)
        return tuple(found)

    def changes(self, at: Place, years: Sequence[int]) -> tuple[str, ...]:
        """What became of a figure from each year to the next."""
        places = [self._in(at, year) for year in years]
        return tuple(self.change(after, before).kind for before, after in itertools.pairwise(places))

    def _in(self, at: Place, year: int) -> Place:
        return Place(at.indicator, year, at.level, at.area, at.split, at.category)

    def _why_not(self, later: Place, earlier: Place) -> Compared | None:
        if earlier.year not in self.cells.years(earlier.indicator, earlier.year):
            return Compared(INCOMPARABLE, NO_FIGURE)
        if found := lies_between(later.indicator, earlier.year, later.year):
            return Compared(INCOMPARABLE, BREAK, found)
        releases = [self.cells.of(each.indicator, each.year) for each in (later, earlier)]
        if len({each.sheet(later.indicator).version for each in releases}) > 1:
            return Compared(INCOMPARABLE, DEFINITION)
        gaps = [each.gaps(at.indicator, at.year) for each, at in zip(releases, (later, earlier), strict=True)]
        return Compared(INCOMPARABLE, INCOMPLETE) if any(gaps) else None


def lies_between(indicator: str, first: int, last: int) -> Break | None:
    """The newest break after the first day of one year and up to the last of another; None where there is none."""
    start, end = dt.date(first, 1, 1), dt.date(last, 12, 31)
    found = [each for each in reference.series_breaks(indicator) if start < each.day <= end]
    return found[-1] if found else None


def _is_small(new: Estimate, old: Estimate) -> bool:
    share = Decimal(publication_kinds().small_percent) / 100
    return abs(new.value - old.value) < share * abs(old.value)
