"""Events: the rows of one table in the year asked for, and the features that are summed of them for each person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir

from mutualis.model import MutualisError


@dataclass(frozen=True, eq=False)
class Events:
    """Rows with a `person_id`, and `{feature: aggregate}` over them: whole numbers, 0 for who has no row.

    All features of one Events are made in one pass over its rows. Raises when an aggregate is of other rows.
    """

    rows: ir.Table
    features: Mapping[str, Any]

    def __post_init__(self) -> None:
        if "person_id" not in self.rows.columns:
            raise MutualisError("Events have no person_id.", there_is=", ".join(self.rows.columns))
        wrong = [name for name, value in self.features.items() if not value.type().is_integer()]
        if wrong:
            raise MutualisError(f"The feature '{wrong[0]}' is no whole number.", do="count, or sum whole numbers")

    @cached_property
    def sources(self) -> frozenset[str]:
        """The names of the tables that the rows come from; the features are aggregates of those rows."""
        return frozenset(table.name for table in self.rows.op().find(ops.PhysicalTable))

    def summed(self, names: Collection[str], *by: str) -> ir.Table:
        """One row a person, or a person and each of `by`, with the features of these names."""
        chosen = {name: value for name, value in self.features.items() if name in names}
        return self.rows.group_by("person_id", *by).agg(**chosen)
