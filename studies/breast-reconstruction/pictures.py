"""Pictures of what left protected."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

import polars as pl
from markupsafe import Markup

from mutualis.picture.forest import Estimate, forest
from mutualis.reference import written
from mutualis.study import Desk

from .operations import AGREEMENT, NOMENCLATURE

Told = Mapping[str, pl.DataFrame]


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number for an axis."""
    return written(Decimal(f"{value:.{decimals}f}"), language)


def with_supplement(desk: Desk, told: Told, language: str) -> Markup:
    """Shares with a supplement by form, in all rooms and in single ones; the line is the rule of 60 percent."""
    rows = told["shares"].filter((pl.col("status") == "shown") & (pl.col("variant") == "main"))
    drawn = []
    for measure, room in (("with_supplement", "all_rooms"), ("with_supplement_single_room", "single")):
        for form in (AGREEMENT, NOMENCLATURE):
            own = rows.filter((pl.col("measure") == measure) & (pl.col("group") == form))
            name = f"{desk.word(form, language)}, {desk.word(room, language)}"
            drawn += [Estimate(name, *values) for values in own.select("value", "low", "high").rows()]
    title = desk.study.output("with_supplement", "picture").title[language]
    limit = float(desk.parameters["most_with_supplement_percent"])
    return forest(drawn, title, "%", partial(number, language=language), limit)


def adjusted(desk: Desk, told: Told, language: str) -> Markup:
    """Odds ratios of a supplement in single rooms; nothing where no model had cases enough."""
    rows = told["odds"].filter(pl.col("status") == "shown").rows(named=True) if "odds" in told else []
    drawn = [
        Estimate(
            f"{desk.word(row['term'], language)} ({desk.word(row['variant'], language)})",
            row["value"], row["low"], row["high"],
        )
        for row in rows
    ]  # fmt: skip
    title = desk.study.output("adjusted", "picture").title[language]
    return forest(drawn, title, desk.word("odds_ratio", language), partial(number, language=language, decimals=1), 1.0)
