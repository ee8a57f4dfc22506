"""Simulations of a method: how often its 95 % interval covers a planted truth, how often its test says yes to nought.

A family of methods has its simulations in `simulations/<family>.py`, as a tuple `SIMULATIONS`. Each replication draws
from its own branch of a seed of the simulation, so that the first ten of a hundred are the same as ten alone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import sqrt
from zlib import crc32

import numpy as np
import polars as pl

from mutualis.model import MutualisError

SEED = 20_260_101
# What the issue asks for: coverage of the 95 % interval; the size of a 5 % test is what is left of it.
COVERED = (0.93, 0.97)
# A test finds an effect where its 95 % interval leaves out nought, or where it gives a p-value below this.
TESTED_AT = 0.05
ENOUGH = 300

Estimated = tuple[float, ...]


@dataclass(frozen=True)
class Simulation:
    """What is drawn and estimated, and what should come out.

    `draw_and_estimate(generator)` gives (estimate, low, high) of a 95 % interval, or a fourth figure, the p-value of a
    test that there is no effect; without it, the test is whether the interval leaves out nought.
    """

    name: str
    draw_and_estimate: Callable[[np.random.Generator], Estimated]
    truth: float
    replications: int = 400


@dataclass(frozen=True)
class Simulated:
    """What the replications of a simulation came to; `refused` of them ended in a sentence instead of a figure."""

    name: str
    truth: float
    replications: int
    refused: int
    mean: float
    spread: float
    covered: float
    rejected: float

    @property
    def counted(self) -> int:
        return self.replications - self.refused

    @property
    def error(self) -> float:
        """The Monte Carlo error of a coverage of 95 % in so many replications."""
        return sqrt(0.95 * 0.05 / self.counted) if self.counted else float("nan")

    @property
    def verdict(self) -> str:
        """`held`: covered in 93 to 97 %, nothing refused, and, where the truth is nought, a size of 3 to 7 %; `told`
        where there is neither interval nor test: the mean is what one wants to know.

        A coverage that is not a number (a test alone) is not looked at. With fewer than 300 replications the Monte
        Carlo error is too large to say.
        """
        if self.refused:
            return "NOT HELD"
        if np.isnan(self.covered) and np.isnan(self.rejected):
            return "told"
        if self.counted < ENOUGH:
            return "too few to say"
        size = self.truth != 0 or 1 - COVERED[1] <= self.rejected <= 1 - COVERED[0]
        covered = bool(np.isnan(self.covered)) or COVERED[0] <= self.covered <= COVERED[1]
        return "held" if size and covered else "NOT HELD"


def simulate(simulation: Simulation, replications: int | None = None, seed: int = SEED) -> Simulated:
    """Run the replications; fewer (or more) than it says itself with `replications`."""
    asked = simulation.replications if replications is None else replications
    if asked < 1:
        raise MutualisError("A simulation needs a replication.", there_is=f"{asked} were asked")
    made, refused = [], 0
    for branch in np.random.SeedSequence([seed, crc32(simulation.name.encode())]).spawn(asked):
        try:
            made.append(_four(simulation.draw_and_estimate(np.random.default_rng(branch))))
        except MutualisError:
            refused += 1
    return _counted(simulation, asked, refused, np.array(made).reshape(-1, 4))


def _four(found: Estimated) -> tuple[float, float, float, float]:
    value, low, high, *rest = found
    p = rest[0] if rest else (0.0 if low > 0 or high < 0 else 1.0)
    return value, low, high, p


def _counted(simulation: Simulation, asked: int, refused: int, made: np.ndarray) -> Simulated:
    if not len(made):
        return Simulated(simulation.name, simulation.truth, asked, refused, *[float("nan")] * 4)
    value, low, high, p = made.T
    inside = (low <= simulation.truth) & (simulation.truth <= high)
    return Simulated(
        simulation.name,
        simulation.truth,
        asked,
        refused,
        mean=float(value.mean()),
        spread=float(value.std(ddof=1)) if len(value) > 1 else 0.0,
        covered=float("nan") if np.isnan(low).any() or np.isnan(high).any() else float(inside.mean()),
        rejected=float("nan") if np.isnan(p).all() else float((p < TESTED_AT).mean()),
    )


def table(found: Iterable[Simulated]) -> pl.DataFrame:
    """One row a simulation, as it is printed: shares in percent, `held` said with a word."""
    return pl.DataFrame(
        [
            {
                "simulation": each.name,
                "truth": each.truth,
                "mean": each.mean,
                "replications": each.replications,
                "refused": each.refused,
                "covered_percent": 100 * each.covered,
                "rejected_percent": 100 * each.rejected,
                "error_percent": 100 * each.error,
                "verdict": each.verdict,
            }
            for each in found
        ]
    )


def written(each: Simulated) -> str:
    """One line for a console."""
    truth = f"{'-':>9}" if np.isnan(each.truth) else f"{each.truth:>9.3f}"
    return (
        f"{each.name:<58} truth {truth}  mean {each.mean:>9.3f}  covered {_share(each.covered)}"
        f"  rejected {_share(each.rejected)}"
        f"  (error {100 * each.error:.1f}, {each.counted} of {each.replications})  {each.verdict}"
    )


def _share(value: float) -> str:
    return f"{'-':>6}  " if np.isnan(value) else f"{100 * value:6.1f} %"
