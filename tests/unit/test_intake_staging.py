"""The strict reader: typed columns, faults by line, totals to the cent, and files that it refuses at once."""

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from mutualis.intake.records import reader
from mutualis.intake.setting_aside import without
from mutualis.intake.staging import Staged, stage
from mutualis.parcel import ParcelError
from spec.intake import samples

RECORD = samples.record("gz")


def read(staged: Staged) -> list[dict[str, object]]:
    return pq.read_table(staged.path).to_pylist()


def test_a_clean_line_becomes_typed_columns_without_technical_reserved_and_dropped_fields(tmp_path: Path) -> None:
    row = read(
        samples.staged("gz", [samples.record("gz", {"iban": "BE68539007547034".ljust(34), "quantity": "-2"})], tmp_path)
    )[0]
    assert (row["person"], row["service_day"], row["nomenclature_code"]) == (
        int(samples.ANN),
        dt.date(2023, 3, 2),
        "101032",
    )
    assert (row["quantity"], row["reimbursed_cents"], row["booking_month"], row["line"]) == (-2, 1785, 202303, 1)
    assert (row["prescriber"], row["admission_day"], row["cnk"], row["cg2"]) == (None, None, None, "110")
    assert not {"shipment_id", "reserved_035", "iban", "enterprise_number"} & set(row)


def test_zeros_are_a_code_where_the_list_holds_them(tmp_path: Path) -> None:
    row = read(samples.staged("gz", [samples.record("gz", {"cg2": "000", "institution_number": "0"})], tmp_path))[0]
    assert (row["cg2"], row["moment"], row["institution_number"]) == ("000", "0", None)


def test_a_line_with_a_fault_of_form_is_left_out_and_the_others_keep_their_line_number(tmp_path: Path) -> None:
    staged = samples.staged("gz", [RECORD, samples.record("gz", {"service_day": "20230231"}), RECORD], tmp_path)
    assert [row["line"] for row in read(staged)] == [1, 3]
    assert [(each.rule, each.field, each.lines.tolist()) for each in staged.findings] == [
        ("gz.format.date", "service_day", [2])
    ]


def test_all_faults_of_a_line_are_reported(tmp_path: Path) -> None:
    changes = {"person": "x00085073003328", "quantity": "0000001", "cg1": "0"}
    staged = samples.staged("gz", [samples.record("gz", changes)], tmp_path)
    assert {each.rule for each in staged.findings} == {"gz.format.padding", "gz.format.sign", "gz.format.required"}


def test_totals_count_every_readable_amount_and_say_where_one_was_unreadable(tmp_path: Path) -> None:
    lines = [RECORD, samples.record("gz", {"reimbursed_cents": " 00000001785"}), samples.record("gz", {"days": "+999"})]
    staged = samples.staged("gz", lines, tmp_path)
    assert staged.totals == {"SS00060": 3570, "SS00160": 1800, "SS00165": 0}
    assert staged.kept_totals == {"SS00060": 1785, "SS00160": 600, "SS00165": 0}
    assert (staged.unreadable, staged.rows, staged.kept) == ({"SS00060": 1}, 3, 1)


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        (RECORD + RECORD[:-2] + b"\n", "file.record_length", "line 2"),
        (RECORD + RECORD[:-1] + b" ", "file.record_length", "line 2"),
        (RECORD[:-1] + b"\r", "file.record_length", "line 1"),
        (RECORD + b"\xe9" + RECORD[1:], "file.encoding", "line 2"),
        (RECORD + RECORD[:300] + b"\x00" + RECORD[301:], "file.encoding", "line 2"),
        (RECORD + RECORD[:300] + b"\x7f" + RECORD[301:], "file.encoding", "line 2"),
    ],
)
def test_wrong_records_and_bytes_are_refused_with_their_line(
    tmp_path: Path, content: bytes, rule: str, line: str
) -> None:
    with pytest.raises(ParcelError, match=line) as refused:
        stage(reader("gz", samples.VERSION), [content], tmp_path / "gz.parquet", 1)
    assert refused.value.rule == rule


def test_blocks_and_threads_change_nothing(tmp_path: Path) -> None:
    lines = [
        samples.record("gz", {"copayment_cents": f"+{number}", "cg1": "777" if number % 7 else "0"})
        for number in range(60)
    ]
    one = samples.staged("gz", lines, tmp_path, "one")
    blocks = [b"".join(lines[start : start + 13]) for start in range(0, 60, 13)]
    many = stage(reader("gz", samples.VERSION), blocks, tmp_path / "many.parquet", 3)
    assert read(one) == read(many)
    assert (one.totals, one.kept) == (many.totals, many.kept)
    assert np.concatenate(one.fingerprints).tolist() == np.concatenate(many.fingerprints).tolist()


def test_only_lines_that_are_equal_but_for_technical_fields_share_a_fingerprint(tmp_path: Path) -> None:
    lines = [RECORD, samples.record("gz", {"request_id": "9"}), samples.record("gz", {"booking_month": "202304"})]
    assert samples.staged("gz", lines, tmp_path).repeated_lines().tolist() == [1, 2]


def test_an_empty_file_gives_an_empty_typed_file(tmp_path: Path) -> None:
    staged = stage(reader("mg", samples.VERSION), [], tmp_path / "mg.parquet", 1)
    assert (staged.rows, pq.read_schema(staged.path).names) == (0, ["old_number", "new_number", "change_day", "line"])


def test_lines_that_are_set_aside_are_left_out_with_their_cents(tmp_path: Path) -> None:
    staged = samples.staged(
        "gz", [samples.record("gz", {"reimbursed_cents": f"+{cents}"}) for cents in (1, 10, 100)], tmp_path
    )
    rows, cents = without(reader("gz", samples.VERSION), staged.path, tmp_path / "kept.parquet", np.array([2]))
    assert (rows, cents["SS00060"]) == (1, 10)
    assert [row["reimbursed_cents"] for row in pq.read_table(tmp_path / "kept.parquet").to_pylist()] == [1, 100]
