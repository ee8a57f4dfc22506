"""What hospitals register themselves of their strokes (indicators 5 and 6): minutes to the needle, and the screening.

Coherent with the claims of the same persons: who has a door-to-needle time is who was given thrombolysis in that stay.
"""

import numpy as np
import polars as pl

from mutualis.synthetic.parameters import section
from mutualis.synthetic.setting import Setting
from mutualis.synthetic.stays import Stays
from mutualis.synthetic.streams import stream

DAY_MINUTES, LONGEST_ONSET = 1_440, 43_200


def registrations(stay: pl.DataFrame, own: Stays, where: Setting) -> pl.DataFrame:
    """A row a stay for a stroke: what is true, and whether onset and screening are told.

    `stay` and `own` are the same stays: as records of the hospital, and as they were lived.
    """
    random, given = where.random("self_registration"), section("self_registration")
    drawn = {name: random.random(own.size) for name in ("onset", "screened", "told", "place")}
    normal = {name: random.standard_normal(own.size) for name in ("needle", "onset")}
    slow = _of_hospital(own, where.seed, given["spread"])
    needle = np.exp(np.log(given["needle_median"]) + given["needle_sigma"] * normal["needle"]) * slow
    came = np.exp(np.log(given["onset_median"]) + given["onset_sigma"] * normal["onset"])
    later = -(60 + drawn["place"] * np.maximum(own.nights * DAY_MINUTES - 60, 0))
    in_hospital = stay["is_in_hospital"].to_numpy()
    return stay.with_columns(
        is_referred=pl.col("is_followed"),
        door_to_needle_minutes=pl.when(pl.col("lysis_day") >= 0).then(_minutes(needle, 1, DAY_MINUTES)),
        onset_minutes=_minutes(np.where(in_hospital, later, came), -LONGEST_ONSET, LONGEST_ONSET),
        is_swallow_screened=pl.Series(drawn["screened"] < given["screened_share"]),
        is_onset_told=pl.Series(drawn["onset"] < given["onset_known_share"]) | (pl.col("lysis_day") >= 0),
        is_screening_told=pl.Series(drawn["told"] >= given["screening_missing_share"]),
    ).filter(pl.col("kind").is_in(given["kinds"])).select(
        *("hospital_code", "registration_year", "stay_number", "is_referred", "is_in_hospital"),
        *("door_to_needle_minutes", "onset_minutes", "is_swallow_screened", "is_onset_told", "is_screening_told"),
    )  # fmt: skip


def told(true: pl.DataFrame) -> pl.DataFrame:
    """What the hospital writes: an onset that it does not know, and a screening that nobody wrote down, are absent."""
    return true.with_columns(
        onset_minutes=pl.when(pl.col("is_onset_told")).then(pl.col("onset_minutes")),
        is_swallow_screened=pl.when(pl.col("is_screening_told")).then(pl.col("is_swallow_screened")),
    )


def _minutes(drawn: np.ndarray, low: int, high: int) -> pl.Series:
    return pl.Series(np.clip(np.rint(drawn), low, high).astype(np.int32))


def _of_hospital(own: Stays, seed: int, spread: float) -> np.ndarray:
    """How much slower or faster than others a hospital is, one number a hospital."""
    factor = np.exp(spread * stream(seed, 0, "self_registration/hospitals").standard_normal(4096))
    return factor[own.institution % len(factor)]
