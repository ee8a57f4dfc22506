"""The stroke indicators of 20/284 on a linked set: who counts for each, and who reached it (1 to 4, with 2b and 2c).

Source: linkage 2.4 (specifications inferred; every number and code in `reference/stroke_indicators.toml`). One row a
stay that is the first of its episode, at the hospital where the episode began; transfers in do not count again.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

import polars as pl

from mutualis import reference
from mutualis.methods.codes import begins_with, plain_code
from mutualis.reference.files import ROOT

Tables = Mapping[str, pl.DataFrame]
STROKES = ("ischaemic", "intracerebral", "subarachnoid")
# The indicators in order: name, and whether a higher share is better.
INDICATORS = {
    "thrombolysis": True,
    "no_antibiotics": True,
    "pneumonia": False,
    "urinary_infection": False,
    "anticoagulant": True,
    "death_30": False,
    "death_90": False,
}


@cache
def parameters() -> Mapping[str, Any]:
    """The windows and codes of the indicators."""
    return tomllib.loads((ROOT / "stroke_indicators.toml").read_text(encoding="utf-8"))


def cases(tables: Tables) -> pl.DataFrame:
    """The stays that are about a stroke: its type, whether it began in hospital, the acute days, and for each indicator
    `<name>_counted` and `<name>` (reached; null where it is not known).

    A set after its small cell analysis is read too: of a class ("65-69", "90+") its first number counts; an age that is
    blanked is of somebody older than the authorisation's least.
    """
    given, told = parameters(), _codes(tables["diagnoses"])
    read = tables["stays"].with_columns(length_of_stay=_least("length_of_stay"))
    is_of_age = (_least("age_at_admission") > given["older_than"]).fill_null(True)
    stays = read.filter(pl.col("stay_type").is_in(given["stay_types"]) & is_of_age)
    typed = _typed(stays, told).filter(pl.col("stroke_type").is_not_null())
    timed = _with_acute_days(typed, tables["bed_indexes"])
    return _with_outcomes(_with_marks(timed, told), tables["claims"])


def by(found: pl.DataFrame, *splits: str) -> pl.DataFrame:
    """Each indicator by the splits: who counts, who reached it, whose outcome is not known."""
    rows = [
        found.filter(pl.col(f"{name}_counted"))
        .group_by(splits or [pl.lit(1).alias("_all")])
        .agg(
            denominator=pl.col(name).is_not_null().sum(),
            numerator=pl.col(name).fill_null(False).sum(),
            unknown=pl.col(name).is_null().sum(),
        )
        .with_columns(indicator=pl.lit(name))
        for name in INDICATORS
    ]
    return (
        pl.concat(rows).select("indicator", *splits, "denominator", "numerator", "unknown").sort("indicator", *splits)
    )


def _least(name: str) -> pl.Expr:
    """The number of a column, or the first one of its class."""
    return pl.col(name).cast(pl.String).str.extract(r"^(\d+)").cast(pl.Int32)


def _codes(diagnoses: pl.DataFrame) -> pl.DataFrame:
    """The diagnoses whose certainty is accepted, in capitals without a dot."""
    kept = diagnoses.filter(pl.col("certainty").is_in(parameters()["accepted_certainty"]))
    return kept.with_columns(code=plain_code("diagnosis"))


def _typed(stays: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The type by the principal diagnosis of the first specialism; a stroke that was not there at admission began in
    the hospital, whatever the principal diagnosis is.
    """
    kinds, is_present = parameters()["types"], pl.col("present_at_admission").is_in(parameters()["present"])
    code = pl.col("code")
    type_ = pl.coalesce(*(pl.when(begins_with(code, codes)).then(pl.lit(name)) for name, codes in kinds.items()))
    strokes = told.with_columns(stroke_type=type_, is_present=is_present).filter(pl.col("stroke_type").is_not_null())
    is_first = (pl.col("diagnosis_type") == "P") & (pl.col("specialism_order").cast(pl.Int32) == 1)
    principal = strokes.filter(is_first & pl.col("is_present")).select("stay_code", "stroke_type", in_hospital=False)
    later = strokes.filter(~pl.col("is_present") & (pl.col("stroke_type") != "tia"))
    other = later.select("stay_code", "stroke_type", in_hospital=True).unique("stay_code")
    both = pl.concat([principal, other.join(principal, on="stay_code", how="anti")]).unique("stay_code", keep="first")
    return stays.join(both, on="stay_code", how="left")


