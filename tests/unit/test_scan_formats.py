"""A planted identifier is found in every kind of file, one inside another too; what may be held goes by the phase."""

import gzip
import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyrage
import pytest
import zstandard

from mutualis.linkage.project import Project
from mutualis.node import Node
from mutualis.pipeline.scan import Phase, scan_node
from mutualis.pipeline.scan.allowed import forbidden_content, may_hold
from mutualis.pipeline.scan.forms import Needles, bounded, needles
from mutualis.pipeline.scan.scan import scan_file
from mutualis.pipeline.scan.search import prepare

CODES = {"RN": "0123456789abcdef" * 2, "C1": "1123456789abcdef" * 2, "C2": "2123456789abcdef" * 2}
VALUES = {"INSZ": "85073003328", "PatID": "101570103", "Cproject": "3123456789abcdef" * 2, **CODES}
KNOWN: dict[str, list[Needles]] = {
    domain: bounded(domain, [value]) if domain == "PatID" else needles(domain, [value], packed=domain != "INSZ")
    for domain, value in VALUES.items()
}
# Of a party that may hold none of them: of the witness.
ROLE = "audit_witness"


def table(value: str) -> pa.Table:
    return pa.table({"n": [1, 2, 3], "note": ["x", value, "y"]})


def parquet(value: str, **how: str | bool | None) -> bytes:
    made = io.BytesIO()
    pq.write_table(table(value), made, **how)
    return made.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "nothing")
        archive.writestr(name, content)
    return made.getvalue()


def sqlite(value: str, folder: Path) -> bytes:
    path = folder / "made.sqlite"
    base = sqlite3.connect(path)
    base.execute("create table kept (note text)")
    base.executemany("insert into kept values (?)", [("x",), (value,), ("y",)])
    base.commit()
    base.close()
    return path.read_bytes()


def duck(value: str, folder: Path) -> bytes:
    """A DuckDB file in which the value is packed away: 5,000 rows share it in a dictionary."""
    path = folder / "made.duckdb"
    with duckdb.connect(path) as base:
        made = "select i, case when i % 2 = 0 then $1 else 'x' end as note from range(5000) t(i)"
        base.execute(f"create table kept as {made}", [value])
    return path.read_bytes()


def pdf(value: str) -> bytes:
    packed = zlib.compress(f"BT /F1 12 Tf ({value}) Tj\n{value}\n ET".encode())
    return b"%%PDF-1.7\n1 0 obj <</Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream\nendobj" % (
        len(packed),
        packed,
    )


def csv(value: str) -> bytes:
    return f"n,note,more\n1,x,z\n2,{value},z\n".encode()


def dump(value: str, encoding: str) -> bytes:
    return b"\x7fELF\x02\x01\x01" + bytes(500) + f"\0{value}\0".encode(encoding) + bytes(range(256)) * 3


def log(value: str) -> bytes:
    return f'2026-11-23T10:00:00Z linkage.read on=x value="{value}"\n'.encode()


PLAIN: dict[str, Callable[[str], bytes]] = {
    "parquet": parquet,
    "parquet snappy": lambda value: parquet(value, compression="snappy"),
    "parquet gzip": lambda value: parquet(value, compression="gzip", use_dictionary=False),
    "parquet brotli": lambda value: parquet(value, compression="brotli"),
    "parquet lz4": lambda value: parquet(value, compression="lz4", use_dictionary=False),
    "csv": csv,
    "zst": lambda value: zstandard.ZstdCompressor().compress(csv(value)),
    "gzip": lambda value: gzip.compress(csv(value)),
    "zip": lambda value: zipped("a.csv", csv(value)),
    "json": lambda value: json.dumps({"rows": [{"person": value}]}).encode(),
    "xml": lambda value: f'<?xml version="1.0"?><r><stay person="{value}"/></r>'.encode(),
    "toml": lambda value: f'person = "{value}"\n'.encode(),
    "html": lambda value: f'<html><td data-person="{value}">x</td></html>'.encode(),
    "log": log,
    "core dump": lambda value: dump(value, "utf-8"),
    "pdf": pdf,
}
NESTED: dict[str, Callable[[str], bytes]] = {
    "parquet in zip": lambda value: zipped("a.parquet", parquet(value, compression="zstd")),
    "parquet in zst": lambda value: zstandard.ZstdCompressor().compress(parquet(value)),
    "zip in gzip in zip": lambda value: zipped("a.gz", gzip.compress(zipped("b.csv", csv(value)))),
    "parquet in gzip": lambda value: gzip.compress(parquet(value, compression="brotli")),
}


