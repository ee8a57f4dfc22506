"""Stays, practices and the maximum billing through the engine and through plain programs: no row may differ."""

import pytest

from mutualis import derived
from mutualis.derived.maf import derived_maf_ceiling, derived_maf_household, derived_maf_person
from mutualis.derived.practices import derived_practice_patient, derived_practice_year
from mutualis.derived.stays import derived_stay
from mutualis.model import Years
from plain_maf import PlainMaf
from plain_practices import PlainPractices
from plain_stays import plain_stays
from random_histories import Histories
from spec.conftest import WORLD
from spec.drawing import rows_of

YEARS, MONTHS = (2022, 2023), 24
PARAMETERS = derived.parameters(Years(*YEARS), MONTHS)
FEW = 400
# The torture suite: 100,000 persons, ten thousand at a time so that a small machine holds them.
BATCH, BATCHES = 10_000, 10
LISTS = {**WORLD, "reference_nomenclature": WORLD["reference_nomenclature"] + "call | gp_contact | 01\n"}


def lists():
    return {name: rows_of(drawing, derived.input_table(name).schema()) for name, drawing in LISTS.items()}


def compare(spec, step, drawn, wanted):
    """The rows of the engine and of the plain program, by key; says how many differ and shows the first of them."""
    tables = {name: rows for name, rows in {**LISTS, **drawn}.items() if name in step.inputs}
    found = spec.rows(tables, step, PARAMETERS)
    key, columns = step.output.key, sorted(step.output.columns)
    one, other = ({tuple(row[name] for name in key): row for row in rows} for rows in (found, wanted))
    assert (len(one), len(other)) == (len(found), len(wanted)), "a key came twice"
    wrong = [
        each
        for each in sorted({*one, *other}, key=str)
        if each not in one or each not in other or any(one[each][name] != other[each][name] for name in columns)
    ]
    assert not wrong, f"{len(wrong)} of {len(found)} rows differ; first: {one.get(wrong[0])} and {other.get(wrong[0])}"
    return len(found)


def compare_all(spec, persons, seed):
    """Every table of these histories; returns how many rows were compared, by table."""
    histories, known = Histories(persons, seed), lists()
    care = {"core_care_line_net": histories.care}
    practices = PlainPractices(histories.care, known, YEARS, MONTHS)
    maf = PlainMaf(histories, known, YEARS, MONTHS)
    people = {"derived_population_year": histories.population}
    patients = {"derived_practice_patient": practices.patients}
    billed = {"core_dispensing_net": histories.dispensing, "derived_person_year": histories.person_years}
    stays = {"derived_stay": maf.stays}
    ceilings, counted = {"derived_maf_ceiling": maf.ceiling_rows}, {"derived_maf_person": maf.persons}
    return {
        "stays": compare(spec, derived_stay, care, maf.stays),
        "practice patients": compare(spec, derived_practice_patient, care, practices.patients),
        "practices": compare(spec, derived_practice_year, care | patients, practices.years),
        "maf ceilings": compare(spec, derived_maf_ceiling, care | people | billed | stays, maf.ceiling_rows),
        "maf persons": compare(spec, derived_maf_person, care | billed | stays | ceilings, maf.persons),
        "maf households": compare(spec, derived_maf_household, ceilings | counted, maf.households),
    }


def test_the_histories_are_nasty():
    """Of all that makes these rules hard there is plenty, so that equal rows say something."""
    histories, known = Histories(FEW, 1), lists()
    stays = plain_stays(histories.care, known, YEARS, MONTHS)
    for flag in ("is_transfer_in", "is_transfer_out", "is_unplanned", "is_oncological", "is_psychiatric"):
        share = sum(stay[flag] for stay in stays) / len(stays)
        assert 0.02 < share < 0.9, flag
    assert sum(stay["parts"] > 1 for stay in stays) > 20
    assert sum(stay["episode_discharge_day"] != stay["discharge_day"] for stay in stays) > 20
    assert {stay["stay_kind"] for stay in stays} == {"classic", "day"}
    assert sum(line["is_correction"] for line in histories.care) > 200
    practices = PlainPractices(histories.care, known, YEARS, MONTHS)
    assert {row["assigned_by"] for row in practices.patients} == {"file", "capitation", "contacts"}
    maf = PlainMaf(histories, known, YEARS, MONTHS)
    assert {row["maf_type"] for row in maf.households} == {"social", "income", "none"}
    assert sum(row["repaid_cents"] > 0 for row in maf.persons) > 50
    assert sum(row["has_chronic_right"] for row in maf.persons) > 20
    assert sum(row["social_ceiling_cents"] is not None for row in maf.households) > 10
    assert sum(row["maf_type"] == "social" and row["ceiling_cents"] in (250, 150) for row in maf.households) > 10
    told = {(row["person_id"], row["year"]): row["household_head_id"] for row in histories.population}
    moved = [row for row in maf.persons if told[row["person_id"], row["year"]] not in (None, row["household_head_id"])]
    assert len(moved) > 10
    assert maf.beyond > 20


@pytest.mark.parametrize("seed", [1, 2])
def test_a_few_hundred_histories_give_the_same_rows_through_the_engine_and_through_plain_programs(spec, seed):
    assert min(compare_all(spec, FEW, seed).values()) > 0


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100, 100 + BATCHES))
def test_a_hundred_thousand_histories_give_the_same_rows_through_the_engine_and_through_plain_programs(spec, seed):
    compared = compare_all(spec, BATCH, seed)
    print(f"{BATCH} persons:", ", ".join(f"{rows} {table}" for table, rows in compared.items()))