def _with_acute_days(stays: pl.DataFrame, beds: pl.DataFrame) -> pl.DataFrame:
    """Days until rehabilitation begins, or until the discharge."""
    moved = beds.filter(pl.col("bed_index").is_in(parameters()["rehabilitation_beds"]))
    first = moved.group_by("stay_code").agg(starts=pl.col("bed_index_offset_days").min())
    met = stays.join(first, on="stay_code", how="left")
    return met.with_columns(acute_days=pl.min_horizontal("starts", "length_of_stay")).drop("starts")


def _with_marks(stays: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Fibrillation, infections that came in the stay, thrombolysis elsewhere; whether it is an episode's first stay."""
    given, is_new = parameters(), ~pl.col("present_at_admission").is_in(parameters()["present"])
    marks = {
        "has_fibrillation": begins_with(pl.col("code"), given["fibrillation"]["codes"]),
        "pneumonia": begins_with(pl.col("code"), given["pneumonia"]["codes"]) & is_new,
        "urinary_infection": begins_with(pl.col("code"), given["urinary"]["codes"]) & is_new,
        "was_lysed_before": begins_with(pl.col("code"), given["thrombolysis"]["given_elsewhere"]),
        "is_not_resuscitated": begins_with(pl.col("code"), given["anticoagulants"]["left_out"]),
    }
    found = told.group_by("stay_code").agg(**{name: mark.any() for name, mark in marks.items()})
    met = stays.join(found, on="stay_code", how="left").with_columns(pl.col(*marks).fill_null(False))
    lysed = found.filter(pl.col("was_lysed_before")).select(next_stay_code="stay_code", lysed_for_next=True)
    comes = pl.col("place_before").is_in(given["transfer_places"])
    return met.join(lysed, on="next_stay_code", how="left").with_columns(
        is_first=~comes & ~pl.col("was_lysed_before"), lysed_for_next=pl.col("lysed_for_next").fill_null(False)
    )


def _with_outcomes(stays: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    given = parameters()
    lysis, antibiotic, blood = given["thrombolysis"], given["antibiotics"], given["anticoagulants"]
    own = claims.join(stays.select("stay_code", "length_of_stay"), on="stay_code").with_columns(atc=_atc())
    day, end = pl.col("service_offset_days"), pl.col("length_of_stay")
    bought = {
        "has_lytic": begins_with(pl.col("atc"), lysis["atc"]) & day.is_between(lysis["first_day"], lysis["last_day"]),
        "has_antibiotic": begins_with(pl.col("atc"), antibiotic["atc"])
        & day.is_between(antibiotic["first_day"], antibiotic["last_day"]),
        "has_anticoagulant": begins_with(pl.col("atc"), blood["atc"])
        & day.is_between(end - blood["days_before_discharge"], end + blood["days_after_discharge"]),
    }
    used = own.group_by("stay_code").agg(**{name: each.any() for name, each in bought.items()})
    met = stays.join(used, on="stay_code", how="left").with_columns(pl.col(*bought).fill_null(False))
    return met.with_columns(**_reached(), **_counts())


def _reached() -> dict[str, pl.Expr]:
    return {
        "thrombolysis": pl.col("has_lytic") | pl.col("lysed_for_next"),
        "no_antibiotics": ~pl.col("has_antibiotic"),
        "anticoagulant": pl.col("has_anticoagulant"),
        "death_30": pl.col("death_30").cast(pl.Boolean),
        "death_90": pl.col("death_90").cast(pl.Boolean),
    }


def _counts() -> dict[str, pl.Expr]:
    """Who counts for each indicator."""
    given, type_ = parameters(), pl.col("stroke_type")
    begins = pl.col("is_first") & ~pl.col("in_hospital")
    ischaemic, bleeding = type_ == "ischaemic", type_.is_in(["intracerebral", "subarachnoid"])
    leaves = ~pl.col("destination").is_in([*given["died"], *given["transfer_destinations"]])
    stays_long = pl.col("acute_days") >= given["antibiotics"]["least_acute_days"]
    return {
        "thrombolysis_counted": begins & ischaemic,
        "no_antibiotics_counted": pl.col("is_first") & (ischaemic | bleeding) & stays_long,
        "pneumonia_counted": pl.col("is_first") & type_.is_in(["ischaemic", "intracerebral"]),
        "urinary_infection_counted": pl.col("is_first") & type_.is_in(["ischaemic", "intracerebral"]),
        "anticoagulant_counted": ischaemic & pl.col("has_fibrillation") & leaves & ~pl.col("is_not_resuscitated"),
        "death_30_counted": begins & type_.is_in(STROKES),
        "death_90_counted": begins & type_.is_in(STROKES),
    }


@cache
def _products() -> Mapping[str, str]:
    return {row["code"]: row["atc_code"] for row in reference.codelist("cnk").rows}


def _atc() -> pl.Expr:
    return pl.col("cnk").replace_strict(_products(), default="", return_dtype=pl.String)
