"""A table of counts as disclosure control sees it: cells of one indicator, hospitals where areas stand, and back.

Every part of the crossed columns is a split, and all hospitals together an area above them: a reader can add up, so
what adds up is protected with the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import polars as pl
import pyarrow as pa

from mutualis.disclosure.hierarchy import COUNTRY, LEVELS

COUNTS = ("denominator", "numerator")
PLACE, YEAR, NO_YEAR = "hospital_number", "discharge_year", 0
UNKNOWN, ALL, TOTAL, CROSS = "unknown", "all", "total", "*"
KEY = ("indicator", "year", "level", "area_code", "split", "category")
MEASURES = ("numerator", "denominator", "contributors", "largest", "second_largest")


@dataclass(frozen=True)
class Form:
    """An output as an indicator, and the plan in which all of it is published."""

    name: str
    splits: tuple[str, ...]
    kind: str = "count"
    divisor: str = "persons"
    factor: Fraction = Fraction(1)
    decimals: int = 4
    least_persons: int = 0

    def published(self, indicator: str, level: str, persons: int | None = None) -> tuple[str, ...]:
        """Every split, at every level."""
        return self.splits

    def counted(self, indicator: str, level: str) -> tuple[str, ...]:
        """The same."""
        return self.splits

    def standardised(self, indicator: str, level: str) -> bool:
        """Nothing is standardised."""
        return False


@dataclass(frozen=True)
class Counts:
    """A table of counts with the columns that tell its rows apart."""

    name: str
    table: pl.DataFrame
    places: tuple[str, ...]

    @property
    def crossed(self) -> list[str]:
        return [each for each in self.places if each not in (PLACE, YEAR)]

    @property
    def splits(self) -> tuple[str, ...]:
        sizes = range(1, len(self.crossed) + 1)
        return (TOTAL, *(CROSS.join(each) for size in sizes for each in combinations(self.crossed, size)))

    def form(self) -> Form:
        """The output as indicator and plan."""
        return Form(self.name, self.splits)

    def areas(self) -> dict[int, dict[tuple[str, str], str]]:
        """Of each year the hospitals, below one area a level."""
        base = self._base().select("year", "hospital").unique()
        line = [*LEVELS[1:-1]]
        above = {(level, ALL): COUNTRY if level == line[0] else ALL for level in line}
        return {
            year: {**above, **{(LEVELS[-1], code): ALL for code in base.filter(pl.col("year") == year)["hospital"]}}
            for year in base["year"].unique()
        }

    def cells(self) -> pa.Table:
        """The cells of all levels and splits, in the columns of `result_indicator`."""
        base = self._base()
        parts = [self._of(base, split, level) for split in self.splits for level in LEVELS]
        made = pl.concat(parts).with_columns(
            indicator=pl.lit(self.name),
            contributors=pl.col("numerator"),
            largest=(pl.col("numerator") > 0).cast(pl.Int64),
            second_largest=(pl.col("numerator") > 1).cast(pl.Int64),
        )
        return plain(made.select(*KEY, *MEASURES))

    def read(self, figures: pl.DataFrame) -> pl.DataFrame:
        """The rows of the output with what may be shown; `status` shown or suppressed."""
        split = CROSS.join(self.crossed) or TOTAL
        level = LEVELS[-1] if PLACE in self.places else LEVELS[0]
        shown = figures.filter((pl.col("split") == split) & (pl.col("level") == level) & (pl.col("status") != "none"))
        parts = pl.col("category").str.split(CROSS)
        told = {name: parts.list.get(at) for at, name in enumerate(self.crossed)}
        told |= {PLACE: pl.col("area_code"), YEAR: pl.col("year").cast(pl.String).replace(str(NO_YEAR), UNKNOWN)}
        counts = [each for each in COUNTS if each in self.table.columns]
        return shown.with_columns(**told).select(*self.places, *counts, "status").sort(self.places or "status")

    def _base(self) -> pl.DataFrame:
        """The rows with year, hospital and both counts; what is not known or blanked has a category of its own."""
        texts = [_text(each).alias(each) for each in self.crossed]
        year = pl.col(YEAR).cast(pl.Int32, strict=False).fill_null(NO_YEAR) if YEAR in self.places else pl.lit(NO_YEAR)
        count = "numerator" if "numerator" in self.table.columns else "denominator"
        return self.table.select(
            *texts,
            year=year.cast(pl.Int32),
            hospital=_text(PLACE) if PLACE in self.places else pl.lit(ALL),
            numerator=pl.col(count).cast(pl.Int64),
            denominator=pl.col("denominator").cast(pl.Int64),
        )

    def _of(self, base: pl.DataFrame, split: str, level: str) -> pl.DataFrame:
        category = pl.lit(ALL) if split == TOTAL else pl.concat_str(split.split(CROSS), separator=CROSS)
        area = {LEVELS[0]: pl.lit(COUNTRY), LEVELS[-1]: pl.col("hospital")}.get(level, pl.lit(ALL))
        named = base.with_columns(level=pl.lit(level), area_code=area, split=pl.lit(split), category=category)
        return named.group_by(KEY[1:]).agg(pl.col("numerator").sum(), pl.col("denominator").sum())


def _text(name: str) -> pl.Expr:
    """A value as a category: blanked and missing are one; the mark that crosses categories may not be in it."""
    value = pl.col(name).cast(pl.String)
    return (
        pl.when(value == CROSS)
        .then(pl.lit(UNKNOWN))
        .otherwise(value.str.replace_all(CROSS, "x", literal=True))
        .fill_null(UNKNOWN)
    )


def plain(frame: pl.DataFrame) -> pa.Table:
    """The frame in Arrow with plain strings."""
    given = frame.to_arrow()
    kinds = {pa.large_string(): pa.string(), pa.string_view(): pa.string()}
    fields: Sequence[pa.Field] = [pa.field(each.name, kinds.get(each.type, each.type)) for each in given.schema]
    return given.cast(pa.schema(fields))
