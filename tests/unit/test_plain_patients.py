"""Random histories of persons through the steps and through plain Python: no difference."""

import datetime as dt
import random

import pytest

import plain_patients as plain
from mutualis import derived, reference, tables
from mutualis.derived.diagnoses import derived_person_year_diagnosis
from mutualis.derived.person_years import derived_person_year
from mutualis.engine import DuckEngine
from mutualis.model import Years
from spec.conftest import USUAL, WORLD, Spec, _nullable
from spec.drawing import filled, rows_of

FEW = (300, 7)  # persons, seed
# The torture suite: 100,000 persons, ten thousand at a time so that a small machine holds them.
MANY = [(10_000, seed) for seed in range(100, 110)]
YEARS = range(2016, 2023)
LISTS = ("nomenclature", "care_group", "qualification", "moment", "cg1", "disability_origin", "medicine_group",
         "chronic_threshold")  # fmt: skip
CODES = (
    *("gp", "gp", "visit", "remote", "doctor", "psy", "file", "tooth", "brace", "move", "speak", "blood", "scan"),
    *("wound", "toilet", "forfait-a", "forfait-b", "forfait-c", "comfort", "home-a", "home-cd", "house", "surgery"),
    "nothing",
)


def drawn(name):
    return rows_of(WORLD[f"reference_{name}"], derived.input_table(f"reference_{name}").schema())


def complete(table, rows):
    """The rows with every column, as the drawings of the spec tests are filled."""
    return filled(rows, derived.input_table(table).schema(), _nullable(table), USUAL.get(table))


def day_in(rng, year):
    # Few days, so that lines of a day meet.
    return dt.date(year, rng.choice((1, 3, 3, 7)), rng.choice((1, 1, 2, 30)))


