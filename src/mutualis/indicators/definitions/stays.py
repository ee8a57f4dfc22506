"""Stays in hospital, counted in the year of admission."""

from mutualis.indicators.definitions.making import NOMENCLATURE, THRESHOLDS, aged, euros, mean, rate, share, threshold
from mutualis.indicators.person import person

hospitalised = person.classic_stays >= 1
discharged = aged("adults") & (person.index_stays >= 1)

INDICATORS = (
    rate("classic_stays", person.classic_stays, "stays_per_1000", lists=NOMENCLATURE),
    rate("day_stays", person.day_stays, "stays_per_1000", lists=NOMENCLATURE),
    rate("hospital_nights", person.hospital_nights, "nights_per_1000", lists=NOMENCLATURE),
    share("hospitalised", hospitalised, lists=NOMENCLATURE),
    mean("nights_per_patient", person.classic_nights, "nights_per_person", hospitalised, NOMENCLATURE),
    share("long_hospitalisation", person.hospital_nights >= threshold("hospital_days"),
          lists=NOMENCLATURE + THRESHOLDS),
    rate("emergency_contacts", person.emergency_contacts, "contacts_per_1000", lists=NOMENCLATURE),
    rate("unplanned_stays", person.unplanned_stays, "stays_per_1000", lists=NOMENCLATURE),
    share("unplanned_readmission", person.readmissions >= 1, discharged, NOMENCLATURE),
    rate("transfers", person.transfers, "stays_per_1000", lists=NOMENCLATURE),
    rate("oncological_stays", person.oncological_stays, "stays_per_1000", lists=NOMENCLATURE),
    euros("hospital_cost", person.hospital_cost_cents, lists=("cost_group",)),
    share("dialysis", person.dialysis_cost_cents >= threshold("dialysis_cents"), lists=("cost_group", *THRESHOLDS)),
    share("radiotherapy", person.radiotherapy_cost_cents > 0, lists=("cost_group",)),
    share("midwife_care", person.midwife_cost_cents > 0, aged("fertile") & (person.sex == "2"), ("cost_group",)),
)  # fmt: skip
