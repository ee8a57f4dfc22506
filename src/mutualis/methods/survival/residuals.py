"""What each row adds to the coefficients of a Cox model, so that rows of one person or hospital may belong together.

    u = w [ d (x - xbar(t)) - sum over events s in (entry, t] of (x - xbar(s)) exp(x'b) dL(s) ]

xbar(s) is the mean of the covariates at risk at s, dL(s) the hazard there. lifelines' own robust errors take every row
as at risk from time 0, so that they are wrong where somebody enters later, and take a square of the rows; these are
sums over event times. Source: Lin and Wei, JASA 84 (1989) 1074-1078; Therneau and Grambsch (2000), 7.2.
"""

from dataclasses import dataclass

import numpy as np

from mutualis.methods.estimates import Floats, Ints


@dataclass(frozen=True)
class Rows:
    """Covariates, times and weights of rows under observation after `entry` until `end`; `stratum` from 0."""

    covariates: Floats
    entry: Floats
    end: Floats
    event: np.ndarray
    weights: Floats
    stratum: Ints


def score_residuals(rows: Rows, coefficients: Floats) -> Floats:
    """A row for each row, a column for each coefficient; events on the same day share their risk set (Breslow)."""
    centred = rows.covariates - rows.covariates.mean(axis=0)
    risk = np.exp(centred @ coefficients)
    found = np.zeros_like(centred)
    for stratum in np.unique(rows.stratum):
        own = rows.stratum == stratum
        found[own] = _of_stratum(rows, own, centred[own], risk[own])
    return found * rows.weights[:, None]


def _of_stratum(rows: Rows, own: np.ndarray, covariates: Floats, risk: Floats) -> Floats:
    entry, end, happened, weights = rows.entry[own], rows.end[own], rows.event[own], rows.weights[own]
    times, place = np.unique(end[happened], return_inverse=True)
    events = np.bincount(place, weights[happened], len(times))
    columns = np.column_stack([np.ones(len(risk)), covariates]) * (weights * risk)[:, None]
    at_risk = reached(entry, columns, times) - reached(end, columns, times)
    means = at_risk[:, 1:] / at_risk[:, :1]
    hazard = events / at_risk[:, 0]
    sums = np.column_stack([hazard, means * hazard[:, None]]).cumsum(axis=0)
    sums = np.vstack([np.zeros(sums.shape[1]), sums])
    during = sums[np.searchsorted(times, end, "right")] - sums[np.searchsorted(times, entry, "right")]
    found: Floats = -risk[:, None] * (covariates * during[:, :1] - during[:, 1:])
    found[happened] += covariates[happened] - means[place]
    return found


def reached(starts: Floats, columns: Floats, times: Floats) -> Floats:
    """The sums of the columns of rows that started before each time."""
    order = np.argsort(starts, kind="stable")
    sums = np.vstack([np.zeros(columns.shape[1]), columns[order].cumsum(axis=0)])
    found: Floats = sums[np.searchsorted(starts[order], times, side="left")]
    return found
