"""Which claim belongs to which stay: rules in order, the first that fits wins, and every match carries its rule.

Claims know no stays; they are matched by person, hospital and days. Source: linkage 1.6 (rules: inferred).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from mutualis.linkage.deaths import horizons
from mutualis.linkage.domains import join

# The rules, the first one first: on the day of admission that the claim itself names, within the stay, after it.
SAME_ADMISSION, WITHIN, AFTER = "same_admission", "within_stay", "after_discharge"
RULES = (SAME_ADMISSION, WITHIN, AFTER)
WINDOW_DAYS = 30
DIED_IN_HOSPITAL, DIED = "8", "4"
# Of a person with several records a claim is of the last anchor before it, else of the next one after it.
FROM_ANCHOR, BEFORE_ANCHOR = "from_anchor", "before_anchor"
ANCHOR_RULES = (FROM_ANCHOR, BEFORE_ANCHOR)


@dataclass(frozen=True)
class Matched:
    """Claims with the code of their stay or record and `link_rule`, and what became of all claims that came."""

    rows: pl.DataFrame
    claims: int
    without: int
    with_two: int
    by_rule: Mapping[str, int]


def matched(stays: pl.DataFrame, claims: pl.DataFrame, window_days: int = WINDOW_DAYS) -> Matched:
    """Match claims to stays. A claim came once for each stay of its person that it may belong to (`admission_day`).

    `stays` have c2, hospital_number, admission_day, discharge_day and stay_code. Where one rule fits two stays, the one
    with the latest admission is taken.
    """
    numbered = _one_each(claims, "admission_day")
    own = stays.select("c2", "admission_day", "discharge_day", "stay_code", stay_hospital="hospital_number")
    met = join(numbered, own, ["c2", "admission_day"])
    ruled = met.with_columns(rule=_rule(window_days)).filter(pl.col("rule").is_not_null())
    ranked = ruled.sort("rule", "admission_day", "stay_code", descending=[False, True, False])
    return _first(ranked, RULES, numbered["claim"].n_unique())


def matched_around(records: pl.DataFrame, claims: pl.DataFrame) -> Matched:
    """Match claims to records of their person. A claim came once for each record that it may be of (`anchor_day`).

    `records` have c2, anchor_day and record_code. A claim from an anchor on is of the last such record; one before all
    anchors of its person is of the next.
    """
    numbered = _one_each(claims, "anchor_day")
    met = join(numbered, records.select("c2", "anchor_day", "record_code"), ["c2", "anchor_day"])
    ruled = met.with_columns(rule=pl.when(pl.col("service_offset_days") >= 0).then(0).otherwise(1))
    nearest = ruled.with_columns(apart=pl.col("service_offset_days").abs())
    return _first(nearest.sort("rule", "apart", "record_code"), ANCHOR_RULES, numbered["claim"].n_unique())


def _first(ranked: pl.DataFrame, rules: tuple[str, ...], count: int) -> Matched:
    """Of each claim the first candidate; `rule` is a place in `rules`."""
    best = ranked.unique("claim", keep="first", maintain_order=True)
    candidates = ranked.join(best.select("claim", "rule"), on=["claim", "rule"]).group_by("claim").len()
    names = pl.col("rule").replace_strict(dict(enumerate(rules)), return_dtype=pl.String)
    told = {f"matched_{rules[rule]}": rows for rule, rows in best.group_by("rule").len().sort("rule").rows()}
    rows = best.with_columns(link_rule=names)
    return Matched(rows, count, count - best.height, candidates.filter(pl.col("len") > 1).height, told)


def _one_each(claims: pl.DataFrame, since: str) -> pl.DataFrame:
    """The claims with the day of service, and a number that copies of one claim share; equal claims stay apart.

    `since` is the day that `service_offset_days` count from: the one of the stay or record that a copy is for.
    """
    copies = ["c2", since]
    dated = claims.with_columns(service_day=pl.col(since) + pl.duration(days=pl.col("service_offset_days")))
    same = [name for name in dated.columns if name not in (since, "service_offset_days")]
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
        for name, days in horizons(stays.columns).items()
    )
