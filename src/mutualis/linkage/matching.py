"""Which claim belongs to which stay: rules in order, the first that fits wins, and every match carries its rule.

Claims know no stays; they are matched by person, hospital and days. Source: linkage 1.6 (rules: inferred).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from mutualis.linkage.domains import join

# The rules, the first one first: on the day of admission that the claim itself names, within the stay, after it.
SAME_ADMISSION, WITHIN, AFTER = "same_admission", "within_stay", "after_discharge"
RULES = (SAME_ADMISSION, WITHIN, AFTER)
WINDOW_DAYS = 30
DIED_IN_HOSPITAL, DIED = "8", "4"
HORIZONS = {"death_30": 30, "death_90": 90}


@dataclass(frozen=True)
class Matched:
    """Claims with `stay_code` and `link_rule`, and what became of all claims that came."""

    rows: pl.DataFrame
    claims: int
    without_stay: int
    with_two: int
    by_rule: Mapping[str, int]


def matched(stays: pl.DataFrame, claims: pl.DataFrame, window_days: int = WINDOW_DAYS) -> Matched:
    """Match claims to stays. A claim came once for each stay of its person that it may belong to (`admission_day`).

    `stays` have c2, hospital_number, admission_day, discharge_day and stay_code. Where one rule fits two stays, the one
    with the latest admission is taken.
    """
    numbered = _one_each(claims)
    own = stays.select("c2", "admission_day", "discharge_day", "stay_code", stay_hospital="hospital_number")
    met = join(numbered, own, ["c2", "admission_day"])
    ruled = met.with_columns(rule=_rule(window_days)).filter(pl.col("rule").is_not_null())
    best = ruled.sort("rule", "admission_day", "stay_code", descending=[False, True, False]).unique(
        "claim", keep="first", maintain_order=True
    )
    candidates = ruled.join(best.select("claim", "rule"), on=["claim", "rule"]).group_by("claim").len()
    names = pl.col("rule").replace_strict(dict(enumerate(RULES)), return_dtype=pl.String)
    count, by_rule = numbered["claim"].n_unique(), best.group_by("rule").len()
    told = {f"matched_{RULES[rule]}": rows for rule, rows in by_rule.sort("rule").rows()}
    rows = best.with_columns(link_rule=names)
    return Matched(rows, count, count - best.height, candidates.filter(pl.col("len") > 1).height, told)


def _one_each(claims: pl.DataFrame) -> pl.DataFrame:
    """The claims with the day of service, and a number that copies of one claim share; equal claims stay apart."""
    copies = ["c2", "admission_day"]
    dated = claims.with_columns(service_day=pl.col("admission_day") + pl.duration(days=pl.col("service_offset_days")))
    same = [name for name in dated.columns if name not in ("admission_day", "service_offset_days")]
    placed = dated.with_columns(copy=pl.int_range(pl.len()).over([*same, *copies]))
    return placed.with_columns(claim=pl.struct([*same, "copy"]).rank("dense"))


def _rule(window_days: int) -> pl.Expr:
    """The place of the first rule that fits; null where none does."""
    same_hospital = (pl.col("hospital_number") == pl.col("stay_hospital")).fill_null(False)
    service, discharge = pl.col("service_day"), pl.col("discharge_day")
    later = (service > discharge) & (service <= discharge + pl.duration(days=window_days))
    return (
        pl.when(same_hospital & (pl.col("claim_admission_day") == pl.col("admission_day")))
        .then(0)
        .when(same_hospital & service.is_between(pl.col("admission_day"), discharge))
        .then(1)
        .when(~same_hospital & later)
        .then(2)
    )


def settled(stays: pl.DataFrame) -> pl.DataFrame:
    """Deaths that the month leaves undecided, decided by what the hospital registered: died in it on the day of
    discharge, or left it alive after so many days. What is still null stays undecided.
    """
    died = (pl.col("destination") == DIED_IN_HOSPITAL) | (pl.col("discharge_type") == DIED)
    return stays.with_columns(
        pl.when(died & (pl.col("length_of_stay") <= days))
        .then(1)
        .when(pl.col("length_of_stay") > days)
        .then(0)
        .otherwise(pl.col(name))
        .cast(pl.Int8)
        .alias(name)
        for name, days in HORIZONS.items()
    )
