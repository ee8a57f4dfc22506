"""Models of costs: two parts, gamma, robust; whether they fit, and which rows are unlike the others."""

from mutualis.methods.costs.checks import Deciles, Park, deciles, link_test, park
from mutualis.methods.costs.gamma import CostModel, gamma_log
from mutualis.methods.costs.points import kinds_of_points
from mutualis.methods.costs.robust import RobustModel, robust
from mutualis.methods.costs.two_part import TwoPart, two_part

__all__ = [
    "CostModel",
    "Deciles",
    "Park",
    "RobustModel",
    "TwoPart",
    "deciles",
    "gamma_log",
    "kinds_of_points",
    "link_test",
    "park",
    "robust",
    "two_part",
]
