"""Random tables of some persons and years: every derived table that indicators read, with all its columns."""

import random
from datetime import date, timedelta

from mutualis import reference, tables
from mutualis.indicators.features.costs import SETS
from mutualis.indicators.features.medicines import GROUPS
from mutualis.indicators.features.records import INSTRUMENTS, ITEMS

PLACES = (
    ("44021", "44000", "40000", "02000"),
    ("12041", "12000", "10000", "02000"),
    ("21004", "21000", "21000", "04000"),
    ("52011", "52000", "50000", "03000"),
    (None, None, None, None),
)
AREAS = ("municipality_code", "arrondissement_code", "province_code", "region_code")
YEARS = (2020, 2021, 2022)
YEAR = 2022
# A substance of every group of medicines, also of those that are named by the beginning of a code.
ATC = sorted({code.ljust(7, "9") for row in GROUPS.values() for code in row["atc_codes"].split()})
DAY = date(YEAR, 1, 1)
WORDS = {
    "sex": ("1", "2", None),
    "social_state": ("01", "04", "06", "09", None),
    "nursing_home_class": (None, "O", "B", "Cd", "D"),
    "cost_group": tuple(code for codes in SETS.values() for code in codes),
    "list": ("open", "nihdi"),
    "condition": tuple(row["condition"] for row in reference.codelist("prevalence").rows),
    "item": tuple(code for codes in ITEMS.values() for code in codes),
    "instrument": INSTRUMENTS,
    "maf_type": ("social", "income"),
    "assigned_by": ("file", "capitation", "contacts"),
    "stay_kind": ("classic", "classic", "day"),
    "room_type": ("single", "double", "common", None),
    "atc_code": tuple(ATC),
}
NAMES = (
    *("derived_population_year", "derived_person_year", "derived_person_year_drug", "derived_stay"),
    *("derived_person_year_cost", "derived_person_year_diagnosis", "derived_person_year_record"),
    *("derived_person_year_answer", "derived_maf_person", "derived_maf_household", "derived_practice_patient"),
)
PERSONAL = ("derived_population_year", "derived_person_year", "derived_maf_person", "derived_practice_patient")


def country(seed, people):
    """{table: rows} of so many people; most have few rows, and some of them amounts that are equal or negative."""
    draw = random.Random(seed)
    return {name: list(_unique(name, _rows(draw, name, people))) for name in NAMES}


def _rows(draw, name, people):
    for person in range(people):
        of_year = YEARS[-1:] if name == "derived_stay" else YEARS
        for year in of_year:
            some = draw.choice((0, 4, 20)) if name.endswith(("_drug", "_cost")) else draw.choice((0, 0, 1, 3, 6))
            for _ in range(int(draw.random() < 0.9) if name in PERSONAL else some):
                yield _row(draw, name, f"p{person:04}", year)


def _row(draw, name, person, year):
    row = {each: _value(draw, each, column) for each, column in tables.find(name).columns.items()}
    row["year"] = year
    row |= {"person_id": person} if "person_id" in row else {}
    if "household_head_id" in row and name != "derived_population_year":
        row["household_head_id"] = f"p{int(person[1:]) // 3:04}" if "person_id" in row else person
    if "municipality_code" in row:
        row |= dict(zip(AREAS, draw.choice(PLACES), strict=True))
        row["age"] = draw.choice((None, 0, 3, 16, 17, 18, 30, 49, 50, 64, 65, 66, 70, 75, 76, 80, 85, 90))
    if "admission_day" in row:
        row["admission_day"] = DAY + timedelta(draw.randrange(365))
        left = row["admission_day"] + timedelta(draw.choice((0, 1, 5, 40)))
        row["discharge_day"] = draw.choice((left, left, left, None))
    return row


def _value(draw, name, column):
    if name in WORDS:
        return draw.choice(WORDS[name])
    if name == "last_value_thousandths":
        return draw.choice((None, 5000, 7000, 7001, 139_999, 140_000, 200_000))
    if column.type == "bool":
        return draw.random() < 0.3
    if column.type == "date":
        return DAY + timedelta(draw.randrange(365))
    if column.type in ("int32", "int64"):
        most = 9999 if name.endswith(("_cents", "_days", "nights")) else 300_000 if "thousandths" in name else 4
        return draw.choice((0, 0, 1, 2, 500, -500, *(draw.randrange(most) for _ in range(4))))
    return "710000001"


def _unique(name, rows):
    """Rows with different keys, as the table declares."""
    found = {tuple(row[each] for each in tables.find(name).key): row for row in rows}
    return found.values()
