"""The hospital: selects its patients by diagnosis (step 1) and delivers what it registered of them (step 5)."""

from collections.abc import Mapping

import polars as pl

from mutualis.intake.hospital.days import day_of
from mutualis.linkage import messages
from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.numbers import has_right_check
from mutualis.linkage.permit import Permit
from mutualis.linkage.selection import KEY, allowed_diagnoses, stays_of_population

Tables = Mapping[str, pl.DataFrame]


def select(permit: Permit, registered: Tables, patients: pl.DataFrame, recipient: str) -> Account:
    """Step 1: `registered` are the accepted tables of MZG, `patients` pat_id and insz; sends the concordance.

    A number whose check digits are wrong is counted and left out, never repaired.
    """
    permit.step(1)
    stays = _stays(permit, registered)
    chosen = patients.join(stays.select("pat_id").unique(), on="pat_id", how="semi").select("pat_id", "insz").unique()
    valid = chosen.filter(has_right_check(chosen["insz"]))
    without = stays.select("pat_id").unique().join(chosen, on="pat_id", how="anti").height
    messages.send(permit, "selection", recipient, {"persons": valid}, about=_hospital(stays))
    dropped = {"wrong_check_digits": chosen.height - valid.height, "patients_without_number": without}
    counts = {"stays": registered["STAYHOSP"].height}
    return enter(
        permit, Account(1, permit.node.name, counts, {"selection": valid.height}, dropped, {"stays": stays.height})
    )


def deliver(permit: Permit, registered: Tables, recipient: str) -> Account:
    """Step 5: sends the MZG of the selected patients, with the diagnoses that the authorisation lists and no others."""
    permit.step(5)
    stays = _stays(permit, registered)
    keys = stays.select(KEY)
    told = registered["DIAGNOSE"].join(keys, on=list(KEY), how="semi")
    allowed = allowed_diagnoses(permit.authorisation, told)
    whole = {
        "stays": stays.with_columns(admission_day="admission", discharge_day="discharge"),
        "specialisms": _dated(registered["STAYSPEC"], keys, "specialism"),
        "bed_indexes": _dated(registered["STAYINDX"], keys, "bed_index"),
        "diagnoses": allowed,
    }
    file = permit.authorisation.file("hospital-set")
    tables = {name: whole[name].select(columns) for name, columns in file.tables.items()}
    messages.send(permit, "hospital-set", recipient, tables, about=_hospital(stays))
    counts = {name: frame.height for name, frame in tables.items()}
    dropped = {"diagnoses_not_in_the_lists": told.height - allowed.height}
    return enter(permit, Account(5, permit.node.name, {"stays": registered["STAYHOSP"].height}, counts, dropped))


def _stays(permit: Permit, registered: Tables) -> pl.DataFrame:
    return stays_of_population(
        permit.authorisation, registered["STAYHOSP"], registered["PATHOSPI"], registered["DIAGNOSE"]
    )


def _dated(rows: pl.DataFrame, keys: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.join(keys, on=list(KEY), how="semi").with_columns(day_of(name).alias(f"{name}_day"))


def _hospital(stays: pl.DataFrame) -> str:
    return str(stays["hospital_code"].first()) if stays.height else ""
