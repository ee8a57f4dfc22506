"""The covariates of a model as a matrix with names: numbers as they are, categories as 0 and 1 against the first.

The first column is the intercept. A column that says nothing, or that the others tell already, is refused by name: a
library would answer with some numbers for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from mutualis.methods.estimates import Floats
from mutualis.model import MutualisError

INTERCEPT = "intercept"


@dataclass(frozen=True)
class Design:
    """`names` of the columns of `rows`; the first is the intercept, a category is `column=value`."""

    names: tuple[str, ...]
    rows: Floats

    def place(self, name: str) -> int:
        """The number of a column by its name."""
        if name not in self.names:
            raise MutualisError(
                f"The model has no covariate {name}.", there_is=f"there are {', '.join(self.names[1:]) or 'none'}"
            )
        return self.names.index(name)

    def at(self, name: str, value: float) -> "Design":
        """The same rows, as if this covariate were `value` in all; other categories of the same column become 0."""
        rows, here, column = self.rows.copy(), self.place(name), name.split("=", maxsplit=1)[0]
        if "=" in name:
            rows[:, [each.startswith(f"{column}=") for each in self.names]] = 0.0
        rows[:, here] = value
        return replace(self, rows=rows)

    def taken(self, chosen: np.ndarray) -> "Design":
        """Some of the rows."""
        return replace(self, rows=self.rows[chosen])


def design(
    frame: pl.DataFrame, columns: Sequence[str], first: Mapping[str, str] | None = None, rows: int | None = None
) -> Design:
    """A matrix of these columns: numbers and booleans one each, text a column for each value but one.

    `first` names for a column of text the value that the others are compared with; else the first in order of the
    alphabet. `rows`: how many rows those of the frame stand for, where they are kinds of rows. Refuses gaps, a column
    that is the same in all rows, one that the others tell, and more coefficients than rows.
    """
    blocks = [([INTERCEPT], np.ones((frame.height, 1)))]
    blocks += [_block(frame[each], (first or {}).get(each)) for each in columns]
    found = Design(tuple(name for names, _ in blocks for name in names), np.hstack([block for _, block in blocks]))
    _refuse_useless(found, frame.height if rows is None else rows)
    return found


def of_rows(rows: Floats, names: Sequence[str] | None = None) -> Design:
    """A matrix without intercept as a design, with the same refusals."""
    named = tuple(names) if names else tuple(f"x{place + 1}" for place in range(rows.shape[1]))
    found = Design((INTERCEPT, *named), np.column_stack([np.ones(len(rows)), rows]))
    _refuse_useless(found, len(rows))
    return found


def _block(column: pl.Series, first: str | None) -> tuple[list[str], Floats]:
    if column.null_count():
        raise MutualisError(
            f"The covariate {column.name} has gaps.", there_is=f"{column.null_count():,} rows are empty"
        )
    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        return [column.name], column.cast(pl.Float64).to_numpy()[:, None].astype(np.float64)
    texts = column.cast(pl.String)
    values = sorted(texts.unique().to_list())
    if first is not None and first not in values:
        raise MutualisError(f"The covariate {column.name} is never {first}.", do="compare with a value that it has")
    others = [each for each in values if each != (values[0] if first is None else first)]
    made = np.column_stack([(texts == each).to_numpy() for each in others]) if others else np.empty((len(texts), 0))
    if not others:
        raise MutualisError(f"The covariate {column.name} is the same in all rows.", do="leave it out")
    return [f"{column.name}={each}" for each in others], made.astype(np.float64)


def _refuse_useless(found: Design, number: int) -> None:
    """By the columns one after another: one that adds no direction to those before it says nothing new."""
    rows = found.rows
    if not np.isfinite(rows).all():
        raise MutualisError("A covariate has gaps.", do="fill them by a rule of the protocol, or leave those rows out")
    if number <= rows.shape[1]:
        raise MutualisError(f"A model of {rows.shape[1]} coefficients has {number} rows only.")
    lengths = np.linalg.norm(rows, axis=0)
    triangle = np.linalg.qr(rows / np.where(lengths > 0, lengths, 1.0), mode="r")
    added = np.pad(np.abs(np.diag(triangle)), (0, rows.shape[1] - len(np.diag(triangle))))
    for name, own in zip(found.names, added, strict=True):
        if own < 1e-9:
            raise MutualisError(f"The covariate {name} is constant, or the others tell it.", do="leave it out")
