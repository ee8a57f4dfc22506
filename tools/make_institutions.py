"""Write the stand-in lists `hospital.csv` and `institution.csv` with RIZIV numbers whose check digits are right.

A number is P XXXXX CC QQQ: 710xxx general and rehabilitation hospitals, 720xxx psychiatric hospitals (xxx = CODE_AGR),
76xxxx nursing homes, 77xxxx other houses; CC = 97 - (first six mod 97); QQQ the qualification. Names and places are
invented; municipalities are those that never merged, so that an address holds in every year.

Run after make_geography.py: .venv/bin/python tools/make_institutions.py
"""

import csv
import random
from pathlib import Path

REFERENCE = Path(__file__).parent.parent / "src/mutualis/reference"
UNIVERSITY = ("24062", "44021", "11013", "21010", "21001", "21018", "62063")
FACTS = ["valid_from", "valid_to", "source", "mark"]
STAND_IN = ["2002-01-01", "", "invented", "stand-in"]
HOSPITAL_COLUMNS = ["code", "nl", "fr", "en", "agr_code", "kind", "municipality_code", "beds", "is_university", *FACTS]
INSTITUTION_COLUMNS = ["code", "nl", "fr", "en", "kind", "qualification", "municipality_code", "beds", *FACTS]
WORDS = {
    "general": ("Algemeen ziekenhuis", "Hôpital général", "General hospital"),
    "psychiatric": ("Psychiatrisch ziekenhuis", "Hôpital psychiatrique", "Psychiatric hospital"),
    "rehabilitation": ("Revalidatieziekenhuis", "Hôpital de réadaptation", "Rehabilitation hospital"),
    "nursing_home": ("Woonzorgcentrum", "Maison de repos et de soins", "Nursing home"),
    "psychiatric_home": (
        "Psychiatrisch verzorgingstehuis",
        "Maison de soins psychiatriques",
        "Psychiatric nursing home",
    ),
    "sheltered_housing": ("Beschut wonen", "Habitation protégée", "Sheltered housing"),
    "rehabilitation_centre": ("Revalidatiecentrum", "Centre de rééducation", "Rehabilitation centre"),
    "medical_house": ("Wijkgezondheidscentrum", "Maison médicale", "Medical house"),
}
OTHERS = (
    ("nursing_home", 760001, 300, "120"),
    ("psychiatric_home", 770001, 20, "130"),
    ("sheltered_housing", 771001, 20, "131"),
    ("rehabilitation_centre", 772001, 30, "135"),
    ("medical_house", 773001, 40, "136"),
)


def riziv_number(six: str, qualification: str) -> str:
    """The 11 digits of a number from its first six and its qualification (databases.md 6.4)."""
    return f"{six}{97 - int(six) % 97:02d}{qualification}"


def municipalities() -> list[dict[str, str]]:
    """The municipalities whose code never changed, largest first."""
    with (REFERENCE / "geography/municipality.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["valid_from"] == "2002-01-01" and not row["valid_to"]]
    return sorted(rows, key=lambda row: (-int(row["weight"]), row["code"]))


def spread(count: int, places: list[dict[str, str]], inhabitants: int) -> list[dict[str, str]]:
    """Places for a number of houses: each next one goes where most inhabitants are left without one."""
    left = {place["code"]: int(place["weight"]) for place in places}
    by_code, found = {place["code"]: place for place in places}, []
    for _ in range(count):
        code = max(left, key=lambda each: (left[each], each))
        left[code] -= inhabitants
        found.append(by_code[code])
    return found


def named(kind: str, place: dict[str, str], number: int) -> list[str]:
    nl, fr, en = WORDS[kind]
    return [f"{nl} {place['nl']} {number}", f"{fr} {place['fr']} {number}", f"{en} {place['en']} {number}"]


def general(places: list[dict[str, str]]) -> list[list[str]]:
    """105 general hospitals, seven of them university hospitals, with about 50,000 beds."""
    by_code = {place["code"]: place for place in places}
    chosen = [by_code[code] for code in UNIVERSITY] + spread(
        98, [p for p in places if p["code"] not in UNIVERSITY], 75_000
    )
    dice = random.Random("general")
    beds = [dice.randint(750, 1750) for _ in UNIVERSITY] + [
        round(min(1150, max(140, dice.gauss(420, 190)))) for _ in range(98)
    ]
    return [
        hospital("general", f"710{7 + 4 * i:03d}", named("general", place, i + 1), place, (beds[i], i < 7))
        for i, place in enumerate(chosen)
    ]


def special(kind: str, prefix: str, count: int, first: int, places: list[dict[str, str]]) -> list[list[str]]:
    """Psychiatric or rehabilitation hospitals."""
    dice = random.Random(kind)
    chosen = spread(count, places[5:], 60_000)
    return [
        hospital(kind, f"{prefix}{first + 3 * i:03d}", named(kind, place, i + 1), place, (dice.randint(60, 420), False))
        for i, place in enumerate(chosen)
    ]


def hospital(kind: str, six: str, names: list[str], place: dict[str, str], sizes: tuple[int, bool]) -> list[str]:
    """One row: `six` are the first digits of the number, `sizes` the beds and whether it is a university hospital."""
    facts = [six[3:], kind, place["code"], str(sizes[0]), str(int(sizes[1]))]
    return [riziv_number(six, "000"), *names, *facts, *STAND_IN]


def other(kind: str, first: int, count: int, qualification: str, places: list[dict[str, str]]) -> list[list[str]]:
    """Nursing homes and the other houses that are no hospital."""
    dice = random.Random(kind)
    chosen = spread(count, places, max(1, 11_600_000 // (count * 2)))
    return [
        [
            riziv_number(str(first + 3 * i), qualification),
            *named(kind, place, i + 1),
            kind,
            qualification,
            place["code"],
            str(dice.randint(30, 200)),
            *STAND_IN,
        ]
        for i, place in enumerate(chosen)
    ]


def write(name: str, columns: list[str], rows: list[list[str]]) -> None:
    with (REFERENCE / "codelists" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(sorted(rows))


def main() -> None:
    """Write both lists; `institution` is the union of the hospitals and all other houses."""
    places = municipalities()
    hospitals = general(places) + special("psychiatric", "720", 44, 501, places)
    hospitals += special("rehabilitation", "710", 16, 801, places)
    write("hospital", HOSPITAL_COLUMNS, hospitals)
    union = [[*row[:4], row[5], row[0][-3:], row[6], row[7], *row[9:]] for row in hospitals]
    for kind, first, count, qualification in OTHERS:
        union += other(kind, first, count, qualification, places)
    write("institution", INSTITUTION_COLUMNS, union)


if __name__ == "__main__":
    main()
