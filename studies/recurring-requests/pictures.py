"""The picture of what left protected."""

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate
from mutualis.study import Desk
from mutualis.study.drawing import Told, compared, shown


def changes(desk: Desk, told: Told, language: str) -> Markup:
    """By what persons by insured are multiplied a year; nothing where no request is of several years."""
    if "trend" not in told:
        return Markup("")
    rows = shown(told["trend"]).filter(pl.col("variant") == "persons").select("request", "value", "low", "high").rows()
    drawn = [Estimate(desk.word(f"{name}_short", language), *values) for name, *values in rows]
    return compared(desk, "changes", drawn, "a_year", language)
