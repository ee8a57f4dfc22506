"""Geometry packs for tests: copies of the built-in schematic one, changed where a test needs it."""

import csv
import json
import shutil
from pathlib import Path

from mutualis.picture.packs import ABOUT, AREAS, COLUMNS, SHAPES
from mutualis.reference.files import ROOT


def pack_of(folder: Path, credit: str = "A mapmaker", without: str = "") -> Path:
    """An official pack in a folder, perhaps without one municipality."""
    shutil.copytree(ROOT / "geometry" / "schematic", folder, dirs_exist_ok=True)
    about = (folder / ABOUT).read_text(encoding="utf-8").splitlines()
    said = {"label": '"official"', "credit": json.dumps(credit)}
    lines = [f"{name} = {said.get(name, value)}" for name, value in (line.split(" = ", 1) for line in about)]
    (folder / ABOUT).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if without:
        _leave_out(folder, without)
    return folder


def _leave_out(folder: Path, code: str) -> None:
    shapes = json.loads((folder / SHAPES).read_text(encoding="utf-8"))
    (own,) = shapes["objects"].values()
    own["geometries"] = [each for each in own["geometries"] if each["id"] != code]
    (folder / SHAPES).write_text(json.dumps(shapes), encoding="utf-8")
    with (folder / AREAS).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] != code]
    with (folder / AREAS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
