"""Upcoding of 1, 5 and 20 % of the patients of three providers of sixty: precision, recall and lift of the search.

Lift is how much more often the first are right than a draw of as many. A precision of 1 and a recall of 1 would be all
right; nobody finds one patient in a hundred by the class alone. Where nothing is injected, the share of the draws with
any provider flagged is the size of the whole search, which promises at most 5 %.
"""

from functools import cache, partial

import numpy as np
from numpy.random import Generator

from mutualis.methods.simulating import Estimated, Simulation
from mutualis.study.providers import Rules, detection, screened
from mutualis.study.providers.drawn import drawn_care

NAN = float("nan")
RATES, PROVIDERS, CHOSEN, PATIENTS, REPLICATIONS = (0.01, 0.05, 0.20), 60, 3, 120, 20
WHAT = (("patient", "recall"), ("patient", "lift"), ("provider", "precision"), ("provider", "recall"),
        ("provider", "lift"))  # fmt: skip


def found(generator: Generator, *, rate: float, of: str, measure: str) -> Estimated:
    """One figure of a draw; all figures of the same draw are computed once. Without a flag there is no precision."""
    values = _drawn(rate, int(generator.integers(2**32)))
    return values.get((of, measure), 0.0), NAN, NAN, NAN


@cache
def _drawn(rate: float, key: int) -> dict[tuple[str, str], float]:
    random = np.random.default_rng(key)
    told = detection(drawn_care(random, PROVIDERS, PATIENTS), (rate,), CHOSEN, 1, Rules(), random)
    return {(of, measure): value for of, measure, value in told.select("of", "measure", "value").rows()}


def nothing_wrong(generator: Generator) -> Estimated:
    """The number of flagged providers where all are alike, and the smallest q-value."""
    told = screened(drawn_care(generator, PROVIDERS, PATIENTS), Rules()).providers
    return float(told["by_test"].sum()), NAN, NAN, float(told["q_value"].to_numpy().min())


def _of(rate: float, of: str, measure: str) -> Simulation:
    ask = partial(found, rate=rate, of=of, measure=measure)
    truth = NAN if measure == "lift" else 1.0
    return Simulation(f"upcoding of {100 * rate:.0f} %: {measure} of {of}s", ask, truth, REPLICATIONS)


SIMULATIONS = (
    *(_of(rate, of, measure) for rate in RATES for of, measure in WHAT),
    Simulation("nothing injected: providers flagged", nothing_wrong, 0.0, 300),
)
