"""Every kind of bad input, as a user meets it: the words of the error, and the state after it."""

import csv
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import filelock
import polars as pl
import pytest

from mutualis import coding, parcel, pipeline, synthetic
from mutualis.model import StopsWork, Years
from mutualis.node import Node
from mutualis.node.transport import deliver_all
from mutualis.pipeline import Silent, Workspace
from mutualis.pipeline.deliveries import extract_folders

INSURED, YEARS, SEED = 300, Years(2023, 2023), 9
INSURER, PERIOD = "insurer-500", "2023H1"
OTHER = "insurer-100"
TABLES = ("core_member_state", "core_care_line", "core_dispensing")


@pytest.fixture(scope="session")
def blank(shared: Path) -> Path:
    """A workspace with nodes and no delivery, and beside it the extracts of a small country."""
    folder = shared / "blank"
    with filelock.FileLock(shared / "blank.lock"):
        if not (shared / "blank.done").exists():
            Workspace(folder / "work").create()
            synthetic.synthesise(folder / "extracts", insured=INSURED, years=YEARS, seed=SEED, threads=2)
            (shared / "blank.done").touch()
    return folder


@pytest.fixture
def space(blank: Path, tmp_path: Path) -> Workspace:
    """A workspace of the test's own."""
    shutil.copytree(blank / "work", tmp_path / "work")
    return Workspace(tmp_path / "work")


def extract(blank: Path, insurer: str = INSURER) -> Path:
    [found] = [
        path for path in extract_folders(blank / "extracts") if (path.parent.name, path.name) == (insurer, PERIOD)
    ]
    return found


def delivered(space: Workspace, blank: Path, insurer: str = INSURER) -> Path:
    return pipeline.pack(space, insurer, PERIOD, extract(blank, insurer))


def left_behind(node: Node) -> list[str]:
    """Half-made and decrypted files of a node."""
    return [path.name for path in node.temporary.iterdir() if path.name != ".in-use"]


def nothing_was_kept(space: Workspace, insurer: str = INSURER) -> None:
    """No delivery counts as accepted, nothing is staged or left half made, nothing can go on to the next stage."""
    node = space.node(insurer)
    assert node.receive() == []
    assert [each.status for each in node.ledger.deliveries(kind="delivery") if each.status != "refused"] == []
    assert not list((node.store / "accepted").glob("*")) if (node.store / "accepted").exists() else True
    assert left_behind(node) == []
    assert pipeline.code(space, Silent()).rows_in == 0
    assert space.centre.receive() == []


PARCEL_CASES = [
    ("wrong_signature", "The signature does not fit the manifest. Let the sender sign and send the parcel again."),
    ("unknown_sender", "The sender of the parcel is not known to this node. Known are centre, insurer-100"),
    ("wrong_checksum", "The checksum of file gz.txt.zst is wrong. Send the parcel again."),
    ("truncated_file", "bytes in the manifest."),
    ("truncated_frame", "File gz.txt.zst is not one whole zstd frame of the declared size"),
    ("zstd_bomb", "File gz.txt.zst holds more than it declares."),
    ("path_traversal", "The manifest names a file with a name that is not allowed. A file name has lower-case letters"),
    ("missing_file", "The parcel lacks gz.txt.zst. Send the parcel again, whole."),
    ("unexpected_file", "The parcel holds 1 files that its manifest does not name. Named are ao.txt.zst"),
    ("unknown_layout", "The layout version of the delivery is not known. Known are mutualis-1"),
]


@pytest.mark.parametrize(("kind", "words"), PARCEL_CASES)
def test_a_parcel_with_a_fault_is_refused_whole_in_words_and_stays_with_its_reason(space, blank, kind, words) -> None:
    made = delivered(space, blank)
    synthetic.apply_parcel_fault(kind, made, space.node(INSURER).keys)
    outside = {path.name for path in space.path.iterdir()}
    row = pipeline.accept(space, Silent())
    assert (row.refused, row.rows_out) == (1, 0)
    assert words in row.told[0]
    refused = space.node(INSURER).store / "refused"
    [kept] = refused.glob("*.parcel")
    assert words in json.loads((refused / f"{kept.name}.reason.json").read_text())["reason"]
    assert {path.name for path in space.path.iterdir()} == outside
    nothing_was_kept(space)


