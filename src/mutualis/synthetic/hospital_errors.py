"""Errors planted in the files of synthetic hospitals: what a linkage meets in real ones, in a known share.

Of the patients with an error, each has one of four; of the stays, some begin a day early. How often real hospitals err
like this is not known: the share is a parameter. Source: linkage 1.6 (what went wrong in an older merge of the kind).
"""

from pathlib import Path

import numpy as np
import polars as pl

from mutualis import reference
from mutualis.parcel.mzg import MzgName, read_lines, split_fields, write_mzg

PATIENT_ERRORS = ("wrong_check_digits", "no_number", "number_of_another", "person_under_two_numbers")
EARLY = "admitted_a_day_early"
PARTS = ("year", "month", "day")


def plant_hospital_errors(folder: Path, share: float, seed: int) -> dict[str, int]:
    """Plant errors in `<folder>/<hospital>/...` for a share of patients and of stays; returns how many of each kind."""
    random = np.random.default_rng([seed, 20_284])
    planted = dict.fromkeys((*PATIENT_ERRORS, EARLY), 0)
    for hospital in sorted(path for path in folder.iterdir() if path.is_dir()):
        for kind, count in _patients(hospital / "patients.csv", share, random).items():
            planted[kind] += count
        for path in sorted(hospital.glob("*/*-STAYHOSP-*.TXT")):
            planted[EARLY] += _stays(path, share, random)
    return planted


def _patients(path: Path, share: float, random: np.random.Generator) -> dict[str, int]:
    given = pl.read_csv(path, schema={"pat_id": pl.String, "insz": pl.String})
    drawn = random.random(given.height)
    kind = pl.Series("kind", np.where(drawn < share, (drawn / share * len(PATIENT_ERRORS)).astype(int), -1))
    other = pl.col("insz").shift(1, fill_value=pl.col("insz").last())
    last = (pl.col("insz").str.tail(1).cast(pl.Int64) + 1) % 10
    made = given.with_columns(kind).with_columns(
        insz=pl.when(pl.col("kind") == PATIENT_ERRORS.index("wrong_check_digits"))
        .then(pl.col("insz").str.head(10) + last.cast(pl.String))
        .when(pl.col("kind") == PATIENT_ERRORS.index("person_under_two_numbers"))
        .then(other)
        .otherwise(pl.col("insz"))
    )
    made = _swapped(made).filter(pl.col("kind") != PATIENT_ERRORS.index("no_number"))
    made.select("pat_id", "insz").write_csv(path)
    return {name: int((kind == place).sum()) for place, name in enumerate(PATIENT_ERRORS)}


def _swapped(patients: pl.DataFrame) -> pl.DataFrame:
    """The patients with the number of another go round in a ring: each gets that of the next one."""
    some = patients.filter(pl.col("kind") == PATIENT_ERRORS.index("number_of_another"))
    moved = some.select("pat_id", moved=pl.col("insz").shift(1, fill_value=pl.col("insz").last()))
    met = patients.join(moved, on="pat_id", how="left", maintain_order="left")
    return met.with_columns(insz=pl.coalesce("moved", "insz")).drop("moved")


def _stays(path: Path, share: float, random: np.random.Generator) -> int:
    """A share of the stays begins a day earlier than it did; returns how many."""
    name = MzgName.parse(path.name)
    assert name is not None
    fields = tuple(each.name for each in reference.mzg_tables()[name.table].fields)
    rows = split_fields(read_lines(path), fields)
    chosen = pl.Series("chosen", random.random(rows.height) < share)
    day = pl.date(*(pl.col(f"admission_{part}").cast(pl.Int32) for part in PARTS)) - pl.duration(days=1)
    earlier = {
        f"admission_{part}": pl.when(pl.col("chosen"))
        .then(getattr(day.dt, part)().cast(pl.String))
        .otherwise(pl.col(f"admission_{part}"))
        for part in PARTS
    }
    write_mzg(path.parent, name, rows.with_columns(chosen).with_columns(**earlier))
    return int(chosen.sum())
