"""Pictures of what left protected."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate, forest
from mutualis.picture.series import Point, Series, Words, series
from mutualis.reference import written
from mutualis.study import Desk

Told = Mapping[str, pl.DataFrame]


def shown(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that are not hidden."""
    return frame.filter(pl.col("status") == "shown")


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number for an axis."""
    return written(Decimal(f"{value:.{decimals}f}"), language)


def curve(desk: Desk, told: Told, language: str) -> Markup:
    """The share still on prevention by months, from the first box and from the second."""
    rows, drawn = shown(told["retention"]), []
    for group in ("first_box", "second_box"):
        own = rows.filter(pl.col("group") == group).sort("months")
        points = own.select(
            pl.col("months").cast(pl.Float64), *(pl.col(each) * 100 for each in ("value", "low", "high"))
        )
        drawn.append(Series(desk.word(group, language), [Point(0.0, 100.0), *(Point(*row) for row in points.rows())]))
    title = desk.study.output("curve", "picture").title[language]
    words = Words(title, desk.word("months", language), "%", partial(number, language=language))
    return series(drawn, words, zero=True)


def boxes_by_year(desk: Desk, told: Told, language: str) -> Markup:
    """Boxes handed out by year."""
    rows = shown(told["boxes"]).sort("year")
    points = [Point(float(year), float(boxes)) for year, boxes in rows.select("year", "numerator").rows()]
    title = desk.study.output("boxes_by_year", "picture").title[language]
    words = Words(title, desk.word("year", language), "", partial(number, language=language))
    return series([Series(desk.word("boxes", language), points)], words, zero=True)


def who_uses_once(desk: Desk, told: Told, language: str) -> Markup:
    """Odds ratios of single use; nothing where no model had cases enough."""
    rows = shown(told["factors"]).select("term", "variant", "value", "low", "high").rows() if "factors" in told else []
    drawn = [
        Estimate(f"{desk.word(term, language)} ({desk.word(variant, language)})", *values)
        for term, variant, *values in rows
    ]
    title = desk.study.output("who_uses_once", "picture").title[language]
    return forest(drawn, title, desk.word("odds_ratio", language), partial(number, language=language, decimals=2), 1.0)
