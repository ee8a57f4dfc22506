"""Mental health: medicines, psychiatrists and psychiatric hospitals."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.care_at_home import at_home, residents
from mutualis.indicators.definitions.making import (  # fmt: skip
    MEDICINES,
    NOMENCLATURE,
    THRESHOLDS,
    aged,
    rate,
    share,
    threshold,
    treated,
    uses,
)
from mutualis.indicators.person import person

INDICATORS: tuple[Indicator, ...] = (
    share("antidepressants", treated("antidepressants"), lists=MEDICINES),
    share("antidepressants_short", person.antidepressants_ddd < threshold("antidepressant_course"),
          uses("antidepressants"), MEDICINES + THRESHOLDS),
    share("antipsychotics", uses("antipsychotics"), lists=MEDICINES),
    share("antipsychotics_residents", uses("antipsychotics"), residents, MEDICINES),
    share("antipsychotics_home", uses("antipsychotics"), at_home, MEDICINES),
    share("antidepressants_residents", uses("antidepressants"), residents, MEDICINES),
    share("benzodiazepines", uses("benzodiazepines"), aged("adults"), MEDICINES),
    share("adhd_medicines", uses("adhd_medicines"), aged("youth"), MEDICINES),
    share("dementia_medicines", uses("dementia_medicines"), aged("seniors"), MEDICINES),
    share("psychiatrist_patients", person.psychiatrist_contacts >= 1, lists=("nomenclature", "qualification")),
    rate("psychiatric_stays", person.psychiatric_stays, "stays_per_1000", lists=NOMENCLATURE),
    share("psychiatric_readmission", person.psychiatric_readmissions >= 1, person.psychiatric_index_stays >= 1,
          NOMENCLATURE),
)  # fmt: skip
