"""The ways to make a column coarser, each as an expression; which apply to a table, and why one does not."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from mutualis.model import MutualisError
from mutualis.reference import Remedy

PRESENT = "yes"
NOT_IN_TABLE, NOT_ALLOWED = "not_in_table", "not_allowed"
Groups = Mapping[str, str] | None
Rare = Callable[[str], pl.Series]
Maker = Callable[[str, Remedy, Rare], pl.Expr]


def obstacle(frame: pl.DataFrame, remedy: Remedy, groups: Groups) -> str:
    """Why a remedy cannot be used on a table; empty where it can."""
    if not _columns(frame, remedy):
        return NOT_IN_TABLE
    return NOT_ALLOWED if remedy.kind == "groups" and groups is None else ""


def coarser(frame: pl.DataFrame, remedy: Remedy, rare: Rare, groups: Groups) -> pl.DataFrame:
    """The table with a remedy applied.

    `rare` tells the rows where a column's value is rare; `groups` gives the group of each hospital, where the
    authorisation allows it.
    """
    columns = _columns(frame, remedy)
    if remedy.kind == "groups":
        return frame.with_columns(_grouped(frame, name, groups or {}) for name in columns)
    return frame.with_columns(MAKERS[remedy.kind](name, remedy, rare).alias(name) for name in columns)


def _columns(frame: pl.DataFrame, remedy: Remedy) -> tuple[str, ...]:
    """The columns that it works on; numbers that are classes already are left alone."""
    wants_numbers = remedy.kind in ("classes", "cap", "starts")
    there = (name for name in remedy.columns if name in frame.columns)
    return tuple(name for name in there if frame[name].dtype.is_integer() or not wants_numbers)


def _classes(name: str, remedy: Remedy, rare: Rare) -> pl.Expr:
    width, value = int(remedy.values["width"]), pl.col(name)
    start = value // width * width
    label = pl.format("{}-{}", start, start + width - 1)
    if "top" in remedy.values:
        label = pl.when(value >= remedy.values["top"]).then(pl.lit(f"{remedy.values['top']}+")).otherwise(label)
    if "bottom" in remedy.values:
        label = pl.when(value < remedy.values["bottom"]).then(pl.lit(f"<{remedy.values['bottom']}")).otherwise(label)
    return label


def _cap(name: str, remedy: Remedy, rare: Rare) -> pl.Expr:
    return pl.col(name).clip(upper_bound=remedy.values["top"])


def _starts(name: str, remedy: Remedy, rare: Rare) -> pl.Expr:
    starts, value = remedy.values["starts"], pl.col(name)
    label: Any = pl.when(value >= starts[-1]).then(pl.lit(f"{starts[-1]}+"))
    for low, high in zip(reversed(starts[:-1]), reversed(starts[1:]), strict=True):
        label = label.when(value >= low).then(pl.lit(f"{low}-{high - 1}"))
    return label.when(value < starts[0]).then(pl.lit(f"<{starts[0]}")).otherwise(None)


def _prefix(name: str, remedy: Remedy, rare: Rare) -> pl.Expr:
    code = pl.col(name).cast(pl.String)
    return pl.when(pl.lit(rare(name))).then(code.str.head(remedy.values["characters"])).otherwise(code)


def _presence(name: str, remedy: Remedy, rare: Rare) -> pl.Expr:
    """Whether there is one: `yes`, or empty as before."""
    return pl.when(pl.col(name).is_not_null()).then(pl.lit(PRESENT)).otherwise(None)


def _grouped(frame: pl.DataFrame, name: str, groups: Mapping[str, str]) -> pl.Expr:
    known = [*groups, *groups.values()]
    missing = frame[name].cast(pl.String).drop_nulls().unique().is_in(known).not_().sum()
    if missing:
        raise MutualisError(
            f"{missing} values of the column '{name}' have no group.",
            there_is=f"{len(groups)} have one",
            do="give the group of every hospital in the table",
        )
    return pl.col(name).cast(pl.String).replace(dict(groups)).alias(name)


MAKERS: Mapping[str, Maker] = {
    "classes": _classes,
    "cap": _cap,
    "starts": _starts,
    "prefix": _prefix,
    "presence": _presence,
}
