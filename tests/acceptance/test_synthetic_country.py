"""The synthetic country as the rest of the house meets it: files, truth, marginals, and its faults at a node."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
import zstandard

from mutualis import intake, parcel, reference, synthetic
from mutualis.engine import DuckEngine
from mutualis.model import DeliveryPeriod, MutualisError, Years
from mutualis.node import Node
from mutualis.parcel import Content, Declared
from mutualis.synthetic.measures import COUNTED
from mutualis.synthetic.report import totals_of_year

AMOUNTS = ("reimbursed_cents", "copayment_cents", "supplement_cents")
INSURER = "insurer-300"


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic") / "country"
    synthetic.synthesise(folder, insured=1_500, years=Years(2022, 2023), seed=3, threads=2)
    return folder


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckEngine]:
    made = DuckEngine(memory_limit="500MB", threads=1, temporary=tmp_path_factory.mktemp("engine"))
    yield made
    made.close()


def raw(delivery: Path, database: str) -> np.ndarray:
    content = zstandard.ZstdDecompressor().stream_reader((delivery / f"{database}.txt.zst").read_bytes()).read()
    return np.frombuffer(content, np.uint8).reshape(-1, reference.layout(database).record_length + 1)


def texts(records: np.ndarray, database: str, name: str) -> list[str]:
    field = reference.layout(database).field(name)
    part = np.ascontiguousarray(records[:, field.start - 1 : field.end]).view(f"S{field.width}").reshape(-1)
    return [each.decode() for each in part.tolist()]


def deliver(node: Node, folder: Path) -> Path:
    declared = {name: Declared(each["rows"], each["totals"]) for name, each in _declared(folder).items()}
    files = {f"{name}.txt.zst": Content(folder / f"{name}.txt.zst", name, declared[name].rows) for name in declared}
    return parcel.build(
        node.inbox,
        kind="delivery",
        sender=node.name,
        recipient=node.name,
        period=folder.name,
        files=files,
        keys=node.keys,
        declared=declared,
    )


def _declared(folder: Path) -> dict:
    return json.loads((folder / "declared.json").read_text())


def test_seven_insurers_deliver_every_half_year_and_one_late_one_without_states(country):
    periods = ["2022H1", "2022H2", "2023H1", "2023H2", "2024H1"]
    for insurer in reference.insurers():
        assert sorted(path.name for path in (country / insurer.name).iterdir()) == periods
        declared = _declared(country / insurer.name / "2024H1")
        assert (declared["pp"]["rows"], declared["mg"]["rows"]) == (0, 0)
    assert _declared(country / "insurer-100" / "2024H1")["gz"]["rows"] > 500


def test_rows_sizes_and_cents_are_as_declared(country):
    for delivery in sorted(country.glob("insurer-*/*")):
        for database, declared in _declared(delivery).items():
            records = raw(delivery, database)
            assert (len(records), records.size) == (declared["rows"], declared["raw_size"])
            assert (records[:, -1] == 10).all()
            assert ((records[:, :-1] >= 32) & (records[:, :-1] < 127)).all()
            for code, cents in declared["totals"].items():
                assert sum(map(int, texts(records, database, code))) == cents


def test_the_bytes_do_not_depend_on_the_number_of_threads(tmp_path):
    made = []
    for threads in (1, 3):
        folder = tmp_path / str(threads)
        synthetic.synthesise(folder, insured=11_000, years=Years(2023, 2023), seed=5, late_halves=0, threads=threads)
        made.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert made[0] == made[1]


def test_every_marginal_is_near_its_published_figure_and_the_report_says_both(tmp_path):
    synthetic.synthesise(tmp_path / "large", insured=16_000, years=Years(2022, 2022), seed=1)
    rows = synthetic.report(tmp_path / "large")
    assert len(rows) > 15
    assert [row.quantity for row in rows if not row.is_near] == []
    assert all(row.target and row.reached and row.source for row in rows)


def test_a_person_who_changed_insurer_is_in_the_files_of_both(country):
    changes = synthetic.Truth(country / "truth").table("changed_insurer").to_pylist()
    assert changes
    listed = {
        (path.parent.name, number[-11:])
        for path in sorted(country.glob("insurer-*/*"))
        for number in texts(raw(path, "pp"), "pp", "person")
    }
    in_both = [
        each
        for each in changes
        if all(
            {(each[fund], each["person"]), (each[fund], each["later_number"])} & listed
            for fund in ("old_insurer", "new_insurer")
        )
    ]
    assert len(in_both) >= len([each for each in changes if each["day"].year == 2023 or each["day"].month > 6]) > 0


def test_number_changes_are_delivered_with_both_numbers_and_the_new_one_is_used_from_then_on(country):
    changes = synthetic.Truth(country / "truth").table("number_change").to_pylist()
    assert changes
    for each in changes:
        delivery = country / each["insurer"] / each["period"]
        pairs = zip(*(texts(raw(delivery, "mg"), "mg", name) for name in ("old_number", "new_number")), strict=True)
        assert (each["old_number"].zfill(15), each["new_number"].zfill(15)) in set(pairs)
        assert each["change_day"] <= DeliveryPeriod.parse(each["period"]).reference_day
        for later in sorted(path for path in delivery.parent.iterdir() if path.name >= each["period"]):
            for database in ("pp", "gz", "fu"):
                assert each["old_number"].zfill(15) not in set(texts(raw(later, database), database, "person"))


def test_every_correction_negates_its_original_on_the_lines_that_the_truth_names(country):
    rows = synthetic.Truth(country / "truth").table("correction").to_pylist()
    by_pair: dict = {}
    for row in rows:
        by_pair.setdefault(row["pair"], {})[row["role"]] = row
    files: dict = {}
    checked = 0
    for pair in list(by_pair.values())[:150]:
        if "correction" not in pair:
            continue
        found = [_line(country, files, pair[role]) for role in ("original", "correction")]
        for name in ("quantity", *AMOUNTS):
            assert int(found[0][name]) == -int(found[1][name])
        assert found[0]["service_day"] == found[1]["service_day"]
        assert found[0]["booking_month"] < found[1]["booking_month"]
        checked += 1
    assert checked > 40


def _line(country: Path, files: dict, row: dict) -> dict[str, str]:
    key = (row["database"], row["insurer"], row["period"])
    if key not in files:
        files[key] = raw(country / row["insurer"] / row["period"], row["database"])
    record = files[key][row["line"] - 1 : row["line"]]
    names = ("service_day", "booking_month", "quantity", *AMOUNTS)
    return {name: texts(record, row["database"], name)[0] for name in names}


def test_the_truth_counts_what_the_files_hold(country):
    truth = synthetic.Truth(country / "truth")
    assert truth.rows == sum(
        each["rows"] for path in country.glob("*/*/declared.json") for each in _declared(path.parent).values()
    )
    stays = truth.table("stay")
    counted = stays.filter(stays["is_counted"])
    for year in (2022, 2023):
        totals = totals_of_year(truth, year)
        own = counted.filter(pc.equal(counted["year"], year))
        assert totals["classic_stays"] + totals["day_stays"] == own.num_rows
        assert list(totals) == list(COUNTED)
    assert Counter(stays["stay_kind"].to_pylist()).keys() == {"classic", "day"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"insured": 0, "years": Years(2022, 2022)}, "must be at least 1"),
        ({"insured": 10, "years": Years(2012, 2022)}, "lived from 2014 on"),
    ],
)
def test_a_country_that_cannot_be_made_is_refused_before_anything_is_written(tmp_path, asked, message):
    with pytest.raises(MutualisError, match=message):
        synthetic.synthesise(tmp_path / "none", **asked)
    assert not (tmp_path / "none").exists()


def test_a_folder_that_holds_something_is_never_overwritten(tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(MutualisError, match="is not empty"):
        synthetic.synthesise(tmp_path, insured=10, years=Years(2022, 2022))


def test_clean_extracts_break_no_rule_at_the_node_and_every_planted_line_is_reported(tmp_path, engine):
    """One insurer's clean first delivery, then all its deliveries with planted lines."""
    for name in ("clean", "faulty"):
        synthetic.synthesise(tmp_path / name, insured=1_000, years=Years(2023, 2023), seed=3, late_halves=0)
    with_node = Node.create(tmp_path / "clean_node", INSURER, "insurer", "a long passphrase")
    clean = intake.accept(with_node, deliver(with_node, tmp_path / "clean" / INSURER / "2023H1"), engine)
    assert (clean.status, dict(clean.counts)) == ("accepted", {})
    with_node.close()
    planted = synthetic.read_planted(synthetic.plant(tmp_path / "faulty", seed=5))
    node = Node.create(tmp_path / "node", INSURER, "insurer", "a long passphrase")
    own = {(each.period, each.file, each.line, each.rule, each.severity) for each in planted if each.insurer == INSURER}
    found = set()
    for folder in sorted((tmp_path / "faulty" / INSURER).iterdir()):
        outcome = intake.accept(node, deliver(node, folder), engine)
        assert outcome.status == "accepted", outcome.reason
        problems = pq.read_table(outcome.problems).to_pylist()
        found |= {(folder.name, each["file"], each["line"], each["rule"], each["severity"]) for each in problems}
    node.close()
    assert len(own) > 35
    assert own - found == set()


def test_every_parcel_fault_is_found_by_its_rule_and_a_replay_changes_nothing(country, tmp_path, engine):
    node = Node.create(tmp_path / "node", "insurer-600", "insurer", "a long passphrase")
    source = country / "insurer-600" / "2022H1"
    for fault in sorted(synthetic.PARCEL_FAULTS, key=lambda each: not each.rule):
        broken = synthetic.apply_parcel_fault(fault.kind, deliver(node, source), node.keys)
        if not fault.rule:
            statuses = [intake.accept(node, path, engine).status for path in node.receive("delivery")]
            assert statuses == ["accepted", "known"]
            continue
        outcome = intake.accept(node, broken, engine)
        assert (outcome.status, dict(outcome.counts)) == ("refused", {fault.rule: 1}), fault.kind
    node.close()
