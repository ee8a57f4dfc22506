"""Medicines handed out by public pharmacies; polypharmacy counts those of hospitals too, as patient data tell it.

Groups and thresholds are rows of the code list `medicine_group`.
"""

from fractions import Fraction

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import MEDICINES, aged, euros, rate, share, share_of, treated, uses
from mutualis.indicators.person import person

# Thousandths of a DDD, asked for per 1000 insured: the two thousands cancel.
antibiotics_ddd = Indicator(
    name="antibiotics_ddd",
    numerator=person.antibiotics_ddd,
    kind="amount",
    divisor="person_days",
    factor=Fraction(1000, 1000),
    unit="ddd_per_1000_per_day",
    codelists=MEDICINES,
)

takes_three = uses("raas") & uses("diuretics") & uses("nsaids")

ANTIBIOTICS = (
    antibiotics_ddd,
    share("antibiotic_users", uses("antibiotics"), lists=MEDICINES),
    rate("antibiotic_packages", person.antibiotics_packages, "packages_per_1000", lists=MEDICINES),
    share_of("second_line", person.second_line_ddd, person.antibiotics_ddd, MEDICINES),
    share_of("quinolones", person.quinolones_ddd, person.antibiotics_ddd, MEDICINES),
    share_of("amoxicillin_ratio", person.amoxicillin_ddd, person.amoxicillin_ddd + person.amoxiclav_ddd, MEDICINES),
)
OTHERS = (
    share("polypharmacy", person.is_polypharmacy, lists=MEDICINES),
    share("medicine_users", uses("medicines"), lists=MEDICINES),
    euros("medicine_cost", person.pharmacy_cost_cents, lists=("cost_group",)),
    euros("medicine_own_cost", person.pharmacy_own_cents, lists=("cost_group",)),
    share("opioids", uses("opioids"), lists=MEDICINES),
    share("opioids_benzodiazepines", uses("benzodiazepines"), uses("opioids"), MEDICINES),
    share("ppis", uses("ppis"), lists=MEDICINES),
    share("statins", uses("statins"), lists=MEDICINES),
    share("nsaids", uses("nsaids"), aged("seniors"), MEDICINES),
    share("anticoagulants_nsaids", uses("nsaids"), uses("anticoagulants"), MEDICINES),
    share("triple_combination", takes_three, aged("seniors"), MEDICINES),
    share("contraceptives", uses("contraceptives"), aged("fertile") & (person.sex == "2"), MEDICINES),
    rate("prep_users", (uses("prep") & ~uses("antiretrovirals")).ifelse(1, 0).cast("int64"), "persons_per_1000",
         lists=MEDICINES),
    share("osteoporosis_medicines", uses("osteoporosis"), aged("seniors"), MEDICINES),
    share("antihypertensives", treated("antihypertensives"), lists=MEDICINES),
)  # fmt: skip

INDICATORS: tuple[Indicator, ...] = ANTIBIOTICS + OTHERS
