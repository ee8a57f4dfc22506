"""Extract files become signed deliveries in an insurer's inbox; a synthetic country makes the extracts."""

import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np

from mutualis import parcel, reference, synthetic
from mutualis.model import DeliveryPeriod, MutualisError, Years
from mutualis.node import Node
from mutualis.parcel import Content, Declared
from mutualis.pipeline.meter import Progress, StageRow, measured
from mutualis.pipeline.workspace import Workspace

EXTRACTS = "extracts"
BLOCK = 500_000


def synthesise(
    space: Workspace,
    insured: int,
    years: Years,
    seed: int,
    defects: bool,
    progress: Progress,
    *,
    by_period: bool = False,
    hospitals: bool = False,
    planted: str = "",
) -> StageRow:
    """A synthetic country's extracts, packed as deliveries; with `defects`, known faults are planted in some.

    `by_period`: a delivery for each official period of each database, instead of one a half-year. `hospitals`: the
    files of Flemish hospitals too, in `hospitals`, and the truth of their stays beside the other truth. `planted`: a
    scenario of effects for studies to find again (`synthetic.scenarios()`); what was planted is in `truth/planted`.
    """
    with measured("synthesise", progress, 1, "blocks") as row:
        space.create()
        folder = space.path / EXTRACTS
        shutil.rmtree(folder, ignore_errors=True)
        write = partial(synthetic.synthesise, folder, seed=seed, threads=space.threads, progress=progress)
        write(insured=insured, years=years, hospitals=hospitals, planted=planted)
        shutil.rmtree(space.truth, ignore_errors=True)
        shutil.move(folder / "truth", space.truth)
        if hospitals:
            _keep_hospitals(space, folder / "hospitals")
        faults = synthetic.plant(folder, seed) if defects else None
        if by_period:
            synthetic.split_by_period(folder)
        made = [pack(space, found.parent.name, found.name, found) for found in extract_folders(folder)]
        if faults:
            shutil.move(faults, space.truth / "planted.csv")
            signers = {node.name: node.keys for node in space.senders()}
            synthetic.plant_parcel_faults(made, space.truth / "planted.csv", signers)
        shutil.rmtree(folder)
        row.rows_out = int(synthetic.Truth(space.truth).facts()["rows"])
        row.note = f"{len(made)} deliveries of {len(list(space.senders()))} senders"
    return row


def _keep_hospitals(space: Workspace, made: Path) -> None:
    """The hospitals' files to their place, and what only the generator knows of them to the truth."""
    shutil.rmtree(space.hospitals, ignore_errors=True)
    shutil.move(made, space.hospitals)
    for name in ("truth", "claim", "registration"):
        shutil.move(space.hospitals / f"{name}.parquet", space.truth / f"hospital_{name}.parquet")


def extract_folders(folder: Path) -> list[Path]:
    """`<folder>/<insurer>/<period>` for every delivery, in order of period."""
    found = [path.parent for path in folder.glob("*/*/declared.json")]
    return sorted(found, key=lambda path: (path.name, path.parent.name))


def pack(
    space: Workspace,
    insurer: str,
    period: str,
    folder: Path,
    *,
    layout_version: str = "mutualis-1",
    replaces: str | None = None,
) -> Path:
    """Sign the extract files of a folder as one delivery and put it in the insurer's inbox; returns the parcel."""
    databases = extracted(folder, period)
    node = space.node(insurer)
    _refuse_other_roles(node)
    files = {f"{database}.txt.zst": extract_file(folder, database) for database in databases}
    declared = read_declared(folder) or count_declared(files, layout_version)
    contents = {name: Content(path, name[:2], declared[name[:2]].rows) for name, path in files.items()}
    with node.scratch() as folder_of_parcel:
        made = parcel.build(
            folder_of_parcel,
            kind="delivery",
            sender=node.name,
            recipient=node.name,
            period=period,
            files=contents,
            keys=node.keys,
            layout_version=layout_version,
            declared=declared,
            replaces=replaces,
        )
        target = node.inbox / made.name
        if not target.exists():
            made.rename(target)
    return target


