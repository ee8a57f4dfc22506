"""Which numbers of the list are those of the own members: of who is or was one, and the numbers they had before."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from mutualis import parcel
from mutualis.coding.identities import DIGITS
from mutualis.parcel import ParcelError
from mutualis.reference.national_numbers import Numbers

NUMBERS = pa.schema([pa.field("number", pa.string(), nullable=False)])
MEMBER_FIELDS = {"pp": ("person",), "mg": ("old_number", "new_number")}
Staged = Iterable[Mapping[str, Path]]


def of_members(numbers: Mapping[str, Path], rows: Mapping[str, int], staged: Staged) -> dict[str, Numbers]:
    """The numbers by part that are on the list and of a member.

    `numbers`: the list's file by part; `rows`: what its manifest declares; `staged`: the typed files (by database) of
    every delivery that the insurer accepted. An old number counts as its person's: the place follows the first one.
    """
    members = _members(staged)
    return {part: np.intersect1d(_listed(path, rows[part]), members) for part, path in numbers.items()}


def _members(staged: Staged) -> Numbers:
    found = [
        pl.read_parquet(files[database], columns=[field], glob=False)[field].drop_nulls().unique().to_numpy()
        for files in staged
        for database, fields in MEMBER_FIELDS.items()
        if database in files
        for field in fields
    ]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found]))


def _listed(path: Path, rows: int) -> Numbers:
    """The numbers of a file of the list; refused where they are not what the manifest declares."""
    found = [pl.Series("number", batch.column(0)) for batch in parcel.read_parquet(path, NUMBERS)]
    numbers = pl.concat([pl.Series("number", [], dtype=pl.String), *found])
    if len(numbers) != rows or not numbers.str.contains(f"^[0-9]{{{DIGITS}}}$").all():
        raise ParcelError("parcel.manifest", "The list's numbers are not what the manifest declares.")
    return numbers.cast(pl.Int64).to_numpy()
