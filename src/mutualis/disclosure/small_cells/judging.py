"""Do the rules hold for an attacker: which rows are in a class that is too small, or that shares what does harm?

A class is the rows with the same values in the columns that an attacker knows; a missing value is a value. Its size is
in persons: many stays of one person hide nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from mutualis.disclosure.small_cells.columns import Subject
from mutualis.reference import Scenario, SensitiveColumn

PERSONS, ROWS, FAILS = " persons", " rows", " fails"


@dataclass(frozen=True)
class Asked:
    """What is asked of every class: `k` persons, `l` values where values do harm.

    `fraction`: the share of the population that is in the table, for attackers who do not know who is.
    """

    k: int
    l: int  # noqa: E741
    fraction: float = 1.0


def failing(frame: pl.DataFrame, scenario: Scenario, about: Subject, asked: Asked) -> pl.Series:
    """Which rows are in a class that does not hold for this attacker."""
    needed = {*scenario.columns, about.person, *(each.column for each in about.sensitive)}
    rows = frame.lazy().select(sorted(needed)).with_columns(harm(each).alias(_harm(each)) for each in about.sensitive)
    classes = rows.group_by(scenario.columns).agg(
        pl.col(about.person).n_unique().alias(PERSONS),
        *(pl.col(_harm(each)).all() for each in about.sensitive),
        *(pl.col(each.column).n_unique().alias(_values(each)) for each in about.sensitive),
    )
    judged = classes.select(*scenario.columns, _fails(scenario, about, asked).alias(FAILS))
    looks = frame.lazy().select(scenario.columns)
    joined = looks.join(judged, on=scenario.columns, how="left", nulls_equal=True, maintain_order="left")
    return joined.select(FAILS).collect()[FAILS]


def _fails(scenario: Scenario, about: Subject, asked: Asked) -> pl.Expr:
    fraction = asked.fraction if scenario.risk == "population" else 1.0
    fails = pl.col(PERSONS) / fraction < asked.k
    for each in about.sensitive:
        told = pl.col(_harm(each)) & (pl.col(_values(each)) < asked.l)
        fails |= (told & (pl.col(PERSONS) < each.allowed_from)) if each.allowed_from else told
    return fails


def harm(sensitive: SensitiveColumn) -> pl.Expr:
    """Whether a row has a value that does harm; a missing one does not."""
    value = pl.col(sensitive.column).cast(pl.String)
    begins = [value.str.starts_with(each) for each in sensitive.begins_with]
    return pl.any_horizontal(value.str.to_lowercase().is_in(list(sensitive.harmful)), *begins).fill_null(value=False)


def _harm(sensitive: SensitiveColumn) -> str:
    return f" harm {sensitive.column}"


def _values(sensitive: SensitiveColumn) -> str:
    return f" values {sensitive.column}"


def failing_rows(frame: pl.DataFrame, about: Subject, asked: Asked) -> dict[str, int]:
    """For each attacker how many rows fail."""
    return {each.id: int(failing(frame, each, about, asked).sum()) for each in about.scenarios}


def sizes_in_persons(frame: pl.DataFrame, columns: Sequence[str], person: str) -> pl.DataFrame:
    """The classes of these columns: their persons and their rows."""
    return frame.group_by(columns).agg(pl.col(person).n_unique().alias(PERSONS), pl.len().alias(ROWS))
