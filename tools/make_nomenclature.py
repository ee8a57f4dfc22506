"""Write the stand-in lists `nomenclature.csv`, `accounting.csv` and `cost_group.csv`.

In: `tools/data/cost_groups.csv`, `nomenclature_named.csv` (codes of their own: seen in sources, or needed by name) and
`nomenclature_groups.csv` (families of invented codes). Amounts are euro cents at the level of about 2023.
A code has six digits, the last = first five mod 7; in a pair the odd stem is ambulatory,
the next even stem hospitalised.
An accounting code has six digits: cost group (2), subgroup (1), 1 ambulatory / 2 hospital / 3 undetermined, 00.

Run: .venv/bin/python tools/make_nomenclature.py
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent / "src/mutualis/reference/codelists"
FIRST_DAY = "2002-01-01"
COLUMNS = [
    "code",
    "nl",
    "fr",
    "en",
    "pair_code",
    "cost_group",
    "cost_subgroup",
    "accounting_code",
    "document_n",
    "ambulatory_hospital",
    "kind",
    "fee_cents",
    "reimbursed_cents",
    "reimbursed_preferential_cents",
    "qualifications",
    "valid_from",
    "valid_to",
    "source",
    "mark",
]
HOSPITALISED = {"nl": "gehospitaliseerd", "fr": "hospitalisé", "en": "hospitalised"}


def read(name: str) -> list[dict[str, str]]:
    with (HERE / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_check_digit(stem: int) -> str:
    """A nomenclature code from its five-digit stem."""
    return f"{stem:05d}{stem % 7}"


def line(facts: dict[str, str], **more: str) -> dict[str, str]:
    """A row from the facts of a code: the accounting code and the group of document N follow from group and place."""
    place = facts["ambulatory_hospital"]
    return (
        dict.fromkeys(COLUMNS, "")
        | {
            "code": facts["code"],
            "nl": facts["nl"],
            "fr": facts["fr"],
            "en": facts["en"],
            "cost_group": facts["group"],
            "cost_subgroup": f"{facts['group']}{facts['sub']}",
            "accounting_code": f"{facts['group']}{facts['sub']}{place}00",
            "document_n": f"N{facts['group']}",
            "ambulatory_hospital": place,
            "kind": facts["kind"],
            "fee_cents": facts["fee"],
            "reimbursed_cents": facts["reimbursed"],
            "reimbursed_preferential_cents": facts["preferential"],
            "qualifications": facts["qualifications"],
            "valid_from": facts.get("valid_from") or FIRST_DAY,
            "valid_to": facts.get("valid_to") or "",
            "source": facts["source"],
            "mark": facts["mark"],
        }
        | more
    )


def named_codes() -> Iterator[dict[str, str]]:
    """The codes with a name of their own; the code is seen or inferred, its amounts are stand-ins."""
    for facts in read("nomenclature_named"):
        source = "databases 6.1, linkage, methods" if facts["mark"] == "seen" else "own list"
        yield line({**facts, "source": f"{source}; label inferred, amounts stand-in"})


def family_codes(family: dict[str, str], taken: set[str]) -> Iterator[dict[str, str]]:
    """The invented codes of one family, from its first odd stem upwards; stems in use are passed over."""
    dice, stem, made = (
        random.Random(f"{family['group']}{family['sub']}{family['first_stem']}"),
        int(family["first_stem"]),
        0,
    )
    while made < int(family["count"]):
        pair = [with_check_digit(stem), with_check_digit(stem + 1)]
        stem += 2
        if taken & set(pair):
            continue
        made += 1
        yield from members(family, pair, made, dice.randint(int(family["low"]), int(family["high"])))


def members(family: dict[str, str], pair: list[str], number: int, fee: int) -> Iterator[dict[str, str]]:
    """The ambulatory code and, where the family has pairs, its hospitalised twin."""
    amounts = {
        "fee": str(fee),
        "reimbursed": str(round(fee * float(family["share"]))),
        "preferential": str(round(fee * float(family["preferential_share"]))),
    }
    places = ("1", "2") if family["mode"] == "pair" else ("3",) if family["group"] == "80" else ("1",)
    for place, code in zip(places, pair, strict=False):
        ending = {each: f", {word}" if place == "2" else "" for each, word in HOSPITALISED.items()}
        names = {each: f"{family[each]} {number}{ending[each]}" for each in HOSPITALISED}
        yield line(
            {
                **family,
                **names,
                **amounts,
                "code": code,
                "ambulatory_hospital": place,
                "source": "invented",
                "mark": "stand-in",
            }
        )


def with_pairs(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Each odd stem whose next even stem is a hospital code of the same group, and that code, name each other."""
    by_code = {row["code"]: row for row in rows}
    for row in rows:
        stem = int(row["code"][:5])
        twin = by_code.get(with_check_digit(stem + 1))
        if stem % 2 and row["ambulatory_hospital"] == "1" and twin and twin["ambulatory_hospital"] == "2":
            row["pair_code"], twin["pair_code"] = twin["code"], row["code"]
    return rows


