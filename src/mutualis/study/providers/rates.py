"""What providers bill a day of care, beside what others bill for such patients."""

import numpy as np
import polars as pl
from scipy.stats import norm

from mutualis.methods.counts import adjusted_rates, poisson
from mutualis.methods.designs import design
from mutualis.methods.outliers.detectors import TO_NORMAL
from mutualis.study.providers.domain import Material


def rates(given: Material, name: str) -> pl.DataFrame:
    """A row for each provider: ratio (observed over expected for its case mix), unusual, p_value (one-sided).

    The expected number is that of a Poisson model of the features with the days of care as exposure (indirect
    standardisation, `methods` 7.6). A patient's acts come together, so the spread of the bulk of providers is the
    measure, never less than chance: Efron, JASA 99 (2004) 96-104, over the roots, whose variance does not depend on
    the size (Anscombe, Biometrika 35 (1948) 246-254).
    """
    cases = given.cases
    events, exposure = (cases[each].cast(pl.Float64).to_numpy() for each in (name, "exposure"))
    fit = poisson(events, design(cases, given.domain.features), exposure)
    found = adjusted_rates(cases["provider"].to_numpy(), events, fit.means(), exposure)
    root = 2 * (np.sqrt(found["observed"].to_numpy()) - np.sqrt(found["expected"].to_numpy()))
    off = root - np.median(root)
    unusual = off / max(1.0, TO_NORMAL * float(np.median(np.abs(off))))
    columns = {"unusual": unusual, "p_value": norm.sf(unusual)}
    return found.select(pl.col("group").alias("provider"), "ratio").with_columns(
        **{name: pl.Series(each) for name, each in columns.items()}
    )
