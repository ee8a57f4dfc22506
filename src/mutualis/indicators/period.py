"""The year an indicator is asked for: a parameter of the expression, given a value when an engine runs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir


@dataclass(frozen=True)
class Period:
    """The calendar year of a figure as parameters: `year`, `first_day` and `last_day`."""

    year: Any
    first_day: Any
    last_day: Any

    def covers(self, column: ir.Column) -> Any:
        """Whether a date lies in the year, or whether a column of years is the year."""
        if column.type().is_date():
            return column.between(self.first_day, self.last_day)
        return column == self.year


PERIOD = Period(ibis.param("int32"), ibis.param("date"), ibis.param("date"))


def year(value: int) -> Mapping[Any, Any]:
    """The parameters of one calendar year, for `Engine.rows`, `arrow` and `save`."""
    return {PERIOD.year: value, PERIOD.first_day: date(value, 1, 1), PERIOD.last_day: date(value, 12, 31)}


def days_in(value: int) -> int:
    """Days of a calendar year: 365 or 366."""
    return (date(value + 1, 1, 1) - date(value, 1, 1)).days
