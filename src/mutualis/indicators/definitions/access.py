"""What patients pay, and what protects them."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import NOMENCLATURE, euros, share
from mutualis.indicators.person import person

hospitalised = person.classic_stays >= 1
is_member = person.maf_member >= 1

INDICATORS: tuple[Indicator, ...] = (
    euros("mean_copayment", person.copayment_cents),
    euros("mean_supplement", person.supplement_cents),
    euros("mean_reimbursed", person.reimbursed_cents),
    share("maf_reached", person.maf_reached >= 1, is_member),
    euros("maf_repaid", person.maf_repaid_cents, is_member),
    share("maf_social", person.maf_social >= 1, is_member),
    share("maf_chronic", person.maf_reduced >= 1, is_member),
    share("supplement_payers", person.supplement_cents > 0),
    share("no_care", ~person.is_in_care & ~person.is_in_pharmacy),
    euros("hospital_bill", person.stay_patient_cents, hospitalised, NOMENCLATURE),
    euros("fee_supplement", person.stay_fee_supplement_cents, hospitalised, NOMENCLATURE),
    euros("room_supplement", person.stay_room_supplement_cents, hospitalised, NOMENCLATURE),
    share("single_room", person.single_room_stays >= 1, hospitalised, NOMENCLATURE),
    euros("transport_cost", person.transport_cost_cents, lists=("cost_group",)),
)
