"""Half-yearly extracts taken apart into those of official periods: as insurers deliver month by month."""

import json
import shutil
from pathlib import Path

import numpy as np
import zstandard

from mutualis import reference
from mutualis.model import DeliveryPeriod
from mutualis.reference import Database, Layout

# The field of each database that says to which month a record belongs; the others are of the half-year as a whole.
MONTH_FIELDS = {
    "gz": "booking_month",
    "fu": "booking_month",
    "c4": "decision_day",
    "ao": "start_day",
    "pg": "service_day",
}
MONTH_DIGITS = 6


def split_by_period(folder: Path, layout_version: str = "mutualis-1") -> int:
    """Replace each `<sender>/<half-year>/` by a folder for each official period; returns how many there are."""
    for half in sorted(path.parent for path in folder.glob("*/*/declared.json")):
        period = DeliveryPeriod.parse(half.name)
        for code in json.loads((half / "declared.json").read_text("utf-8")):
            database = reference.source_database(code)
            for part in database.periods(period):
                _write(half, database, part, reference.layout(code, layout_version))
        shutil.rmtree(half)
    return len(list(folder.glob("*/*/declared.json")))


def _write(half: Path, database: Database, part: DeliveryPeriod, layout: Layout) -> None:
    records = _records(half / f"{database.code}.txt.zst", layout)
    if database.code in MONTH_FIELDS:
        month = _months(records, layout.field(MONTH_FIELDS[database.code]).start - 1)
        records = records[(month >= part.first) & (month <= part.last)]
    target = half.parent / str(part)
    target.mkdir(exist_ok=True)
    (target / f"{database.code}.txt.zst").write_bytes(zstandard.ZstdCompressor(level=1).compress(records.tobytes()))
    path = target / "declared.json"
    declared = json.loads(path.read_text("utf-8")) if path.exists() else {}
    declared[database.code] = {"rows": len(records), "raw_size": records.size, "totals": _totals(records, layout)}
    path.write_text(json.dumps(declared, indent=2) + "\n", "utf-8")


def _records(path: Path, layout: Layout) -> np.ndarray:
    """The records of a file as a matrix of characters, line ends included."""
    content = zstandard.ZstdDecompressor().decompressobj().decompress(path.read_bytes())
    return np.frombuffer(content, np.uint8).reshape(-1, layout.record_length + 1)


def _months(records: np.ndarray, start: int) -> np.ndarray:
    digits = records[:, start : start + MONTH_DIGITS].astype(np.int64) - ord("0")
    return digits @ (10 ** np.arange(MONTH_DIGITS - 1, -1, -1))


def _totals(records: np.ndarray, layout: Layout) -> dict[str, int]:
    found = {}
    for field in layout.fields:
        if field.role == "amount":
            digits = records[:, field.start : field.end].astype(np.int64) - ord("0")
            cents = digits @ (10 ** np.arange(digits.shape[1] - 1, -1, -1, dtype=np.int64))
            found[field.code] = int(np.where(records[:, field.start - 1] == ord("-"), -cents, cents).sum())
    return found
