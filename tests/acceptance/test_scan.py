"""Every file of every node is opened and searched: nothing is where it may not be, and a planted leak is found."""

import base64
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import filelock
import pyarrow as pa
import pyarrow.parquet as pq
import pyrage
import pytest
import zstandard

from mutualis.model import C1, INSZ
from mutualis.pipeline import Silent, Workspace
from mutualis.pipeline.scan import Leak, canaries, scan_node, scan_workspace
from mutualis.pipeline.scan.allowed import forbidden
from mutualis.pipeline.scan.scan import accepted_persons, scan_file

FORMS: dict[str, Callable[[bytes], bytes]] = {
    "raw": lambda value: value,
    "hex": lambda value: value.hex().encode(),
    "HEX": lambda value: value.hex().upper().encode(),
    "base32": base64.b32encode,
    "base64": base64.b64encode,
    "base64 inside": lambda value: base64.b64encode(b'{"p":"' + value + b'"}'),
    "base64url": base64.urlsafe_b64encode,
}


def write_plain(path: Path, content: bytes, _: str) -> None:
    path.write_bytes(b"x" * 777 + content + b"\n")


def write_zstd(path: Path, content: bytes, _: str) -> None:
    path.write_bytes(zstandard.ZstdCompressor().compress(b"x" * 777 + content))


def write_zstd_frames(path: Path, content: bytes, _: str) -> None:
    path.write_bytes(b"".join(zstandard.ZstdCompressor().compress(part) for part in (b"x" * 777, content)))


def write_wide_parquet(path: Path, content: bytes, _: str) -> None:
    """Not a dictionary, and in the last of several row groups."""
    rows = [f"{number:07d}" for number in range(900)] + [content.decode()]
    pq.write_table(pa.table({"note": rows}), path, use_dictionary=False, row_group_size=300)


def write_parquet(path: Path, content: bytes, _: str) -> None:
    pq.write_table(pa.table({"note": [content.decode(), "other"]}), path, compression="zstd")


def write_sqlite(path: Path, content: bytes, _: str) -> None:
    base = sqlite3.connect(path)
    base.execute("create table kept (note text)")
    base.execute("insert into kept values (?)", (content.decode(),))
    base.commit()
    base.close()


def write_age_zstd(path: Path, content: bytes, recipient: str) -> None:
    write_age(path, zstandard.ZstdCompressor().compress(b"x" * 777 + content), recipient)


def write_age(path: Path, content: bytes, recipient: str) -> None:
    path.write_bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)]))


WRITERS = {
    "log.txt": write_plain,
    "a.zst": write_zstd,
    "frames.zst": write_zstd_frames,
    "b.parquet": write_parquet,
    "wide.parquet": write_wide_parquet,
    "c.sqlite": write_sqlite,
    "d.age": write_age,
    "e.zst.age": write_age_zstd,
}


