"""The rules on the content of lines, by database: each module declares its own."""

from functools import cache

from mutualis.intake.content import care, changes, claims, lists, members, records
from mutualis.intake.findings import declared
from mutualis.intake.rule import CrossRule, Rule


@cache
def all_rules() -> tuple[Rule | CrossRule, ...]:
    """Every content rule."""
    return (*lists.rules(), *members.rules(), *claims.rules(), *care.rules(), *changes.rules(), *records.rules())


def content_rules(database: str, at: str | None = None) -> tuple[Rule | CrossRule, ...]:
    """The content rules of a database, in order of declaration; `at` node or centre leaves out those of the other."""
    found = (rule for rule in all_rules() if declared(rule.id).database == database)
    return tuple(rule for rule in found if at is None or declared(rule.id).at in (at, "both"))


__all__ = ["all_rules", "content_rules"]
