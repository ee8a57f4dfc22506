"""Spells: periods of a person that lie close together are one, as a relapse goes on with what it relapses into.

A spell is the union of periods of which each begins no more than so many days after what came before has ended.
Source: methods 6.5 (work incapacity: 14 days in primary incapacity, three months in invalidity).
"""

import polars as pl

from mutualis.model import MutualisError

PERSON, FIRST, LAST, SPELL = "person_id", "start_day", "end_day", "spell"


def numbered(periods: pl.DataFrame, gap: int | str) -> pl.DataFrame:
    """The periods in order, with the number (from 1) of the spell of their person that they belong to: `spell`.

    In: person_id, start_day, end_day (both in it) and whatever else. `gap`: how many days without may lie between two
    periods of one spell, or the column that says it of the period before them. Periods may overlap or lie in each
    other. Refuses gaps that are negative, and periods without a day or that end before they begin.
    """
    allowed = pl.lit(gap) if isinstance(gap, int) else pl.col(gap)
    _refuse(periods, allowed)
    reach = pl.col(LAST) + pl.duration(days=allowed)
    until = reach.cum_max().shift(1).over(PERSON)
    begins = (pl.col(FIRST) > until + pl.duration(days=1)).fill_null(value=True)
    ordered = periods.sort(PERSON, FIRST, LAST)
    return ordered.with_columns(begins.cum_sum().over(PERSON).cast(pl.Int64).alias(SPELL))


def spells(periods: pl.DataFrame, gap: int | str, **told: pl.Expr) -> pl.DataFrame:
    """A row a spell: person_id, spell, start_day, end_day, days (from the first day to the last, both in it), and
    `told`: what else is summed up of its periods, which come in the order of their first day.

    Refuses what `numbered` refuses.
    """
    found = numbered(periods, gap).group_by(PERSON, SPELL, maintain_order=True)
    made = found.agg(pl.col(FIRST).min(), pl.col(LAST).max(), **told)
    return made.with_columns(days=(pl.col(LAST) - pl.col(FIRST)).dt.total_days() + 1)


def _refuse(periods: pl.DataFrame, allowed: pl.Expr) -> None:
    if missing := [each for each in (PERSON, FIRST, LAST) if each not in periods.columns]:
        raise MutualisError(
            f"Periods have no column '{missing[0]}'.", there_is=f"they have {', '.join(periods.columns)}"
        )
    wrong = periods.filter((pl.col(LAST) < pl.col(FIRST)) | pl.any_horizontal(pl.col(PERSON, FIRST, LAST).is_null()))
    if not wrong.is_empty():
        raise MutualisError(
            "A period ends before it begins, or has no day.",
            there_is=f"{wrong.height:,} of {periods.height:,} periods",
            do="see what intake says of them, and leave them out by a rule of the protocol",
        )
    if not periods.filter((allowed < 0) | allowed.is_null()).is_empty():
        raise MutualisError("The gap that joins two periods is negative or not known.", do="give 0 days or more")