def _refuse_other_roles(node: Node) -> None:
    senders = {each.sender for each in reference.source_databases()}
    if node.role not in senders:
        raise MutualisError(
            f"The node '{node.name}' delivers no database.",
            there_is=f"its role is {node.role}; roles that deliver are {', '.join(sorted(senders))}",
            do="name the node of one of them",
        )


def extracted(folder: Path, period: str) -> tuple[str, ...]:
    """The databases of a delivery: those that its period must hold, and others of which the folder has an extract."""
    there = [code for code in reference.delivered_codes() if has_extract(folder, code)]
    required, allowed = reference.expected(DeliveryPeriod.parse(period), there)
    return tuple(code for code in allowed if code in required or code in there)


def has_extract(folder: Path, database: str) -> bool:
    return any((folder / f"{database}.{ending}").is_file() for ending in ("txt.zst", "txt"))


def extract_file(folder: Path, database: str) -> Path:
    """The extract of a database in the folder, compressed or plain."""
    for name in (f"{database}.txt.zst", f"{database}.txt"):
        if (folder / name).is_file():
            return folder / name
    there = ", ".join(sorted(path.name for path in folder.glob("*"))) if folder.is_dir() else "no such folder"
    raise MutualisError(
        f"The folder {folder} has no {database}.txt.",
        there_is=there,
        do=f"write {database}.txt (it may be empty) or {database}.txt.zst there",
    )


def read_declared(folder: Path) -> dict[str, Declared] | None:
    """Rows and totals that the extracting system wrote beside its files (declared.json), if it did."""
    path = folder / "declared.json"
    if not path.is_file():
        return None
    return {name: Declared(entry["rows"], entry["totals"]) for name, entry in json.loads(path.read_text()).items()}


def count_declared(files: Mapping[str, Path], layout_version: str) -> dict[str, Declared]:
    """Rows and totals counted from plain fixed-width files, for an insurer without control totals of its own."""
    return {name[:2]: _count(path, reference.layout(name[:2], layout_version)) for name, path in files.items()}


def _count(path: Path, layout: reference.Layout) -> Declared:
    if path.suffix == ".zst":
        raise MutualisError(
            f"{path.name} is compressed and no declared.json says its rows and totals.",
            do="give the plain .txt files, or write declared.json beside them",
        )
    records = _records(path, layout)
    amounts = [field for field in layout.fields if field.role == "amount"]
    return Declared(len(records), {field.code: _total(records, field, path.name) for field in amounts})


def _records(path: Path, layout: reference.Layout) -> np.ndarray:
    """The file as a table of bytes, a row a record (its line end included)."""
    width = layout.record_length + 1
    if not path.stat().st_size:
        return np.empty((0, width), np.uint8)
    octets = np.memmap(path, np.uint8, "r")
    if octets.size % width:
        raise MutualisError(
            f"{path.name} has {octets.size:,} bytes, which are not whole records.",
            there_is=f"a record of {layout.database} has {layout.record_length} characters and a line end",
        )
    return octets.reshape(-1, width)


def _total(records: np.ndarray, field: reference.Field, name: str) -> int:
    """The sum in cents of a signed amount field."""
    start, end = field.start, field.end
    weights = 10 ** np.arange(end - start - 1, -1, -1, dtype=np.int64)
    total = 0
    for first in range(0, len(records), BLOCK):
        signs, digits = (
            records[first : first + BLOCK, start - 1],
            records[first : first + BLOCK, start:end] - np.uint8(48),
        )
        if wrong := np.flatnonzero((digits > 9).any(axis=1)).tolist():
            raise MutualisError(
                f"Line {first + wrong[0] + 1} of {name} has no amount in {field.code} (positions {start}-{end}).",
                do="write a sign and digits, in cents",
            )
        total += int((np.where(signs == ord("-"), -1, 1) * (digits @ weights)).sum())
    return total
