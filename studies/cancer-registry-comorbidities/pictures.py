"""The picture of what left protected."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate, forest
from mutualis.reference import written
from mutualis.study import Desk


def more_often(desk: Desk, told: Mapping[str, pl.DataFrame], language: str) -> Markup:
    """How much more often each condition is there than among others; nothing where there is no ratio."""
    if "ratios" not in told:
        return Markup("")
    shown = told["ratios"].filter((pl.col("status") == "shown") & (pl.col("variant") == "open"))
    drawn = [
        Estimate(desk.word(name, language), *values)
        for name, *values in shown.select("condition", "value", "low", "high").rows()
    ]
    title = desk.study.output("more_often", "picture").title[language]
    return forest(drawn, title, desk.word("ratio", language), partial(number, language=language), 1.0)


def number(value: float, language: str) -> str:
    """A ratio with one decimal."""
    return written(Decimal(f"{value:.1f}"), language)
