"""An indicator: a population, what each person brings, and how the figure is made. Checked when it is made."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from mutualis import reference, tables
from mutualis.derived import declared_domains
from mutualis.indicators.categories import SOURCES
from mutualis.indicators.counting import area_columns, cells, parts, parts_of_row
from mutualis.indicators.figures import DIVISORS, figure
from mutualis.indicators.parts import PART
from mutualis.indicators.person import columns_used, on_row, person, person_row, sources_of
from mutualis.model import MutualisError
from mutualis.portable import check

KINDS = ("count", "amount")


@dataclass(frozen=True, eq=False)
class Indicator:
    """One indicator for a year and the areas of Belgium.

    Written over `person`: `numerator` is a condition (kind count: who meets it) or a whole number (kind amount: what a
    person brings), `population` a condition (None: all insured). Such indicators share their passes over the tables.

    Or written over tables: `population` has one row per insured person of the year, with `person_id`, `year`, the code
    of each area level in `by`, `sex`, `age` and `is_increased_reimbursement`; `numerator` one row per person with
    `part`, as `persons(...)` (kind count: any part is one person) or `amounts(...)` (kind amount) give.

    An amount over `person` may have a `base`, a whole number over `person` that the denominator adds up instead of
    persons: a share of doses. Such a figure stays inside, as protection knows denominators of persons only.

    A figure is factor x numerator / divisor, where the divisor is the number of persons, of person-days (persons x days
    of the year) or nothing. `codelists` are the code lists that decide who or what counts. The texts are in
    `reference/texts/indicators.<language>.toml` under its name, other facts in `reference/indicators.csv`.
    """

    name: str
    numerator: Any
    unit: str
    population: Any = None
    kind: str = "count"
    divisor: str = "persons"
    factor: Fraction = Fraction(1)
    decimals: int = 1
    by: tuple[str, ...] = reference.LEVELS
    codelists: tuple[str, ...] = ()
    base: Any = None

    def __post_init__(self) -> None:
        self._one_of("kind", self.kind, KINDS)
        self._one_of("divisor", self.divisor, DIVISORS)
        for level in self.by:
            self._one_of("level", level, reference.LEVELS)
        for codelist in self.codelists:
            self._one_of("code list", codelist, reference.codelist_names())
        if self.is_of_person:
            self._is_over_person()
        else:
            self._is_over_tables()
        if self.base is not None and self.kind != "amount":
            raise MutualisError(f"Indicator '{self.name}' counts persons over a base.", do="give it the kind amount")

    @property
    def is_of_person(self) -> bool:
        """Whether it is written over `person`, so that it can share a pass with others."""
        return isinstance(self.numerator, ir.Value) and not isinstance(self.population, ir.Table)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of `person` that it reads."""
        return columns_used(self.values)

    @property
    def values(self) -> tuple[Any, ...]:
        """What it is written with over `person`."""
        return tuple(each for each in (self.population, self.numerator, self.base) if each is not None)

    def counts(self, plan: reference.Plan | None = None) -> ir.Table:
        """The cells that a plan counts (by default the house's) with the columns of `result_indicator`.

        Whole numbers, still sensitive; to be run with `year(...)`. Persons who live abroad or at an unknown place are
        in no cell. Identifier domains are checked each time it is made.
        """
        plan = plan or reference.publication_plan()
        return cells(self.name, self.kind, self._parts(), {level: plan.counted(self.name, level) for level in self.by})

    def _parts(self) -> ir.Table:
        """What each insured person brings; nothing after it joins persons, so identifier domains are checked here."""
        if self.is_of_person:
            row = person_row(self.columns)
            found = parts_of_row(row, self.among(row), self.part(row), self.based(row), self.by)
        else:
            found = parts(self.population, self.numerator, self.by)
        check(found, declared_domains(), f"Indicator '{self.name}'")
        return found

    def among(self, row: ir.Table) -> Any:
        """Whether the person of a row of `person_row` is of the population; None where all insured are."""
        return None if self.population is None else on_row(self.population, row).fill_null(False)

    def part(self, row: ir.Table) -> Any:
        """What the person of a row brings, int64: of a count 1 or 0."""
        brought = on_row(self.numerator, row)
        return ibis.cases((brought, 1), else_=0).cast("int64") if self.kind == "count" else brought.fill_null(0)

    def based(self, row: ir.Table) -> Any:
        """What the person of a row adds to the denominator, int64; None where that is one person."""
        return None if self.base is None else on_row(self.base, row).fill_null(0)

    def value(self, numerator: int, denominator: int, year: int) -> Decimal | None:
        """The figure of a cell, rounded half up to `decimals`; None where there is nothing to divide by."""
        return figure(numerator, denominator, year, divisor=self.divisor, factor=self.factor, decimals=self.decimals)

    def title(self, language: str) -> str:
        return reference.text(f"indicators.{self.name}.title", language)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The derived tables it reads, in the order of their names."""
        if self.is_of_person:
            return sources_of(self.columns)
        tables_read = (*self.population.op().find(ops.PhysicalTable), *self.numerator.op().find(ops.PhysicalTable))
        return tuple(sorted({table.name for table in tables_read}))

    def _is_over_person(self) -> None:
        """Conditions and amounts are of the right type and read nothing but `person`."""
        kinds = [("numerator", self.numerator, self.kind == "count")]
        kinds += [] if self.population is None else [("population", self.population, True)]
        kinds += [] if self.base is None else [("base", self.base, False)]
        for part, value, is_condition in kinds:
            fits = isinstance(value, ir.BooleanValue) if is_condition else isinstance(value, ir.IntegerValue)
            if not fits:
                raise MutualisError(
                    f"Indicator '{self.name}': the {part} is no {'condition' if is_condition else 'whole number'}.",
                    there_is=f"it is a {type(value).__name__}",
                    do="write it over `person`, such as person.gp_contacts >= 1, or as a table of persons",
                )
            if others := sorted({table.name for table in value.op().find(ops.PhysicalTable)} - {person.get_name()}):
                raise MutualisError(
                    f"Indicator '{self.name}': the {part} reads {', '.join(others)} beside `person`.",
                    do="make what it needs a feature, in indicators/features, or write it as a table of persons",
                )

    def _is_over_tables(self) -> None:
        if self.base is not None:
            raise MutualisError(f"Indicator '{self.name}' has a base.", do="write its amounts over `person`")
        wanted = ("person_id", "year", *area_columns(self.by), *SOURCES.values())
        self._has("population", self.population, wanted)
        self._has("numerator", self.numerator, ("person_id", PART))
        self._is_of_a_year("population", self.population)
        self._is_of_a_year("numerator", self.numerator)
        self._parts()

    def _one_of(self, what: str, given: str, known: tuple[str, ...]) -> None:
        if given not in known:
            raise MutualisError(f"Indicator '{self.name}': there is no {what} '{given}'.", there_is=", ".join(known))

    def _has(self, part: str, table: Any, columns: tuple[str, ...]) -> None:
        if not isinstance(table, ir.Table):
            raise MutualisError(
                f"Indicator '{self.name}': the {part} is no table expression.",
                there_is=f"it is a {type(table).__name__}",
                do=f"filter a declared table, such as {tables.derived_population_year.name}",
            )
        for column in columns:
            if column not in table.columns:
                raise MutualisError(
                    f"Indicator '{self.name}': the {part} has no column '{column}'.",
                    there_is="it has " + ", ".join(table.columns),
                )

    def _is_of_a_year(self, part: str, table: ir.Table) -> None:
        if not table.op().find(ops.ScalarParameter):
            raise MutualisError(
                f"Indicator '{self.name}': the {part} reads all years at once.",
                do="filter it with PERIOD.covers(...) on its year or day",
            )
