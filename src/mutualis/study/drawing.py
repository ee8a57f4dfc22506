"""What pictures of studies share: the rows that may be shown, numbers in a language, estimates below each other."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate, forest
from mutualis.picture.series import Point, Series
from mutualis.reference import written
from mutualis.study.desk import Desk

Told = Mapping[str, pl.DataFrame]
PERCENT = "%"


def shown(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that are not hidden."""
    return frame.filter(pl.col("status") == "shown")


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number with so many decimals, as a language writes it."""
    return written(Decimal(f"{value:.{decimals}f}"), language)


def percent(share: float, language: str) -> str:
    """A share from 0 to 1 as a percentage of one decimal."""
    return f"{number(100 * share, language, 1)} {PERCENT}"


def title(desk: Desk, picture: str, language: str) -> str:
    """What a picture is called."""
    return desk.study.output(picture, "picture").title[language]


def named(desk: Desk, frame: pl.DataFrame, column: str, language: str) -> list[Estimate]:
    """Estimates in the order of their rows, each under the word of a code in a column."""
    rows = frame.select(column, "value", "low", "high").rows()
    return [Estimate(desk.word(code, language), *values) for code, *values in rows]


def compared(
    desk: Desk, picture: str, drawn: Sequence[Estimate], along: str, language: str, *, decimals: int = 2,
    none: float = 1.0,
) -> Markup:  # fmt: skip
    """Estimates with their intervals below each other, under the title of a picture; '' without one.

    `along`: the word of what they are (`odds_ratio`), or PERCENT; `none`: where no effect lies, 1 for ratios.
    """
    told = along if along == PERCENT else desk.word(along, language)
    write = partial(number, language=language, decimals=decimals)
    return forest(drawn, title(desk, picture, language), told, write, none)


def across(
    desk: Desk, counted: pl.DataFrame, kind: str, column: str, sides: tuple[str, str], language: str
) -> list[Series]:
    """Percentages of a table of counts, a line a kind, from the first to the second of two codes of a column."""
    rows = counted.with_columns(
        share=100 * pl.col("numerator") / pl.col("denominator"),
        at=pl.when(pl.col(column) == sides[0]).then(-1.0).otherwise(1.0),
    )
    return [
        Series(desk.word(str(code), language), [Point(*row) for row in own.sort("at").select("at", "share").rows()])
        for (code,), own in rows.group_by([kind], maintain_order=True)
    ]


def side(desk: Desk, sides: tuple[str, str], language: str, at: float) -> str:
    """The word of a place on the axis of `across`."""
    return desk.word(sides[0] if at < 0 else sides[1], language)
