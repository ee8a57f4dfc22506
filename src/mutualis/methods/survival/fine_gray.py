"""Covariates and the share with an event, where another may come first: the model of Fine and Gray.

Who has the competing event stays at risk of the event, with a weight: the chance to be still followed, given that the
follow-up lasted until then. The model is a Cox model of those weighted rows (lifelines), with errors by person that
allow for the weights being estimated. A cause-specific model (`cox` with the other events as 0) tells causes; this one
tells who has the event in the end. Source: Fine and Gray, JASA 94 (1999) 496-509; Geskus, Biometrics 67 (2011) 39-49.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mutualis.methods.designs import Design
from mutualis.methods.estimates import Floats, Ints, covariance_of, summed
from mutualis.methods.survival.censoring import Censoring, censoring
from mutualis.methods.survival.cox import HazardModel, fitted
from mutualis.methods.survival.followed import Followed, followed
from mutualis.methods.survival.residuals import Rows, score_residuals
from mutualis.model import MutualisError

MOST_ROWS = 500_000


def fine_gray(duration: ArrayLike, event: ArrayLike, design: Design, kind: int = 1) -> HazardModel:
    """Ratios of subdistribution hazards of the event `kind`; 0 is no event, any other number a competing one.

    Everybody enters at time 0. Refuses what a curve refuses, no competing event (take `cox`), fewer than five events a
    covariate, and so many weighted rows that days should be joined to weeks.
    """
    given = followed(duration, event)
    own, other = given.event == kind, (given.event != kind) & (given.event != 0)
    if own.sum() < 5 * (len(design.names) - 1) or not own.any():
        raise MutualisError("There are too few events for so many covariates.", do="take fewer, or a longer period")
    if not other.any():
        raise MutualisError("There is no competing event.", do="take a Cox model")
    lost = censoring(given)
    later = _later_rows(given, other, np.unique(given.duration[own]), lost)
    person = np.concatenate([np.arange(len(given.duration)), later.person])
    end = np.concatenate([given.duration, later.end])
    rows = Rows(
        design.rows[person, 1:],
        np.concatenate([np.zeros(len(given.duration)), later.start]),
        end,
        own[person] & (end == given.duration[person]),
        np.concatenate([np.ones(len(given.duration)), later.weight]),
        np.zeros(len(person), dtype=np.int64),
    )
    fit = fitted(rows, None)
    scores = score_residuals(rows, fit.coefficients)
    by_weights = scores[len(given.duration) :]
    parts = summed(scores, person) + lost.influence(given, given.duration[later.person], later.end, by_weights)
    return HazardModel(design.names[1:], fit.coefficients, covariance_of(parts @ fit.plain), fit.concordance, {})


@dataclass(frozen=True)
class _Later:
    person: Ints
    start: Floats
    end: Floats
    weight: Floats


def _later_rows(given: Followed, other: np.ndarray, times: Floats, lost: Censoring) -> _Later:
    """Of those with a competing event: rows after it, one for each run of event `times` with the same weight."""
    chances = lost.chance(times)
    ends = np.flatnonzero(np.append(np.diff(chances) != 0, True))
    edges, levels = times[ends], chances[ends]
    persons = np.flatnonzero(other)
    first = np.searchsorted(edges, given.duration[persons], side="right")
    many = len(edges) - first
    if many.sum() > MOST_ROWS:
        raise MutualisError(
            "The model of Fine and Gray has too many weighted rows.",
            there_is=f"{int(many.sum()):,} rows, {MOST_ROWS:,} at most",
            do="give times in weeks or months",
        )
    person = np.repeat(persons, many)
    place = np.arange(len(person)) - np.repeat(np.cumsum(many) - many - first, many)
    start = np.maximum(np.where(place > 0, edges[place - 1], 0.0), given.duration[person])
    weight = levels[place] / lost.chance(given.duration)[person]
    heavy = weight > 0
    return _Later(person[heavy], start[heavy], edges[place][heavy], weight[heavy])
