"""Rules on changes of national number."""

import ibis
import ibis.expr.types as ir

from mutualis.intake.rule import CrossRule, Lookups, Rule


def _repeated(table: ir.Table, _: Lookups) -> ir.Table:
    """All changes of a number but the first in the file."""
    many = table.group_by("old_number").agg(times=table.count(), first_line=table["line"].min())
    many = many.filter(many["times"] > 1).select(repeated="old_number", first_line="first_line")
    found = table.inner_join(many, table["old_number"] == many["repeated"])
    return found.filter(found["line"] > found["first_line"]).select("line")


def _after_period(table: ir.Table, lookups: Lookups) -> ir.BooleanValue:
    assert lookups.period is not None
    return table["change_day"] > ibis.literal(lookups.period.reference_day)


def rules() -> tuple[Rule | CrossRule, ...]:
    """The rules of this module."""
    return (
        CrossRule("mg.old_number.duplicate", _repeated, frozenset({"old_number"})),
        Rule("mg.change_day.after_period", _after_period, frozenset({"change_day", "@period"})),
    )
