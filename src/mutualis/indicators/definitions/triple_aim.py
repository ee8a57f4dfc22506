"""Triple-aim sets for heart failure, diabetes and COPD (methods 8.2): treatment, outcome, experience and cost."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import (  # fmt: skip
    MEDICINES,
    NOMENCLATURE,
    THRESHOLDS,
    aged,
    euros,
    rate,
    share,
    threshold,
    treated,
    uses,
)
from mutualis.indicators.person import person

# A value of a record begins with 1: who has records without a value has 0, which is on no target.
OF_MEDICINES = MEDICINES + THRESHOLDS
TWICE = 2  # answers that a change needs

heart_failure = (treated("loop_diuretics") & treated("hf_base")) | uses("arni") | (person.heart_failure_records >= 1)
diabetes = treated("diabetes")
copd = treated("airway") & aged("copd_age")
exacerbation = uses("antibiotics") & uses("oral_steroids")

HEART_FAILURE = (
    share("hf_prevalence", heart_failure, lists=MEDICINES),
    share("hf_raas", uses("raas"), heart_failure, MEDICINES),
    share("hf_beta_blocker", uses("hf_beta_blockers"), heart_failure, MEDICINES),
    share("hf_mra", uses("mras"), heart_failure, MEDICINES),
    share("hf_sglt2", uses("sglt2"), heart_failure, MEDICINES),
    rate("hf_unplanned_stays", person.unplanned_stays, "stays_per_1000", heart_failure, MEDICINES),
    share("hf_readmission", person.readmissions >= 1, heart_failure & (person.index_stays >= 1), MEDICINES),
    share("hf_deaths", person.is_deceased, heart_failure, MEDICINES),
    share("hf_quality_of_life", person.prom_eq5d_last >= person.prom_eq5d_first,
          heart_failure & (person.prom_eq5d_answers >= TWICE), MEDICINES),
    euros("hf_cost", person.reimbursed_cents, heart_failure, MEDICINES),
)  # fmt: skip
DIABETES = (
    share("dm_insulin", uses("insulin"), diabetes, MEDICINES),
    share("dm_hba1c_recorded", person.hba1c_records >= 1, diabetes, MEDICINES),
    share("dm_hba1c_control", person.hba1c_value.between(1, threshold("hba1c_target")),
          diabetes & (person.hba1c_records >= 1), OF_MEDICINES),
    share("dm_blood_pressure", person.blood_pressure_systolic_value.between(1, threshold("blood_pressure_target") - 1),
          diabetes & (person.blood_pressure_systolic_records >= 1), OF_MEDICINES),
    share("dm_statins", uses("statins"), diabetes & aged("statin_age"), MEDICINES),
    share("dm_eye_care", person.eyes_cost_cents > 0, diabetes, ("cost_group", *MEDICINES)),
    share("dm_experience", person.prem_care_last >= threshold("prem_good"),
          diabetes & (person.prem_care_answers >= 1), OF_MEDICINES),
    euros("dm_cost", person.reimbursed_cents, diabetes, MEDICINES),
)  # fmt: skip
COPD = (
    share("copd_long_acting", uses("long_acting"), copd, MEDICINES),
    share("copd_inhaled_steroids", uses("inhaled_steroids"), copd, MEDICINES),
    share("copd_exacerbation", exacerbation, copd, MEDICINES),
    share("copd_influenza", uses("influenza_vaccines"), copd, MEDICINES),
    share("copd_smoking_recorded", person.smoking_records >= 1, copd, MEDICINES),
    rate("copd_unplanned_stays", person.unplanned_stays, "stays_per_1000", copd, MEDICINES + NOMENCLATURE),
    share("copd_quality_of_life", person.prom_eq5d_last >= person.prom_eq5d_first,
          copd & (person.prom_eq5d_answers >= TWICE), MEDICINES),
    euros("copd_cost", person.reimbursed_cents, copd, MEDICINES),
)  # fmt: skip
EVERYBODY = (
    share(
        "care_experience", person.prem_care_last >= threshold("prem_good"), person.prem_care_answers >= 1, THRESHOLDS
    ),
)

INDICATORS: tuple[Indicator, ...] = HEART_FAILURE + DIABETES + COPD + EVERYBODY
