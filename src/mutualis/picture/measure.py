"""Which of a figure's numbers is shown: the crude one or the standardised one, with its interval."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from mutualis.release import Figure
from mutualis.release.values import NONE, SHOWN, SUPPRESSED


@dataclass(frozen=True)
class Measured:
    """A number with its interval; `status` is shown, suppressed, none or unpublished."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    status: str

    @property
    def has_interval(self) -> bool:
        return self.low is not None and self.high is not None


SHOWS = ("crude", "standardised")
ABSENT = Measured(None, None, None, NONE)
UNPUBLISHED = Measured(None, None, None, "unpublished")


def measured(figure: Figure | None, show: str, otherwise: Measured = ABSENT) -> Measured:
    """The crude or standardised number of a figure; without a figure `otherwise`.

    Where a table has standardised figures and one is left out although the crude one is shown, it was protected.
    """
    if figure is None:
        return otherwise
    crude = (figure.value, figure.low, figure.high)
    standardised = (figure.standardised, figure.standardised_low, figure.standardised_high)
    value, low, high = standardised if show == "standardised" else crude
    if value is None:
        return Measured(None, None, None, SUPPRESSED if figure.status == SHOWN else figure.status)
    return Measured(value, low, high, SHOWN)


def missing(figures: Iterable[Figure]) -> Callable[[str], Measured]:
    """What to say of an area without a figure in a category of a table: one that has other figures there has nobody of
    the category; one that has none was left out by the plan, as small municipalities are from a split."""
    there = {each.area_code for each in figures}
    return lambda code: ABSENT if code in there else UNPUBLISHED
