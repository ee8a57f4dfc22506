"""A long stay is registered in parts; the linkage has it as one."""

import polars as pl
import pytest

from mutualis.intake.hospital import joined
from mutualis.intake.hospital.days import day_of

ENDS = ("discharge_hour", "discharge_minute", "death_cause_system", "death_cause")
PART = "stay_number | stay_type | registration_year | registration_period"
PART += " | admission | discharge | place_before | destination"


def stays(*rows):
    """Rows of parts, in the columns of PART."""
    names = PART.split(" | ")
    frame = pl.DataFrame([[cell.strip() for cell in row.split("|")] for row in rows], schema=names, orient="row")
    days = {
        f"{name}_{part}": pl.col(name).str.split("-").list.get(at, null_on_oob=True).fill_null("")
        for name in ("admission", "discharge")
        for at, part in enumerate(("year", "month", "day"))
    }
    return frame.with_columns(
        hospital_code=pl.lit("007"), discharge_type=pl.lit("1"), **days, **{name: pl.lit("") for name in ENDS}
    ).drop("admission", "discharge")


def whole(*rows):
    found = joined({"STAYHOSP": stays(*rows)})["STAYHOSP"]
    kept = found.with_columns(end=day_of("discharge")).sort("stay_number")
    return kept.select("stay_number", "stay_type", "place_before", "destination", pl.col("end").cast(pl.String)).rows()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["1 | H | 2018 | 1 | 2018-01-02 | 2018-01-09 | 1 | 1"], [("1", "H", "1", "1", "2018-01-09")]),
        (
            ["1 | F | 2018 | 1 | 2018-05-02 | | 3 | F", "1 | L | 2018 | 2 | 2018-05-02 | 2018-08-01 | M | 6"],
            [("1", "F", "3", "6", "2018-08-01")],
        ),
        (
            [
                "1 | F | 2017 | 2 | 2017-12-02 | | 1 | F",
                "1 | M | 2018 | 1 | 2017-12-02 | | M | M",
                "1 | L | 2018 | 2 | 2017-12-02 | 2018-08-01 | M | 8",
            ],
            [("1", "F", "1", "8", "2018-08-01")],
        ),
        (["1 | F | 2019 | 2 | 2019-11-02 | | 1 | F"], [("1", "F", "1", "F", None)]),
        (["1 | L | 2017 | 1 | 2016-11-02 | 2017-02-01 | M | 1"], [("1", "L", "M", "1", "2017-02-01")]),
    ],
    ids=["usual", "two parts", "three parts", "not ended", "first part not delivered"],
)
def test_the_parts_of_a_stay_are_one_with_the_beginning_of_the_first_and_the_end_of_the_last(rows, told):
    assert whole(*rows) == told


def test_what_two_parts_say_of_beds_and_diagnoses_is_said_once_as_the_last_has_it():
    bed = {"hospital_code": "007", "stay_number": "1", "bed_index_order": "1"}
    beds = pl.DataFrame(
        [{**bed, "bed_index": "D"}, {**bed, "bed_index": "G"}, {**bed, "bed_index_order": "2", "bed_index": "S3"}]
    )
    found = joined({"STAYHOSP": stays("1 | H | 2018 | 1 | 2018-01-02 | 2018-01-09 | 1 | 1"), "STAYINDX": beds})
    assert found["STAYINDX"]["bed_index"].to_list() == ["G", "S3"]
