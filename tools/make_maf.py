"""Write the lists of the maximum billing (MAF): `maf_ceiling.csv` and `maf_counted.csv`.

In: `tools/data/maf_index.csv` (the index of a year), `maf_base.csv` (the ceilings before the index) and
`maf_cost_groups.csv` (whose co-payments count). Ceilings are base x index, in cents, halves up (methods 5.2). Of an
accounting code all co-payments count or none do (deliberation 05/033, section 3.2).

Run: .venv/bin/python tools/make_maf.py
"""

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/mutualis/reference/codelists"
LABELS = ["nl", "fr", "de", "en"]
COMMON = ["valid_from", "valid_to", "source", "mark"]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def data(name: str) -> list[dict[str, str]]:
    return read(HERE / "data" / f"{name}.csv")


def write(name: str, columns: list[str], rows: Iterator[dict[str, str]]) -> None:
    with (TARGET / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def cents(base: str, index: str) -> int:
    """Euros times an index, in cents, halves up."""
    return int(Fraction(base) * Fraction(index) * 100 + Fraction(1, 2))


def ceilings() -> Iterator[dict[str, str]]:
    """A row a ceiling and period with one index."""
    for base in data("maf_base"):
        for index in data("maf_index"):
            start = max(base["valid_from"], index["valid_from"])
            if index["valid_to"] and index["valid_to"] < start:
                continue
            factor = index[base["index"]]
            yield base | {
                "ceiling_cents": str(cents(base["base_euros"], factor)),
                "valid_from": start,
                "valid_to": index["valid_to"],
                "source": f"{base['source']}; {index['source']}",
                "mark": "seen" if base["mark"] == index["mark"] == "seen" else "inferred",
            }


def counted() -> Iterator[dict[str, str]]:
    """A row an accounting code of care or category of a pharmacy, and period, with whether co-payments count."""
    rules: dict[str, list[dict[str, str]]] = {}
    for rule in data("maf_cost_groups"):
        rules.setdefault(rule["code"], []).append(rule)
    german = {row["code"]: row["de"] for row in data("maf_cost_groups")}
    for name, key in (("accounting", "cost_group"), ("drug_category", "category")):
        for row in read(TARGET / f"{name}.csv"):
            for rule in rules[f"{name}:{row[key]}"]:
                start = max(rule["valid_from"], row["valid_from"])
                own = {field: rule[field] for field in ("is_counted", "stay_days")}
                yield row | own | {
                    "de": german[rule["code"]],
                    "valid_from": start, "valid_to": rule["valid_to"], "source": rule["source"], "mark": rule["mark"],
                }  # fmt: skip


def main() -> None:
    write("maf_ceiling", ["code", *LABELS, "ceiling_cents", "younger_than", *COMMON], ceilings())
    write("maf_counted", ["code", *LABELS, "is_counted", "stay_days", *COMMON], counted())


if __name__ == "__main__":
    main()
