"""age encryption of files, and the Parquet tables between nodes."""

import datetime as dt
import io
import os
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pyrage
import pytest

from mutualis import parcel
from mutualis.model import MutualisError
from mutualis.parcel import ParcelError


def person() -> tuple[object, str]:
    identity = pyrage.x25519.Identity.generate()
    return identity, str(identity.to_public())


def sealed(folder: Path, content: bytes, *recipients: str) -> Path:
    source, target = folder / "plain", folder / "sealed.age"
    source.write_bytes(content)
    with target.open("wb") as file:
        parcel.encrypt(source, file, recipients)
    return target


def test_each_of_several_recipients_can_open_a_file_and_nobody_else(tmp_path: Path) -> None:
    (ann, to_ann), (bob, to_bob), (eve, _) = person(), person(), person()
    path = sealed(tmp_path, b"claims" * 100_000, to_ann, to_bob)
    for number, identity in enumerate((ann, bob)):
        parcel.decrypt(path, tmp_path / f"open-{number}", [identity])
        assert (tmp_path / f"open-{number}").read_bytes() == b"claims" * 100_000
    with pytest.raises(ParcelError) as caught:
        parcel.decrypt(path, tmp_path / "open-eve", [eve])
    assert caught.value.rule == "parcel.recipient"
    assert not (tmp_path / "open-eve").exists()


def test_a_decrypted_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    ann, to_ann = person()
    parcel.decrypt(sealed(tmp_path, b"x", to_ann), tmp_path / "open", [ann])
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("keep", [0, 10, 150, 70_000, 199_999])
def test_an_encrypted_file_cut_off_leaves_no_plaintext(tmp_path: Path, keep: int) -> None:
    ann, to_ann = person()
    path = sealed(tmp_path, bytes(200_000), to_ann)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ParcelError) as caught:
        parcel.decrypt(path, tmp_path / "open", [ann])
    assert caught.value.rule == "parcel.truncated"
    assert not (tmp_path / "open").exists()


def test_an_altered_byte_of_the_ciphertext_is_found(tmp_path: Path) -> None:
    ann, to_ann = person()
    path = sealed(tmp_path, bytes(1_000), to_ann)
    content = bytearray(path.read_bytes())
    content[-20] ^= 1
    path.write_bytes(content)
    with pytest.raises(ParcelError):
        parcel.decrypt(path, tmp_path / "open", [ann])


def test_encryption_without_a_recipient_or_for_something_else_is_refused(tmp_path: Path) -> None:
    for recipients in ((), ("age1nonsense",)):
        with pytest.raises(MutualisError):
            sealed(tmp_path, b"x", *recipients)


def test_a_full_disk_while_encrypting_is_told_as_what_it_is(tmp_path: Path) -> None:
    class Full(io.BytesIO):
        failure: OSError | None = None

        def write(self, content: object) -> int:
            self.failure = OSError(28, "No space left on device")
            raise self.failure

    (tmp_path / "plain").write_bytes(bytes(100_000))
    with pytest.raises(OSError, match="No space"):
        parcel.encrypt(tmp_path / "plain", Full(), [person()[1]])


def test_identities_written_by_polars_are_read_with_the_exact_schema(tmp_path: Path) -> None:
    frame = pl.DataFrame({"kind": ["person"], "token": [0], "code": ["a" * 32], "qualification": [None]})
    path = tmp_path / "identities.parquet"
    rows = parcel.write_parquet(path, parcel.identities_schema(), [frame.to_arrow()])
    [batch] = parcel.read_parquet(path, parcel.identities_schema())
    assert rows == 1
    assert batch.schema.equals(parcel.identities_schema())
    assert batch.to_pylist() == [{"kind": "person", "token": 0, "code": "a" * 32, "qualification": None}]


def test_a_parquet_file_is_read_in_batches(tmp_path: Path) -> None:
    table = pa.table({"old_token": [1, 2, 3], "new_token": [4, 5, 6], "change_day": [dt.date(2023, 1, 1)] * 3})
    parcel.write_parquet(tmp_path / "mg.parquet", parcel.changes_schema(), table.to_batches(max_chunksize=1))
    sizes = [batch.num_rows for batch in parcel.read_parquet(tmp_path / "mg.parquet", parcel.changes_schema(), 2)]
    assert sizes == [2, 1]


@pytest.mark.parametrize(
    "columns",
    [
        {"old_token": [1], "new_token": [2]},
        {"old_token": [1], "new_token": [2], "change_day": [dt.date(2023, 1, 1)], "insz": ["x"]},
        {"old_token": ["a"], "new_token": [2], "change_day": [dt.date(2023, 1, 1)]},
    ],
)
def test_a_table_with_other_columns_or_types_is_refused(tmp_path: Path, columns: dict[str, list[object]]) -> None:
    pq.write_table(pa.table(columns), tmp_path / "mg.parquet")
    with pytest.raises(ParcelError):
        list(parcel.read_parquet(tmp_path / "mg.parquet", parcel.changes_schema()))


def test_bytes_that_are_not_parquet_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mg.parquet").write_bytes(os.urandom(100))
    with pytest.raises(ParcelError):
        list(parcel.read_parquet(tmp_path / "mg.parquet", parcel.changes_schema()))
