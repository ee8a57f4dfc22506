"""Pictures of what left protected."""

from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate
from mutualis.picture.series import Point, Series, Words, series
from mutualis.study import Desk
from mutualis.study.drawing import Told, compared, number, shown, title


def curve(desk: Desk, told: Told, language: str) -> Markup:
    """The share still on prevention by months, from the first box and from the second."""
    rows, drawn = shown(told["retention"]), []
    for group in ("first_box", "second_box"):
        own = rows.filter(pl.col("group") == group).sort("months")
        points = own.select(
            pl.col("months").cast(pl.Float64), *(pl.col(each) * 100 for each in ("value", "low", "high"))
        )
        drawn.append(Series(desk.word(group, language), [Point(0.0, 100.0), *(Point(*row) for row in points.rows())]))
    along, write = desk.word("months", language), partial(number, language=language)
    words = Words(title(desk, "curve", language), along, "%", write)
    return series(drawn, words, zero=True)


def boxes_by_year(desk: Desk, told: Told, language: str) -> Markup:
    """Boxes handed out by year."""
    rows = shown(told["boxes"]).sort("year")
    points = [Point(float(year), float(boxes)) for year, boxes in rows.select("year", "numerator").rows()]
    along, write = desk.word("year", language), partial(number, language=language)
    words = Words(title(desk, "boxes_by_year", language), along, "", write)
    return series([Series(desk.word("boxes", language), points)], words, zero=True)


def who_uses_once(desk: Desk, told: Told, language: str) -> Markup:
    """Odds ratios of single use; nothing where no model had cases enough."""
    rows = shown(told["factors"]).select("term", "variant", "value", "low", "high").rows() if "factors" in told else []
    drawn = [
        Estimate(f"{desk.word(term, language)} ({desk.word(variant, language)})", *values)
        for term, variant, *values in rows
    ]
    return compared(desk, "who_uses_once", drawn, "odds_ratio", language)
