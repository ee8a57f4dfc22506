"""Rules of indicators 5 and 6, each with the stays drawn for it; then the same in plain Python on random stays."""

import itertools

import ibis
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import plain_self_registration as plain
from mutualis.methods.self_registration import door_to_needle, swallow_screening, without_small
from mutualis.parcel.self_registration import SCHEMA_OF_ROWS
from spec.drawing import rows_of

DRAWN = ibis.schema(
    {
        "hospital_code": "string",
        "registration_year": "int32",
        "is_referred": "boolean",
        "is_in_hospital": "boolean",
        "door_to_needle_minutes": "int32",
        "onset_minutes": "int32",
        "is_swallow_screened": "boolean",
    }
)
KEY = ("hospital_code", "registration_year")
ALIKE = {"hospital_code": "007", "registration_year": 2019, "is_referred": False, "is_in_hospital": False}


def stays(drawing: str) -> pl.DataFrame:
    """The drawn stays, `yes` and `no`; what is not drawn is alike, an empty cell is not known."""
    return pl.DataFrame([ALIKE | row for row in rows_of(drawing, DRAWN)], schema=SCHEMA_OF_ROWS)


def row_of(found: pl.DataFrame, **where: object) -> dict:
    (row,) = found.filter(**where).rows(named=True)
    return row


def many(count: int, **values: object) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(SCHEMA_OF_ROWS) | ALIKE | values] * count, schema=SCHEMA_OF_ROWS)


def test_only_stays_with_thrombolysis_count_and_thirty_minutes_are_within_thirty():
    found = row_of(
        door_to_needle(
            stays("""
                door_to_needle_minutes
                ----------------------
                30
                31
                45
                60
                61
            """)
        )
    )
    assert (found["cases"], found["within_30"], found["within_45"], found["within_60"]) == (5, 1, 3, 4)
    assert found["share_within_30"] == 0.2


def test_a_stay_without_a_time_was_not_lysed_and_one_of_nought_minutes_was():
    found = door_to_needle(pl.concat([many(3), many(1, door_to_needle_minutes=0)]))
    assert (row_of(found)["cases"], row_of(found)["within_30"]) == (1, 1)
    none = row_of(door_to_needle(many(3)))
    assert (none["cases"], none["within_30"], none["share_within_30"], none["door_to_needle_p50"]) == (0, 0, None, None)


def test_median_and_quartiles_are_linear_between_neighbours():
    found = row_of(
        door_to_needle(
            stays("""
                door_to_needle_minutes | onset_minutes
                -----------------------+--------------
                20                     | 60
                30                     |
                40                     | 100
                70                     | -80
            """)
        )
    )
    assert [found[f"door_to_needle_p{each}"] for each in (25, 50, 75)] == [27.5, 35.0, 47.5]
    # Of the first and third it is known how long after the stroke; the needle of the fourth came before its stroke.
    assert (found["onset_cases"], found["onset_to_needle_p50"]) == (2, 110.0)


def test_times_are_told_apart_by_where_the_stroke_happened_and_who_was_referred():
    drawn = stays("""
        is_in_hospital | is_referred | door_to_needle_minutes
        ---------------+-------------+-----------------------
        no             | no          | 20
        no             | yes         | 40
        yes            | no          | 90
    """)
    by_place, by_way = door_to_needle(drawn, "is_in_hospital"), door_to_needle(drawn, "is_referred")
    assert row_of(by_place, is_in_hospital=True)["door_to_needle_p50"] == 90
    assert row_of(by_place, is_in_hospital=False)["door_to_needle_p50"] == 30
    assert row_of(by_way, is_referred=True)["cases"] == 1
    assert row_of(by_way, is_referred=False)["door_to_needle_p50"] == 55


def test_a_screening_that_nobody_wrote_down_is_missing_and_not_nought():
    found = row_of(
        swallow_screening(
            stays("""
                is_referred | is_swallow_screened
                ------------+--------------------
                no          | yes
                no          | yes
                no          | no
                no          |
            """)
        )
    )
    assert (found["stays"], found["recorded"], found["screened"]) == (4, 3, 2)
    assert found["share"] == pytest.approx(2 / 3)
    assert found["missing_share"] == 0.25
    # Wilson, by hand: (p + z2/2n -+ z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n) with z 1.95996, n 3
    assert (found["low"], found["high"]) == (pytest.approx(0.20766, abs=1e-5), pytest.approx(0.93851, abs=1e-5))


def test_where_nothing_was_written_down_there_is_no_share():
    found = row_of(swallow_screening(many(3)))
    assert (found["recorded"], found["share"], found["low"], found["missing_share"]) == (0, None, None, 1.0)


