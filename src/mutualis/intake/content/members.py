"""Rules on Populatie: the state of members on a reference day (databases.md 2.1, 5.3 to 5.7)."""

from typing import Any

import ibis
import ibis.expr.types as ir

from mutualis.intake.prepared import is_listed, is_unlisted, needs_list
from mutualis.intake.rule import CrossRule, Lookups, Rule

OLDEST = 150


def combination(table: ir.Table, _: Lookups) -> ir.BooleanValue:
    """The pair of holder codes is not in the table of allowed ones, though each code is known (Q-CG-1)."""
    return is_listed(table, "cg1") & is_listed(table, "cg2") & is_unlisted(table, "cg_pair")


def _not_valid(table: ir.Table, _: Lookups) -> ir.BooleanValue:
    """The municipality is known, and did not exist on the reference day of the half-year."""
    return is_listed(table, "municipality_code") & ~table["municipality_code_is_current"]


def _sector(table: ir.Table, _: Lookups) -> ir.BooleanValue:
    return table["sector_code"].substr(0, 5) != table["municipality_code"]


def _birth(table: ir.Table, _: Lookups) -> ir.BooleanValue:
    year = table["reference_day"].year()
    return (table["birth_year"] > year) | (table["birth_year"] < year - OLDEST)


def _death_before_birth(table: ir.Table, _: Lookups) -> ir.BooleanValue:
    return (table["death_year"] > 0) & (table["death_year"] < table["birth_year"])


def _death_incomplete(table: ir.Table, _: Lookups) -> ir.BooleanValue:
    return (table["death_year"] > 0) != (table["death_month"] > 0)


def _death_later(table: ir.Table, _: Lookups) -> ir.BooleanValue:
    day = table["reference_day"]
    month = day.year().cast("int64") * 12 + day.month()
    return (table["death_year"] > 0) & (table["death_year"].cast("int64") * 12 + table["death_month"] > month)


def _reference_day(table: ir.Table, lookups: Lookups) -> ir.BooleanValue:
    assert lookups.period is not None
    return table["reference_day"] != ibis.literal(lookups.period.reference_day)


def _state(table: ir.Table, _: Lookups) -> ir.BooleanValue:
    """J is the state of June, D that of December."""
    month = table["reference_day"].month()
    return ((table["state"] == "J") & (month != 6)) | ((table["state"] == "D") & (month != 12))


def _repeated(table: ir.Table, _: Lookups) -> ir.Table:
    """All lines of a person but the first (Q-POP-1)."""
    many = table.group_by("person").agg(times=table.count(), first_line=table["line"].min())
    many = many.filter(many["times"] > 1).select(repeated="person", first_line="first_line")
    found = table.inner_join(many, table["person"] == many["repeated"])
    return found.filter(found["line"] > found["first_line"]).select("line")


def _deaths(table: ir.Table) -> ir.Table:
    """The lines with a year of death; a month that is not known is 0."""
    died = table.mutate(death_month=table["death_month"].fill_null(0))
    return died.filter(died["death_year"] > 0).select("person", "line", "death_year", "death_month")


def _others(deaths: ir.Table) -> ir.Table:
    return deaths.select(dead="person", other_line="line", other_year="death_year", other_month="death_month")


def _contradicts(found: ir.Table) -> Any:
    """Another year, or another month where both are known: only they are delivered, no day."""
    month, other = found["death_month"], found["other_month"]
    return (found["death_year"] != found["other_year"]) | ((month > 0) & (other > 0) & (month != other))


def _two_deaths(table: ir.Table, _: Lookups) -> ir.Table:
    """Lines with another date of death than an earlier line of the same person in this delivery."""
    deaths = _deaths(table)
    others = _others(deaths)
    found = deaths.inner_join(others, [deaths["person"] == others["dead"], deaths["line"] > others["other_line"]])
    return found.filter(_contradicts(found)).select("line").distinct()


def _other_death(table: ir.Table, lookups: Lookups) -> ir.Table:
    """Lines with another date of death than this insurer delivered earlier for the person."""
    assert lookups.history is not None
    deaths, others = _deaths(table), _others(_deaths(lookups.history))
    found = deaths.inner_join(others, deaths["person"] == others["dead"])
    return found.filter(_contradicts(found)).select("line").distinct()


def rules() -> tuple[Rule | CrossRule, ...]:
    """The rules of this module."""
    death = frozenset({"person", "death_year", "death_month"})
    return (
        CrossRule("pp.person.duplicate", _repeated, frozenset({"person"})),
        CrossRule("pp.death_year.two_dates", _two_deaths, death),
        CrossRule("pp.death_year.other_before", _other_death, death | {"@history"}),
        Rule("pp.municipality_code.not_valid", _not_valid, needs_list("municipality_code") | {"@period"}),
        Rule("pp.sector_code.municipality", _sector, frozenset({"sector_code", "municipality_code"})),
        Rule("pp.cg1.combination", combination, needs_list("cg1", "cg2", "cg_pair")),
        Rule("pp.birth_year.implausible", _birth, frozenset({"birth_year", "reference_day"})),
        Rule("pp.death_year.before_birth", _death_before_birth, frozenset({"death_year", "birth_year"})),
        Rule("pp.death_year.incomplete", _death_incomplete, frozenset({"death_year", "death_month"})),
        Rule("pp.death_year.after_reference", _death_later, frozenset({"death_year", "death_month", "reference_day"})),
        Rule("pp.reference_day.period", _reference_day, frozenset({"reference_day", "@period"})),
        Rule("pp.state.period", _state, frozenset({"state", "reference_day"})),
    )
