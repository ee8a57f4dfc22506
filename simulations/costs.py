"""Models of costs on drawn persons: skewed, most with few, some without any; effects of nothing and of a quarter."""

from functools import partial

import numpy as np
from numpy.random import Generator

from mutualis.methods.costs import deciles, gamma_log, link_test, park, robust, two_part
from mutualis.methods.designs import Design, of_rows
from mutualis.methods.estimates import Estimate, Floats
from mutualis.methods.simulating import Estimated, Simulation

NAN = float("nan")
ILL, LEVEL, AGE = 0.3, 5.0, 0.2
NODES, MASS = np.polynomial.hermite_e.hermegauss(40)


def three(found: Estimate) -> Estimated:
    return found.value, found.low, found.high


def persons(generator: Generator, rows: int = 1_500) -> Design:
    return of_rows(np.column_stack([generator.random(rows) < ILL, generator.normal(size=rows)]), ["ill", "age"])


def much(generator: Generator, given: Design, effect: float, shape: float = 0.8) -> Floats:
    means = np.exp(LEVEL + given.rows @ [0.0, effect, AGE])
    drawn: Floats = means * generator.gamma(shape, 1 / shape, len(means))
    return drawn


def chance(given: Floats, effect: float) -> Floats:
    made: Floats = 1 / (1 + np.exp(-(0.4 + given @ [0.0, effect, 0.3])))
    return made


def truth(effect: float, *, of_two: bool) -> float:
    """The mean over ages of the cost of the ill less that of the others."""
    rows = [np.column_stack([np.ones(40), np.full(40, ill), NODES]) for ill in (1.0, 0.0)]
    means = [np.exp(LEVEL + each @ [0.0, effect, AGE]) * (chance(each, effect) if of_two else 1.0) for each in rows]
    return float(MASS @ (means[0] - means[1]) / MASS.sum())


def gamma_effect(generator: Generator, effect: float) -> Estimated:
    given = persons(generator)
    return three(gamma_log(much(generator, given, effect), given).effect("ill"))


def gamma_in_towns(generator: Generator) -> Estimated:
    """Towns of 20 have a level of their own, and are ill or not as a whole."""
    town = np.repeat(np.arange(80), 20)
    rows = of_rows((generator.random(80) < 0.5).astype(float)[town][:, None], ["ill"])
    level = generator.gamma(20, 1 / 20, 80)[town]
    spent = level * generator.gamma(0.8, 1 / 0.8, len(town)) * np.exp(LEVEL)
    return three(gamma_log(spent, rows, clusters=town).effect("ill"))


def two_parts(generator: Generator, effect: float) -> Estimated:
    given = persons(generator)
    spends = generator.random(len(given.rows)) < chance(given.rows, effect)
    return three(two_part(spends * much(generator, given, effect), given).effect("ill"))


def power(generator: Generator) -> Estimated:
    given = persons(generator, 4_000)
    means = np.exp(LEVEL + given.rows @ [0.0, 0.5, 0.5])
    return three(park(means * generator.gamma(2.0, 0.5, len(means)), means).power)


def link(generator: Generator) -> Estimated:
    given = persons(generator)
    spent = much(generator, given, 0.3, shape=2.0)
    return three(link_test(spent, np.log(gamma_log(spent, given).means())))


def by_decile(generator: Generator) -> Estimated:
    given = persons(generator, 5_000)
    return (
        0.0,
        NAN,
        NAN,
        deciles(much(generator, given, 0.3, shape=2.0), np.exp(LEVEL + given.rows @ [0, 0.3, AGE])).p_value,
    )


def bulk(generator: Generator, effect: float, *, skewed: bool) -> Estimated:
    """The slope of a robust line, one row in ten of normal ones being wild."""
    rows = 400
    x = generator.normal(size=(rows, 2))
    rest = generator.gamma(1.0, 1.0, rows) if skewed else generator.normal(size=rows)
    wild = 0 if skewed else 10 * (generator.random(rows) < 0.1)
    found = robust(effect * x[:, 0] + rest + wild, of_rows(x))
    error = 1.96 * float(np.sqrt(found.covariance[1, 1]))
    value = float(found.coefficients[1])
    return value, value - error, value + error


def corrected(generator: Generator) -> Estimated:
    """The mean of others, older by one, by a robust line with the mean residual of the own rows."""
    x = generator.normal(size=(600, 1))
    found = robust(10 + x[:, 0] + generator.gamma(1.0, 1.0, 600), of_rows(x))
    others = Design(found.design.names, np.column_stack([np.ones(3), [0.0, 1.0, 2.0]]))
    return three(found.expected(others))


SIMULATIONS = (
    Simulation("gamma_log, effect of 0", partial(gamma_effect, effect=0.0), 0.0),
    Simulation("gamma_log, effect of a quarter", partial(gamma_effect, effect=0.25), truth(0.25, of_two=False)),
    Simulation("gamma_log, towns as clusters, effect of 0", gamma_in_towns, 0.0),
    Simulation("two_part, effect of 0", partial(two_parts, effect=0.0), 0.0),
    Simulation("two_part, effect of a quarter", partial(two_parts, effect=0.25), truth(0.25, of_two=True)),
    Simulation("park, gamma", power, 2.0),
    Simulation("link_test, link that is right", link, 0.0),
    Simulation("deciles, means that are right", by_decile, 0.0, 1_000),
    Simulation("robust, one row in ten wild, effect of 0", partial(bulk, effect=0.0, skewed=False), 0.0),
    Simulation("robust, one row in ten wild, effect of 1", partial(bulk, effect=1.0, skewed=False), 1.0),
    Simulation("robust, skewed, effect of 0", partial(bulk, effect=0.0, skewed=True), 0.0),
    Simulation("robust, corrected mean of others", corrected, 12.0),
)
