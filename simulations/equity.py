"""Concentration, Gini, slopes and shares of drawn persons: log-normal incomes, of which the indices are known."""

from functools import partial

import numpy as np
from numpy.random import Generator
from scipy.stats import norm

from mutualis.methods.equity import catastrophic, concentration_index, gini, slope_of_persons, top_share
from mutualis.methods.estimates import Estimate
from mutualis.methods.simulating import Estimated, Simulation

SPREAD, ROWS = 0.6, 1_000
# they are cheap, and an interval that is cut off at one end needs many to be judged
MANY = 4_000


def three(found: Estimate) -> Estimated:
    return found.value, found.low, found.high


def of_power(power: float) -> float:
    """The concentration index of payments that go with income to this power."""
    return float(2 * norm.cdf(power * SPREAD / np.sqrt(2)) - 1)


def concentration(generator: Generator, power: float, *, households: bool = False) -> Estimated:
    """Payments by income; in households of four with one income and a level of their own, if asked."""
    size = 4 if households else 1
    income = np.repeat(generator.lognormal(0, SPREAD, ROWS // size), size)
    level = np.repeat(generator.gamma(4, 1 / 4, ROWS // size), size)
    paid = income**power * level * generator.gamma(1, 1, len(income))
    clusters = np.arange(len(income)) // size if households else None
    return three(concentration_index(paid, income, clusters=clusters))


def of_a_share(generator: Generator) -> Estimated:
    """Illness from 20 % of the poorest to 40 % of the richest: Erreygers' index is 8 x 0.2 / 12."""
    rank = generator.random(ROWS)
    return three(concentration_index(generator.random(ROWS) < 0.2 + 0.2 * rank, rank, kind="erreygers"))


def weighted(generator: Generator) -> Estimated:
    """The rich are drawn four times as often, and weigh a quarter."""
    income = generator.lognormal(0, SPREAD, 4 * ROWS)
    taken = generator.random(4 * ROWS) < np.where(income > 1, 0.4, 0.1)
    return three(concentration_index(income[taken], income[taken], np.where(income > 1, 1, 4)[taken]))


def slope(generator: Generator, rise: float) -> Estimated:
    rank = generator.random(ROWS)
    return three(slope_of_persons((1 + rise * rank) * generator.gamma(2, 0.5, ROWS), rank).absolute)


def incomes(generator: Generator, *, top: bool) -> Estimated:
    income = generator.lognormal(0, SPREAD, ROWS)
    return three(top_share(income) if top else gini(income))


def ruined(generator: Generator) -> Estimated:
    return three(catastrophic(generator.random(ROWS), np.ones(ROWS), 0.9).headcount)


SIMULATIONS = (
    Simulation("concentration_index, payments apart from income", partial(concentration, power=0.0), 0.0, MANY),
    Simulation("concentration_index, by the root of income", partial(concentration, power=0.5), of_power(0.5), MANY),
    Simulation(
        "concentration_index, households as clusters", partial(concentration, power=0.0, households=True), 0.0, MANY
    ),
    Simulation("concentration_index, weights", weighted, of_power(1.0), MANY),
    Simulation("concentration_index, Erreygers", of_a_share, 8 * 0.2 / 12, MANY),
    Simulation("gini, log-normal", partial(incomes, top=False), of_power(1.0), MANY),
    Simulation("top_share, log-normal", partial(incomes, top=True), float(norm.sf(norm.ppf(0.9) - SPREAD)), MANY),
    Simulation("slope_of_persons, 0", partial(slope, rise=0.0), 0.0, MANY),
    Simulation("slope_of_persons, 1", partial(slope, rise=1.0), 1.0, MANY),
    Simulation("catastrophic, headcount", ruined, 0.1, MANY),
)