@pytest.fixture(scope="module")
def node(tmp_path_factory) -> Node:
    return Node.create(tmp_path_factory.mktemp("witness"), "witness", ROLE, "long enough")


def found(node: Node, name: str, content: bytes) -> set[str]:
    path = node.store / name
    try:
        path.write_bytes(content)
        scanned = scan_file(node, path, prepare(one for each in KNOWN.values() for one in each))
    finally:
        path.unlink()
    assert scanned.unread == []
    return {leak.domain for leak in scanned.leaks}


@pytest.mark.parametrize("domain", VALUES)
@pytest.mark.parametrize("kind", [*PLAIN, *NESTED])
def test_an_identifier_of_every_domain_is_found_in_every_kind_of_file(node: Node, kind: str, domain: str) -> None:
    write = (PLAIN | NESTED)[kind]
    assert found(node, "planted", write(VALUES[domain])) == {domain}
    assert found(node, "planted", write("nothing")) == set()


@pytest.mark.parametrize("domain", VALUES)
def test_an_identifier_is_found_in_ledgers_whether_sqlite_or_duckdb(node: Node, domain: str, tmp_path: Path) -> None:
    assert found(node, "a.sqlite", sqlite(VALUES[domain], tmp_path)) == {domain}
    assert found(node, "a.gz", gzip.compress((tmp_path / "made.sqlite").read_bytes())) == {domain}
    assert found(node, "a.duckdb", duck(VALUES[domain], tmp_path)) == {domain}


def test_a_scan_leaves_nothing_beside_a_ledger_and_reads_what_is_in_its_log_only(node: Node) -> None:
    folder = node.store / "read only?"
    folder.mkdir()
    base = sqlite3.connect(folder / "ledger.sqlite")
    base.execute("pragma journal_mode = wal")
    base.execute("create table kept (note integer)")
    base.execute("pragma wal_checkpoint(truncate)")
    base.execute("insert into kept values (?)", (int(VALUES["INSZ"]),))
    base.commit()
    assert {leak.domain for leak in scan_node(node, KNOWN)} == {"INSZ"}
    base.close()
    assert {leak.domain for leak in scan_node(node, KNOWN)} == {"INSZ"}
    assert [path.name for path in folder.iterdir()] == ["ledger.sqlite"]
    (folder / "ledger.sqlite").unlink()


@pytest.mark.parametrize("domain", [each for each in VALUES if each != "PatID"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_an_identifier_is_found_in_a_dump_of_memory_in_both_orders_of_utf_16(
    node: Node, domain: str, encoding: str
) -> None:
    assert found(node, "core.4711", dump(VALUES[domain], encoding)) == {domain}


@pytest.mark.parametrize("domain", VALUES)
@pytest.mark.parametrize("kind", ["csv", "parquet", "zip", "parquet in zst"])
def test_an_identifier_is_found_in_what_the_node_can_decrypt(tmp_path: Path, kind: str, domain: str) -> None:
    made = Node.create(tmp_path / "store", "project-store", "project_store", "long enough")
    recipient = pyrage.x25519.Recipient.from_str(made.keys.recipient)
    sealed = pyrage.encrypt((PLAIN | NESTED)[kind](VALUES[domain]), [recipient])
    path = made.store / "planted.age"
    path.write_bytes(sealed)
    leaks = {leak.domain for leak in scan_node(made, KNOWN, {path})}
    assert leaks == {domain} - may_hold("project_store", Phase.daily)


def test_what_lies_under_the_key_of_a_project_is_opened_too_and_what_is_for_others_is_not(tmp_path: Path) -> None:
    made = Node.create(tmp_path / "store", "project-store", "project_store", "long enough")
    Project(made, "ivc-20-284-a").save("linked-set", {"stays": pl.DataFrame({"c_project": [VALUES["RN"]]})})
    assert {leak.domain for leak in scan_node(made, KNOWN)} == {"RN"}
    other = pyrage.x25519.Identity.generate().to_public()
    (made.store / "for-others.age").write_bytes(pyrage.encrypt(csv(VALUES["INSZ"]), [other]))
    assert {leak.domain for leak in scan_node(made, KNOWN)} == {"RN"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.gz", gzip.compress(csv("x") * 90)[:-30]),
        ("cut.zip", zipped("a.csv", csv("x") * 90)[:-30]),
        ("cut.duckdb", bytes(8) + b"DUCK" + bytes(3000)),
        ("inside.zip", zipped("a.gz", gzip.compress(b"x" * 999)[:-9])),
    ],
    ids=["gzip", "zip", "duckdb", "gzip in zip"],  # gzip writes the second into its bytes: no name for a test
)
def test_a_container_that_cannot_be_opened_is_told_and_its_bytes_are_searched(
    node: Node, name: str, content: bytes
) -> None:
    path = node.store / name
    path.write_bytes(content + VALUES["INSZ"].encode())
    try:
        scanned = scan_file(node, path, prepare(KNOWN["INSZ"]))
    finally:
        path.unlink()
    assert len(scanned.unread) == 1
    assert [leak.domain for leak in scanned.leaks] == ["INSZ"]


def test_a_name_of_a_file_that_tells_is_found_and_not_shown(node: Node) -> None:
    folder = node.store / VALUES["C1"]
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"nothing")
    leaks = scan_node(node, KNOWN, {folder / "a.txt"})
    (folder / "a.txt").unlink()
    assert {(leak.domain, leak.file, leak.layer) for leak in leaks} == {("C1", "a name that tells", "name")}