def test_after_a_parcel_was_refused_the_right_one_is_accepted(space, blank) -> None:
    synthetic.apply_parcel_fault("truncated_file", delivered(space, blank))
    assert pipeline.accept(space, Silent()).refused == 1
    delivered(space, blank)
    assert "1 parcels accepted, 0 refused" in pipeline.accept(space, Silent()).note


FILE_CASES = [
    (
        "wrong_encoding",
        "File 'gz': a character at line 1 is not allowed. Allowed are the printable characters of ASCII",
    ),
    ("wrong_record_length", "bytes are no whole records; a record has 192 bytes with its line end"),
    ("record_ends_early", "File 'pp': the record at line 1 does not end where it should."),
    ("wrong_row_count", "Count the records again, or check the layout version."),
    ("wrong_totals", "(parcel.totals in gz SS00060)"),
]


@pytest.mark.parametrize(("kind", "words"), FILE_CASES)
def test_an_extract_that_is_wrong_as_a_whole_is_refused_in_words(space, blank, tmp_path, kind, words) -> None:
    from mutualis.synthetic.file_faults import EXTRACT_FAULTS, Extract

    [fault] = [each for each in EXTRACT_FAULTS if each.kind == kind]
    broken = Path(shutil.copytree(extract(blank), tmp_path / "broken"))
    fault.alter(Extract(broken, fault.database))
    pipeline.pack(space, INSURER, PERIOD, broken)
    row = pipeline.accept(space, Silent())
    assert row.refused == 1
    assert words in row.told[0]
    nothing_was_kept(space)


def test_one_bad_parcel_stops_no_other(space, blank) -> None:
    made = delivered(space, blank)
    synthetic.apply_parcel_fault("wrong_signature", made)
    delivered(space, blank, OTHER)
    row = pipeline.accept(space, Silent())
    assert "1 parcels accepted, 1 refused" in row.note
    assert "1 parcels passed on by the third party, 0 refused" in pipeline.code(space, Silent()).note
    assert "1 parcels loaded, 0 refused" in pipeline.load(space, Silent()).note


def lines(space: Workspace) -> dict[str, int]:
    """Rows of the core tables that readers use now."""
    lake, now = space.lake(), space.centre.ledger.current()
    return {
        name: sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in lake.files(name, now[name]))
        for name in TABLES
        if name in now
    }


def whole_way(space: Workspace) -> list[pipeline.StageRow]:
    return [stage(space, Silent()) for stage in (pipeline.accept, pipeline.code, pipeline.load)]


