"""The picture of what left protected."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate, forest
from mutualis.reference import written
from mutualis.study import Desk


def changes(desk: Desk, told: Mapping[str, pl.DataFrame], language: str) -> Markup:
    """By what persons by insured are multiplied a year; nothing where no request is of several years."""
    trend = (
        told["trend"].filter((pl.col("status") == "shown") & (pl.col("variant") == "persons"))
        if "trend" in told
        else None
    )
    rows = trend.select("request", "value", "low", "high").rows() if trend is not None else []
    drawn = [Estimate(desk.word(f"{name}_short", language), *values) for name, *values in rows]
    title = desk.study.output("changes", "picture").title[language]
    return forest(drawn, title, desk.word("a_year", language), partial(number, language=language), 1.0)


def number(value: float, language: str) -> str:
    """A ratio with two decimals."""
    return written(Decimal(f"{value:.2f}"), language)
