"""The permanent sample (EPS) as a survey sees it: how its persons were drawn (methods 9, deliberation 05/033, 2.3)."""

import numpy as np
import polars as pl

from mutualis.methods.survey import Sample, sample
from mutualis.model import MutualisError

OLD, YEARS_TOGETHER = 65, 10


def as_drawn(persons: pl.DataFrame) -> Sample:
    """Of drawn persons of one year, a row each, with `age`, `sex` and `weight` (persons that each stands for).

    Strata: ten years of age by sex, cut at 65, where the draw of one in forty becomes one in twenty. Without their
    households, which were not drawn. A stratum of one person is measured from the middle of all. Refuses nobody drawn,
    and a person without weight.
    """
    if persons.is_empty():
        raise MutualisError("Nobody of the permanent sample is in this group.", do="choose a wider one")
    if persons["weight"].null_count():
        raise MutualisError(
            "A person of the sample has no weight.", do="leave out members of households, who were not drawn"
        )
    decade = (pl.col("age") // YEARS_TOGETHER).cast(pl.String)
    old = pl.when(pl.col("age") >= OLD).then(pl.lit("old")).otherwise(pl.lit("young"))
    strata = persons.select(stratum=pl.concat_str(pl.col("sex"), decade, old, separator=" "))["stratum"]
    weights = persons["weight"].to_numpy().astype(np.float64)
    return sample(weights, strata.to_numpy(), fractions=1 / weights, lonely="centre")
