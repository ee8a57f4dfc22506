"""The stroke indicators on drawn stays: who counts, and who reached it (linkage 2.4)."""

import polars as pl
import pytest

from mutualis.methods import stroke

LYTIC, ANTIBIOTIC, ANTICOAGULANT, PLATELETS = "B01AD02", "J01", "B01AF", "B01AC06"
STAY = {
    "stay_type": "H", "age_at_admission": 70, "length_of_stay": 10, "place_before": "1", "destination": "1",
    "next_stay_code": None, "hospital_number": "A", "sex": "1", "discharge_year": 2019, "death_30": 0, "death_90": 0,
}  # fmt: skip


def product(atc):
    from mutualis import reference

    return next(row["code"] for row in reference.codelist("cnk").rows if row["atc_code"].startswith(atc))


def tables(diagnoses, *, claims=(), beds=(), **stay):
    """One stay `s` with diagnoses (code, type, present, certainty), claims (ATC, day) and beds (index, day)."""
    told = [("s", "1", kind, code, present, sure) for code, kind, present, sure in diagnoses]
    names = ("stay_code", "specialism_order", "diagnosis_type", "diagnosis", "present_at_admission", "certainty")
    schema = {"stay_code": pl.String, "bed_index": pl.String, "bed_index_offset_days": pl.Int32}
    bought = {"stay_code": pl.String, "cnk": pl.String, "service_offset_days": pl.Int32}
    types = {"next_stay_code": pl.String, "death_30": pl.Int8, "death_90": pl.Int8}
    return {
        "stays": pl.DataFrame([STAY | {"stay_code": "s"} | stay], schema_overrides=types),
        "diagnoses": pl.DataFrame(told, schema=dict.fromkeys(names, pl.String), orient="row"),
        "bed_indexes": pl.DataFrame([("s", *each) for each in beds], schema=schema, orient="row"),
        "claims": pl.DataFrame([("s", product(atc), day) for atc, day in claims], schema=bought, orient="row"),
    }


def of(indicator, *given, **more):
    """Whether the stay counts for the indicator, and whether it reached it."""
    (row,) = stroke.cases(tables(*given, **more)).rows(named=True)
    return (row[f"{indicator}_counted"], row[indicator])


INFARCT = [("I63.9", "P", "Y", "A")]


@pytest.mark.parametrize(
    ("diagnoses", "type_", "in_hospital"),
    [
        ([("I639", "P", "Y", "A")], "ischaemic", False),
        ([("i61.9", "P", "Y", "B")], "intracerebral", False),
        ([("G459", "P", "Y", "A")], "tia", False),
        ([("K359", "P", "Y", "A"), ("I639", "S", "N", "A")], "ischaemic", True),
        ([("I639", "P", "N", "A")], "ischaemic", True),
    ],
)
def test_the_type_follows_the_principal_diagnosis_and_what_was_not_there_at_admission_began_in_hospital(
    diagnoses, type_, in_hospital
):
    (row,) = stroke.cases(tables(diagnoses)).rows(named=True)
    assert (row["stroke_type"], row["in_hospital"]) == (type_, in_hospital)


@pytest.mark.parametrize(
    ("diagnoses", "stay"),
    [
        ([("I639", "P", "Y", "C")], {}),
        ([("K359", "P", "Y", "A"), ("I639", "S", "Y", "A")], {}),
        (INFARCT, {"age_at_admission": 18}),
        (INFARCT, {"stay_type": "D"}),
    ],
)
def test_a_doubtful_or_old_stroke_a_child_and_a_day_stay_are_no_cases(diagnoses, stay):
    assert stroke.cases(tables(diagnoses, **stay)).height == 0


@pytest.mark.parametrize(
    ("claims", "reached"),
    [([(LYTIC, 0)], True), ([(LYTIC, 1)], True), ([(LYTIC, 2)], False), ([(ANTIBIOTIC, 0)], False), ([], False)],
)
def test_thrombolysis_counts_on_the_day_of_admission_or_the_next(claims, reached):
    assert of("thrombolysis", INFARCT, claims=claims) == (True, reached)


def test_a_bleeding_a_transfer_in_and_a_stroke_in_hospital_do_not_count_for_thrombolysis():
    assert of("thrombolysis", [("I619", "P", "Y", "A")])[0] is False
    assert of("thrombolysis", INFARCT, place_before="3")[0] is False
    assert of("thrombolysis", [("I639", "P", "N", "A")])[0] is False


@pytest.mark.parametrize(("day", "reached"), [(0, False), (6, False), (7, True)])
def test_no_antibiotics_looks_at_the_first_seven_days(day, reached):
    assert of("no_antibiotics", INFARCT, claims=[(ANTIBIOTIC, day)]) == (True, reached)


def test_an_acute_phase_of_one_day_does_not_count_for_antibiotics():
    assert of("no_antibiotics", INFARCT, length_of_stay=1)[0] is False
    assert of("no_antibiotics", INFARCT, beds=[("D", 0), ("S3", 1)])[0] is False
    assert of("no_antibiotics", INFARCT, beds=[("D", 0), ("S4", 1)])[0] is True


@pytest.mark.parametrize(
    ("code", "present", "indicator", "reached"),
    [("J690", "N", "pneumonia", True), ("J690", "Y", "pneumonia", False), ("N300", "N", "urinary_infection", True)],
)
def test_an_infection_counts_when_it_was_not_there_at_admission(code, present, indicator, reached):
    assert of(indicator, [*INFARCT, (code, "S", present, "A")]) == (True, reached)


FIBRILLATION = [*INFARCT, ("I4891", "S", "Y", "A")]


@pytest.mark.parametrize(
    ("claims", "reached"),
    [
        ([(ANTICOAGULANT, 8)], True),
        ([(ANTICOAGULANT, 7)], False),
        ([(ANTICOAGULANT, 40)], True),
        ([(ANTICOAGULANT, 41)], False),
        ([(PLATELETS, 9)], False),
    ],
)
def test_an_anticoagulant_counts_in_the_last_two_days_or_within_thirty_after(claims, reached):
    assert of("anticoagulant", FIBRILLATION, claims=claims) == (True, reached)


def test_who_has_no_fibrillation_dies_goes_to_another_hospital_or_is_not_resuscitated_does_not_count():
    assert of("anticoagulant", INFARCT)[0] is False
    assert of("anticoagulant", FIBRILLATION, destination="8")[0] is False
    assert of("anticoagulant", FIBRILLATION, destination="3")[0] is False
    assert of("anticoagulant", [*FIBRILLATION, ("Z66", "S", "N", "A")])[0] is False


def test_a_death_that_nobody_knows_is_told_apart():
    found = stroke.cases(tables(INFARCT, death_30=None, death_90=1))
    counts = {
        row["indicator"]: (row["denominator"], row["numerator"], row["unknown"])
        for row in stroke.by(found).rows(named=True)
    }
    assert counts["death_30"] == (0, 0, 1)
    assert counts["death_90"] == (1, 1, 0)
    assert stroke.by(found, "hospital_number", "discharge_year")["hospital_number"].unique().to_list() == ["A"]
