"""Which line a correction takes back, drawn and by invariants; no node and no parcel."""

import datetime as dt
from collections import Counter

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualis import warehouse
from mutualis.engine import DuckEngine
from mutualis.tables import core_care_line, core_correction
from mutualis.warehouse import corrections as rules

DAY = dt.date(2023, 3, 1)
NARROW = rules.narrow_schema("gz")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = DuckEngine("200MB", 2, tmp_path_factory.mktemp("engine"))
    yield made
    made.close()


def given_lines(engine, folder, name, lines, schema=None):
    """Lines (dictionaries) as a table that the engine reads, other columns null."""
    schema = schema or core_care_line.schema
    kinds = {
        "int32": pa.int32(),
        "int64": pa.int64(),
        "string": pa.string(),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    columns = {
        column: pa.array([line.get(column) for line in lines], kinds[str(kind)]) for column, kind in schema.items()
    }
    path = folder / f"{name}.parquet"
    pq.write_table(pa.table(columns), path)
    engine.use(name, [path], schema)
    return ibis.table(schema, name=name)


def drawn(drawing):
    """Lines from a drawing: delivery.line | person | code | booked | quantity | cents."""
    for row in drawing.strip().splitlines()[2:]:
        place, person, code, booked, quantity, cents = (cell.strip() for cell in row.split("|"))
        delivery, line = place.split(".")
        yield a_line(delivery, int(line), person, code, int(booked), int(quantity), int(cents))


def a_line(*parts):
    delivery, number, person, code, booked, quantity, cents = parts
    return {
        "delivery_id": delivery, "line": number, "person_id": person, "nomenclature_code": code, "service_day": DAY,
        "booking_month": booked, "quantity": quantity, "reimbursed_cents": cents, "copayment_cents": 0,
        "supplement_cents": 0, "is_correction": quantity < 0 or (quantity == 0 and cents < 0),
    }  # fmt: skip


def matched(engine, folder, lines, links=()):
    """The links that matching finds, and the correction lines that are left alone."""
    table = given_lines(engine, folder, "lines", lines)
    known = given_lines(engine, folder, "links", links, core_correction.schema)
    corrections = rules.corrections_of(table, "gz")
    originals = rules.candidates(table, corrections, known, "gz")
    rows = engine.rows(rules.pairs(corrections, originals, "gz"))
    met = {row["line"] for row in rows}
    return rows, sorted(line["line"] for line in lines if line["is_correction"] and line["line"] not in met)


def places(found):
    return sorted(
        (f"{row['delivery_id']}.{row['line']}", f"{row['original_delivery_id']}.{row['original_line']}", row["is_full"])
        for row in found
    )


CASES = [
    (
        "a correction takes back the line with opposite amounts",
        """
            place | person | code   | booked | quantity | cents
            ------+--------+--------+--------+----------+------
            a.1   | ann    | 101032 | 202301 |        1 |  1999
            a.2   | ann    | 101032 | 202302 |        1 |  2000
            b.1   | ann    | 101032 | 202307 |       -1 | -2000
            """,
        [("b.1", "a.2", True)],
        [],
    ),
    (
        "without one it takes the earliest booked line of its key, in part",
        """
            place | person | code   | booked | quantity | cents
            ------+--------+--------+--------+----------+------
            a.2   | ann    | 101032 | 202302 |        1 |  3000
            a.1   | ann    | 101032 | 202301 |        1 |  2500
            b.1   | ann    | 101032 | 202307 |       -1 | -2000
            """,
        [("b.1", "a.1", False)],
        [],
    ),
    (
        "an original is taken back once",
        """
            place | person | code   | booked | quantity | cents
            ------+--------+--------+--------+----------+------
            a.1   | ann    | 101032 | 202301 |        1 |  2000
            b.1   | ann    | 101032 | 202307 |       -1 | -2000
            b.2   | ann    | 101032 | 202307 |       -1 | -2000
            """,
        [("b.1", "a.1", True)],
        [2],
    ),
    (
        "the original may be in the same delivery",
        """
            place | person | code   | booked | quantity | cents
            ------+--------+--------+--------+----------+------
            b.1   | ann    | 101032 | 202307 |        1 |  2000
            b.2   | ann    | 101032 | 202308 |       -1 | -2000
            """,
        [("b.2", "b.1", True)],
        [],
    ),
    (
        "another person or another code is no original",
        """
            place | person | code   | booked | quantity | cents
            ------+--------+--------+--------+----------+------
            a.1   | bob    | 101032 | 202301 |        1 |  2000
            a.2   | ann    | 102034 | 202301 |        1 |  2000
            b.1   | ann    | 101032 | 202307 |       -1 | -2000
            """,
        [],
        [1],
    ),
    (
        "a negative amount at quantity 0 corrects in part",
        """
            place | person | code   | booked | quantity | cents
            ------+--------+--------+--------+----------+------
            a.1   | ann    | 101032 | 202301 |        1 |  2000
            b.1   | ann    | 101032 | 202307 |        0 |  -500
            """,
        [("b.1", "a.1", False)],
        [],
    ),
    (
        "a full pair goes before an earlier partial one",
        """
            place | person | code   | booked | quantity | cents
            ------+--------+--------+--------+----------+------
            a.1   | ann    | 101032 | 202301 |        1 |  2000
            a.2   | ann    | 101032 | 202302 |        1 |  3000
            b.1   | ann    | 101032 | 202307 |       -1 | -1000
            b.2   | ann    | 101032 | 202308 |       -1 | -2000
            """,
        [("b.1", "a.2", False), ("b.2", "a.1", True)],
        [],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_corrections_find_their_original(engine, tmp_path, case):
    _, drawing, expected, alone = case
    found, without = matched(engine, tmp_path, list(drawn(drawing)))
    assert (places(found), without) == (expected, alone)


def test_a_line_that_was_taken_back_before_is_not_taken_back_again(engine, tmp_path):
    lines = [
        a_line("a", 1, "ann", "101032", 202301, 1, 2000),
        a_line("b", 1, "ann", "101032", 202307, -1, -2000),
    ]
    link = {"delivery_id": "x", "database": "gz", "line": 9, "original_delivery_id": "a", "original_line": 1}
    assert matched(engine, tmp_path, lines, [link]) == ([], [1])
    assert places(matched(engine, tmp_path, lines, [{**link, "database": "fu"}])[0]) == [("b.1", "a.1", True)]


def test_empty_parts_of_the_key_meet(engine, tmp_path):
    lines = [a_line("a", 1, "ann", "101032", 202301, 1, 50), a_line("b", 1, "ann", "101032", 202307, -1, -50)]
    lines = [{**line, "provider_id": None, "institution_number": "710"} for line in lines]
    assert len(matched(engine, tmp_path, lines)[0]) == 1
    lines[1]["institution_number"] = "720"
    assert len(matched(engine, tmp_path, lines)[0]) == 0


LINES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(1, 3), st.sampled_from([-1, 1, 1]), st.sampled_from([100, 200])),
    max_size=40,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.randoms(use_true_random=False))
def test_pairs_are_one_to_one_and_the_order_of_lines_is_no_matter(engine, tmp_path, made, random):
    lines = numbered(made)
    found, alone = matched(engine, tmp_path, lines)
    ours, theirs = [row["line"] for row in found], [row["original_line"] for row in found]
    assert len(set(ours)) == len(ours)
    assert len(set(theirs)) == len(theirs)
    assert sorted(ours + alone) == [line["line"] for line in lines if line["is_correction"]]
    random.shuffle(lines)
    assert places(matched(engine, tmp_path, lines)[0]) == places(found)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_full_pairs_cancel_are_as_many_as_can_be_and_leave_the_sums_as_they_were(engine, tmp_path, made):
    lines = numbered(made)
    found, _ = matched(engine, tmp_path, lines)
    by_line = {line["line"]: line for line in lines}
    for row in found:
        both = by_line[row["line"]], by_line[row["original_line"]]
        assert (sum(line["reimbursed_cents"] for line in both) == 0) == row["is_full"]
    groups = Counter((line["person_id"], abs(line["reimbursed_cents"]), line["is_correction"]) for line in lines)
    full = sum(min(count, groups[(who, cents, False)]) for (who, cents, minus), count in groups.items() if minus)
    assert sum(row["is_full"] for row in found) == full
    table = given_lines(engine, tmp_path, "lines", lines)
    links = given_lines(engine, tmp_path, "found", found, core_correction.schema)
    net = engine.rows(warehouse.net(table, links))
    assert len(lines) - len(net) == 2 * full
    for measure in ("quantity", "reimbursed_cents"):
        assert sum(row[measure] for row in net) == sum(row[measure] for row in lines)


def numbered(made):
    """Drawn lines of delivery b in order; a line's amount has the sign of its quantity."""
    return [
        a_line("b", number, person, "101032", 202300 + month, sign, sign * cents)
        for number, (person, month, sign, cents) in enumerate(made, 1)
    ]
