"""Rules that Gezondheidszorgen and Farmanet share: booking, products, holder codes, signs, persons, duplicates."""

from collections.abc import Callable, Iterator
from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.intake.content.members import combination
from mutualis.intake.prepared import is_listed, is_unlisted, is_valid, largest, month_of, needs_list, smallest
from mutualis.intake.rule import CrossRule, Lookups, Rule

LATEST_MONTHS = 24
CNK_DIGITS = 7
KEYS = {
    "gz": (
        "person",
        "service_day",
        "nomenclature_code",
        "provider",
        "institution_number",
        "cnk",
        "relative_code",
    ),
    "fu": ("person", "service_day", "drug_category_code", "provider", "place", "cnk"),
}


def measures(table: ir.Table) -> tuple[ir.IntegerValue, ...]:
    """Counts and amounts of a line that carry one sign together (Q-AMT-3)."""
    names = ("quantity", "days", "reimbursed_cents", "copayment_cents", "supplement_cents")
    return tuple(table[name] for name in names if name in table.columns)


def _sign(table: ir.Table, _: Lookups) -> Any:
    return (largest(*measures(table)) > 0) & (smallest(*measures(table)) < 0)


def _outside_period(table: ir.Table, lookups: Lookups) -> Any:
    assert lookups.period is not None
    return ~table["booking_month"].isin(lookups.period.months)


def _after_booking(table: ir.Table, _: Lookups) -> Any:
    return month_of(table["service_day"]) > table["booking_month"]


def _too_old(table: ir.Table, _: Lookups) -> Any:
    """Late booking is normal up to two years; the limit can be lifted, so this warns (Q-DAT-6)."""
    day, booked = table["service_day"], table["booking_month"].cast("int64")
    service = day.year().cast("int64") * 12 + day.month().cast("int64")
    return (booked // 100) * 12 + booked % 100 - service > LATEST_MONTHS


def _after_death(table: ir.Table, _: Lookups) -> Any:
    """Only the month of death is known, so the whole month is allowed (Q-DTH-2)."""
    return month_of(table["service_day"]) > table["member_death_month"]


def not_a_member(table: ir.Table, _: Lookups) -> Any:
    """The person is in no member list that this insurer delivered."""
    return table["member_match"].isnull()


def cnk_check(code: ir.StringValue) -> Any:
    """Whether the last digit does not check the first six (odd places + 3 x even places, modulo 10); null for null."""
    number = code.try_cast("int64")
    digits = [(number // 10**place) % 10 for place in range(CNK_DIGITS)]
    last, rest = digits[0], list(reversed(digits[1:]))
    total = rest[0] + rest[2] + rest[4] + (rest[1] + rest[3] + rest[5]) * 3
    is_no_number = number.isnull() & code.notnull()
    return (code.length() != CNK_DIGITS) | is_no_number | (total % 10 != last)


def _cnk_digit(table: ir.Table, _: Lookups) -> Any:
    """Only unknown codes are checked: the known ones were checked when the list was made."""
    return ibis.ifelse(is_unlisted(table, "cnk"), cnk_check(table["cnk"]), False)


def _cnk_unknown(table: ir.Table, _: Lookups) -> Any:
    return ibis.ifelse(is_unlisted(table, "cnk"), ~cnk_check(table["cnk"]), False)


def _cnk_not_valid(table: ir.Table, _: Lookups) -> Any:
    return is_listed(table, "cnk") & ~is_valid(table, "cnk")


def _qualification(field: str) -> Callable[[ir.Table, Lookups], Any]:
    return lambda table, _: is_unlisted(table, f"{field}_qualification")


def duplicates(table: ir.Table, lookups: Lookups) -> ir.Table:
    """All of the candidates that equal an earlier line in every field; the fingerprints only chose them (Q-DUP-1)."""
    assert lookups.candidates is not None
    some = table.semi_join(lookups.candidates, "line")
    same = [name for name in table.columns if name != "line"]
    place = ibis.row_number().over(group_by=same, order_by="line")
    numbered = some.mutate(repetition=place)
    return numbered.filter(numbered["repetition"] > 0).select("line")


def is_correction(table: ir.Table) -> Any:
    """A line that takes back: negative quantity, or no quantity and a negative amount."""
    return (table["quantity"] < 0) | ((table["quantity"] == 0) & (table["reimbursed_cents"] < 0))


def _unmatched(database: str) -> Callable[[ir.Table, Lookups], ir.Table]:
    """Corrections for which this insurer delivered no line with the same key (Q-AMT-6); the centre decides."""

    def lines(table: ir.Table, lookups: Lookups) -> ir.Table:
        assert lookups.history is not None
        taken_back = table.filter(is_correction(table))
        originals = lookups.history.filter(~is_correction(lookups.history))
        near = originals.semi_join(taken_back, ["person", "service_day"])  # few are left before keys are written out
        corrections = _keyed(taken_back, database).select("key", "line")
        found = _keyed(near, database).select("key").distinct()
        return corrections.anti_join(found, "key").select("line")

    return lines


def _keyed(table: ir.Table, database: str) -> ir.Table:
    parts = [table[name].cast("string").fill_null("") for name in KEYS[database]]
    key = parts[0]
    for part in parts[1:]:
        key = key + "|" + part
    return table.mutate(key=key)


def rules() -> Iterator[Rule | CrossRule]:
    """The rules of both databases of claims."""
    for database in ("gz", "fu"):
        yield from _line_rules(database)
        key = frozenset(KEYS[database])
        yield CrossRule(f"{database}.line.duplicate", duplicates, frozenset({"@candidates"}))
        yield CrossRule(f"{database}.correction.unmatched", _unmatched(database), key | {"@history"})


def _line_rules(database: str) -> Iterator[Rule]:
    days = frozenset({"service_day", "booking_month"})
    product = frozenset({"cnk", "@cnk", "@codes", "service_day"})
    for field in ("provider", "prescriber"):
        yield Rule(f"{database}.{field}.qualification", _qualification(field), needs_list(f"{field}_qualification"))
    yield Rule(f"{database}.cg1.combination", combination, needs_list("cg1", "cg2", "cg_pair"))
    yield Rule(f"{database}.booking_month.outside_period", _outside_period, frozenset({"booking_month", "@period"}))
    yield Rule(f"{database}.service_day.after_booking", _after_booking, days)
    yield Rule(f"{database}.service_day.too_old", _too_old, days)
    yield Rule(f"{database}.service_day.after_death", _after_death, frozenset({"person", "service_day", "@member"}))
    yield Rule(f"{database}.person.unknown", not_a_member, frozenset({"person", "@member"}))
    yield Rule(f"{database}.cnk.check_digit", _cnk_digit, product)
    yield Rule(f"{database}.cnk.unknown", _cnk_unknown, product)
    yield Rule(f"{database}.cnk.not_valid", _cnk_not_valid, product)
    yield Rule(f"{database}.amounts.sign", _sign, frozenset({"quantity", "reimbursed_cents"}))