def with_ended(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The first pair of laboratory tests ends before 2019 and the first pair of endoscopies begins in 2019."""
    for group, change in (("09", {"valid_to": "2018-12-31"}), ("21", {"valid_from": "2019-01-01"})):
        for row in [each for each in rows if each["cost_group"] == group and each["mark"] == "stand-in"][:2]:
            row.update(change)
    return rows


def nomenclature() -> list[dict[str, str]]:
    rows = list(named_codes())
    for family in read("nomenclature_groups"):
        rows += family_codes(family, {row["code"] for row in rows})
    return with_ended(with_pairs(sorted(rows, key=lambda row: row["code"])))


def cost_groups() -> list[dict[str, str]]:
    facts = {"valid_from": FIRST_DAY, "valid_to": ""}
    source = {"seen": "V-AH NOM-API NOM-MAN", "stand-in": "own grouping; the real table is not public"}
    return [{**row, **facts, "source": source[row["mark"]]} for row in read("cost_groups")]


def accounting(rows: list[dict[str, str]], groups: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    """One row an accounting code in use; public pharmacies book in groups 39 and 44."""
    pharmacy = [
        {"cost_group": g, "cost_subgroup": f"{g}{s}", "ambulatory_hospital": "1"} for g in ("39", "44") for s in "123"
    ]
    used = sorted({(r["cost_group"], r["cost_subgroup"], r["ambulatory_hospital"]) for r in [*rows, *pharmacy]})
    words = {
        "1": ("ambulant", "ambulatoire", "ambulatory"),
        "2": ("ziekenhuis", "hôpital", "hospital"),
        "3": ("onbepaald", "indéterminé", "undetermined"),
    }
    return [
        {
            "code": f"{sub}{place}00",
            **{
                language: f"{groups[group][language]} {sub[2]}, {words[place][i]}"
                for i, language in enumerate(("nl", "fr", "en"))
            },
            "document_n": f"N{group}",
            "cost_group": group,
            "cost_subgroup": sub,
            "ambulatory_hospital": place,
            "valid_from": FIRST_DAY,
            "valid_to": "",
            "source": "own numbering after S003",
            "mark": "stand-in",
        }
        for group, sub, place in used
    ]


def write(name: str, columns: list[str], rows: list[dict[str, str]]) -> None:
    with (TARGET / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write the three lists, in order of code."""
    rows, groups = nomenclature(), cost_groups()
    names, facts = ["code", "nl", "fr", "en"], ["valid_from", "valid_to", "source", "mark"]
    write("nomenclature", COLUMNS, rows)
    write("cost_group", [*names, *facts], groups)
    keys = ["document_n", "cost_group", "cost_subgroup", "ambulatory_hospital"]
    write("accounting", [*names, *keys, *facts], accounting(rows, {row["code"]: row for row in groups}))


if __name__ == "__main__":
    main()
