"""Times to events with censoring, late entry and competing events."""

from functools import partial

import numpy as np
from numpy.random import Generator

from mutualis.methods.designs import of_rows
from mutualis.methods.estimates import Floats, Ints
from mutualis.methods.simulating import Estimated, Simulation
from mutualis.methods.survival import cox, cumulative_incidence, fine_gray, incidence_rate, kaplan_meier, log_rank

NAN = float("nan")
REACHED = 0.6


def censored(generator: Generator, hazard: Floats) -> tuple[Floats, Ints]:
    """Exponential times, in whole days of a year so that they tie, with the end of follow-up at up to 3."""
    time, end = generator.exponential(1 / hazard), generator.uniform(0.5, 3.0, len(hazard))
    days = np.ceil(np.minimum(time, end) * 365)
    return days, (time <= end).astype(np.int64)


def mortality(generator: Generator, *, late: bool) -> Estimated:
    time, event = censored(generator, np.ones(300))
    entry = np.floor(generator.uniform(0, 150, 300)) * (generator.random(300) < 0.5) if late else np.zeros(300)
    there = time > entry
    found = kaplan_meier(time[there], event[there], entry=entry[there]).mortality(365)
    return found.value, found.low, found.high


def hazards(generator: Generator, effect: float) -> Estimated:
    x = generator.normal(size=(200, 2))
    fit = cox(*censored(generator, np.exp(effect * x[:, 0] + 0.3 * x[:, 1])), of_rows(x), tested=False)
    found = fit.hazard_ratio("x1")
    return float(np.log(found.value)), float(np.log(found.low)), float(np.log(found.high))


def in_hospitals(generator: Generator) -> Estimated:
    """Hospitals of six have a hazard of their own and are of one kind; half of the persons enter late."""
    hospital = np.repeat(np.arange(100), 6)
    kind = (generator.random(100) < 0.5).astype(float)[hospital]
    time, event = censored(generator, generator.gamma(4, 1 / 4, 100)[hospital])
    entry = np.floor(generator.uniform(0, 100, 600)) * (generator.random(600) < 0.5)
    there = time > entry
    given = of_rows(kind[there][:, None])
    fit = cox(time[there], event[there], given, entry[there], clusters=hospital[there], tested=False)
    found = fit.hazard_ratio("x1")
    return float(np.log(found.value)), float(np.log(found.low)), float(np.log(found.high))


def proportion(generator: Generator) -> Estimated:
    x = generator.normal(size=(300, 1))
    return 0.0, NAN, NAN, cox(*censored(generator, np.exp(0.5 * x[:, 0])), of_rows(x)).proportional["x1"]


def two_groups(generator: Generator) -> Estimated:
    return 0.0, NAN, NAN, log_rank(*censored(generator, np.ones(200)), np.arange(200) % 2)[1]


def first_of_two(generator: Generator, effect: float, rows: int = 300) -> tuple[Floats, Ints, Floats]:
    """Fine and Gray's own draw: F(t | x) = 1 - (1 - p (1 - e^-t))^exp(effect x), the other event in the rest."""
    x = generator.normal(size=(rows, 1))
    never = (1 - REACHED) ** np.exp(effect * x[:, 0])
    chance = generator.random(rows)
    inner = (1 - np.minimum(chance, 1 - never)) ** np.exp(-effect * x[:, 0])
    own = -np.log(np.maximum(1 - (1 - inner) / REACHED, 1e-12))
    is_own = chance < 1 - never
    time = np.where(is_own, own, generator.exponential(1.0, rows))
    end = generator.uniform(0.3, 3.0, rows)
    return np.ceil(np.minimum(time, end) * 365), np.where(time > end, 0, np.where(is_own, 1, 2)), x


def subdistribution(generator: Generator, effect: float) -> Estimated:
    time, event, x = first_of_two(generator, effect)
    found = fine_gray(time, event, of_rows(x)).hazard_ratio("x1")
    return float(np.log(found.value)), float(np.log(found.low)), float(np.log(found.high))


def incidence(generator: Generator) -> Estimated:
    found = cumulative_incidence(*first_of_two(generator, 0.0, 300)[:2]).at(365)
    return found.value, found.low, found.high


def rate(generator: Generator) -> Estimated:
    value, low, high = incidence_rate(generator.poisson(150), 1_000.0).row(0)
    return value, low, high


SIMULATIONS = (
    Simulation("kaplan_meier, mortality at a year", partial(mortality, late=False), 1 - np.exp(-1)),
    Simulation("kaplan_meier, half enter late", partial(mortality, late=True), 1 - np.exp(-1)),
    Simulation("log_rank, two groups that are alike", two_groups, 0.0),
    Simulation("cox, log ratio of 0", partial(hazards, effect=0.0), 0.0, 800),
    Simulation("cox, 0.5", partial(hazards, effect=0.5), 0.5),
    Simulation("cox, hospitals as clusters, half enter late, 0", in_hospitals, 0.0),
    Simulation("cox, test of proportional hazards that are", proportion, 0.0),
    Simulation("cumulative_incidence, at a year", incidence, REACHED * (1 - np.exp(-1))),
    Simulation("fine_gray, log ratio of 0", partial(subdistribution, effect=0.0), 0.0, 600),
    Simulation("fine_gray, 0.5", partial(subdistribution, effect=0.5), 0.5),
    Simulation("incidence_rate, 150 events", rate, 150.0),
)
