"""Least squares of a series in which what is left over of a period resembles that of the one before: AR(1).

The resemblance r maximises the restricted likelihood (Patterson and Thompson 1971), which allows for the coefficients
that are estimated too; given r the series is made one of unlike errors (Prais and Winsten 1954) and fitted by
statsmodels.
"""

from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy.optimize import minimize_scalar

from mutualis.methods.estimates import Floats
from mutualis.model import MutualisError

MOST = 0.99


def resembling(values: Floats, rows: Floats) -> Any:
    """statsmodels' fit of the series made unlike; refuses one that hardly ever comes back to its line."""

    def unlikely(resemblance: float) -> float:
        seen, lines = _unlike(values, resemblance), _unlike(rows, resemblance)
        rest = sm.OLS(seen, lines).fit().ssr
        free = len(seen) - lines.shape[1]
        told = np.linalg.slogdet(lines.T @ lines)[1]
        return float(free * np.log(rest) - np.log1p(-(resemblance**2)) + told)

    found = float(minimize_scalar(unlikely, bounds=(-MOST, MOST), method="bounded").x)
    if found > MOST - 0.01:
        raise MutualisError(
            "The series hardly comes back to its line: a change cannot be told from its wandering.",
            do="take a longer series, or one by person",
        )
    return sm.OLS(_unlike(values, found), _unlike(rows, found)).fit()


def _unlike(series: Floats, resemblance: float) -> Floats:
    """Each period less so much of the one before; the first by its own spread."""
    first = np.sqrt(1 - resemblance**2) * series[:1]
    return np.concatenate([first, series[1:] - resemblance * series[:-1]])
