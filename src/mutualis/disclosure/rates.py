"""Standardised figures as something a reader knows: direct standardisation over sex and age class.

ASR = sum over strata of w n / d, w renormalised over the strata with insured persons. It is published rounded to the
decimals of its indicator, so a reader knows that it lies within half a unit of the last decimal: one two-sided row
over the numerators of the strata. The denominators of the strata are taken to be known to the reader (they resemble
public population statistics); a figure with a stratum of 1 to k - 1 persons is not published.
"""

import calendar
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from mutualis import reference
from mutualis.disclosure.frame import TOTAL, Frame
from mutualis.disclosure.hierarchy import Area, Bools, Floats, Ints
from mutualis.disclosure.primary import small
from mutualis.disclosure.rules import Rules
from mutualis.disclosure.system import Counts, Rate, System, Table

OVER = reference.STANDARDISED_OVER
Said = Mapping[tuple[str, Area], float]


def added(system: System, known: Mapping[str, Any], plan: Any, rules: Rules, said: Said | None = None) -> System:
    """The system with every standardised figure that may be published; with `said`, with those that were.

    `said`: {(indicator, area): figure as published, in numerator per person}. The denominators of their strata become
    known to the reader, and with them the ceilings of the strata.
    """
    found: dict[tuple[str, int], Rate] = {}
    ceiling, denominators = system.ceiling.copy(), system.known.copy()
    for each in system.counts:
        indicator = known[each.indicator]
        if indicator.divisor == "none":
            continue
        for area, split in system.frame.start:
            if split == OVER and (area, TOTAL) in system.frame.start and plan.standardised(each.indicator, area[0]):
                rate = _rate(system, each, indicator, area, rules, said)
                if rate is not None:
                    found[each.indicator, rate.node] = rate
                    _know(system, each, area, ceiling, denominators)
    return replace(system, rates=tuple(found.values()), ceiling=ceiling, known=denominators)


def _know(system: System, counts: Counts, area: Area, ceiling: Ints, known: Ints) -> None:
    table = system.tables[system.tables_of(counts.indicator)[0]]
    nodes = system.frame.nodes(area, OVER)
    nodes = nodes[counts.detail[nodes]]
    if counts.kind == "count" and nodes.size:
        at = table.place[counts.top[nodes]]
        known[at] = ceiling[at] = counts.denominator[nodes]


def _rate(system: System, counts: Counts, indicator: Any, area: Area, rules: Rules, said: Said | None) -> Rate | None:
    frame = system.frame
    top, nodes = int(frame.nodes(area, TOTAL)[0]), frame.nodes(area, OVER)
    persons = counts.denominator[nodes]
    if not counts.published[top] or not counts.counted[nodes].all() or small(persons, rules.k).any():
        return None
    coefficient = _coefficients(frame, persons)
    if coefficient is None:
        return None
    value = float((coefficient * counts.numerator[nodes]).sum())
    scale = _scale(indicator, system.year)
    shown = rounded(value, scale, indicator.decimals) if said is None else said.get((counts.indicator, area))
    if shown is None:
        return None
    own, base = (system.tables[position] for position in system.tables_of(counts.indicator))
    place = own.place[counts.top]
    cells = (place[top], place[nodes], base.place[nodes])
    return _made(counts.indicator, top, cells, coefficient, value, (shown, _half(indicator, scale)))


def told(
    system: System, tables: tuple[Table, Table], values: Ints, area: Area, indicator: Any, shown: float
) -> Rate | None:
    """A figure that an earlier release showed, over its own cells: numerators and denominators in `tables`.

    None where it did not show the denominators of all strata.
    """
    top, base = tables
    total, nodes = int(system.frame.nodes(area, TOTAL)[0]), system.frame.nodes(area, OVER)
    cells = (top.place[total], top.place[nodes], base.place[nodes])
    if min(int(each.min()) for each in cells) < 0 or not base.published[cells[2] - base.start].all():
        return None
    coefficient = _coefficients(system.frame, values[cells[2]])
    if coefficient is None:
        return None
    value = float((coefficient * values[cells[1]]).sum())
    half = _half(indicator, _scale(indicator, system.year))
    return replace(_made(indicator.name, total, cells, coefficient, value, (shown, half)), told=True)


def _coefficients(frame: Frame, persons: Ints) -> Floats | None:
    """What a numerator of each stratum adds to the figure; None without insured persons of the standard population."""
    standard = reference.standard_weights()
    weight = np.array([standard.get(category, 0.0) for category in frame.categories[OVER]])
    weight = np.where(persons > 0, weight, 0.0)
    return np.asarray(weight / weight.sum() / np.maximum(persons, 1)) if weight.sum() else None


def _made(
    name: str, node: int, cells: tuple[Any, Ints, Ints], coefficient: Floats, value: float, said: tuple[float, float]
) -> Rate:
    top, strata, persons = cells
    used, (shown, half) = coefficient > 0, said
    low, high = shown - half - value, shown + half - value
    return Rate(name, node, int(top), strata[used], persons[used], coefficient[used], low, high, shown)


def _half(indicator: Any, scale: Fraction) -> float:
    return float(Fraction(1, 2 * 10**indicator.decimals) / scale)


def _scale(indicator: Any, year: int) -> Fraction:
    """What a numerator per person is multiplied with to be the published figure."""
    days = 365 + calendar.isleap(year) if indicator.divisor == "person_days" else 1
    return Fraction(indicator.factor) / days


def rounded(value: float, scale: Fraction, decimals: int) -> float:
    """A standardised figure rounded half up as it will be published, back in the unit of numerator per person."""
    figure = Decimal(repr(value * float(scale))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return float(Fraction(figure) / scale)


def showable(system: System, hidden: Bools) -> Bools:
    """Which standardised figures can be shown: those of shown totals whose published strata have known denominators."""
    shown = np.zeros(len(system.rates), dtype=bool)
    for number, rate in enumerate(system.rates):
        strata = rate.persons[rate.persons >= 0]
        shown[number] = not hidden[rate.top] and not (hidden & system.published)[strata].any()
    return shown
