"""Codes of diagnoses and medicines as polars expressions: written one way, and compared by how they begin."""

from collections.abc import Iterable

import polars as pl


def plain_code(column: str) -> pl.Expr:
    """A column of codes in capitals, without dot and blanks, as the files of hospitals have them."""
    return pl.col(column).str.to_uppercase().str.replace_all(r"[. ]", "")


def begins_with(code: pl.Expr, beginnings: Iterable[str]) -> pl.Expr:
    """Whether a code begins with one of these, written with or without a dot; an empty code begins with none."""
    wanted = [each.replace(".", "") for each in beginnings]
    return pl.any_horizontal([pl.lit(False), *(code.str.starts_with(each) for each in wanted)]).fill_null(False)