def line(rng, person, year):
    booked = year * 100 + rng.choice((7, 12, 12, 112, 206))
    return {
        "person_id": person,
        "nomenclature_code": rng.choice(CODES),
        "service_day": day_in(rng, year),
        "booking_month": booked if booked % 100 <= 12 else (year + booked % 1000 // 100) * 100 + booked % 100,
        "provider_id": rng.choice(("dr-a", "dr-b", None)),
        "provider_qualification": rng.choice(("770", "580", "810", None)),
        "moment": rng.choice(("0", "1", "2", None)),
        "quantity": rng.choice((1, 1, 1, 2, -1)),
        "days": rng.choice((0, 5, 31, -31)),
    } | {name: rng.randrange(-500, 9000) for name in plain.AMOUNTS}


def history(rng, person):
    """A person's rows in every table that the steps read: {table: rows}."""
    found = {name: [] for name in derived_person_year.inputs if not name.startswith("reference_")}
    spends = rng.random()
    for year in YEARS:
        if rng.random() < 0.85:
            found["derived_population_year"].append(state(rng, person, year))
        if rng.random() < 0.8:
            found["core_care_line_net"] += [line(rng, person, year) for _ in range(rng.randrange(12))]
        if rng.random() < 0.3:
            cents = {name: rng.randrange(-100, 5000) for name in plain.AMOUNTS}
            when = {"service_day": day_in(rng, year), "booking_month": year * 100 + 12}
            found["core_dispensing_net"].append({"person_id": person, "cnk": "doxy"} | when | cents)
        for name in plain.DRUGS:
            found[name] += drugs(rng, person, year)
        found["derived_stay"] += [stay(rng, person, year) for _ in range(rng.choice((0, 0, 0, 1, 2)))]
        found["derived_quarter_group"] += quarters(rng, person, year, spends)
    return found


def state(rng, person, year):
    flags = (*plain.SITUATIONS, "has_disability_allowance")
    return {
        "person_id": person,
        "year": year,
        "reference_day": dt.date(year, 12, 31),
        "age": rng.choice((None, 30, 49, 50, 70, 71, 90)),
        "sex": rng.choice(("1", "2", None)),
        "cg1": rng.choice(("110", "110", "141", None)),
        "disability_origin": rng.choice(("0", "0", "2", None)),
        **{name: rng.choice((None, False, False, False, False, False, False, True)) for name in flags},
        **{f"{name}_days": rng.choice((None, 0, 30)) for name in ("unemployment", "incapacity", "invalidity")},
    }


def drugs(rng, person, year):
    substances = sorted({rng.choice(ATC) for _ in range(rng.choice((0, 2, 8, 20)))})
    return [
        {
            "person_id": person,
            "year": year,
            "atc_code": atc,
            "ddd_thousandths": rng.choice((-5000, 30_000, 79_999, 80_000, 90_000, 200_000)),
            "packages": rng.choice((-1, 0, 1, 5)),
        }
        for atc in substances
    ]


def stay(rng, person, year):
    kind = rng.choice(("classic", "day"))
    nights = rng.randrange(9) if kind == "classic" else 0
    return {"person_id": person, "year": year, "stay_kind": kind, "nights": nights,
            "is_psychiatric": rng.random() < 0.3}  # fmt: skip


def quarters(rng, person, year, spends):
    if rng.random() > spends + 0.2:
        return []
    amounts = (29_999, 30_000, 33_000, 50_000) if rng.random() < 0.8 else (0, 30_000)
    shared = rng.choice((0, 0, 11_249, 11_250, 20_000))
    return [
        {
            "person_id": person,
            "quarter": f"{year}Q{place}",
            "accounting_group": group,
            "reimbursed_cents": rng.choice(amounts) - shared if group == "doctors" else 0,
            "copayment_cents": shared if group == "doctors" else 0,
        }
        for place in range(1, 5)
        for group in ("doctors", "nursing")
    ]


RULES = [
    {name: row[name] or None for name in row}
    | {"least_ddd_thousandths": int(row["least_ddd_thousandths"]) if row["least_ddd_thousandths"] else None}
    | {name: dt.date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")}
    for row in reference.codelist("pseudodiagnosis").rows
]
BEGINNINGS = sorted({rule["atc_code"] for rule in RULES if rule["atc_code"]})
ATC = sorted({(each + "AA01X")[:7] if len(each) < 7 else each for each in BEGINNINGS} | {"Z99AA01", "N05AN01", "A10AB"})


@pytest.fixture(
    scope="module", params=[FEW, *(pytest.param(each, marks=pytest.mark.torture) for each in MANY)], ids=str
)
def country(request):
    persons, seed = request.param
    rng, found = random.Random(seed), {}
    for number in range(persons):
        for name, rows in history(rng, f"p{number}").items():
            found.setdefault(name, []).extend(rows)
    return {name: complete(name, rows) for name, rows in found.items()}


@pytest.fixture
def spec(tmp_path):
    engine = DuckEngine("1GB", 2, tmp_path)
    yield Spec(engine, tmp_path)
    engine.close()


def test_patient_data_are_what_plain_python_makes_of_the_same_rows(spec, country):
    lists = plain.Lists({name: [{"valid_from": None, "valid_to": None} | row for row in drawn(name)] for name in LISTS})
    expected = plain.person_years(country, lists, YEARS)
    found = spec.rows(country, derived_person_year, derived.parameters(Years(YEARS[0], YEARS[-1])))
    made = {(row["person_id"], row["year"]): row for row in found}
    assert len(made) == len(found)
    assert made.keys() == expected.keys()
    columns = [name for name in tables.derived_person_year.columns if name not in ("person_id", "year")]
    wrong = [(key, name) for key, row in expected.items() for name in columns if made[key][name] != row[name]]
    assert wrong == []
    # The histories reach every variable: none is the same for everybody.
    assert [name for name in columns if len({row[name] for row in expected.values()}) == 1] == []


def test_pseudodiagnoses_are_what_plain_python_makes_of_the_same_rows(spec, country):
    drawn_tables = {name: country[name] for name in ("derived_person_year_drug", "derived_population_year")}
    expected = plain.diagnoses(*drawn_tables.values(), RULES, YEARS)
    found = spec.rows(
        drawn_tables | {"reference_pseudodiagnosis": RULES},
        derived_person_year_diagnosis,
        derived.parameters(Years(YEARS[0], YEARS[-1])),
    )
    key = ("person_id", "year", "list", "condition")
    made = {tuple(row[name] for name in key): (row["ddd_thousandths"], row["packages"]) for row in found}
    assert len(made) == len(found)
    assert made == expected
    conditions = {rule["condition"] for rule in RULES if rule["role"] == "condition"}
    assert {condition for _, _, _, condition in expected} == conditions, "a condition that nobody has proves nothing"
