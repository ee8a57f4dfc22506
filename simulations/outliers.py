"""Providers who differ by a spread that is known, or by chance alone: intervals after shrinking, and false flags."""

from functools import partial

import numpy as np
from numpy.random import Generator

from mutualis.methods.outliers import (
    Classed,
    false_discoveries,
    heaping,
    jumps,
    provider_scores,
    shrunken,
    shrunken_shares,
)
from mutualis.methods.simulating import Estimated, Simulation

NAN = float("nan")
PROVIDERS = 100


def pulled(generator: Generator, *, shares: bool) -> Estimated:
    """The interval of one provider beside its own truth, which is drawn too: the truth of their difference is 0."""
    if shares:
        own, cases = generator.beta(6, 24, PROVIDERS), generator.integers(10, 200, PROVIDERS)
        found = shrunken_shares(generator.binomial(cases, own), cases)
    else:
        own, errors = generator.normal(1, 0.5, PROVIDERS), generator.uniform(0.2, 1.0, PROVIDERS)
        found = shrunken(own + errors * generator.normal(size=PROVIDERS), errors)
    return tuple(float(each[0] - own[0]) for each in (found.value, found.low, found.high))


def any_flag(generator: Generator) -> Estimated:
    """Of a hundred providers who are all alike: the smallest q-value, below 5 % where any is flagged."""
    _, q_values = false_discoveries(generator.random(PROVIDERS))
    return 0.0, NAN, NAN, float(q_values.min())


def heap(generator: Generator) -> Estimated:
    return 0.0, NAN, NAN, float(heaping(np.zeros(5_000), generator.integers(0, 20, 5_000), 10)["p_value"][0])


def jump(generator: Generator) -> Estimated:
    new = np.repeat(np.arange(20), 15)
    shared = 1 + generator.normal(size=len(new))
    return 0.0, NAN, NAN, float(jumps(new, np.zeros(len(new)), shared)["p_value"][0])


def classes(generator: Generator) -> Estimated:
    """Patients whose classes come from the very chances that are told: the p-value of one provider of a hundred."""
    provider = np.repeat(np.arange(PROVIDERS), 30)
    chances = generator.dirichlet([4, 2, 1], len(provider))
    observed = (generator.random((len(provider), 1)) > chances.cumsum(axis=1)[:, :2]).sum(axis=1)
    found = provider_scores(Classed((0, 1, 2), observed, chances, provider)).sort("provider")
    return 0.0, NAN, NAN, float(found["p_value"][0])


SIMULATIONS = (
    Simulation("shrunken, beside the own truth", partial(pulled, shares=False), 0.0, 1_000),
    Simulation("shrunken_shares, beside the own truth", partial(pulled, shares=True), 0.0, 2_000),
    Simulation("false_discoveries, any of a hundred alike", any_flag, 0.0, 2_000),
    Simulation("heaping, scores that are even", heap, 0.0, 1_000),
    Simulation("jumps, of one provider as all", jump, 0.0, 1_000),
    Simulation("provider_scores, classes as told", classes, 0.0, 1_000),
)
