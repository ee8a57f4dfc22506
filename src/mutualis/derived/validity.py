"""Facts with a validity: the row of a code list that held on a day."""

import datetime as dt
from typing import Any

import ibis
import ibis.expr.types as ir

ALWAYS = dt.date(1900, 1, 1)
FOREVER = dt.date(9999, 12, 31)


def dated(facts: ir.Table, *columns: str, where: Any = None) -> ir.Table:
    """The wanted columns of a code list with `code`, `first_day` and `last_day`, open ends filled."""
    kept = facts if where is None else facts.filter(where)
    return kept.select(
        "code",
        *columns,
        first_day=kept.valid_from.fill_null(ibis.literal(ALWAYS)),
        last_day=kept.valid_to.fill_null(ibis.literal(FOREVER)),
    )


def on_day(lines: ir.Table, facts: ir.Table, code: str, day: str, *, how: str = "left") -> ir.Table:
    """The lines with the facts of their code on their day. With `how='left'` every line stays, once.

    Periods of one code do not overlap (a test of the code lists), so no line is doubled.
    """
    joined = lines.join(
        facts,
        [lines[code] == facts.code, lines[day] >= facts.first_day, lines[day] <= facts.last_day],
        how=how,
    )
    added = [name for name in facts.columns if name not in ("code", "first_day", "last_day")]
    return joined.select(*lines.columns, *added)
