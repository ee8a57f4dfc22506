"""Sums, ratios and money with one answer on every engine.

Ibis drops a cast to a type that it believes a column already has, so a sum stays a 128-bit number on one engine and not
on the other. `total` goes through an exact decimal, which Ibis keeps.
"""

from typing import Any

import ibis
import ibis.expr.types as ir

_WHOLE = "decimal(38, 0)"
_EURO = r"^-?[0-9]+[.][0-9]{2}$"


def whole(value: ir.Value) -> Any:
    """Any exact whole number as int64, whatever wider type the engine gave it."""
    return value.cast(_WHOLE).cast("int64")


def total(column: ir.Column, where: ir.BooleanValue | None = None) -> Any:
    """The sum of an integer column as int64; 0 where there are no rows. `where` keeps the rows that count."""
    return whole(column.sum(where=where).fill_null(0))


def ratio(numerator: ir.NumericValue, denominator: ir.NumericValue) -> Any:
    """Numerator / denominator of two whole numbers as float64; null where the denominator is 0. For results only."""
    return numerator.cast("float64") / denominator.cast("float64").nullif(ibis.literal(0.0))


def cents(euros: ir.StringValue) -> Any:
    """Euros written with a point and two decimals (`-12.30`) as int64 cents; null for any other text."""
    digits = euros.replace(".", "").try_cast("int64")
    return ibis.cases((euros.re_search(_EURO), digits), else_=ibis.null("int64"))
