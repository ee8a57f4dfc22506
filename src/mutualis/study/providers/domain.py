"""A domain of care as the search for unusual providers sees it: all that differs between nursing and physiotherapy.

A **case** is a patient under the care of one provider for a while: a row of `cases` with person_id, provider,
first_day, last_day, exposure (days), observed (a class of the domain), above (how far beyond the threshold of that
class, 0 at it; null where not known), and the domain's features and rates as columns. An **act** is a row of `acts`:
person_id, provider, day, act. A **stay** is a row of `stays`: person_id, admission_day, discharge_day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from mutualis.model import MutualisError

CASE = ("person_id", "provider", "first_day", "last_day", "exposure", "observed", "above")
ACT = ("person_id", "provider", "day", "act")
STAY = ("person_id", "admission_day", "discharge_day")


@dataclass(frozen=True)
class Domain:
    """`levels`: the classes of a case, the lowest first. `features`: columns of cases that tell which class to expect,
    none of which the provider makes; `case_mix`: those of them that make providers comparable. `rates`: columns of
    cases that count what is billed. `minutes`: how long an act takes. `once`: acts of which a patient has one a day at
    most. `outside`: acts that nobody has on a day in hospital.
    """

    name: str
    levels: tuple[str, ...]
    features: tuple[str, ...]
    case_mix: tuple[str, ...]
    rates: tuple[str, ...]
    minutes: Mapping[str, int]
    once: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    longest_day: int = 24 * 60


@dataclass(frozen=True)
class Rules:
    """What is a flag: a class of a probability below `rare`, at most `share` of the flagged providers wrong, providers
    with `fewest` cases and more, from `fewest_impossible` impossible days on; `near` points around a threshold, a
    change of provider within `gap_days`, and so many `peers`. Each value is a parameter of the study.
    """

    rare: float = 0.02
    share: float = 0.05
    fewest: int = 20
    fewest_changes: int = 5
    fewest_impossible: int = 5
    near: int = 2
    gap_days: int = 120
    peers: int = 10
    seed: int = 1


@dataclass(frozen=True)
class Material:
    """The cases, acts and stays of a domain in a period. Raises where a column is missing or there is no case."""

    domain: Domain
    cases: pl.DataFrame
    acts: pl.DataFrame
    stays: pl.DataFrame

    def __post_init__(self) -> None:
        wanted = (*CASE, *self.domain.features, *self.domain.case_mix, *self.domain.rates)
        for name, frame, columns in (
            ("cases", self.cases, wanted),
            ("acts", self.acts, ACT),
            ("stays", self.stays, STAY),
        ):
            if missing := [each for each in columns if each not in frame.columns]:
                raise MutualisError(
                    f"The {name} of {self.domain.name} have no column '{missing[0]}'.",
                    there_is=f"they have {', '.join(frame.columns)}",
                )
        if self.cases.is_empty() or self.acts.is_empty():
            raise MutualisError(
                f"There is no {'case' if self.cases.is_empty() else 'act'} of {self.domain.name} in the period.",
                do="take years of which the tables hold lines and cases",
            )

    def with_enough(self, fewest: int) -> "Material":
        """The cases of providers that have enough of them, in an order of their own: what is drawn at random must not
        depend on the engine. Acts and stays remain. Raises where no provider has enough.
        """
        cases = self.cases.filter(pl.len().over("provider") >= fewest)
        if cases.is_empty():
            raise MutualisError(f"No provider of {self.domain.name} has {fewest} cases.", do="take a longer period")
        return replace(self, cases=cases.sort(*CASE))
