"""The plan of publication: which splits are counted and published at which level."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from mutualis.model import MutualisError
from mutualis.reference.areas import LEVELS

TOTAL = "total"
MEMBERS = ("sex", "age_class", "increased_reimbursement")
STANDARDISED_OVER = "sex*age_class"
UNKNOWN = "unknown"


def crossed(members: Collection[str]) -> tuple[str, ...]:
    """All combinations of two and more of the single splits given, joined by `*` in the order of MEMBERS."""
    ordered = [each for each in MEMBERS if each in members]
    return tuple("*".join(some) for size in range(2, len(ordered) + 1) for some in combinations(ordered, size))


SPLITS = (TOTAL, *MEMBERS, *crossed(MEMBERS))


def in_order(splits: Collection[str]) -> tuple[str, ...]:
    """The splits given, once each, in the order of SPLITS."""
    return tuple(split for split in SPLITS if split in splits)


@dataclass(frozen=True)
class IndicatorPlan:
    """What is published of an indicator: the splits of each level (crossed ones included), the levels with standardised
    figures, and what large municipalities have beside the splits of their level.
    """

    splits: Mapping[str, tuple[str, ...]]
    standardised: tuple[str, ...]
    municipality_splits: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What is published of every indicator (`default`) and of those that differ (`indicators`).

    `municipality_splits_from`: insured persons from which a municipality is large; None: none is. `least_persons`: a
    split of a level with fewer insured persons a cell on average is too fine for the population and left out.
    `released` are the indicators that a release holds unless others are asked for, in their order.
    `declared` is the file as plain values.
    """

    default: IndicatorPlan
    indicators: Mapping[str, IndicatorPlan]
    municipality_splits_from: int | None
    least_persons: int
    declared: Mapping[str, Any]
    released: tuple[str, ...] = ()

    def published(self, indicator: str, level: str, persons: int | None = None) -> tuple[str, ...]:
        """The splits published of an indicator at a level, in order; `persons` are the insured of one municipality."""
        plan, least = self._of(indicator, level), self.municipality_splits_from
        is_large = level == LEVELS[-1] and least is not None and persons is not None and persons >= least
        return in_order({*plan.splits[level], *(plan.municipality_splits if is_large else ())})

    def counted(self, indicator: str, level: str) -> tuple[str, ...]:
        """The splits counted at a level: all that may be published of some area, and the detail of standardisation."""
        some = self.published(indicator, level, self.municipality_splits_from)
        return in_order({*some, *((STANDARDISED_OVER,) if self.standardised(indicator, level) else ())})

    def standardised(self, indicator: str, level: str) -> bool:
        """Whether the standardised figure of the total is published at a level."""
        return level in self._of(indicator, level).standardised

    def as_dict(self) -> dict[str, Any]:
        """The plan as it was declared, for the description of a release."""
        return dict(self.declared)

    def _of(self, indicator: str, level: str) -> IndicatorPlan:
        if level not in LEVELS:
            raise MutualisError(f"There is no level '{level}'.", there_is=f"the levels are {', '.join(LEVELS)}")
        return self.indicators.get(indicator, self.default)
