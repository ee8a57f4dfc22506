"""Pictures of what left protected."""

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate
from mutualis.study import Desk
from mutualis.study.drawing import PERCENT, Told, compared, shown

from .operations import AGREEMENT, NOMENCLATURE


def with_supplement(desk: Desk, told: Told, language: str) -> Markup:
    """Shares with a supplement by form, in all rooms and in single ones; the line is the rule of 60 percent."""
    rows = shown(told["shares"]).filter(pl.col("variant") == "main")
    drawn = []
    for measure, room in (("with_supplement", "all_rooms"), ("with_supplement_single_room", "single")):
        for form in (AGREEMENT, NOMENCLATURE):
            own = rows.filter((pl.col("measure") == measure) & (pl.col("group") == form))
            name = f"{desk.word(form, language)}, {desk.word(room, language)}"
            drawn += [Estimate(name, *values) for values in own.select("value", "low", "high").rows()]
    limit = float(desk.parameters["most_with_supplement_percent"])
    return compared(desk, "with_supplement", drawn, PERCENT, language, decimals=0, none=limit)


def adjusted(desk: Desk, told: Told, language: str) -> Markup:
    """Odds ratios of a supplement in single rooms; nothing where no model had cases enough."""
    rows = shown(told["odds"]).rows(named=True) if "odds" in told else []
    drawn = [
        Estimate(
            f"{desk.word(row['term'], language)} ({desk.word(row['variant'], language)})",
            row["value"], row["low"], row["high"],
        )
        for row in rows
    ]  # fmt: skip
    return compared(desk, "adjusted", drawn, "odds_ratio", language, decimals=1)
