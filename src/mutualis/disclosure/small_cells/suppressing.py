"""Local suppression: values that an attacker knows are blanked where his class fails, and rows that stay small dropped.

In a class that fails, one column is tried after the other in the order of least loss, then more and more of them
together; what makes the class hold is kept. A whole class is blanked at once, so no other class of that attacker gets
smaller. What is blanked for one may make a class of another too small, so it goes on until all hold.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from mutualis.disclosure.small_cells.columns import Subject
from mutualis.disclosure.small_cells.judging import Asked, failing

BLANK = "*"


def blanked(frame: pl.DataFrame, about: Subject, asked: Asked, order: Sequence[str]) -> pl.DataFrame:
    """The table with values blanked where that makes a class hold; rows for which nothing does are as they were."""
    while True:
        before = frame
        for at in range(len(about.scenarios)):
            frame = _blanked_for(frame, at, about, asked, order)
        if frame is before:
            return frame


def without_failing(frame: pl.DataFrame, about: Subject, asked: Asked) -> pl.DataFrame:
    """The table without the rows that fail for any attacker."""
    if not about.scenarios:
        return frame
    fails = pl.DataFrame([failing(frame, each, about, asked).alias(each.id) for each in about.scenarios])
    return frame.filter(~fails.select(pl.any_horizontal(pl.all())).to_series())


def _blanked_for(frame: pl.DataFrame, at: int, about: Subject, asked: Asked, order: Sequence[str]) -> pl.DataFrame:
    scenario = about.scenarios[at]
    fails = failing(frame, scenario, about, asked)
    for columns in _patterns([name for name in order if name in scenario.columns]):
        if not fails.any():
            break
        # Once these are blank, a class has only rows in which they are: those that fail, and those that were before.
        among = fails | frame.select(pl.all_horizontal(_is_blank(frame, name) for name in columns)).to_series()
        tried = frame.filter(among)
        own = fails.filter(among)
        tried = tried.with_columns(_blank(tried, name, own) for name in columns)
        holds = own & ~failing(tried, scenario, about, asked)
        if holds.any():
            solved = np.zeros(len(frame), dtype=np.bool_)
            solved[among.arg_true().filter(holds).to_numpy()] = True
            frame = frame.with_columns(_blank(frame, name, pl.Series(solved)) for name in columns)
            fails = fails & ~pl.Series(solved)
    return frame


def _patterns(columns: Sequence[str]) -> Iterator[Sequence[str]]:
    """Each column alone, then the first two, the first three, up to all."""
    yield from ([name] for name in columns)
    yield from (columns[:size] for size in range(2, len(columns) + 1))


def _blank(frame: pl.DataFrame, name: str, where: pl.Series) -> pl.Expr:
    """The column with a mark in its text, or nothing in its numbers, where asked."""
    value = BLANK if frame[name].dtype == pl.String else None
    return pl.when(pl.lit(where)).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)


def _is_blank(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).eq_missing(BLANK) if frame[name].dtype == pl.String else pl.col(name).is_null()