def test_a_short_number_inside_a_longer_one_is_not_that_number(node: Node) -> None:
    assert found(node, "a.csv", csv("9" + VALUES["PatID"])) == found(node, "a.csv", csv(VALUES["PatID"] + "4")) == set()
    one = pa.table({"note": [VALUES["PatID"]]})
    made = io.BytesIO()
    pq.write_table(one, made)
    assert found(node, "one.parquet", made.getvalue()) == {"PatID"}
    assert bounded("PatID", ["12345678"])[:1] == []


@pytest.mark.parametrize(
    ("role", "daily", "linking", "linked"),
    [
        ("hospital", {"INSZ", "PatID"}, {"INSZ", "PatID"}, {"INSZ", "PatID"}),
        ("data_manager", {"INSZ", "PatID", "RN"}, {"INSZ", "PatID", "RN"}, set()),
        ("data_team", {"PatID", "RN"}, {"PatID", "RN"}, set()),
        ("ehealth_coder", {"INSZ", "RN", "Cproject"}, {"INSZ", "RN", "Cproject"}, set()),
        ("contact_point", {"INSZ", "C1", "RN"}, {"INSZ", "C1", "RN"}, set()),
        ("ttp", {"C1", "C2", "RN", "Cproject"}, {"C1", "C2", "RN", "Cproject"}, {"C1", "C2"}),
        ("centre", {"C2"}, {"C2"}, {"C2"}),
        ("project_store", {"Cproject"}, {"Cproject"}, {"Cproject"}),
        ("researcher", {"Cproject"}, {"Cproject"}, {"Cproject"}),
        ("committee", set(), set(), set()),
    ],
)
def test_what_a_party_may_hold_in_the_daily_work_while_a_linkage_runs_and_once_it_is_done(
    role: str, daily: set[str], linking: set[str], linked: set[str]
) -> None:
    assert [may_hold(role, phase) & VALUES.keys() for phase in Phase] == [daily, linking, linked]


def test_tables_of_claims_and_of_stays_are_known_by_their_columns() -> None:
    claims, stays = frozenset({"cnk", "n"}), frozenset({"diagnosis_type", "n"})
    both = ["content of a claim", "content of a hospital stay"]
    assert forbidden_content("ttp", claims | stays) == both
    assert forbidden_content("ttp", claims | stays, Phase.linking) == []
    assert forbidden_content("ttp", claims | stays, Phase.linked) == both
    assert forbidden_content("centre", claims | stays) == both[1:]
    assert forbidden_content("data_team", claims | stays) == both[:1]
    assert forbidden_content("data_team", stays, Phase.linked) == both[1:]
    assert forbidden_content("project_store", claims | stays, Phase.linked) == []
    assert forbidden_content("hospital", stays) == forbidden_content("insurer", claims) == []
