"""Odds ratios of outcomes that persons of one cluster share in part."""

from functools import partial

import numpy as np
from numpy.random import Generator

from mutualis.methods.designs import of_rows
from mutualis.methods.odds import odds
from mutualis.methods.simulating import Estimated, Simulation

CLUSTERS, SIZE = 200, 6


def ratio(generator: Generator, effect: float) -> Estimated:
    """The log odds ratio of a covariate of the cluster, in a model without the clusters' own part.

    The part of a cluster has the distribution that leaves the odds over all clusters logistic (Wang and Louis,
    Biometrika 90 (2003) 765-775): so the effect that is drawn is the one that the model tells.
    """
    phi = 0.8
    own = bridge(generator, phi, CLUSTERS).repeat(SIZE)
    x = generator.normal(size=CLUSTERS).repeat(SIZE)
    linear = own + (effect * x - 1.0) / phi
    met = generator.random(CLUSTERS * SIZE) < 1 / (1 + np.exp(-linear))
    cluster = np.arange(CLUSTERS).repeat(SIZE)
    found = odds(met, of_rows(x[:, None]), cluster).odds_ratio("x1")
    return float(np.log(found.value)), float(np.log(found.low)), float(np.log(found.high))


def bridge(generator: Generator, phi: float, size: int) -> np.ndarray:
    """Draws of the bridge distribution, by the inverse of its distribution function."""
    place = generator.random(size)
    made: np.ndarray = np.log(np.sin(phi * np.pi * place) / np.sin(phi * np.pi * (1 - place))) / phi
    return made


SIMULATIONS = (
    Simulation("odds, errors by cluster, log ratio of 0", partial(ratio, effect=0.0), 0.0),
    Simulation("odds, errors by cluster, 0.4", partial(ratio, effect=0.4), 0.4),
)
