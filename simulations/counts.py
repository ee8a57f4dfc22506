"""Models of counts on drawn persons with unequal exposure, with and without spread between them."""

from functools import partial

import numpy as np
from numpy.random import Generator

from mutualis.methods.counts import negative_binomial, overdispersion, poisson
from mutualis.methods.designs import Design, of_rows
from mutualis.methods.estimates import Floats
from mutualis.methods.simulating import Estimated, Simulation

NAN = float("nan")


def drawn(generator: Generator, effect: float, spread: float, rows: int = 1_200) -> tuple[Floats, Design, Floats]:
    x, years = generator.normal(size=(rows, 2)), generator.uniform(0.5, 2.0, rows)
    unlike = generator.gamma(1 / spread, spread, rows) if spread else 1.0
    events = generator.poisson(years * np.exp(0.3 + effect * x[:, 0] + 0.2 * x[:, 1]) * unlike)
    return events.astype(np.float64), of_rows(x), years


def ratio(generator: Generator, effect: float, spread: float, *, binomial: bool) -> Estimated:
    events, given, years = drawn(generator, effect, spread)
    found = (negative_binomial if binomial else poisson)(events, given, years).rate_ratio("x1")
    return float(np.log(found.value)), float(np.log(found.low)), float(np.log(found.high))


def spread_test(generator: Generator) -> Estimated:
    events, given, years = drawn(generator, 0.2, 0.0, 2_000)
    found = overdispersion(events, poisson(events, given, years).means())
    return found.alpha.value, NAN, NAN, found.p_value


SIMULATIONS = (
    Simulation(
        "poisson, spread between persons, log ratio of 0", partial(ratio, effect=0.0, spread=1.0, binomial=False), 0.0
    ),
    Simulation("poisson, spread between persons, 0.3", partial(ratio, effect=0.3, spread=1.0, binomial=False), 0.3),
    Simulation("negative_binomial, log ratio of 0", partial(ratio, effect=0.0, spread=0.8, binomial=True), 0.0),
    Simulation("negative_binomial, 0.3", partial(ratio, effect=0.3, spread=0.8, binomial=True), 0.3),
    Simulation("overdispersion, counts without any", spread_test, 0.0, 2_000),
)
