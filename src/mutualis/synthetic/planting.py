"""Plants known faults in clean extracts and writes down which, where, and the rule that must find each of them."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import zstandard

from mutualis import reference
from mutualis.model import DeliveryPeriod, MutualisError
from mutualis.synthetic import claim_faults, member_faults, register_faults
from mutualis.synthetic.fault_kinds import Around, LineFault, Records
from mutualis.synthetic.file_faults import EXTRACT_FAULTS, Extract
from mutualis.synthetic.member_faults import dies_again, repeat_elsewhere
from mutualis.synthetic.register_records import HUB
from mutualis.synthetic.streams import stream

LINE_FAULTS = (*member_faults.FAULTS, *claim_faults.FAULTS, *register_faults.FAULTS)
HEAD = 100_000
LEVEL = 1
COPY_BYTES = 1 << 22
LARGE_INSURERS = 3
REPEATS = (repeat_elsewhere, dies_again)


@dataclass(frozen=True)
class Planted:
    """One planted fault, a row of `planted.csv`. `line` counts from 1, 0 is the whole file or parcel."""

    kind: str
    insurer: str
    period: str
    file: str
    line: int
    field: str
    rule: str
    severity: str


def plant(folder: Path, seed: int = 1, lines_a_kind: int = 2, layout_version: str = "mutualis-1") -> Path:
    """Plant faults in the extracts of `folder` (as `synthesise` wrote them) and return `<folder>/planted.csv`.

    Faults of lines go to the three insurers with the most lines and to the hub of records, one line a rule and
    delivery, so that those deliveries are still accepted. Faults that refuse a whole delivery go to the small insurers.
    Declared totals follow the lines, unless the totals are the fault.
    """
    large, small = _insurers(folder)
    wanted = _choose_deliveries(folder, [*large, HUB], lines_a_kind)
    rows = [each for path in sorted(wanted) for each in _plant_in_delivery(path, wanted[path], seed, layout_version)]
    rows += _plant_in_extracts(folder, small)
    write_planted(folder / "planted.csv", rows)
    return folder / "planted.csv"


def write_planted(path: Path, rows: list[Planted]) -> None:
    """Write the rows, in order of insurer, period, file and line."""
    order = sorted(rows, key=lambda row: (row.insurer, row.period, row.file, row.line, row.kind))
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, [each.name for each in fields(Planted)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in order)


def read_planted(path: Path) -> list[Planted]:
    """The rows of a `planted.csv`."""
    with path.open(encoding="utf-8", newline="") as source:
        return [Planted(**{**row, "line": int(row["line"])}) for row in csv.DictReader(source)]  # type: ignore[arg-type]


def severity_of(rule: str) -> str:
    """The severity of a rule; `known` where no rule is broken but nothing may change."""
    found = [each.severity for each in reference.rules() if each.id == rule]
    return str(found[0]) if found else "known"


def _insurers(folder: Path) -> tuple[list[str], list[str]]:
    """The insurers with extracts, the large ones and the others, by rows of care."""
    rows: dict[str, int] = {}
    for path in folder.glob("*/*/declared.json"):
        name, declared = path.parent.parent.name, json.loads(path.read_text("utf-8"))
        if "gz" in declared:
            rows[name] = rows.get(name, 0) + int(declared["gz"]["rows"])
    if not rows:
        raise MutualisError(f"The folder {folder} holds no extracts.", do="write a country there first (synthesise)")
    order = sorted(rows, key=lambda name: (-rows[name], name))
    return order[:LARGE_INSURERS], order[LARGE_INSURERS:]


def _choose_deliveries(folder: Path, insurers: list[str], times: int) -> dict[Path, list[LineFault]]:
    """The faults for each delivery: every kind so many times where there are deliveries enough, a rule once in each."""
    deliveries = sorted(path.parent for name in insurers for path in (folder / name).glob("*/declared.json"))
    wanted: dict[Path, list[LineFault]] = {path: [] for path in deliveries}
    for number, fault in enumerate(LINE_FAULTS):
        usable = [path for path in deliveries if _rows(path, fault.database) and _knows_members(path)]
        usable = [path for path in usable if fault.rule not in {other.rule for other in wanted[path]}]
        for turn in range(min(times, len(usable))):
            wanted[usable[(number + turn * 5) % len(usable)]].append(fault)
            usable.pop((number + turn * 5) % len(usable))
    return {path: faults for path, faults in wanted.items() if faults}


def _knows_members(delivery: Path) -> bool:
    """An insurer's delivery has its members; the hub of records has none."""
    return delivery.parent.name == HUB or _rows(delivery, "pp") > 0


