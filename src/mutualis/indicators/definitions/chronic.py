"""Chronic illness: rights, and several conditions at once."""

from mutualis.indicators import Indicator
from mutualis.indicators.definitions.making import MEDICINES, THRESHOLDS, aged, euros, share, threshold, treated
from mutualis.indicators.person import person

INDICATORS: tuple[Indicator, ...] = (
    share("diabetes", treated("diabetes"), lists=MEDICINES),
    share("chronic_status", person.has_chronic_status),
    share("chronic_forfait", person.has_chronic_forfait),
    share("multimorbidity", person.conditions >= threshold("multimorbidity"), lists=THRESHOLDS),
    share("copd_medicines", treated("airway"), aged("copd_age"), MEDICINES),
    euros("chronic_cost", person.reimbursed_cents, person.has_chronic_status),
)
