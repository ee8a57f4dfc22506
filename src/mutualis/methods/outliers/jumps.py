"""What changes in the same persons after they change provider: after less before, by the provider who took them over.

A person is his or her own control: what stays the same in a person cannot make the jump. What all new patients share
(they are older, they change because they are worse) is in the mean of all changes, which each provider is beside.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.stats import t as student

from mutualis.methods.estimates import numbers
from mutualis.model import MutualisError

FEWEST = 5


def jumps(providers: Any, before: ArrayLike, after: ArrayLike, fewest: int = FEWEST) -> pl.DataFrame:
    """A row for each new provider with at least `fewest` persons: persons, jump, error, others, p_value (one-sided).

    A person a row: the provider after the change, a score (class, amount) before and after. `others` is the mean jump
    of the persons of all other providers; the p-value is Welch's that the own mean is above it. Refuses where no
    provider has enough persons, or there are no others to compare with.
    """
    first = numbers(before, "The score before")
    own = numbers(after, "The score after", len(first)) - first
    found = (
        pl.DataFrame({"provider": providers, "jump": own})
        .group_by("provider")
        .agg(persons=pl.len(), sum=pl.col("jump").sum(), squares=(pl.col("jump") ** 2).sum())
    )
    whole = found.select(pl.col("persons", "sum", "squares").sum()).row(0)
    enough = found.filter(pl.col("persons") >= max(fewest, 2)).sort("provider")
    if enough.is_empty() or (whole[0] - enough["persons"].max() < fewest):  # type: ignore[operator]
        raise MutualisError(
            "There are too few persons who changed provider.",
            there_is=f"{whole[0]:,} changes to {found.height:,} providers",
            do=f"take a longer period: a provider needs {fewest} or more, and others beside it",
        )
    return _compared(enough, *whole)


def _compared(found: pl.DataFrame, persons: int, total: float, squares: float) -> pl.DataFrame:
    many, sums, square = (found[each].to_numpy().astype(np.float64) for each in ("persons", "sum", "squares"))
    rest = persons - many
    means = sums / many, (total - sums) / rest
    spreads = (
        np.maximum(square - many * means[0] ** 2, 0.0) / (many - 1) / many,
        np.maximum(squares - square - rest * means[1] ** 2, 0.0) / (rest - 1) / rest,
    )
    error = np.sqrt(spreads[0] + spreads[1])
    degrees = error**4 / np.maximum(spreads[0] ** 2 / (many - 1) + spreads[1] ** 2 / (rest - 1), 1e-300)
    off = means[0] - means[1]
    chance = np.where(error > 0, student.sf(off / np.where(error > 0, error, 1.0), np.maximum(degrees, 1.0)), 1.0)
    columns = {"jump": means[0], "error": np.sqrt(spreads[0]), "others": means[1], "p_value": chance}
    return found.select("provider", "persons").with_columns(**{name: pl.Series(each) for name, each in columns.items()})