def test_hospitals_and_years_stand_apart():
    drawn = stays("""
        hospital_code | registration_year | is_swallow_screened
        --------------+-------------------+--------------------
        007           | 2018              | yes
        007           | 2019              | no
        011           | 2019              | yes
    """)
    found = swallow_screening(drawn, "hospital_code", "registration_year")
    assert found.select("hospital_code", "registration_year", "screened").rows() == [
        ("007", 2018, 1), ("007", 2019, 0), ("011", 2019, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("screened", "others", "is_hidden"),
    [(5, 5, False), (4, 6, True), (6, 4, True), (5, 4, True), (10, 0, False), (0, 10, False), (9, 0, True)],
)
def test_a_share_is_hidden_where_it_would_tell_of_fewer_than_five_or_among_fewer_than_ten(screened, others, is_hidden):
    drawn = pl.concat([many(screened, is_swallow_screened=True), many(others, is_swallow_screened=False), many(2)])
    found = row_of(without_small(swallow_screening(drawn)))
    assert found["is_hidden"] == is_hidden
    assert all((found[name] is None) == is_hidden for name in ("screened", "share", "low", "high"))
    assert (found["stays"] is None) == (screened + others < 10)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        # stays within 30, then 45, then 60, then later; which of the three limits are told
        ((5, 5, 5, 5), (30, 45, 60)),
        ((4, 6, 5, 5), (45, 60)),
        ((5, 4, 6, 5), (30, 60)),
        ((5, 4, 1, 5), (30, 60)),
        ((5, 5, 5, 4), (30, 45)),
        ((6, 0, 0, 6), (30, 45, 60)),
        ((0, 0, 0, 12), (30, 45, 60)),
        ((1, 1, 1, 9), ()),
        ((5, 4, 0, 0), ()),
    ],
)
def test_between_two_limits_that_are_told_are_none_or_five(counts, shown):
    times = [20] * counts[0] + [40] * counts[1] + [50] * counts[2] + [90] * counts[3]
    drawn = pl.concat([many(1, door_to_needle_minutes=each) for each in times])
    found = row_of(without_small(door_to_needle(drawn)))
    assert tuple(each for each in (30, 45, 60) if found[f"within_{each}"] is not None) == shown
    assert tuple(each for each in (30, 45, 60) if found[f"share_within_{each}"] is not None) == shown
    assert (found["cases"] is None) == found["is_hidden"] == (sum(counts) < 10)
    assert (found["door_to_needle_p50"] is None) == (sum(counts) < 10)


def test_the_time_from_the_stroke_is_hidden_by_its_own_number_of_stays():
    drawn = pl.concat([many(10, door_to_needle_minutes=30), many(9, door_to_needle_minutes=30, onset_minutes=60)])
    found = row_of(without_small(door_to_needle(drawn)))
    assert (found["cases"], found["onset_cases"], found["onset_to_needle_p50"]) == (19, None, None)


random_rows = st.lists(
    st.fixed_dictionaries(
        {
            "hospital_code": st.sampled_from(["007", "011"]),
            "registration_year": st.sampled_from([2018, 2019]),
            "is_referred": st.booleans(),
            "is_in_hospital": st.booleans(),
            "door_to_needle_minutes": st.none() | st.integers(0, 120),
            "onset_minutes": st.none() | st.integers(-100, 400),
            "is_swallow_screened": st.none() | st.booleans(),
        }
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(random_rows)
def test_random_stays_have_the_figures_of_the_plain_program(drawn):
    frame = pl.DataFrame(drawn, schema=SCHEMA_OF_ROWS)
    assert row_of(swallow_screening(frame)) == pytest.approx(plain.swallow_screening(drawn))
    for table, reckon in ((door_to_needle, plain.door_to_needle), (swallow_screening, plain.swallow_screening)):
        for row in table(frame, *KEY).rows(named=True):
            own = [each for each in drawn if all(each[key] == row[key] for key in KEY)]
            told = {name: value for name, value in row.items() if name not in KEY}
            assert told == pytest.approx(reckon(own))


@settings(max_examples=60, deadline=None)
@given(random_rows)
def test_groups_add_up_to_all_and_what_is_told_never_leaves_a_few(drawn):
    frame = pl.DataFrame(drawn, schema=SCHEMA_OF_ROWS)
    for split in ("is_referred", "is_in_hospital", "hospital_code"):
        whole, parts = swallow_screening(frame), swallow_screening(frame, split)
        assert parts["screened"].sum() == whole["screened"].sum()
        times = door_to_needle(frame, split)
        assert times["cases"].sum() == frame["door_to_needle_minutes"].count()
        shown = without_small(times)
        for row in shown.rows(named=True):
            told = [0, *(row[f"within_{each}"] for each in (30, 45, 60) if row[f"within_{each}"] is not None)]
            steps = [after - before for before, after in itertools.pairwise(told)]
            rest = [row["cases"] - told[-1]] if len(told) > 1 else []
            assert not [each for each in (*steps, *rest) if 0 < each < 5]
        assert shown.select("cases").drop_nulls().filter(pl.col("cases") < 10).is_empty()
