"""The class of home nursing that six scores of the Katz scale give, by the rule as a table of lowest scores.

`reference/katz_home_rule.csv` has a row for each way into a class: the lowest score of each item. A patient has the
highest class of which some row is met. Texts differ on class C, so its rule is a parameter. Source: `methods` 7.1, 7.2.
"""

from dataclasses import dataclass
from functools import cache

import polars as pl

from mutualis.model import MutualisError
from mutualis.reference.files import ROOT, read_rows

ITEMS = ("washing", "dressing", "transfer", "toilet", "continence", "eating")
CLASSES = ("0T", "FA", "FB", "FC")
FILE, C_RULE = "katz_home_rule.csv", "one>=3"


@dataclass(frozen=True)
class Way:
    """One way into a class: the lowest score of each item, in the order of ITEMS."""

    name: str
    least: tuple[int, ...]

    @property
    def is_met(self) -> pl.Expr:
        """Whether every score is at least as high."""
        return pl.all_horizontal(pl.col(item) >= least for item, least in zip(ITEMS, self.least, strict=True))

    @property
    def above(self) -> pl.Expr:
        """The points that the scores are above the lowest ones, where the way is met; else null."""
        return pl.when(self.is_met).then(pl.sum_horizontal(ITEMS) - sum(self.least))


def home_class(c_rule: str = C_RULE) -> pl.Expr:
    """The class (one of CLASSES) that columns named as ITEMS give; null where they give none, or one is empty."""
    found = pl.lit(None, pl.String)
    for name in CLASSES:
        is_met = pl.any_horizontal(way.is_met for way in ways(c_rule) if way.name == name)
        found = pl.when(is_met).then(pl.lit(name)).otherwise(found)
    return found


def points_above(given: str, c_rule: str = C_RULE) -> pl.Expr:
    """The points that the scores are above the lowest ones of the class in the column `given`: 0 is exactly at its
    threshold, null where they do not reach it. Of several ways into a class the nearest counts.
    """
    found = pl.lit(None, pl.Int64)
    for name in CLASSES:
        nearest = pl.min_horizontal(way.above for way in ways(c_rule) if way.name == name)
        found = pl.when(pl.col(given) == name).then(nearest).otherwise(found)
    return found


@cache
def ways(c_rule: str = C_RULE) -> tuple[Way, ...]:
    """Every way into a class under a rule for class C. Raises where there is no such rule."""
    _, rows = read_rows(ROOT / FILE)
    if c_rule not in (rules := sorted({row["c_rule"] for row in rows} - {""})):
        raise MutualisError(
            f"There is no rule '{c_rule}' for class C of home nursing.", there_is=f"the rules are {'; '.join(rules)}"
        )
    chosen = [row for row in rows if row["c_rule"] in ("", c_rule)]
    return tuple(Way(row["class"], tuple(int(row[item]) for item in ITEMS)) for row in chosen)
