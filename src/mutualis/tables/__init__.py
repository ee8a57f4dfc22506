"""Declared tables: core tables from the layouts, derived and result tables, and code lists as tables.

`find(name)` gives the declaration of any of them; `TABLES` holds those that are fixed.
"""

from mutualis.model import MutualisError
from mutualis.tables import core, derived, households, patients, practices, quarters, results
from mutualis.tables.codes import Codes, code_set, codes
from mutualis.tables.core import (
    core_attest,
    core_care_line,
    core_dependency,
    core_dispensing,
    core_drug_authorisation,
    core_gp_record,
    core_incapacity,
    core_member_state,
    core_pilot_inclusion,
    core_provider_wellbeing,
    core_survey_answer,
)
from mutualis.tables.declare import Table, as_table, declare, table
from mutualis.tables.reference import PREFIX, reference_table, write_reference

core_correction = as_table(core.core_correction)
core_number_change = as_table(core.core_number_change)
core_sample = as_table(core.core_sample)
derived_population_year = as_table(derived.derived_population_year)
derived_stay = as_table(derived.derived_stay)
derived_person_year = as_table(patients.derived_person_year)
derived_person_year_diagnosis = as_table(patients.derived_person_year_diagnosis)
derived_person_year_record = as_table(patients.derived_person_year_record)
derived_person_year_answer = as_table(patients.derived_person_year_answer)
derived_practice_patient = as_table(practices.derived_practice_patient)
derived_practice_year = as_table(practices.derived_practice_year)
derived_maf_ceiling = as_table(households.derived_maf_ceiling)
derived_maf_household = as_table(households.derived_maf_household)
derived_maf_person = as_table(households.derived_maf_person)
derived_quarter_group = as_table(quarters.derived_quarter_group)
derived_person_year_cost = as_table(derived.derived_person_year_cost)
derived_person_year_drug = as_table(derived.derived_person_year_drug)
derived_person_year_hospital_drug = as_table(derived.derived_person_year_hospital_drug)
derived_sample_member = as_table(derived.derived_sample_member)
result_indicator = as_table(results.result_indicator)
result_medicine_use = as_table(results.result_medicine_use)

TABLES: tuple[Table, ...] = (
    core.TABLES
    + derived.TABLES
    + patients.TABLES
    + practices.TABLES
    + households.TABLES
    + quarters.TABLES
    + results.TABLES
)


def find(name: str) -> Table:
    """The declared table of a name; `reference_<list>` gives a code list."""
    for declared in TABLES:
        if declared.name == name:
            return declared
    if name.startswith(PREFIX):
        return reference_table(name.removeprefix(PREFIX))
    raise MutualisError(
        f"There is no declared table '{name}'.",
        there_is="the tables are " + ", ".join(declared.name for declared in TABLES) + ", reference_<code list>",
    )


__all__ = [
    "TABLES",
    "Codes",
    "Table",
    "code_set",
    "codes",
    "core_attest",
    "core_care_line",
    "core_correction",
    "core_dependency",
    "core_dispensing",
    "core_drug_authorisation",
    "core_gp_record",
    "core_incapacity",
    "core_member_state",
    "core_number_change",
    "core_pilot_inclusion",
    "core_provider_wellbeing",
    "core_sample",
    "core_survey_answer",
    "declare",
    "derived_maf_ceiling",
    "derived_maf_household",
    "derived_maf_person",
    "derived_person_year",
    "derived_person_year_answer",
    "derived_person_year_cost",
    "derived_person_year_diagnosis",
    "derived_person_year_drug",
    "derived_person_year_hospital_drug",
    "derived_person_year_record",
    "derived_population_year",
    "derived_practice_patient",
    "derived_practice_year",
    "derived_quarter_group",
    "derived_sample_member",
    "derived_stay",
    "find",
    "reference_table",
    "result_indicator",
    "result_medicine_use",
    "table",
    "write_reference",
]
