"""A table of an output as disclosure control sees it."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from mutualis.disclosure import CrossTable

STAYS = pl.DataFrame(
    [
        ("p1", "h1", "single", 100),
        ("p1", "h1", "single", 50),
        ("p2", "h1", "common", 10),
        ("p3", "h2", "single", 30),
        ("p4", "h2", "common", 20),
    ],
    schema=["person_id", "hospital", "room", "cents"],
    orient="row",
)


def table(frame: pl.DataFrame = STAYS) -> CrossTable:
    counted = frame.rename({"cents": "numerator"}).with_columns(denominator=pl.lit(1, pl.Int64))
    return CrossTable("billed", counted, ("hospital", "room"), "hospital", "", "amount", "person_id")


def cells(made: CrossTable, level: str, split: str) -> dict[tuple[str, str], dict[str, int]]:
    rows = [row for row in made.cells().to_pylist() if (row["level"], row["split"]) == (level, split)]
    return {(row["area_code"], row["category"]): row for row in rows}


def test_an_amount_is_looked_at_person_by_person_however_many_stays_somebody_has() -> None:
    one = cells(table(), "municipality", "room")["h1", "single"]
    assert (one["numerator"], one["denominator"]) == (150, 2)
    assert (one["contributors"], one["largest"], one["second_largest"]) == (1, 150, 0)


def test_the_largest_part_of_a_total_is_what_a_person_has_over_all_its_cells() -> None:
    both = pl.concat([STAYS, pl.DataFrame([("p1", "h2", "common", 40)], schema=STAYS.schema, orient="row")])
    whole = cells(table(both), "country", "total")["BE", "all"]
    assert (whole["numerator"], whole["contributors"], whole["largest"], whole["second_largest"]) == (250, 4, 190, 30)


def test_areas_and_categories_add_up_to_the_whole_at_every_level() -> None:
    made = table()
    whole = cells(made, "country", "total")["BE", "all"]
    for level in ("region", "province", "arrondissement", "municipality"):
        for split in made.splits:
            found = cells(made, level, split).values()
            assert sum(each["numerator"] for each in found) == whole["numerator"]
            assert sum(each["denominator"] for each in found) == whole["denominator"]


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.sampled_from("st"), st.integers(0, 9)),
        min_size=1,
        max_size=12,
    )
)
def test_no_cell_has_a_larger_part_than_itself(rows: list[tuple[str, str, str, int]]) -> None:
    made = table(pl.DataFrame(rows, schema=STAYS.schema, orient="row")).cells()
    for row in made.to_pylist():
        assert row["largest"] + row["second_largest"] <= row["numerator"]
        assert row["contributors"] <= row["denominator"]


def test_what_is_not_known_is_a_category_of_its_own() -> None:
    some = STAYS.with_columns(pl.when(pl.col("person_id") == "p4").then(None).otherwise(pl.col("room")).alias("room"))
    assert ("h2", "unknown") in cells(table(some), "municipality", "room")


def test_who_is_there_once_in_a_year_counts_once_in_each_cell_of_it_and_who_is_there_twice_counts_once_too() -> None:
    rows = [("p1", 2020, "single", 100), ("p1", 2021, "single", 50), ("p2", 2021, "common", 10)]
    columns = ["person_id", "year", "room", "numerator"]
    for more, people in (([], 2), ([("p2", 2021, "single", 5)], 2), ([("p3", 2021, "single", 5)], 3)):
        frame = pl.DataFrame([*rows, *more], schema=columns, orient="row").with_columns(denominator=pl.lit(1, pl.Int64))
        made = CrossTable("billed", frame, ("year", "room"), "", "year", "amount", "person_id")
        told = {(row["year"], row["split"], row["category"]): row for row in made.cells().to_pylist()}
        assert told[2021, "total", "all"]["contributors"] == people
        assert told[2021, "total", "all"]["numerator"] == 60 + 5 * len(more)
        assert told[2020, "total", "all"]["largest"] == 100
