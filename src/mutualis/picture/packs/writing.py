"""A geometry pack as files. The same areas give the same bytes."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.picture.packs.arcs import Line, topology
from mutualis.picture.packs.pack import ABOUT, AREAS, COLUMNS, SHAPES, About

Objects = Mapping[str, Mapping[str, list[int]]]


def write(folder: Path, about: About, arcs: list[Line], objects: Objects, rows: Sequence[Mapping[str, str]]) -> None:
    """Write a pack into a new folder; one that holds anything is left alone."""
    if folder.exists() and any(folder.iterdir()):
        raise MutualisError(f"The folder '{folder.name}' is not empty.", do="name a new one, or empty it first")
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(topology(arcs, objects), separators=(",", ":"))
    (folder / SHAPES).write_text(text + "\n", encoding="utf-8")
    with (folder / AREAS).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    said = asdict(about)
    day = said.pop("valid_on").isoformat()
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in said.items()]
    (folder / ABOUT).write_text("\n".join([*lines, f"valid_on = {day}", ""]), encoding="utf-8")


def rows_of(level: str, codes: Sequence[str], about: About) -> list[dict[str, str]]:
    """The rows of areas.csv of a level of the reference, by code: names, parent and validity on the pack's day."""
    geography = reference.geography(about.valid_on.year)
    known = {row["code"]: row for row in reference.codelist(level).valid(about.valid_on)}
    return [
        {
            "level": level,
            "code": code,
            **{language: geography.name(level, code, language) for language in ("nl", "fr", "de", "en")},
            "parent_code": geography.parent(level, code),
            "parts": "",
            "valid_from": known[code]["valid_from"],
            "valid_to": known[code]["valid_to"] or "",
            "licence": about.licence,
            "source": about.source,
        }
        for code in sorted(codes)
    ]
