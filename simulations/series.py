"""Monthly series with seasons and a change: of level, of nothing, and of rates."""

from functools import partial

import numpy as np
from numpy.random import Generator

from mutualis.methods.series import interrupted, interrupted_counts
from mutualis.methods.simulating import Estimated, Simulation

MONTHS, START = np.arange(120), 72
SEASON = 2 * np.sin(MONTHS * np.pi / 6)


def level(generator: Generator, change: float, resemblance: float) -> Estimated:
    rest = np.zeros(len(MONTHS))
    for month, shock in enumerate(generator.normal(size=len(MONTHS))):
        rest[month] = resemblance * rest[month - 1] + shock
    found = interrupted(40 + 0.05 * MONTHS + SEASON + change * (MONTHS >= START) + rest, START).change_of_level()
    return found.value, found.low, found.high


def counts(generator: Generator, change: float) -> Estimated:
    """Counts of which the variance is three times the mean."""
    means = 400 * np.exp(0.05 * SEASON + change * (MONTHS >= START))
    found = interrupted_counts(generator.negative_binomial(means / 2, 1 / 3), START).change_of_level()
    return float(np.log(found.value)), float(np.log(found.low)), float(np.log(found.high))


SIMULATIONS = (
    Simulation("interrupted, months apart, change of 0", partial(level, change=0.0, resemblance=0.0), 0.0),
    Simulation("interrupted, months alike (0.3), change of 0", partial(level, change=0.0, resemblance=0.3), 0.0),
    Simulation("interrupted, months alike (0.3), change of 1", partial(level, change=1.0, resemblance=0.3), 1.0),
    Simulation("interrupted_counts, overdispersed, log ratio of 0", partial(counts, change=0.0), 0.0),
    Simulation("interrupted_counts, overdispersed, -0.2", partial(counts, change=-0.2), -0.2),
)
