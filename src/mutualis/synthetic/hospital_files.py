"""Writing what hospitals registered: the files of every hospital and half-year, its list of patients, and the truth."""

import csv
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from mutualis import reference
from mutualis.parcel.mzg import MzgName, write_mzg
from mutualis.parcel.registration_name import RegistrationName
from mutualis.parcel.self_registration import write_registration
from mutualis.synthetic.hospital_records import HospitalRows
from mutualis.synthetic.self_registration import told

TABLES = ("PATHOSPI", "STAYHOSP", "STAYSPEC", "STAYINDX", "DIAGNOSE")
PATIENTS = "patient"
# What only the generator knows, and is written beside the hospitals' own files.
TRUTH, CLAIMS, REGISTRATION = "truth", "claim", "registration"
KNOWN = (TRUTH, CLAIMS, REGISTRATION)
FIRST_FILE = 1


class HospitalKeeper:
    """Gathers the rows of all blocks, and writes the files of every hospital and half-year."""

    def __init__(self) -> None:
        self._frames: dict[str, list[pl.DataFrame]] = {name: [] for name in (*TABLES, PATIENTS, *KNOWN)}

    def add(self, found: Iterable[HospitalRows]) -> None:
        """Add the rows of a block."""
        for each in found:
            for name, frame in each.frames.items():
                self._frames[name].append(frame)

    def write(self, folder: Path) -> int:
        """Write `<folder>/<hospital>/<year>-<period>/*.TXT`, `<hospital>/patients.csv` and a self-registration a year,
        `<hospital>/VIKZ-BEROERTE-*.xml`; returns the stays.
        """
        whole = {name: pl.concat(frames) for name, frames in self._frames.items()}
        folder.mkdir(parents=True)
        for name in KNOWN:
            whole[name].write_parquet(folder / f"{name}.parquet")
        patients = whole[PATIENTS].unique().sort("hospital_code", "pat_id", "insz")
        for (hospital,), own in patients.group_by("hospital_code", maintain_order=True):
            _write_patients(folder / str(hospital), own)
        for table in TABLES:
            _write_table(folder, table, whole[table].unique(maintain_order=True))
        _write_registrations(folder, whole[REGISTRATION])
        return whole["STAYHOSP"].height


def _write_patients(folder: Path, patients: pl.DataFrame) -> None:
    folder.mkdir(parents=True)
    with (folder / "patients.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["pat_id", "insz"])
        out.writerows(patients.select("pat_id", "insz").rows())


def _write_registrations(folder: Path, true: pl.DataFrame) -> None:
    """A file a hospital and year with a stroke; the order of its stays is that of their shuffled numbers."""
    rows = told(true).sort("hospital_code", "registration_year", "stay_number")
    for (hospital, year), own in rows.group_by("hospital_code", "registration_year", maintain_order=True):
        name = RegistrationName(str(hospital), int(str(year)), FIRST_FILE)
        write_registration(folder / str(hospital), name, own)


def _write_table(folder: Path, table: str, rows: pl.DataFrame) -> None:
    fields = [each.name for each in reference.mzg_tables()[table].fields]
    ready = _filled(rows, fields)
    order = ["hospital_code", "registration_year", "registration_period"]
    for (hospital, year, period), part in ready.group_by(order, maintain_order=True):
        target = folder / str(hospital) / f"{year}-{period}"
        target.mkdir(parents=True, exist_ok=True)
        write_mzg(target, MzgName(str(hospital), table, int(str(year)), int(str(period))), part.sort(fields[3:5]))


DAYS = {"admission": "admission_day", "discharge": "discharge_day", "specialism": "moved_day", "bed_index": "moved_day"}


def _filled(rows: pl.DataFrame, fields: list[str]) -> pl.DataFrame:
    """The fields of a table: a day becomes three of them, and what a synthetic hospital does not say is empty."""
    days = {name: column for name, column in DAYS.items() if column in rows.columns}
    parts = [
        getattr(pl.col(column).dt, part)().alias(f"{name}_{part}")
        for name, column in days.items()
        for part in ("year", "month", "day")
    ]
    ready = rows.with_columns(parts)
    missing = [pl.lit("").alias(name) for name in fields if name not in ready.columns]
    return ready.with_columns(missing).select(fields)
