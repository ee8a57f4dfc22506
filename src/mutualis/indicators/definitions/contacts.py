"""Contacts with those who give care outside hospital: GPs, specialists, dentists, physiotherapists."""

from fractions import Fraction

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import (
    NOMENCLATURE,
    THRESHOLDS,
    aged,
    euros,
    mean,
    rate,
    share,
    threshold,
)
from mutualis.indicators.person import person

gp_contact = Indicator(
    name="gp_contact",
    numerator=person.gp_contacts >= 1,
    factor=Fraction(100),
    unit="percent",
    codelists=NOMENCLATURE,
)

is_measured = person.gp_contacts >= threshold("continuity_contacts")
is_continuous = person.most_seen_gp_contacts * 100 >= person.gp_contacts * threshold("continuity_share")
is_listed = person.practice_assigned >= 1

GENERAL_PRACTICE = (
    gp_contact,
    share("gmd", person.global_medical_files >= 1, lists=NOMENCLATURE),
    mean("gp_contacts", person.gp_contacts, "contacts_per_person", lists=NOMENCLATURE),
    mean("gp_home_visits", person.gp_home_visits, "contacts_per_person", lists=NOMENCLATURE),
    share("gp_remote", person.gp_remote_contacts >= 1, lists=NOMENCLATURE),
    rate("gp_out_of_hours", person.gp_out_of_hours_contacts, "contacts_per_1000", lists=NOMENCLATURE),
    share("gp_continuity", is_continuous, is_measured, NOMENCLATURE + THRESHOLDS),
    share("gp_many_providers", person.gp_providers >= threshold("gp_providers"), lists=NOMENCLATURE + THRESHOLDS),
    share("gp_every_year", person.gp_years >= threshold("gp_years"), lists=NOMENCLATURE + THRESHOLDS),
    share("medical_house", person.is_in_medical_house, lists=NOMENCLATURE),
    share("practice_listed", is_listed),
    share("practice_by_contacts", (person.practice_by_file + person.practice_by_capitation) == 0, is_listed),
    mean("practice_contacts", person.practice_contacts, "contacts_per_person", is_listed),
)
SPECIALISTS = (
    share("specialist_contact", person.specialist_contacts >= 1, lists=NOMENCLATURE),
    share("specialist_without_gp", person.gp_contacts == 0, person.specialist_contacts >= 1, NOMENCLATURE),
    rate("laboratory_days", person.laboratory_days, "days_per_1000", lists=NOMENCLATURE),
    rate("imaging_days", person.imaging_days, "days_per_1000", lists=NOMENCLATURE),
)
DENTAL = (
    share("dental_contact", person.dental_contacts >= 1, lists=NOMENCLATURE),
    share("dental_regular", person.dental_years >= threshold("dental_years"), lists=NOMENCLATURE + THRESHOLDS),
    share("orthodontics", person.orthodontic_acts >= 1, aged("orthodontic"), NOMENCLATURE),
    euros("dental_cost", person.dental_cost_cents, lists=("cost_group",)),
    euros("dental_own_cost", person.dental_own_cents, person.dental_contacts >= 1, ("cost_group",)),
)
PHYSIOTHERAPY = (
    share("physiotherapy", person.physiotherapy_contacts >= 1, lists=NOMENCLATURE),
    mean("physiotherapy_contacts", person.physiotherapy_contacts, "contacts_per_person",
         person.physiotherapy_contacts >= 1, NOMENCLATURE),
    share("speech_therapy", person.speech_therapy_contacts >= 1, aged("youth"), NOMENCLATURE),
    euros("rehabilitation_cost", person.rehabilitation_cost_cents, lists=("cost_group",)),
)  # fmt: skip

INDICATORS = GENERAL_PRACTICE + SPECIALISTS + DENTAL + PHYSIOTHERAPY
