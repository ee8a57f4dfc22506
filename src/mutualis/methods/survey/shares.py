"""Shares of a sample near 0 or 1, or of few persons, where the interval of a mean would leave 0 to 1."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.estimates import Estimate
from mutualis.methods.intervals import wilson
from mutualis.methods.survey.estimating import mean
from mutualis.methods.survey.sample import Sample


def share(of: Sample, met: ArrayLike, domain: Any | None = None, level: float = 0.95) -> Estimate:
    """The share of the population (or of a domain of it) for whom `met` (booleans) holds, as 0 to 1.

    The interval is Wilson's of as many persons as a simple sample of the same error would have, p (1 - p) / Var, never
    more than are there; where nobody or everybody is met that size is not known, and the persons themselves count.
    Sources: Korn and Graubard, Survey Methodology 24 (1998) 193-201 (effective size); Dean and Pagano, Journal of
    Survey Statistics and Methodology 3 (2015) 484-503 (with Wilson's interval). Refuses an empty domain.
    """
    found = mean(of, np.asarray(met, dtype=np.float64), domain, level)
    persons = float(len(of.weights) if domain is None else np.count_nonzero(np.asarray(domain, dtype=bool)))
    value = min(max(found.value, 0.0), 1.0)
    size = min(value * (1 - value) / found.error**2, persons) if found.error > 0 else persons
    low, high = wilson(value * size, size, level)
    return Estimate(value, found.error, float(low), float(high))
