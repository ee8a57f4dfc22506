"""The desk: all that the code of a study is given. What it puts there leaves only through disclosure control."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from markupsafe import Markup

from mutualis.disclosure import CrossTable
from mutualis.model import MutualisError, Years
from mutualis.study.data import Data
from mutualis.study.folder import Study
from mutualis.study.linked import not_linked

VALUES = ("value", "low", "high")
UNITS = "units"
Draw = Callable[[Mapping[str, pl.DataFrame], str], Markup]


@dataclass(frozen=True)
class Deviation:
    """Where a run went another way than its protocol says, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Kept:
    """What a study made, before disclosure control."""

    tables: dict[str, CrossTable] = field(default_factory=dict)
    estimates: dict[str, pl.DataFrame] = field(default_factory=dict)
    pictures: dict[str, Draw] = field(default_factory=dict)
    deviations: list[Deviation] = field(default_factory=list)
    identities: dict[str, int] = field(default_factory=dict)
    flags: dict[str, pl.DataFrame] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """What `run(desk)` of a study works with.

    `table(name)` gives a granted table (an Ibis expression) and `read` its rows; `linked(name)` gives the rows of a
    linkage that the authorisation names; `persons`, `estimates` and `picture` put an output on the desk; `identity`
    holds the study to an equation; `deviate` writes down where it leaves its protocol; `random(label)` is a stream of
    its own under the study's seed.
    """

    study: Study
    data: Data
    years: Years
    k: int
    kept: Kept = field(default_factory=Kept)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The section [parameters] of study.toml."""
        return self.study.parameters

    def table(self, name: str) -> Any:
        """A granted table, with its granted columns only."""
        return self.data.table(name)

    def of_years(self, name: str) -> Any:
        """A granted table that has a column `year`: its rows of the years of the run."""
        told = self.table(name)
        return told.filter(told.year.between(self.years.first, self.years.last))

    @property
    def first_day(self) -> dt.date:
        """The first day of the years of the run."""
        return dt.date(self.years.first, 1, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the years of the run."""
        return dt.date(self.years.last, 12, 31)

    def read(self, expression: Any, parameters: Mapping[Any, Any] | None = None) -> pl.DataFrame:
        """The rows of an expression over granted tables."""
        return self.data.read(expression, parameters)

    @property
    def has_linked(self) -> bool:
        """Whether the linkage that the authorisation names was made here."""
        return self.data.linked is not None

    def linked(self, table: str) -> pl.DataFrame:
        """The granted columns of a table of the linkage, under the codes of its project: no table of the centre has
        them. Logged at the project store; raises where the linkage was not made.
        """
        if self.data.linked is None:
            raise not_linked(self.study.name)
        found = self.data.linked.read(table)
        self.data.rows_read += found.height
        return found

    def random(self, label: str) -> np.random.Generator:
        """Random numbers: the same for the same seed and label, whatever else is drawn."""
        return np.random.default_rng([self.study.seed, *label.encode()])

    def persons(
        self, name: str, frame: pl.DataFrame, by: Sequence[str], *, place: str = "", year: str = "",
        amount: str = "", met: str = "", person: str = "person_id",
    ) -> None:  # fmt: skip
        """Put a table on the desk: one row of `frame` a unit (a person, a stay), told apart by `by`.

        `amount`: a column of whole cents or other integers to sum; `met`: a boolean column to count; neither: the units
        are counted. Where a person may have several units in a cell, the table tells persons beside units. Sums, and
        units of which a person may have several, are looked at person by person: a cell needs as many persons as a
        count of persons does, and none may have too large a part of it. `place` and `year` name the columns of `by`
        that add up to a whole and that stand by themselves. Every unit is in one row, and every cell adds up to its
        totals.
        """
        self.study.output(name, "table")
        columns = [*by, *([amount] if amount else []), *([met] if met else []), person]
        if missing := [each for each in columns if each not in frame.columns]:
            raise MutualisError(
                f"Table '{name}' has no column '{missing[0]}'.", there_is=f"it has {', '.join(frame.columns)}"
            )
        if frame.is_empty():
            raise MutualisError(f"Table '{name}' has no row.", do="see whether the years hold the data it needs")
        counted = by_number(frame, by, person, amount or met)
        repeats = counted.height < frame.height
        if repeats and not amount and not met:
            # five stays are not five persons: the persons are counted, and the units are a sum of theirs
            told = {"numerator": pl.col("denominator"), "denominator": pl.lit(1, pl.Int64)}
            counted, amount = counted.with_columns(**told), UNITS
        if amount:
            self.kept.sums[name] = amount
        kind, of = ("amount", person) if amount or repeats else ("count", "")
        if not of:
            counted = counted.drop(person).group_by(by, maintain_order=True).sum()
        self.kept.tables[name] = CrossTable(name, counted, tuple(by), place, year, kind, of)

    def estimates(self, name: str, frame: pl.DataFrame, persons: str = "persons") -> None:
        """Put estimates of a model on the desk: columns that tell rows apart, `value`, perhaps `low` and `high`, and of
        how many persons each is. Those of fewer than k persons do not leave.
        """
        self.study.output(name, "estimates")
        wanted = ["value", persons]
        if missing := [each for each in wanted if each not in frame.columns]:
            raise MutualisError(f"Estimates '{name}' have no column '{missing[0]}'.")
        numbers = [each for each in VALUES if each in frame.columns]
        if frame.select(pl.any_horizontal(pl.col(numbers).is_nan() | pl.col(numbers).is_infinite()).any()).item():
            raise MutualisError(f"Estimates '{name}' hold a value that is no number.", do="refuse the model, say why")
        self.kept.estimates[name] = frame.rename({persons: "persons"}) if persons != "persons" else frame

    def picture(self, name: str, draw: Draw) -> None:
        """Put a picture on the desk: `draw(tables, language)` gets what left protected, never the rows behind it."""
        self.study.output(name, "picture")
        self.kept.pictures[name] = draw

    def flags(self, name: str, frame: pl.DataFrame) -> None:
        """Put flags of single providers on the desk: columns `provider` (its code) and `flag` (JSON). They are in no
        table and no report: the run keeps them sealed, for the way back through the third party.
        """
        self.study.output(name, "flags")
        if frame.columns != ["provider", "flag"] or frame["provider"].n_unique() != frame.height:
            raise MutualisError(f"Flags '{name}' are not one row a provider, with provider and flag.")
        self.kept.flags[name] = frame

    def identity(self, name: str, left: int, right: int) -> None:
        """Hold the study to an equation of whole numbers. Raises where it does not hold: nothing leaves then."""
        if left != right:
            raise MutualisError(
                f"Identity '{name}' of study '{self.study.name}' does not hold.",
                there_is=f"a difference of {left - right}",
                do="look for lines that one side counts and the other does not",
            )
        self.kept.identities[name] = left

    def word(self, name: str, language: str) -> str:
        """A column or code in words: those of the study, else those that every study shares."""
        return self.study.word(name, language)

    def deviate(self, what: str, why: str) -> None:
        """Write down where this run leaves the protocol; the report says it."""
        self.kept.deviations.append(Deviation(what, why))


def by_number(frame: pl.DataFrame, by: Sequence[str], person: str, counted: str) -> pl.DataFrame:
    """Of each person and cell the units (denominator) and the sum of a column (numerator); persons as numbers, as the
    rows of a table are held until it leaves."""
    number = pl.col(person) if frame[person].dtype.is_integer() else pl.col(person).cast(pl.Categorical).to_physical()
    sums = {"denominator": pl.lit(1, pl.Int64)}
    if counted:
        sums["numerator"] = pl.col(counted).cast(pl.Int64).fill_null(0)
    return frame.select(*by, number.alias(person), **sums).group_by(*by, person).sum()
