"""How long until an event: curves, mortality, hazards, competing events, incidence, person-time."""

from mutualis.methods.survival.competing import Incidence, cumulative_incidence
from mutualis.methods.survival.cox import HazardModel, cox
from mutualis.methods.survival.curves import Curve, kaplan_meier, log_rank
from mutualis.methods.survival.fine_gray import fine_gray
from mutualis.methods.survival.rates import incidence_rate, person_time

__all__ = [
    "Curve",
    "HazardModel",
    "Incidence",
    "cox",
    "cumulative_incidence",
    "fine_gray",
    "incidence_rate",
    "kaplan_meier",
    "log_rank",
    "person_time",
]
