"""A table of counts or amounts as disclosure control sees it: cells of one indicator, and back to the table.

The rows of an output are told apart by columns. One of them may stand where areas stand (hospitals, pilots): its values
add up to the whole. One may be a year, of which each is protected by itself. All others are crossed, and every part of
their crossing is a split: a reader can add up, so what adds up is protected with the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import numpy as np
import polars as pl
import pyarrow as pa

from mutualis.disclosure.hierarchy import COUNTRY, LEVELS

COUNTS = ("denominator", "numerator")
NO_YEAR = 0
UNKNOWN, ALL, TOTAL, CROSS = "unknown", "all", "total", "*"
KEY = ("indicator", "year", "level", "area_code", "split", "category")
MEASURES = ("numerator", "denominator", "contributors", "largest", "second_largest")
AREA, PERSON = "area_code", "person"


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
class CrossTable:
    """A table whose rows `places` tell apart; `place` and `year` are those that stand for area and year, '' for none.

    `table` holds a row a cell with `denominator` and perhaps `numerator`, or, where `person` names a column, a row a
    unit (a person, a stay) with the same: then amounts are looked at person by person (`kind` amount).
    """

    name: str
    table: pl.DataFrame
    places: tuple[str, ...]
    place: str = ""
    year: str = ""
    kind: str = "count"
    person: str = ""

    @property
    def crossed(self) -> list[str]:
        return [each for each in self.places if each not in (self.place, self.year)]

    @property
    def splits(self) -> tuple[str, ...]:
        sizes = range(1, len(self.crossed) + 1)
        return (TOTAL, *(CROSS.join(each) for size in sizes for each in combinations(self.crossed, size)))

    def form(self) -> Form:
        """The output as indicator and plan."""
        return Form(self.name, self.splits, self.kind)

    def areas(self) -> dict[int, dict[tuple[str, str], str]]:
        """Of each year the areas, below one area a level."""
        base = self._base(self.table.select(self.places).unique()).select("year", AREA).unique()
        line = [*LEVELS[1:-1]]
        above = {(level, ALL): COUNTRY if level == line[0] else ALL for level in line}
        return {
            year: {**above, **{(LEVELS[-1], code): ALL for code in base.filter(pl.col("year") == year)[AREA]}}
            for year in base["year"].unique()
        }

    def cells(self) -> pa.Table:
        """The cells of all levels and splits, in the columns of `result_indicator`."""
        base, units = self._cells_and_units() if self.person else (self._base(self.table), None)
        parts = []
        for split in self.splits:
            whole = _of(base, units, split, pl.lit(ALL))
            fine = _of(base, units, split, pl.col(AREA)) if self.place in self.places else whole
            above = [(LEVELS[0], COUNTRY), *((level, ALL) for level in LEVELS[1:-1])]
            parts += [whole.with_columns(level=pl.lit(level), area_code=pl.lit(code)) for level, code in above]
            parts.append(fine.with_columns(level=pl.lit(LEVELS[-1])))
        made = pl.concat(part.select(*KEY[1:], *MEASURES) for part in parts).with_columns(indicator=pl.lit(self.name))
        return plain(made.select(*KEY, *MEASURES))

    def read(self, figures: pl.DataFrame) -> pl.DataFrame:
        """The rows of the output with what may be shown; `status` shown or suppressed."""
        level = LEVELS[-1] if self.place in self.places else LEVELS[0]
        return self.read_split(figures, self.crossed, level)

    def read_split(self, figures: pl.DataFrame, crossed: Sequence[str], level: str) -> pl.DataFrame:
        """The rows by some of the crossed columns, of every area (level municipality) or of all (country)."""
        split = CROSS.join(crossed) or TOTAL
        shown = figures.filter((pl.col("split") == split) & (pl.col("level") == level) & (pl.col("status") != "none"))
        parts = pl.col("category").str.split(CROSS)
        told = {name: parts.list.get(at) for at, name in enumerate(crossed)}
        told |= {
            self.place or AREA: pl.col(AREA),
            self.year or "year": pl.col("year").cast(pl.String).replace(str(NO_YEAR), UNKNOWN),
        }
        has_area = level == LEVELS[-1]
        places = [each for each in self.places if each in (*crossed, self.year) or (each == self.place and has_area)]
        counts = [each for each in COUNTS if each in self.table.columns]
        return shown.with_columns(**told).select(*places, *counts, "status").sort(places or "status")

    def _base(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with year, area and the counts there are; what is not known or blanked has a category of its own."""
        texts = [_text(each).alias(each) for each in self.crossed]
        known = self.year in self.places
        year = pl.col(self.year).cast(pl.Int32, strict=False).fill_null(NO_YEAR) if known else pl.lit(NO_YEAR)
        count = "numerator" if "numerator" in rows.columns else "denominator"
        counts = {"numerator": count, "denominator": "denominator"} if count in rows.columns else {}
        return rows.select(
            *texts,
            year=year.cast(pl.Int32),
            area_code=_text(self.place) if self.place in self.places else pl.lit(ALL),
            **{name: pl.col(each).cast(pl.Int64) for name, each in counts.items()},
        )

    def _cells_and_units(self) -> tuple[pl.DataFrame, "Units"]:
        """The finest cells, and the units of each."""
        keys: list[str | pl.Expr] = [*self.places] if self.places else [pl.lit(0).alias("cell")]
        found = self.table.lazy().with_row_index("row").group_by(keys).agg(pl.col("row")).collect()
        cell = np.empty(self.table.height, dtype=np.uint32)
        cell[found["row"].explode().to_numpy()] = np.repeat(np.arange(found.height), found["row"].list.len().to_numpy())
        person = self.table[self.person]
        number = person if person.dtype.is_integer() else person.cast(pl.Categorical).to_physical()
        count = "numerator" if "numerator" in self.table.columns else "denominator"
        columns = {
            "cell": cell,
            PERSON: number,
            "numerator": self.table[count],
            "denominator": self.table["denominator"],
        }
        base, rows = self._base(found), pl.DataFrame(columns)
        year = base["year"].gather(rows["cell"]).alias("year")
        return base, Units(rows, not rows.select(PERSON, year).is_duplicated().any())


