"""Panels of persons and areas: what pilots changed, what they saved, and whom to compare them with.

Needs the packages of `requirements/studies.txt`; nothing outside studies imports it.
"""

from mutualis.methods.panel.bootstrap import Bootstrapped, bootstrap
from mutualis.methods.panel.collapsing import Collapsed, cells, collapsed
from mutualis.methods.panel.design import Panel
from mutualis.methods.panel.effects import Effects, event_study, pilot_effects
from mutualis.methods.panel.few_clusters import freedoms, jackknife, jackknifed, wild_bootstrap
from mutualis.methods.panel.fit import Wald
from mutualis.methods.panel.group_effects import GroupTime
from mutualis.methods.panel.guarantee import budget_guarantee, standardised_costs
from mutualis.methods.panel.matching import Scores, balance, entropy_weights, odds_weights, scores
from mutualis.methods.panel.multiple import false_discovery, many_outcomes, with_q
from mutualis.methods.panel.neighbours import Matches, nearest
from mutualis.methods.panel.placebo import Placebo, placebo
from mutualis.methods.panel.savings import detectable, in_percent, mean_effects, needed, spent
from mutualis.methods.panel.staggered import group_time
from mutualis.methods.panel.tails import bounds, compared, top_coded, variants, without_top

__all__ = [
    "Bootstrapped",
    "Collapsed",
    "Effects",
    "GroupTime",
    "Matches",
    "Panel",
    "Placebo",
    "Scores",
    "Wald",
    "balance",
    "bootstrap",
    "bounds",
    "budget_guarantee",
    "cells",
    "collapsed",
    "compared",
    "detectable",
    "entropy_weights",
    "event_study",
    "false_discovery",
    "freedoms",
    "group_time",
    "in_percent",
    "jackknife",
    "jackknifed",
    "many_outcomes",
    "mean_effects",
    "nearest",
    "needed",
    "odds_weights",
    "pilot_effects",
    "placebo",
    "scores",
    "spent",
    "standardised_costs",
    "top_coded",
    "variants",
    "wild_bootstrap",
    "with_q",
    "without_top",
]
