"""Claims to stays: rules in order, the first that fits wins, ties go to the latest admission; deaths are settled."""

import datetime as dt

import polars as pl
import pytest

from mutualis.linkage.matching import matched, settled

FIRST = dt.date(2019, 3, 1)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(number)


def stays(*rows):
    """Stays of one person: code, hospital, first and last day (days from the first of March)."""
    columns = ("stay_code", "hospital_number", "admission_day", "discharge_day")
    told = [(code, hospital, day(first), day(last)) for code, hospital, first, last in rows]
    return pl.DataFrame(told, schema=columns, orient="row").with_columns(c2=pl.lit("p"))


def claims(known, *rows):
    """Claims: hospital (or None), the admission that the claim names (or None), day of service; told for every stay."""
    told = []
    for number, (hospital, named, service) in enumerate(rows):
        for first in known["admission_day"]:
            offset = (day(service) - first).days
            told.append((hospital, None if named is None else day(named), offset, first, f"{number:06}"))
    schema = {"hospital_number": pl.String, "claim_admission_day": pl.Date, "service_offset_days": pl.Int32,
              "admission_day": pl.Date, "nomenclature_code": pl.String}  # fmt: skip
    return pl.DataFrame(told, schema=schema, orient="row").with_columns(c2=pl.lit("p"))


@pytest.mark.parametrize(
    ("claim", "stay", "rule"),
    [
        (("A", 0, 3), "a", "same_admission"),
        (("A", None, 3), "a", "within_stay"),
        (("A", 2, 3), "a", "within_stay"),
        (("B", None, 3), None, None),
        ((None, None, 3), None, None),
        ((None, None, 9), "a", "after_discharge"),
        (("B", None, 9), "a", "after_discharge"),
        (("A", None, 9), None, None),
        ((None, None, 35), "a", "after_discharge"),
        ((None, None, 36), None, None),
    ],
)
def test_a_claim_belongs_to_a_stay_by_the_first_rule_that_fits(claim, stay, rule):
    known = stays(("a", "A", 0, 5))
    found = matched(known, claims(known, claim))
    assert found.rows.select("stay_code", "link_rule").rows() == ([(stay, rule)] if stay else [])
    assert found.claims == 1
    assert found.without == (0 if stay else 1)


def test_of_two_stays_by_one_rule_the_later_admission_is_taken_and_that_is_told():
    known = stays(("a", "A", 0, 5), ("b", "B", 6, 8))
    found = matched(known, claims(known, (None, None, 12)))
    assert found.rows["stay_code"].to_list() == ["b"]
    assert found.with_two == 1


def test_an_earlier_rule_beats_a_later_admission():
    known = stays(("a", "A", 0, 5), ("b", "A", 5, 9))
    found = matched(known, claims(known, ("A", 0, 5)))
    assert found.rows.select("stay_code", "link_rule").rows() == [("a", "same_admission")]


def test_two_equal_claims_stay_two():
    known = stays(("a", "A", 0, 5), ("b", "B", 6, 8))
    one = claims(known, ("A", 0, 3))
    found = matched(known, pl.concat([one, one]))
    assert found.claims == 2
    assert found.rows["stay_code"].to_list() == ["a", "a"]
    assert found.by_rule == {"matched_same_admission": 2}


@pytest.mark.parametrize(
    ("nights", "destination", "known", "expected"),
    [
        (5, "8", None, 1),
        (5, "1", None, None),
        (5, "1", 0, 0),
        (40, "8", None, 0),
        (40, "1", None, 0),
        (5, "1", 1, 1),
    ],
)
def test_a_death_that_the_month_leaves_open_is_settled_by_the_hospital(nights, destination, known, expected):
    """Died in hospital on the day of discharge, or left it alive after more than thirty days."""
    row = {"length_of_stay": [nights], "destination": [destination], "discharge_type": ["1"]}
    frame = pl.DataFrame(
        row | {"death_30": [known], "death_90": [known]}, schema_overrides={"death_30": pl.Int8, "death_90": pl.Int8}
    )
    assert settled(frame)["death_30"].to_list() == [expected]
