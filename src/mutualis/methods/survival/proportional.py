"""Whether hazards stay in proportion: a score test, for each covariate, that its effect does not change with time.

The effect is b + c g(t), with g the share that has had an event by t (1 - Kaplan-Meier), as in R's cox.zph since
version 3.0 of survival: the variance is not taken for the same at all times, and late entry counts. lifelines' test
does the first and leaves the second out. Events on the same day share their risk set (Breslow). Source: Grambsch and
Therneau, Biometrika 81 (1994) 515-526; Therneau and Grambsch (2000), 6.2.
"""

import numpy as np
from scipy.stats import chi2

from mutualis.methods.estimates import Floats
from mutualis.methods.survival.residuals import Rows, reached


def proportional(rows: Rows, coefficients: Floats, covariance: Floats) -> Floats:
    """The p-value of each covariate; `covariance` is the plain one of the model."""
    centred = rows.covariates - rows.covariates.mean(axis=0)
    heavy = rows.weights * np.exp(centred @ coefficients)
    g, stratum = _shares(rows), np.unique(rows.stratum)
    size = centred.shape[1]
    score, across, within = np.zeros(size), np.zeros((size, size)), np.zeros(size)
    for own in (rows.stratum == each for each in stratum):
        parts = _of_stratum(rows, own, centred[own], heavy[own], g[own])
        score, across, within = score + parts[0], across + parts[1], within + parts[2]
    information = within - np.einsum("jk,kl,jl->j", across, covariance, across)
    found: Floats = chi2.sf(score**2 / information, 1)
    return found


def _of_stratum(
    rows: Rows, own: np.ndarray, covariates: Floats, heavy: Floats, g: Floats
) -> tuple[Floats, Floats, Floats]:
    """The score of c, its information with b, and its own, summed over the events of a stratum."""
    entry, end, happened, weights = rows.entry[own], rows.end[own], rows.event[own], rows.weights[own]
    times, first, place = np.unique(end[happened], return_index=True, return_inverse=True)
    events, moved = np.bincount(place, weights[happened], len(times)), g[happened][first]

    def at_risk(columns: Floats) -> Floats:
        return reached(entry, columns, times) - reached(end, columns, times)

    whole = at_risk(heavy[:, None])
    means = at_risk(covariates * heavy[:, None]) / whole
    score = (weights[happened] * g[happened]) @ (covariates[happened] - means[place])
    across, within = [], []
    for place_of, column in enumerate(covariates.T):
        spread = at_risk(covariates * (heavy * column)[:, None]) / whole - means * means[:, [place_of]]
        across.append((events * moved) @ spread)
        within.append((events * moved**2) @ spread[:, place_of])
    return score, np.array(across), np.array(within)


def _shares(rows: Rows) -> Floats:
    """Of each row that ends in an event 1 - S just before its end, S over all strata, less its mean over events."""
    times, place = np.unique(rows.end[rows.event], return_inverse=True)
    events = np.bincount(place, rows.weights[rows.event], len(times))
    heavy = rows.weights[:, None]
    there = (reached(rows.entry, heavy, times) - reached(rows.end, heavy, times))[:, 0]
    before = 1 - np.concatenate([[1.0], np.cumprod(1 - events / there)[:-1]])
    made = np.zeros(len(rows.end))
    made[rows.event] = before[place] - (events @ before) / events.sum()
    return made
