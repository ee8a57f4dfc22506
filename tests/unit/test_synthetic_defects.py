"""Planted faults: what they change, what they leave alone, and that each names a rule that exists."""

import json
from pathlib import Path

import numpy as np
import pytest
import zstandard

from mutualis import reference, synthetic
from mutualis.model import MutualisError, Years
from mutualis.synthetic.fault_kinds import Records, day_after, month_after
from mutualis.synthetic.file_faults import EXTRACT_FAULTS
from mutualis.synthetic.parcel_faults import PARCEL_FAULTS
from mutualis.synthetic.planting import LINE_FAULTS, plant, read_planted
from mutualis.synthetic.records import RecordWriter

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")


def records(folder: Path, database: str) -> Records:
    layout = reference.layout(database)
    raw = zstandard.ZstdDecompressor().stream_reader((folder / f"{database}.txt.zst").read_bytes()).read()
    return Records(np.frombuffer(raw, np.uint8).reshape(-1, layout.record_length + 1).copy(), layout)


@pytest.fixture(scope="module")
def countries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same small country clean and with faults."""
    made = []
    for name in ("clean", "faulty"):
        folder = tmp_path_factory.mktemp("synthetic") / name
        synthetic.synthesise(folder, insured=900, years=Years(2023, 2023), seed=2, threads=1)
        made.append(folder)
    plant(made[1], seed=7)
    return made[0], made[1]


def test_at_least_25_kinds_exist_and_every_kind_names_a_rule_of_the_intake():
    kinds = [each.kind for each in (*LINE_FAULTS, *EXTRACT_FAULTS, *PARCEL_FAULTS)]
    assert len(kinds) == len(set(kinds)) > 60
    rules = {each.id for each in reference.rules()}
    named = {each.rule for each in (*LINE_FAULTS, *EXTRACT_FAULTS, *PARCEL_FAULTS)} - {""}
    assert named <= rules


@pytest.mark.parametrize("database", [each.code for each in reference.source_databases()])
def test_only_the_lines_that_are_written_down_changed(countries, database):
    clean, faulty = countries
    planted = read_planted(faulty / "planted.csv")
    broken_files = {each.kind for each in EXTRACT_FAULTS}
    for delivery in sorted(path.parent for path in clean.glob(f"*/*/{database}.txt.zst")):
        where = (delivery.parent.name, delivery.name)
        own = [each for each in planted if (each.insurer, each.period) == where and each.file == database]
        if any(each.kind in broken_files for each in own):
            continue
        before = records(delivery, database)
        after = records(faulty / delivery.parent.name / delivery.name, database)
        changed = np.flatnonzero((before.matrix != after.matrix).any(axis=1)) + 1
        assert set(changed.tolist()) == {each.line for each in own}


def test_every_database_carries_a_fault_of_its_own(countries):
    planted = read_planted(countries[1] / "planted.csv")
    assert {each.code for each in reference.source_databases()} <= {each.file for each in planted}


def test_a_member_who_dies_again_has_two_months_of_death(countries):
    _, faulty = countries
    for each in read_planted(faulty / "planted.csv"):
        if each.kind == "two_dates_of_death":
            found = records(faulty / each.insurer / each.period, "pp")
            same = np.flatnonzero(found.texts("person") == found.texts("person")[each.line - 1])
            months = found.numbers("death_month")[same]
            assert len(set(months.tolist())) == 2
            assert months.min() > 0


def test_declared_totals_follow_the_planted_lines_where_amounts_can_be_read(countries):
    _, faulty = countries
    wrong = {
        (each.insurer, each.period) for each in read_planted(faulty / "planted.csv") if each.kind == "wrong_totals"
    }
    unreadable = {(each.insurer, each.period) for each in read_planted(faulty / "planted.csv") if "format" in each.rule}
    compared = 0
    for delivery in sorted(faulty.glob("insurer-*/*")):
        where = (delivery.parent.name, delivery.name)
        declared = json.loads((delivery / "declared.json").read_text())["gz"]
        if where in unreadable or any(
            each.kind == "wrong_encoding" and where == (each.insurer, each.period)
            for each in read_planted(faulty / "planted.csv")
        ):
            continue
        found = records(delivery, "gz")
        counted = {found.layout.field(name).code: int(found.numbers(name).sum()) for name in AMOUNTS}
        assert (counted == declared["totals"]) is (where not in wrong)
        compared += 1
    assert compared > 5


def test_planting_the_same_seed_twice_gives_the_same_faults(countries, tmp_path):
    _, faulty = countries
    again = tmp_path / "again"
    synthetic.synthesise(again, insured=900, years=Years(2023, 2023), seed=2, threads=2)
    assert plant(again, seed=7).read_text() == (faulty / "planted.csv").read_text()


def test_a_folder_without_extracts_cannot_be_planted(tmp_path):
    with pytest.raises(MutualisError, match="holds no extracts"):
        plant(tmp_path)


def test_a_field_can_be_read_and_written_in_place():
    layout = reference.layout("gz")
    made = Records(RecordWriter(layout).write({}, 2), layout)
    made.put("reimbursed_cents", 1, -1234)
    made.put("nomenclature_code", 1, "101032")
    assert made.numbers("reimbursed_cents").tolist() == [0, -1234]
    assert made.get("nomenclature_code", 1) == "0101032"
    assert made.texts("nomenclature_code").tolist() == [b"0000000", b"0101032"]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (month_after(202212, 1), 202301),
        (month_after(202301, -27), 202010),
        (day_after(20230228, 1), 20230301),
        (day_after(20230101, -1), 20221231),
    ],
)
def test_months_and_days_are_counted_over_the_ends_of_years(made, expected):
    assert made == expected


def test_a_parcel_fault_that_needs_the_key_says_so_and_an_unknown_one_lists_the_kinds(tmp_path):
    with pytest.raises(MutualisError, match="needs the sender's key"):
        synthetic.apply_parcel_fault("zstd_bomb", tmp_path)
    with pytest.raises(MutualisError, match="wrong_signature, wrong_checksum"):
        synthetic.apply_parcel_fault("wrong_colour", tmp_path)