def half_of(folder: Path, target: Path) -> Path:
    """The same extract with half the care lines, declared so."""
    from mutualis.synthetic.fault_kinds import Records
    from mutualis.synthetic.planting import _amounts, _head

    made = Path(shutil.copytree(folder, target))
    import zstandard

    records = _head(made / "gz.txt.zst", "gz", "mutualis-1")
    kept = Records(records.matrix[: records.size // 2], records.layout)
    (made / "gz.txt.zst").write_bytes(zstandard.ZstdCompressor().compress(kept.matrix.tobytes()))
    declared = json.loads((made / "declared.json").read_text())
    declared["gz"] = {"rows": kept.size, "raw_size": kept.matrix.size, "totals": _amounts(kept)}
    (made / "declared.json").write_text(json.dumps(declared))
    return made


def test_other_content_for_the_same_period_needs_replaces_and_then_its_figures_count(space, blank, tmp_path) -> None:
    first = delivered(space, blank)
    again = tmp_path / "again.parcel"
    shutil.copytree(first, again)
    whole_way(space)
    before = lines(space)
    node, other = space.node(INSURER), half_of(extract(blank), tmp_path / "half")

    shutil.copytree(again, node.inbox / first.name)  # the same parcel once more
    row = pipeline.accept(space, Silent())
    assert (row.refused, row.rows_in, "1 known before" in row.note) == (0, 0, True)
    assert lines(space) == before

    pipeline.pack(space, INSURER, PERIOD, other)  # other content, without `replaces`
    row = pipeline.accept(space, Silent())
    words = f"A delivery of {PERIOD} was accepted before, and this one does not replace it. In force is"
    assert words in row.told[0]
    assert "Put the hash of the earlier delivery in `replaces` of the manifest, or do not send it." in row.told[0]
    assert lines(space) == before

    [earlier] = node.ledger.deliveries(kind="delivery", period=PERIOD, status="coded")
    pipeline.pack(space, INSURER, PERIOD, other, replaces=earlier.hash)
    rows = whole_way(space)
    assert [each.refused for each in rows] == [0, 0, 0]
    assert lines(space) == {**before, "core_care_line": before["core_care_line"] // 2}
    statuses = sorted(each.status for each in node.ledger.deliveries(kind="delivery", period=PERIOD))
    assert statuses == ["coded", "refused", "replaced"]
    assert sorted(each.status for each in space.centre.ledger.deliveries(kind="relay")) == ["loaded", "replaced"]


def coded(space: Workspace, blank: Path) -> Path:
    """A `coded` parcel in the third party's inbox."""
    delivered(space, blank)
    pipeline.accept(space, Silent())
    node = space.node(INSURER)
    [outcome] = pipeline.intake.intake.pending(node)
    pipeline.intake.code_one(node, outcome)
    deliver_all(space.path)
    [found] = space.ttp.receive("coded")
    return found


def sign_again(path: Path, keys: parcel.Signer, **changed: object) -> Path:
    """The parcel with other entries in its manifest, signed by the holder of these keys."""
    manifest = json.loads((path / "manifest.json").read_text()) | changed
    content = json.dumps(manifest, sort_keys=True, indent=1).encode() + b"\n"
    (path / "manifest.json").write_bytes(content)
    (path / "manifest.sig").write_bytes(keys.sign(content))
    made = path.with_name(f"{manifest['kind']}-{manifest['period']}-{parcel.manifest_hash(content)[:12]}.parcel")
    return path.rename(made)


def test_the_third_party_refuses_a_forged_parcel_and_one_of_another_key(space, blank) -> None:
    path = coded(space, blank)
    forged = shutil.copytree(path, path.with_name(f"coded-{PERIOD}-{'0' * 12}.parcel"))
    sign_again(
        forged, space.node(OTHER).keys, created="2023-09-01T00:00:00Z"
    )  # signed by another insurer than the manifest names
    sign_again(path, space.node(INSURER).keys, key_ids={"c1": "c1-9-zzzzzz"})
    row = pipeline.code(space, Silent())
    assert row.refused == 2
    told = " ".join(row.told)
    assert "The manifest names another sender than the party that signed it." in told
    assert "The parcel was coded with the key c1-9-zzzzzz. In use is c1-1-" in told
    assert space.ttp.receive() == []
    assert len(list((space.ttp.store / "refused").glob("*.parcel"))) == 2
    assert space.centre.receive() == []


def test_the_third_party_refuses_totals_of_variables_that_are_no_amounts(space, blank) -> None:
    path = coded(space, blank)
    declared = json.loads((path / "manifest.json").read_text())["declared"]
    declared["gz"]["totals"]["SS00010"] = 1
    sign_again(path, space.node(INSURER).keys, declared=declared)
    row = pipeline.code(space, Silent())
    assert "'gz' declares totals of variables that are no amounts. Its amounts are SS00060" in row.told[0]
    assert space.centre.receive() == []


def hostile(space: Workspace, blank: Path, sabotage) -> None:
    """An insurer's node that accepts properly and then codes other lines than it accepted."""
    delivered(space, blank)
    pipeline.accept(space, Silent())
    node = space.node(INSURER)
    [outcome] = pipeline.intake.intake.pending(node)
    sabotage(dict(outcome.staged))
    pipeline.intake.code_one(node, outcome)
    pipeline.code(space, Silent())


def in_feedback(space: Workspace) -> list[dict]:
    folder = space.node(INSURER).store / "feedback"
    return [row for path in folder.glob("*/problems.csv") for row in csv.DictReader(path.read_text().splitlines())]


def test_the_centre_sets_aside_a_line_that_a_hostile_insurer_let_pass_and_says_so(space, blank) -> None:
    def sabotage(staged: dict[str, Path]) -> None:
        path = staged["gz"]
        table = pl.read_parquet(path)
        wrong = pl.when(pl.col("line") == 1).then(pl.lit("999999")).otherwise(pl.col("nomenclature_code"))
        table.with_columns(wrong.alias("nomenclature_code")).write_parquet(path)

    hostile(space, blank, sabotage)
    row = pipeline.load(space, Silent())
    assert (row.refused, row.rows_in - row.rows_out) == (0, 1)
    kept = pl.concat([pl.read_parquet(path) for path in space.lake().files("core_care_line")])
    assert 1 not in kept["line"].to_list()
    assert ("gz", "1") in {(each["file"], each["line"]) for each in in_feedback(space) if each["severity"] == "refuse"}


def test_the_centre_refuses_a_parcel_of_a_hostile_insurer_with_too_many_bad_lines(space, blank) -> None:
    def sabotage(staged: dict[str, Path]) -> None:
        table = pl.read_parquet(staged["gz"])
        table.with_columns(pl.lit("999999").alias("nomenclature_code")).write_parquet(staged["gz"])

    hostile(space, blank, sabotage)
    row = pipeline.load(space, Silent())
    assert row.refused == 1
    assert "More lines set aside than tolerated: gz.nomenclature" in row.told[0]
    assert lines(space) == {}
    assert space.centre.receive() == []
    assert [each.status for each in space.centre.ledger.deliveries(kind="relay")] == ["refused"]
    assert any(each["rule"].startswith("gz.nomenclature") for each in in_feedback(space))


def test_the_centre_refuses_a_relay_with_altered_content_and_loads_the_others(space, blank) -> None:
    for insurer in (INSURER, OTHER):
        delivered(space, blank, insurer)
    pipeline.accept(space, Silent())
    pipeline.code(space, Silent())
    altered, other = space.centre.receive("relay")
    content = bytearray((altered / "gz.parquet.age").read_bytes())
    content[-1] ^= 1
    (altered / "gz.parquet.age").write_bytes(content)
    (other.parent / f"relay-{PERIOD}-{'1' * 12}.parcel").mkdir()  # an empty folder that calls itself a parcel
    row = pipeline.load(space, Silent())
    assert row.refused == 2
    assert "The checksum of file gz.parquet.age is wrong. Send the parcel again." in " ".join(row.told)
    assert "1 parcels loaded, 2 refused" in row.note
    assert space.centre.receive() == []
    keys = pl.concat([pl.read_parquet(path) for path in space.lake().files("core_care_line")])["delivery_id"].unique()
    assert keys.to_list() == [each.hash for each in space.centre.ledger.deliveries(kind="relay", status="loaded")]


@pytest.fixture
def small_disk(tmp_path: Path):
    """A disk of its own, of 24 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or sys.platform != "linux":
        pytest.skip("a small disk can only be mounted by root on Linux")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"no small disk can be mounted here: {made.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(folder: Path) -> Path:
    """Take all room that is left."""
    path = folder / "ballast"
    with path.open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(1 << 16))
        except OSError:
            pass
        try:
            while True:
                ballast.write(b"0")
        except OSError:
            return path


@pytest.mark.parametrize("stage", ["accept", "load"])
def test_a_full_disk_stops_a_stage_in_words_and_later_it_completes(blank, small_disk, stage) -> None:
    space = Workspace(Path(shutil.copytree(blank / "work", small_disk / "work")))
    delivered(space, blank)
    if stage == "load":
        pipeline.accept(space, Silent())
        pipeline.code(space, Silent())
    ballast = fill(small_disk)
    told = (
        r"(The disk is full.* [Mm]ake (room|space))|(The ledger cannot be written.*Disk I/O error\. Check disk space)"
    )
    with pytest.raises(StopsWork, match=told):
        getattr(pipeline, stage)(space, Silent())
    ballast.unlink()
    again = Workspace(space.path)
    assert lines(again) == {}
    assert [each.refused for each in whole_way(again)] == [0, 0, 0]
    assert set(lines(again)) == set(TABLES)
    assert pipeline.accept(again, Silent()).rows_in == 0


KILLED = """
import sys
from pathlib import Path
from mutualis import pipeline
from mutualis.pipeline import Silent, Workspace
space = Workspace(Path(sys.argv[1]))
print("ready", flush=True)
getattr(pipeline, sys.argv[2])(space, Silent())
"""


@pytest.mark.parametrize("stage", ["accept", "code"])
def test_a_stage_that_is_killed_is_completed_by_the_next_run(space, blank, stage) -> None:
    for insurer in (INSURER, OTHER, "insurer-300"):
        delivered(space, blank, insurer)
    if stage == "code":
        pipeline.accept(space, Silent())
    space.close()
    paths = os.pathsep.join([str(Path(__file__).parents[2] / "src"), os.environ.get("PYTHONPATH", "")])
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(space.path), stage],
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with child:
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep({"accept": 1.0, "code": 0.25}[stage])
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    again = Workspace(space.path)
    assert [each.refused for each in whole_way(again)] == [0, 0, 0]
    loaded = again.centre.ledger.deliveries(kind="relay", status="loaded")
    assert len(loaded) == 3
    declared = 0
    for insurer in (INSURER, OTHER, "insurer-300"):
        told = json.loads((extract(blank, insurer) / "declared.json").read_text())
        declared += sum(told[name]["rows"] for name in ("pp", "gz", "fu"))
    assert sum(lines(again).values()) == declared
    assert all(node.receive() == [] and left_behind(node) == [] for node in again.insurers())
    assert {row.status for row in coding.calendar(again.ttp, dt.date(2023, 1, 1))} == {"accepted", "due"}


def with_death(folder: Path, target: Path, person: str, month: int) -> Path:
    """The same extract with a month of 2023 in which a member died."""
    from mutualis.synthetic.planting import _head, _replace_head

    made = Path(shutil.copytree(folder, target))
    members = _head(made / "pp.txt.zst", "pp", "mutualis-1")
    [row] = [row for row in range(members.size) if members.get("person", row) == person]
    members.put("death_year", row, 2023)
    members.put("death_month", row, month)
    _replace_head(made / "pp.txt.zst", members)
    return made


@pytest.mark.parametrize(("month", "contradicts"), [(3, False), (9, True)])
def test_a_member_whose_date_of_death_differs_from_that_of_an_earlier_delivery_is_set_aside(
    space, blank, tmp_path, month, contradicts
) -> None:
    from mutualis.synthetic.planting import _head

    halves = {path.name: path for path in extract_folders(blank / "extracts") if path.parent.name == INSURER}
    second = _head(halves["2023H2"] / "pp.txt.zst", "pp", "mutualis-1")
    later = {second.get("person", row) for row in range(second.size) if second.get("death_year", row) == "0000"}
    first = _head(halves[PERIOD] / "pp.txt.zst", "pp", "mutualis-1")
    person = next(each for row in range(first.size) if (each := first.get("person", row)) in later)
    for period, died in ((PERIOD, 3), ("2023H2", month)):
        pipeline.pack(space, INSURER, period, with_death(halves[period], tmp_path / period, person, died))
        row = pipeline.accept(space, Silent())
        assert "1 parcels accepted, 0 refused" in row.note
    found = [row for row in in_feedback(space) if row["rule"].startswith("pp.death_year.other_before")]
    assert len(found) == contradicts
    reports = (space.node(INSURER).store / "feedback").glob("2023H2-*/report.nl.html")
    told = "vervang de levering die fout is" in "".join(path.read_text() for path in reports)
    assert told is contradicts


def test_nothing_is_handed_out_when_the_disk_of_the_audit_log_is_full(small_disk) -> None:
    centre = Node.create(small_disk / "centre", "centre", "centre", "open up, it is us", purposes=("sign",))
    given = []

    def hand_out() -> None:
        with centre.audited("rows.read", "core_stay", rows=3):
            given.append("data")

    hand_out()
    ballast = fill(small_disk)
    for _ in range(5):
        with pytest.raises(StopsWork, match=r"disk is full|ledger cannot be written"):
            hand_out()
    assert given == ["data"]
    ballast.unlink()
    hand_out()
    assert given == ["data", "data"]
    assert len(centre.ledger.events("rows.read")) == 2
    centre.close()