@pytest.fixture(autouse=True)
def one_at_a_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that run at the same time share the country: none may see what another has planted there."""
    if "country" not in request.fixturenames:
        yield
        return
    with filelock.FileLock(request.getfixturevalue("country").path.with_suffix(".scan.lock")):
        yield


def test_no_node_holds_what_it_may_not_hold(country: Workspace) -> None:
    scanned = scan_workspace(country)
    assert (scanned.leaks, scanned.unread) == ([], [])
    assert scanned.text_bytes > sum(path.stat().st_size for path in (country.path / "nodes").rglob("*.zst"))


class Counting(Silent):
    """What a progress bar was told."""

    def __init__(self) -> None:
        self.totals: Counter[str] = Counter()
        self.reached: Counter[str] = Counter()

    def start(self, stage: str, total: int, unit: str) -> None:
        self.totals[f"{stage} {unit}"] += total

    def advance(self, stage: str, steps: int = 1, rows: int = 0) -> None:
        self.reached[stage] += steps


def test_a_scan_of_the_workspace_tells_how_far_it_is_and_finds_a_leak_whatever_the_threads(country: Workspace) -> None:
    path, told = country.centre.store / "planted-by-hand.log", Counting()
    try:
        write_plain(path, accepted_persons(country)[7].encode(), "")
        found = [scan_workspace(replace(country, threads=threads), 20, told).leaks for threads in (1, 3)]
    finally:
        path.unlink(missing_ok=True)
    assert found[0] == found[1] == [Leak("centre", "store/planted-by-hand.log", "file", str(INSZ), "raw/11", 1)]
    assert told.totals["scan files"] == told.reached["scan"] > 0
    assert told.totals["scan, on disk MB"] == told.reached["scan, on disk"] > 0


@pytest.mark.parametrize("form", FORMS)
def test_a_planted_national_number_is_found_in_every_form_and_every_kind_of_file(country: Workspace, form: str) -> None:
    known = canaries(country, most=50)
    number = accepted_persons(country)[25]
    centre = country.centre
    planted = {name: centre.store / f"planted-{form.replace(' ', '-')}-{name}" for name in WRITERS}
    try:
        for name, write in WRITERS.items():
            write(planted[name], FORMS[form](number.encode()), centre.keys.recipient)
        found = {
            Path(leak.file) for leak in scan_node(centre, known, only=set(planted.values())) if leak.domain == str(INSZ)
        }
    finally:
        for path in planted.values():
            path.unlink(missing_ok=True)
    assert found == {path.relative_to(centre.path) for path in planted.values()}


def test_a_national_number_kept_as_a_number_and_a_code_kept_as_bytes_are_found(
    country: Workspace, tmp_path: Path
) -> None:
    known = canaries(country, most=50)
    number = accepted_persons(country)[3]
    code = next(iter(next(one for one in known[str(C1)] if one.form == "raw/16").values))
    path = country.centre.store / "planted-numbers.parquet"
    try:
        pq.write_table(pa.table({"n": [int(number)], "b": pa.array([code], pa.binary())}), path)
        found = {leak.domain for leak in scan_node(country.centre, known, only={path})}
    finally:
        path.unlink(missing_ok=True)
    assert found == ({str(INSZ), str(C1)} if number[0] != "0" else {str(C1)})


@pytest.mark.parametrize("name", ["cut.parquet", "cut.zst", "cut.sqlite"])
def test_a_file_that_cannot_be_decoded_is_told_and_does_not_end_the_scan(country: Workspace, name: str) -> None:
    head = {"cut.parquet": b"PAR1", "cut.zst": b"\x28\xb5\x2f\xfd\xff\xff", "cut.sqlite": b"SQLite format 3\0"}[name]
    path, number = country.centre.temporary / name, accepted_persons(country)[0]
    sought = forbidden("centre", canaries(country, most=5))
    try:
        path.write_bytes(head + b"x" * 100 + number.encode() + b"x" * 100)
        scanned = scan_file(country.centre, path, sought)
    finally:
        path.unlink(missing_ok=True)
    assert [leak.domain for leak in scanned.leaks] == [str(INSZ)]
    assert scanned.unread == [f"centre/tmp/{name} (file)"]


def test_a_file_that_a_working_node_removes_meanwhile_does_not_end_the_scan(country: Workspace) -> None:
    scanned = scan_file(country.centre, country.centre.store / "ledger.sqlite-gone", forbidden("centre", {}))
    assert (scanned.files, scanned.leaks, scanned.unread) == (1, [], [])


def test_the_content_of_a_claim_at_the_third_party_is_found(country: Workspace) -> None:
    path = country.ttp.store / "planted-claims.parquet"
    try:
        pq.write_table(pa.table({"service_day": ["2023-01-01"], "cnk": ["1"]}), path)
        found = [leak.domain for leak in scan_node(country.ttp, canaries(country, most=5), only={path})]
    finally:
        path.unlink(missing_ok=True)
    assert found == ["content of a claim"]


def test_numbers_are_taken_from_accepted_files_whether_they_are_text_or_whole_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "accepted" / "abc"
    columns = {"text": ["85073003328", None], "number": [10100105, None]}
    for name, values in columns.items():
        (folder / name).mkdir(parents=True)
        pq.write_table(pa.table({"person": values}), folder / name / "pp.parquet")
    space = SimpleNamespace(insurers=lambda: iter([SimpleNamespace(store=tmp_path)]))
    assert accepted_persons(space) == ["00010100105", "85073003328"]  # type: ignore[arg-type]
