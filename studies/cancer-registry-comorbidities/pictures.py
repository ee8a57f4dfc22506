"""The picture of what left protected."""

import polars as pl
from markupsafe import Markup

from mutualis.study import Desk
from mutualis.study.drawing import Told, compared, named, shown


def more_often(desk: Desk, told: Told, language: str) -> Markup:
    """How much more often each condition is there than among others; nothing where there is no ratio."""
    if "ratios" not in told:
        return Markup("")
    drawn = named(desk, shown(told["ratios"]).filter(pl.col("variant") == "open"), "condition", language)
    return compared(desk, "more_often", drawn, "ratio", language, decimals=1)
