"""What leaves a study: tables through `protect`, estimates of enough persons, pictures of these.

Beside every earlier run of the same table: a reader has those too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
import pyarrow as pa
from markupsafe import Markup

from mutualis import disclosure
from mutualis.disclosure import CrossTable, Earlier, Rules
from mutualis.study.desk import VALUES, Desk

SHOWN, SUPPRESSED = "shown", "suppressed"


@dataclass(frozen=True)
class Left:
    """What left: protected tables (those of `sums` add up an amount, others count), estimates, pictures by language,
    and the figures behind each table.
    """

    tables: Mapping[str, pl.DataFrame]
    estimates: Mapping[str, pl.DataFrame]
    pictures: Mapping[str, Mapping[str, Markup]]
    figures: Mapping[str, pa.Table]
    sums: Mapping[str, str] = field(default_factory=dict)

    @property
    def suppressed(self) -> int:
        """Cells that are hidden, in tables and estimates."""
        return sum(
            frame.filter(pl.col("status") == SUPPRESSED).height
            for frame in (*self.tables.values(), *self.estimates.values())
        )


def leave(desk: Desk, rules: Rules, before: Mapping[str, Sequence[pa.Table]], languages: Sequence[str]) -> Left:
    """Everything on a desk that may leave. Raises `Breach` where a table cannot be protected: then nothing leaves."""
    figures = {name: protected(table, rules, before.get(name, ())) for name, table in desk.kept.tables.items()}
    tables = {name: table.read(_frame(figures[name])) for name, table in desk.kept.tables.items()}
    estimates = {name: enough(frame, rules.k) for name, frame in desk.kept.estimates.items()}
    told = tables | estimates
    pictures = {name: {each: draw(told, each) for each in languages} for name, draw in desk.kept.pictures.items()}
    return Left(tables, estimates, pictures, figures, dict(desk.kept.sums))


def protected(table: CrossTable, rules: Rules, before: Sequence[pa.Table]) -> pa.Table:
    """The figures of a table after disclosure control, beside those of its earlier runs."""
    form, earlier = table.form(), [Earlier(each) for each in before]
    return disclosure.protect(table.cells(), [form], form, table.areas(), rules, earlier=earlier).figures


def enough(frame: pl.DataFrame, k: int) -> pl.DataFrame:
    """Estimates with a status: hidden where fewer than k persons are behind one, with the number of persons.

    What is hidden is the value, its ends, and every other number that is not whole (a p-value tells of the value).
    """
    few = pl.col("persons") < k
    numbers = [name for name, kind in frame.schema.items() if name in (*VALUES, "persons") or kind.is_float()]
    return frame.with_columns(
        pl.when(few).then(pl.lit(SUPPRESSED)).otherwise(pl.lit(SHOWN)).alias("status"),
        *(pl.when(few).then(None).otherwise(pl.col(each)).alias(each) for each in numbers),
    )


def _frame(figures: pa.Table) -> pl.DataFrame:
    found = pl.from_arrow(figures)
    assert isinstance(found, pl.DataFrame)
    return found
