"""Who has more of it: concentration by rank, Gini, slopes over ranks, who holds most, payments that ruin.

Indices of a few groups from published figures are in `methods/inequality.py`; these are of persons or households.
"""

from mutualis.methods.equity.catastrophic import Catastrophic, capacity_to_pay, catastrophic
from mutualis.methods.equity.concentration import concentration_curve, concentration_index, gini
from mutualis.methods.equity.held import Holders, fewest_holding, top_share
from mutualis.methods.equity.slope import Slope, slope_of_persons

__all__ = [
    "Catastrophic",
    "Holders",
    "Slope",
    "capacity_to_pay",
    "catastrophic",
    "concentration_curve",
    "concentration_index",
    "fewest_holding",
    "gini",
    "slope_of_persons",
    "top_share",
]
