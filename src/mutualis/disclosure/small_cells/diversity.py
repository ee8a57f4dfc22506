"""What an attacker sees: for each what he knows, the sizes of classes in persons, and how varied sensitive values are.

Distinct l: the fewest values in a class. Entropy l: the least e to the entropy of a class. t: the largest distance
between the values of a class and those of the table (half the sum of differences of shares). Source: linkage 6.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from mutualis.disclosure.small_cells.columns import Subject
from mutualis.disclosure.small_cells.judging import PERSONS, ROWS, Asked, failing, sizes_in_persons
from mutualis.reference import Scenario

COUNT, SHARE, ALL = " n", " share", " all"


@dataclass(frozen=True)
class Diversity:
    """How varied one sensitive column is in the classes of an attacker."""

    distinct: int
    entropy: float
    closeness: float


@dataclass(frozen=True)
class Attacker:
    """What one attacker can do with a table. `k`: persons of the smallest class; `risk`: the figure he is told by.

    `smaller`: the share of persons in classes with fewer persons than each number. `failing`: rows for which a rule
    does not hold.
    """

    id: str
    columns: tuple[str, ...]
    risk_kind: str
    classes: int
    k: int
    uniques: int
    smaller: Mapping[int, float]
    risk: float
    expected: float
    failing: int
    diversity: Mapping[str, Diversity]


def attackers(
    frame: pl.DataFrame, about: Subject, asked: Asked, smaller_than: tuple[int, ...] = (3, 5, 10)
) -> tuple[Attacker, ...]:
    """What each attacker can do with the table."""
    return tuple(_attacker(frame, each, about, asked, smaller_than) for each in about.scenarios)


def _attacker(
    frame: pl.DataFrame, scenario: Scenario, about: Subject, asked: Asked, smaller_than: tuple[int, ...]
) -> Attacker:
    persons = sizes_in_persons(frame, scenario.columns, about.person)[PERSONS]
    everyone = max(int(persons.sum()), 1)
    least = int(persons.min() or 0)  # type: ignore[arg-type]
    smaller = {k: int(persons.filter(persons < k).sum()) / everyone for k in smaller_than}
    fraction = asked.fraction if scenario.risk == "population" else 1.0
    largest = fraction / least if least else 0.0
    return Attacker(
        scenario.id, scenario.columns, scenario.risk, len(persons), least, int((persons == 1).sum()),
        MappingProxyType(smaller), len(persons) / everyone if scenario.risk == "mean" else min(largest, 1.0),
        len(persons) * fraction, int(failing(frame, scenario, about, asked).sum()),
        MappingProxyType({each.column: diversity(frame, scenario.columns, each.column) for each in about.sensitive}),
    )  # fmt: skip


def diversity(frame: pl.DataFrame, columns: tuple[str, ...], sensitive: str) -> Diversity:
    """The least distinct l, the least entropy l and the largest t of a sensitive column; a missing value is a value."""
    if frame.is_empty():
        return Diversity(0, 0.0, 0.0)
    cells = frame.group_by(*columns, sensitive).agg(pl.len().alias(COUNT))
    sizes = frame.group_by(columns).agg(pl.len().alias(ROWS))
    everyone = frame.group_by(sensitive).agg((pl.len() / len(frame)).alias(ALL))
    told = (
        cells.join(sizes, on=columns, nulls_equal=True)
        .join(everyone, on=sensitive, nulls_equal=True)
        .with_columns((pl.col(COUNT) / pl.col(ROWS)).alias(SHARE))
        .group_by(columns)
        .agg(
            pl.len().alias("distinct"),
            (-(pl.col(SHARE) * pl.col(SHARE).log()).sum()).exp().alias("entropy"),
            # Values that the class lacks are as far off as what the others have too much.
            (((pl.col(SHARE) - pl.col(ALL)).abs().sum() + 1 - pl.col(ALL).sum()) / 2).alias("closeness"),
        )
    )
    row = told.select(pl.col("distinct").min(), pl.col("entropy").min(), pl.col("closeness").max()).row(0)
    return Diversity(int(row[0]), round(float(row[1]), 9), round(float(row[2]), 9))