def _rows(delivery: Path, database: str) -> int:
    declared = json.loads((delivery / "declared.json").read_text("utf-8"))
    return int(declared.get(database, {"rows": 0})["rows"])


def _plant_in_delivery(path: Path, faults: list[LineFault], seed: int, version: str) -> Iterator[Planted]:
    members = _head(path / "pp.txt.zst", "pp", version) if path.parent.name != HUB else _nobody(version)
    around = Around(
        DeliveryPeriod.parse(path.name), members, stream(seed, 0, f"defects/{path.parent.name}/{path.name}")
    )
    for database in sorted({fault.database for fault in faults}):
        records = members if database == "pp" else _head(path / f"{database}.txt.zst", database, version)
        before, used = _amounts(records), set[int]()
        own = [fault for fault in faults if fault.database == database]
        rows = [(fault, row) for fault in own for row in _one(fault, records, around, used)]
        _replace_head(path / f"{database}.txt.zst", records)
        _adjust(path / "declared.json", records, before, _amounts(records))
        for fault, row in rows:
            where = (path.parent.name, path.name, database, row + 1)
            yield Planted(fault.kind, *where, fault.field, fault.rule, severity_of(fault.rule))


def _one(fault: LineFault, records: Records, around: Around, used: set[int]) -> Iterator[int]:
    """Plant one line of a kind among the lines that no other fault touched; nothing where none can carry it."""
    eligible = fault.eligible(records, around)
    eligible[sorted(used)] = False
    rows = np.flatnonzero(eligible)
    if not len(rows):
        return
    row = int(rows[around.random.integers(0, len(rows))])
    kept = records.matrix.copy() if fault.alter in REPEATS else records.matrix
    wrong = fault.alter(records, row, around)
    if wrong in used:
        records.matrix[:] = kept
        return
    used.update({row, wrong})
    yield wrong


def _nobody(version: str) -> Records:
    layout = reference.layout("pp", version)
    return Records(np.zeros((0, layout.record_length + 1), np.uint8), layout)


def _head(path: Path, database: str, version: str) -> Records:
    layout = reference.layout(database, version)
    length = layout.record_length + 1
    with path.open("rb") as source, zstandard.ZstdDecompressor().stream_reader(source) as stream_:
        raw = stream_.read(HEAD * length)
    return Records(np.frombuffer(raw, np.uint8).reshape(-1, length).copy(), layout)


def _replace_head(path: Path, records: Records) -> None:
    """The extract with its first records replaced, the others as they were."""
    target = path.with_suffix(".new")
    compressor = zstandard.ZstdCompressor(level=LEVEL)
    with (
        path.open("rb") as source,
        target.open("wb") as sink,
        compressor.stream_writer(sink) as writer,
        zstandard.ZstdDecompressor().stream_reader(source) as reader,
    ):
        reader.read(records.matrix.size)
        writer.write(records.matrix.tobytes())
        while block := reader.read(COPY_BYTES):
            writer.write(block)
    target.replace(path)


def _amounts(records: Records) -> dict[str, int]:
    """The sum in cents of each amount field over the lines where it can be read."""
    found = {}
    for field in records.layout.fields:
        if field.role == "amount":
            part = records.matrix[:, field.start : field.end]
            signs = records.matrix[:, field.start - 1]
            readable = ((part >= 48) & (part <= 57)).all(axis=1) & np.isin(signs, (43, 45))
            found[field.code] = int(records.numbers(field.name)[readable].sum())
    return found


def _adjust(path: Path, records: Records, before: dict[str, int], after: dict[str, int]) -> None:
    declared: dict[str, Any] = json.loads(path.read_text("utf-8"))
    totals = declared[records.layout.database]["totals"]
    for code, cents in before.items():
        totals[code] += after[code] - cents
    path.write_text(json.dumps(declared, indent=2) + "\n", "utf-8")


def _plant_in_extracts(folder: Path, insurers: list[str]) -> Iterator[Planted]:
    """Faults of whole files, each in a delivery of its own."""
    deliveries = sorted(
        (path.parent for name in insurers for path in (folder / name).glob("*/declared.json")),
        key=lambda path: (path.name, path.parent.name),
        reverse=True,
    )
    for fault in EXTRACT_FAULTS:
        usable = [path for path in deliveries if _rows(path, fault.database) > 1]
        if not usable:
            continue
        path = usable[0]
        deliveries.remove(path)
        line = fault.alter(Extract(path, fault.database))
        where = (path.parent.name, path.name, fault.database, line)
        yield Planted(fault.kind, *where, fault.field, fault.rule, severity_of(fault.rule))
