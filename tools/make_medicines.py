"""Write `atc.csv` (true codes), the stand-in `cnk.csv` and the stand-in `drug_category.csv`.

In: `tools/data/atc_groups.csv` and `substances.csv` (ATC code, DDD a pack in thousandths, first price, category,
first and last day of reimbursement where they matter).
A CNK has seven digits; the last is our stand-in check digit: (odd places + 3 x even places of the first six) mod 10.
A drug category has seven digits: 0 and a six-digit pseudo-code whose last digit = first five mod 7.
Run: .venv/bin/python tools/make_medicines.py
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/mutualis/reference/codelists"
FACTS = ["valid_from", "valid_to", "source", "mark"]
FIRST_DAY = "2002-01-01"
LEVELS = {1: "1", 3: "2", 4: "3", 5: "4", 7: "5"}
SHARES = {
    "A": (1.0, 1.0),
    "B": (0.75, 0.85),
    "C": (0.5, 0.5),
    "Cs": (0.4, 0.4),
    "Cx": (0.2, 0.2),
    "Fa": (1.0, 1.0),
    "Fb": (0.75, 0.85),
    "D": (0.0, 0.0),
}
COPAYMENT_CAPS = {"B": (1210, 810), "C": (1510, 1000), "Fb": (1210, 810)}
PRODUCERS = ("Noord", "Zuid", "Oost", "West", "Delta", "Schelde", "Maas", "Kempen")
CNK_COLUMNS = [
    "code",
    "nl",
    "fr",
    "en",
    "atc_code",
    "category",
    "ddd_thousandths_per_pack",
    "price_cents",
    "reimbursed_cents",
    "reimbursed_preferential_cents",
    *FACTS,
]


def read(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_cnk_check(first_six: int) -> str:
    """A product number from its first six digits."""
    digits = [int(each) for each in f"{first_six:06d}"]
    return f"{first_six:06d}{(sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10}"


def reimbursed(category: str, price: int, *, preferential: bool) -> int:
    """Cents paid by the insurance: the share of the category, the co-payment capped for the large pack."""
    copayment = price - round(price * SHARES[category][preferential])
    cap = COPAYMENT_CAPS.get(category)
    return price - (min(copayment, cap[preferential]) if cap else copayment)


def packs(substance: dict[str, str], number: int) -> Iterator[dict[str, str]]:
    """At least three packs of a substance: its sizes, by as many producers as are needed."""
    dice = random.Random(substance["atc"])
    sizes = [int(each) for each in substance["pack_ddd_thousandths"].split()]
    for i in range(max(3, len(sizes))):
        size, producer = sizes[i % len(sizes)], PRODUCERS[dice.randrange(len(PRODUCERS))]
        growth = (size / sizes[0]) ** 0.82
        price = round(int(substance["first_pack_price_cents"]) * growth * dice.uniform(0.85, 1.15))
        category = substance["category"]
        name = f"{substance['en']} {producer} {size // 1000} DDD ({i + 1})"
        yield {
            "code": with_cnk_check(100000 + 2917 * (number * 8 + i) % 899_981),
            "nl": name,
            "fr": name,
            "en": name,
            "atc_code": substance["atc"],
            "category": category,
            "ddd_thousandths_per_pack": str(size),
            "price_cents": str(price),
            "reimbursed_cents": str(reimbursed(category, price, preferential=False)),
            "reimbursed_preferential_cents": str(reimbursed(category, price, preferential=True)),
            "valid_from": substance["valid_from"] or FIRST_DAY,
            "valid_to": substance["valid_to"],
            "source": "invented product; ATC true; DDD, price and dates rounded",
            "mark": "stand-in",
        }


def atc(substances: list[dict[str, str]]) -> list[dict[str, str]]:
    """All levels in use; where no Dutch or French name is known, the international one stands."""
    rows = [{**row, "code": row["atc"]} for row in [*read("atc_groups"), *substances]]
    return [
        {
            "code": row["code"],
            "nl": row.get("nl") or row["en"],
            "fr": row.get("fr") or row["en"],
            "en": row["en"],
            "level": LEVELS[len(row["code"])],
            "valid_from": FIRST_DAY,
            "valid_to": "",
            "source": "WHO ATC classification",
            "mark": "inferred",
        }
        for row in sorted(rows, key=lambda row: row["code"])
    ]


def drug_categories() -> list[dict[str, str]]:
    return [
        {
            **{name: row[name] for name in ("nl", "fr", "en", "category", "kind", "cost_group", "accounting_code")},
            "code": f"0{int(row['stem']):05d}{int(row['stem']) % 7}",
            "fee_cents": row["fee_cents"],
            "valid_from": row["valid_from"] or FIRST_DAY,
            "valid_to": "",
            "source": "V-20Fu; numbers invented",
            "mark": "stand-in",
        }
        for row in read("drug_categories")
    ]


def write(name: str, columns: list[str], rows: list[dict[str, str]]) -> None:
    with (TARGET / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write the three lists, in order of code."""
    substances = read("substances")
    products = [pack for number, each in enumerate(substances) for pack in packs(each, number)]
    write("atc", ["code", "nl", "fr", "en", "level", *FACTS], atc(substances))
    write("cnk", CNK_COLUMNS, sorted(products, key=lambda row: row["code"]))
    columns = ["code", "nl", "fr", "en", "category", "kind", "cost_group", "accounting_code", "fee_cents", *FACTS]
    write("drug_category", columns, sorted(drug_categories(), key=lambda row: row["code"]))


if __name__ == "__main__":
    main()
