"""Every file of every node is opened and searched: nothing is where it may not be, and a planted leak is found."""

import base64
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyrage
import pytest
import zstandard

from mutualis.model import C1, INSZ
from mutualis.pipeline import Workspace
from mutualis.pipeline.scan import canaries, scan_node, scan_workspace
from mutualis.pipeline.scan.scan import accepted_persons

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


def write_parquet(path: Path, content: bytes, _: str) -> None:
    pq.write_table(pa.table({"note": [content.decode(), "other"]}), path, compression="zstd")


def write_sqlite(path: Path, content: bytes, _: str) -> None:
    base = sqlite3.connect(path)
    base.execute("create table kept (note text)")
    base.execute("insert into kept values (?)", (content.decode(),))
    base.commit()
    base.close()


def write_age(path: Path, content: bytes, recipient: str) -> None:
    path.write_bytes(pyrage.encrypt(b"x" + content, [pyrage.x25519.Recipient.from_str(recipient)]))


WRITERS = {
    "log.txt": write_plain,
    "a.zst": write_zstd,
    "b.parquet": write_parquet,
    "c.sqlite": write_sqlite,
    "d.age": write_age,
}


def test_no_node_holds_what_it_may_not_hold(country: Workspace) -> None:
    assert scan_workspace(country, most=400) == []


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


def test_the_content_of_a_claim_at_the_third_party_is_found(country: Workspace) -> None:
    path = country.ttp.store / "planted-claims.parquet"
    try:
        pq.write_table(pa.table({"service_day": ["2023-01-01"], "cnk": ["1"]}), path)
        found = [leak.domain for leak in scan_node(country.ttp, canaries(country, most=5), only={path})]
    finally:
        path.unlink(missing_ok=True)
    assert found == ["content of a claim"]
