"""What a hospital gets back: problems, how often each rule was broken in its words, and codes that no list has."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from mutualis import reference
from mutualis.intake.hospital.examine import HospitalDelivery
from mutualis.parcel.durable import write_file

PROBLEMS, RULES, CODES = "problems.csv", "rules.csv", "unknown_codes.csv"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_hospital_feedback(folder: Path, found: HospitalDelivery) -> list[Path]:
    """Write problems.csv, rules.csv and unknown_codes.csv into the folder; returns their paths.

    No value of a row is in them but codes that are in no list, and no identifier at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    problems, rules = found.problems, reference.mzg_rules()
    lines = [list(row.values()) for row in problems.to_pylist()]
    counted: Counter[tuple[str, str]] = Counter()
    for each in found.findings:
        counted[each.file, each.rule] += len(each.lines)
    told = [
        (file, rule, str(rules[rule].severity), count, rules[rule].nl, rules[rule].fr)
        for (file, rule), count in sorted(counted.items())
    ]
    return [
        write_lines(folder / PROBLEMS, problems.schema.names, lines),
        write_lines(folder / RULES, ["file", "rule", "severity", "lines", "nl", "fr"], told),
        write_lines(folder / CODES, ["file", "field", "value", "count"], found.unknown_codes),
    ]


def write_lines(path: Path, names: list[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV as spreadsheets read it; a text that one would take for a formula gets a quote before it."""
    buffer = io.StringIO()
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow(names)
    for row in rows:
        out.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell for cell in row])
    write_file(path, buffer.getvalue().encode("utf-8"))
    return path
