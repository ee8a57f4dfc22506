"""Rules on the databases of authorisations, incapacity, dependency, attestations, pilots, GP records and surveys.

What all of them share (days in order, nothing after the period, no line twice, known members) is one rule each, for
every database that has the fields; the Katz scale has its own (methods 7.1, 7.2 and 7.4).
"""

from collections.abc import Callable, Iterator
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis import reference
from mutualis.intake.content.care import nomenclature_check
from mutualis.intake.content.claims import cnk_check, duplicates, not_a_member
from mutualis.intake.prepared import is_listed, is_unlisted, is_valid
from mutualis.intake.rule import CrossRule, Lookups, Rule
from mutualis.portable import days_between
from mutualis.tables.core import loaded_fields

# The day of each database that may not be after the period it is delivered for.
DAYS = {
    "c4": "decision_day",
    "ao": "start_day",
    "kz": "assessment_day",
    "pg": "service_day",
    "pi": "start_day",
    "gp": "record_day",
    "pr": "answer_day",
    "wb": "answer_day",
}
DEPENDENT = 3
HOME, FULL = "1", 4


def _after_period(day: str) -> Callable[[ir.Table, Lookups], Any]:
    def broken(table: ir.Table, lookups: Lookups) -> Any:
        assert lookups.period is not None
        return table[day] > ibis.literal(lookups.period.reference_day)

    return broken


def _ends_before_start(table: ir.Table, _: Lookups) -> Any:
    return table["end_day"] < table["start_day"]


def _days_paid(table: ir.Table, _: Lookups) -> Any:
    """No more days are paid than the period has (databases 2.5)."""
    return table["days_paid"] > days_between(table["start_day"], table["end_day"]) + 1


def _without_agreement(table: ir.Table, _: Lookups) -> Any:
    """A refused authorisation grants no packages."""
    return (table["authorisation_decision"] == "3") & (table["packages"] > 0)


def _dependent(table: ir.Table, *items: str) -> Any:
    met = table[items[0]] >= DEPENDENT
    for item in items[1:]:
        met = met & (table[item] >= DEPENDENT)
    return met


def home_class(table: ir.Table) -> Any:
    """The class of home nursing that the scores give: FC, FB, FA, 0T or null (methods 7.2, the rule `one>=3`)."""
    last = (table["continence"] >= DEPENDENT) | (table["eating"] >= DEPENDENT)
    is_full = table["washing"] == FULL
    for item in ("dressing", "transfer", "toilet"):
        is_full = is_full & (table[item] == FULL)
    moves = (table["transfer"] >= DEPENDENT) | (table["toilet"] >= DEPENDENT)
    return ibis.cases(
        (is_full & last, "FC"),
        (_dependent(table, "washing", "dressing", "transfer", "toilet") & last, "FB"),
        (_dependent(table, "washing", "dressing") & moves, "FA"),
        (table["washing"] >= 2, "0T"),
        else_=ibis.null("string"),
    )


def _other_class(table: ir.Table, _: Lookups) -> Any:
    """At home, agreed as asked, and another class than the scores give."""
    given = home_class(table).fill_null("")
    return (table["setting"] == HOME) & (table["class_decision"] == "1") & (given != table["dependency_class"])


def _score_outside(table: ir.Table, _: Lookups) -> Any:
    """The score is outside the range of its instrument."""
    outside: Any = ibis.literal(False)
    for row in reference.codelist("instrument").rows:
        least, most = int(row["least_thousandths"]), int(row["most_thousandths"])
        is_this = table["instrument"] == row["code"]
        outside = outside | (is_this & ~table["score_thousandths"].between(least, most))
    return outside


def _other_respondent(respondent: str) -> Callable[[ir.Table, Lookups], Any]:
    """Patients answer instruments for patients, providers those for providers."""
    own = [row["code"] for row in reference.codelist("instrument").rows if row["respondent"] == respondent]
    return lambda table, _: is_listed(table, "instrument") & ~table["instrument"].isin(sorted(own))


def _asked_less(table: ir.Table, _: Lookups) -> Any:
    return (table["asked_cents"] < 0) | (table["official_cents"] < 0)


def _code_unknown(table: ir.Table, _: Lookups) -> Any:
    return is_unlisted(table, "nomenclature_code") | nomenclature_check(table["nomenclature_code"]).fill_null(False)


def _code_not_valid(table: ir.Table, _: Lookups) -> Any:
    return is_listed(table, "nomenclature_code") & ~is_valid(table, "nomenclature")


def _cnk_unknown(table: ir.Table, _: Lookups) -> Any:
    return is_unlisted(table, "cnk") | cnk_check(table["cnk"]).fill_null(False)


def rules() -> Iterator[Rule | CrossRule]:
    """The rules of these databases."""
    for database, day in DAYS.items():
        yield from _shared(database, day)
    yield Rule("ao.days_paid.period", _days_paid, frozenset({"days_paid", "start_day", "end_day"}))
    yield Rule("c4.packages.decision", _without_agreement, frozenset({"packages", "authorisation_decision"}))
    yield Rule("c4.cnk.unknown", _cnk_unknown, frozenset({"cnk", "@codes"}))
    scores = frozenset({"washing", "dressing", "transfer", "toilet", "continence", "eating"})
    yield Rule("kz.dependency_class.scores", _other_class, scores | {"setting", "class_decision", "dependency_class"})
    code = frozenset({"nomenclature_code", "service_day", "@nomenclature", "@codes"})
    yield Rule("pg.nomenclature.unknown", _code_unknown, code)
    yield Rule("pg.nomenclature.not_valid", _code_not_valid, code)
    yield Rule("pg.asked_cents.negative", _asked_less, frozenset({"asked_cents", "official_cents"}))
    for database, respondent in (("pr", "patient"), ("wb", "provider")):
        needs = frozenset({"instrument", "score_thousandths"})
        yield Rule(f"{database}.score_thousandths.range", _score_outside, needs)
        yield Rule(f"{database}.instrument.respondent", _other_respondent(respondent), frozenset({"instrument"}))


def _shared(database: str, day: str) -> Iterator[Rule | CrossRule]:
    names = {field.name for field in loaded_fields(database)}
    yield Rule(f"{database}.{day}.after_period", _after_period(day), frozenset({day, "@period"}))
    yield CrossRule(f"{database}.line.duplicate", duplicates, frozenset({"@candidates"}))
    if "person" in names:
        yield Rule(f"{database}.person.unknown", not_a_member, frozenset({"person", "@member"}))
    if "end_day" in names:
        yield Rule(f"{database}.end_day.before_start", _ends_before_start, frozenset({"start_day", "end_day"}))
