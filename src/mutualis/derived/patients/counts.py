"""Counts of contacts, acts and days of a person in a year, out of what remains on each day."""

from typing import Any

import ibis.expr.types as ir

from mutualis.derived.patients.acts import AMOUNTS, GP, NURSING, NURSING_PARTS, SPECIALIST
from mutualis.portable import distinct_days, only_if, total

# Variables that count days on which something of a family remains.
DAYS_WITH = {
    "dental_contacts": "dental",
    "physiotherapy_contacts": "physiotherapy",
    "speech_therapy_contacts": "speech_therapy",
    "laboratory_days": "laboratory",
    "imaging_days": "imaging",
    "home_nursing_days": NURSING,
    "specialist_contacts": SPECIALIST,
    "gp_contacts": GP,
}
# Variables that count days (or days with a provider) on which a marked quantity remains.
MARKED = {
    "gp_home_visits": "home_visit",
    "gp_remote_contacts": "remote",
    "gp_out_of_hours_contacts": "out_of_hours",
    "psychiatrist_contacts": "psychiatrist",
    **{f"nursing_{part}_days": part for part in NURSING_PARTS if part != "palliative"},
    "palliative_days": "palliative",
}
# Variables that add up what was billed in the year.
BILLED = {"orthodontic_acts": "orthodontics", "global_medical_files": "gmd", "capitations": "medical_house"}
SUMMED = (*DAYS_WITH, *MARKED, *BILLED, "emergency_contacts", "nursing_home_days", *AMOUNTS)
ISO_DAY, RANK = 10, 1  # characters of a day, as 2022-12-31, and of the rank of a class


def counts_of_care(days: ir.Table) -> ir.Table:
    """One row per person and year of `days_of_care`: all counts and amounts, practitioners met, class of nursing home.

    It goes through a row per person, year and general practitioner, so that the days are read once.
    """
    met = _by_practitioner(days)
    is_seen = met.gp_id.notnull() & (met.gp_contacts > 0)
    latest = met.latest_home.max()
    return met.group_by("person_id", "year").agg(
        **{name: total(met[name]) for name in SUMMED},
        gp_providers=met.count(where=is_seen),
        most_seen_gp_contacts=met.gp_contacts.max(where=is_seen).fill_null(0),
        nursing_home_class=latest.substr(ISO_DAY + RANK).nullif(""),
    )


def _by_practitioner(days: ir.Table) -> ir.Table:
    """Per person, year and general practitioner (null for all other care): the counts that `SUMMED` names."""
    named = days.mutate(gp_id=only_if(days.family == GP, days.contact_id))
    is_left = named.quantity > 0
    found = named.group_by("person_id", "year", "gp_id").agg(
        **{name: named.count(where=is_left & (named.family == family)) for name, family in DAYS_WITH.items()},
        **{name: named.count(where=named[mark] > 0) for name, mark in MARKED.items()},
        **{name: named.quantity.sum(where=named.family == family) for name, family in BILLED.items()},
        emergency_days=named.day.collect(where=named.emergency > 0),
        nursing_home_days=named.billed_days.sum(),
        latest_home=_home_text(named).max(where=named.billed_days > 0),
        **{name: named[name].sum() for name in AMOUNTS},
    )
    return found.mutate(emergency_contacts=distinct_days(found.emergency_days))


def _home_text(days: ir.Table) -> Any:
    """Day, rank and class in one text whose greatest is the last day and, on one day, the heaviest class."""
    return days.day.cast("string") + days.home_class
