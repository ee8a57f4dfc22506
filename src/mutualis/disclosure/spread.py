"""The coefficient of variation of an amount between the persons of the country: one published number a year."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mutualis import methods
from mutualis.disclosure.frame import TOTAL
from mutualis.disclosure.hierarchy import LEVELS


def variation(cells: pa.Table, indicators: Sequence[Any]) -> dict[tuple[str, int], float]:
    """{(indicator, year): standard deviation of the parts / their mean} of amounts, from the country's `squares`."""
    if "squares" not in cells.column_names:
        return {}
    amounts = pa.array([each.name for each in indicators if each.kind == "amount"], pa.string())
    chosen = pc.and_(pc.equal(cells["level"], LEVELS[0]), pc.equal(cells["split"], TOTAL))
    chosen = pc.and_(pc.and_(chosen, pc.is_in(cells["indicator"], value_set=amounts)), pc.is_valid(cells["squares"]))
    return {
        (row["indicator"], row["year"]): methods.coefficient_of_variation(
            row["numerator"], row["squares"], row["denominator"]
        )
        for row in cells.filter(chosen).to_pylist()
    }
