"""Self-registrations in the senders' accounts: who may put what there, and what the automatic job copies."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from mutualis.node import Node
from mutualis.node.sftp import Accounts, copy_registrations
from registration_files import NAME, SENDER, file_of, stay
from sftp_hosts import Host, key_pair, session

AS_EVER = True  # see conftest.py: other processes take part

OTHER_NAME = "VIKZ-BEROERTE-011-2019-01.xml"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("keys")
    return {name: folder / name for name in (SENDER, "hospital-011")}


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory, keys: dict[str, Path]) -> Accounts:
    path = tmp_path_factory.mktemp("host") / "sftp-host"
    host = Node.create(path, "sftp-host", "transfer_host", "a long passphrase", purposes=())
    made = Accounts(host, takes_registrations=True)
    for sender, key in keys.items():
        made.add(sender, key_pair(key))
    return made


@pytest.fixture
def host(accounts: Accounts) -> Iterator[Host]:
    listening = Host(accounts)
    yield listening
    listening.stop()


@pytest.fixture(autouse=True)
def emptied(accounts: Accounts) -> Iterator[None]:
    yield
    for folder in (*map(accounts.folder, accounts.names()), accounts.host.store / "refused"):
        for path in folder.iterdir() if folder.is_dir() else ():
            path.unlink()


def there(accounts: Accounts, sender: str = SENDER) -> list[str]:
    return sorted(path.name for path in accounts.folder(sender).iterdir())


def put(accounts: Accounts, name: str = NAME, content: bytes = b"", sender: str = SENDER) -> Path:
    path = accounts.folder(sender) / name
    path.write_bytes(content or file_of(stay()))
    return path


def reasons(accounts: Accounts) -> list[str]:
    found = sorted((accounts.host.store / "refused").glob("*.reason.json"))
    return [json.loads(path.read_text())["reason"] for path in found]


def upload(host: Host, keys: dict[str, Path], name: str, content: bytes) -> bool:
    """Whether the server took it."""

    async def act(client: Any) -> bool:
        try:
            target = await client.open(name, asyncssh.FXF_WRITE | asyncssh.FXF_CREAT, encoding=None)
        except asyncssh.SFTPError:
            return False
        await target.write(content)
        await target.close()
        return True

    return bool(session(host, keys[SENDER], act, user=SENDER))


def test_a_hospital_puts_its_own_file_in_its_account_and_the_job_copies_it(
    host: Host, accounts: Accounts, keys: dict[str, Path], tmp_path: Path
) -> None:
    assert upload(host, keys, NAME, file_of(stay()))
    assert there(accounts) == [NAME]
    for wrong in (OTHER_NAME, NAME.lower(), f"../{NAME}", NAME.replace(".xml", ".txt"), "x.xml"):
        assert not upload(host, keys, wrong, file_of(stay()))
    assert there(accounts) == [NAME]
    (copied,) = copy_registrations(accounts, tmp_path / "zone")
    assert copied == tmp_path / "zone" / SENDER / NAME
    assert copied.read_bytes() == file_of(stay())
    assert there(accounts) == []
    assert copy_registrations(accounts, tmp_path / "zone") == []


def test_without_being_asked_an_account_takes_files_of_parcels_only(accounts: Accounts, keys: dict[str, Path]) -> None:
    plain = Host(Accounts(accounts.host))
    try:
        assert not upload(plain, keys, NAME, file_of(stay()))
    finally:
        plain.stop()
    assert there(accounts) == []


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        (OTHER_NAME, "selfreg.sender"),
        ("VIKZ-BEROERTE-007-2019-1.xml", "selfreg.name"),
        ("Jan Janssens.XML", "selfreg.name"),
    ],
)
def test_what_does_not_fit_is_kept_with_its_reason_and_copied_nowhere(
    accounts: Accounts, tmp_path: Path, name: str, rule: str
) -> None:
    put(accounts, name, b"as it came")
    assert copy_registrations(accounts, tmp_path / "zone") == []
    assert there(accounts) == []
    assert not (tmp_path / "zone").exists()
    assert reasons(accounts) == [rule]
    (kept,) = (accounts.host.store / "refused").glob("*.xml")
    assert kept.read_bytes() == b"as it came"
    assert "Janssens" not in kept.name


def test_a_file_that_is_too_large_and_one_that_is_a_link_are_refused(accounts: Accounts, tmp_path: Path) -> None:
    with put(accounts).open("wb") as file:
        file.truncate(5_000_001)
    (accounts.folder("hospital-011") / OTHER_NAME).symlink_to("/etc/passwd")
    assert copy_registrations(accounts, tmp_path / "zone") == []
    assert sorted(reasons(accounts)) == ["selfreg.name", "selfreg.size"]
    assert [path for path in (tmp_path / "zone").rglob("*") if path.is_file()] == []


def test_another_content_under_a_copied_name_is_refused_and_the_same_is_harmless(
    accounts: Accounts, tmp_path: Path
) -> None:
    put(accounts)
    (copied,) = copy_registrations(accounts, tmp_path / "zone")
    put(accounts)
    assert copy_registrations(accounts, tmp_path / "zone") == [copied]
    put(accounts, content=file_of(stay(1), stay(2)))
    assert copy_registrations(accounts, tmp_path / "zone") == []
    assert copied.read_bytes() == file_of(stay())
    assert reasons(accounts) == ["selfreg.number"]


def test_files_of_parcels_and_what_is_still_written_stay_where_they_are(accounts: Accounts, tmp_path: Path) -> None:
    put(accounts)
    put(accounts, "linkage-2026H2-0123456789ab.parcel+stays.xml")
    assert copy_registrations(accounts, tmp_path / "zone", settled_seconds=600) == []
    assert len(there(accounts)) == 2
    assert len(copy_registrations(accounts, tmp_path / "zone")) == 1
    assert there(accounts) == ["linkage-2026H2-0123456789ab.parcel+stays.xml"]


def test_a_job_that_was_killed_before_it_emptied_the_account_is_repeated(
    accounts: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(accounts)
    with monkeypatch.context() as context:
        context.setattr("mutualis.node.sftp.copying._remove", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            copy_registrations(accounts, tmp_path / "zone")
    assert there(accounts) == [NAME]
    assert len(copy_registrations(accounts, tmp_path / "zone")) == 1
    assert there(accounts) == []
