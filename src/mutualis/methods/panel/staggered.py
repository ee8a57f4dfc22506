"""Pilots that start in different years: the effect of each group (its first year) in each period.

Source: Callaway and Sant'Anna, Journal of Econometrics 225 (2021) 200-230, equation 2.5 and theorem 1. Two-way models
compare late pilots with early ones and mix the effects of several periods; here each is beside the untreated only.
"""

import numpy as np

from mutualis.methods.panel.design import Panel, require_clusters
from mutualis.methods.panel.group_effects import GroupTime
from mutualis.methods.panel.two_by_two import Difference, difference
from mutualis.methods.panel.units import NEVER, Units, units_of
from mutualis.model import MutualisError


def group_time(
    panel: Panel,
    *,
    way: str = "both",
    comparison: str = "never",
    base: str = "varying",
    anticipation: int = 0,
    level: float = 0.95,
) -> GroupTime:
    """Effects by group and period, of the units of a panel (persons or areas), beside units that are not yet treated.

    way           outcome, weighting or both (`two_by_two`); covariates are those of the base period
    comparison    never: units of no pilot; not_yet: also those of pilots that start later
    base          varying: before the start each period is compared with the one before it, so that earlier effects
                  are placebos of one period; universal: all with the last period before the start
    anticipation  periods before the start in which there may be an effect already

    A group and period uses the units that were seen in both of its periods. Raises when no group and period can be
    estimated, and whatever `two_by_two.difference` raises.
    """
    if comparison not in ("never", "not_yet") or base not in ("varying", "universal"):
        raise MutualisError("Choices are comparison never or not_yet, base varying or universal.")
    require_clusters(panel)
    units = units_of(panel)
    made = [
        (g, t, _cell(units, g, t, at, way, comparison))
        for g in sorted(set(panel.starts.values()))
        for t, at in _pairs(units.periods, g, base, anticipation)
    ]
    if not made:
        raise MutualisError("No group has a period before its start.", do="give a panel that begins earlier")
    effects = np.array([each.effect for *_, each in made])
    influence = np.column_stack([each.influence for *_, each in made])
    return GroupTime(tuple((g, t) for g, t, _ in made), effects, influence, units, level)


def _pairs(periods: tuple[int, ...], group: int, base: str, anticipation: int) -> list[tuple[int, int]]:
    """(period, base period) of a group."""
    last = group - 1 - anticipation
    if last not in periods:
        return []
    pairs = [(t, last if base == "universal" or t > last else t - 1) for t in periods]
    return [(t, at) for t, at in pairs if at in periods and t != at]


def _cell(units: Units, group: int, period: int, base: int, way: str, comparison: str) -> Difference:
    """The difference of one group and period, its influence spread over all units (nought for those without a part)."""
    now, then = units.periods.index(period), units.periods.index(base)
    change = units.outcome[:, now] - units.outcome[:, then]
    others = units.first == NEVER
    if comparison == "not_yet":
        others = others | ((units.first > max(period, base)) & (units.first != group))
    used = np.isfinite(change) & ((units.first == group) | others)
    design = units.design[min(then, now)][used]
    found = difference(change[used], units.first[used] == group, design, units.weight[used], way)
    influence = np.zeros(len(change))
    influence[used] = found.influence * len(change) / used.sum()
    return Difference(found.effect, influence)
