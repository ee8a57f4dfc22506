"""Pilots that start in different years: the effect of each group (its first year) in each period.

Source: Callaway and Sant'Anna, Journal of Econometrics 225 (2021) 200-230, equation 2.5 and theorem 1. Two-way models
compare late pilots with early ones and mix the effects of several periods; here each is beside the untreated only.
"""

import numpy as np

from mutualis.methods.panel.arrays import Flags
from mutualis.methods.panel.design import Panel, require_clusters
from mutualis.methods.panel.group_effects import GroupTime
from mutualis.methods.panel.influence import Estimates
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

    A group and period uses the units that were seen in both of its periods; the weight of a unit is the mean of its
    periods. Raises when a group has no base period, and whatever `two_by_two.difference` raises.
    """
    if comparison not in ("never", "not_yet") or base not in ("varying", "universal"):
        raise MutualisError("Choices are comparison never or not_yet, base varying or universal.")
    require_clusters(panel)
    units = units_of(panel)
    cells, found = [], []
    for group in sorted(set(panel.starts.values())):
        for period, then in _pairs(units.periods, group, base, anticipation):
            others = _others(units, group, max(period, then) + anticipation, comparison)
            cells.append((group, period))
            found.append(_cell(units, units.first == group, others, (period, then), way))
    effects = np.array([each.effect for each in found])
    influence = np.column_stack([each.influence for each in found])
    return GroupTime(tuple(cells), Estimates(effects, influence, units.cluster, level), units)


def _pairs(periods: tuple[int, ...], group: int, base: str, anticipation: int) -> list[tuple[int, int]]:
    """(period, base period) of a group."""
    last = group - 1 - anticipation
    if last not in periods:
        raise MutualisError(
            f"The group that starts in {group} has no base period.",
            there_is=f"that would be {last}, periods are {periods[0]} to {periods[-1]}",
            do="give a panel that begins earlier, or less anticipation",
        )
    pairs = [(t, last if base == "universal" or t > last else t - 1) for t in periods]
    return [(t, at) for t, at in pairs if at in periods and t != at]


def _others(units: Units, group: int, until: int, comparison: str) -> Flags:
    """Who is compared with: units of no pilot, and with `not_yet` also those that start after this period."""
    never: Flags = units.first == NEVER
    return never if comparison == "never" else never | ((units.first > until) & (units.first != group))


def _cell(units: Units, mine: Flags, others: Flags, periods: tuple[int, int], way: str) -> Difference:
    """The difference of one group and period, its influence spread over all units (nought for those without a part)."""
    now, then = (units.periods.index(each) for each in periods)
    change = units.outcome[:, now] - units.outcome[:, then]
    used = np.isfinite(change) & (mine | others)
    found = difference(change[used], mine[used], units.design[min(then, now)][used], units.weight[used], way)
    influence = np.zeros(len(change))
    influence[used] = found.influence * len(change) / used.sum()
    return Difference(found.effect, influence)