@dataclass(frozen=True)
class Units:
    """Of each unit its cell (place among the finest), its person as a number, and both counts; `once`: nobody is there
    twice in a year, so that a unit is a person in whatever cell of a year.

    Millions of units are held and grouped by numbers: the words of a cell are there once.
    """

    rows: pl.DataFrame
    once: bool

    def by_person(self, coarse: pl.Series) -> pl.DataFrame:
        """What each person has in each of some coarser cells; `coarse`: that of each finest one."""
        rows = self.rows.select(coarse.gather(self.rows["cell"]).alias("coarse"), pl.exclude("cell"))
        return rows if self.once else rows.group_by("coarse", PERSON).agg(pl.col("numerator", "denominator").sum())


def _of(base: pl.DataFrame, units: Units | None, split: str, area: pl.Expr) -> pl.DataFrame:
    """The cells of a split. With units the rows of `base` are their cells, in order."""
    category = pl.lit(ALL) if split == TOTAL else pl.concat_str(split.split(CROSS), separator=CROSS)
    key = ("year", AREA, "split", "category")
    named = base.with_columns(area_code=area, split=pl.lit(split), category=category)
    if units is None:
        return named.group_by(key).agg(pl.col("numerator").sum(), pl.col("denominator").sum()).with_columns(_ONES)
    coarse = named.select(key).unique(maintain_order=True).with_row_index("coarse")
    among = named.join(coarse, on=key, how="left", nulls_equal=True, maintain_order="left")["coarse"]
    told = (
        units.by_person(among)
        .group_by("coarse")
        .agg(
            pl.col("numerator").sum(),
            pl.col("denominator").sum(),
            contributors=(pl.col("numerator") != 0).sum().cast(pl.Int64),
            largest=pl.col("numerator").max().clip(0),
            second_largest=pl.when(pl.len() > 1).then(pl.col("numerator").top_k(2).min()).otherwise(0).clip(0),
        )
    )
    return told.join(coarse, on="coarse").drop("coarse")


# A count has as many contributors as it counts, one each.
_ONES = (
    pl.col("numerator").alias("contributors"),
    (pl.col("numerator") > 0).cast(pl.Int64).alias("largest"),
    (pl.col("numerator") > 1).cast(pl.Int64).alias("second_largest"),
)


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
