"""`mutualis transfer account|serve|send|collect`, the server in a process of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import run
from mutualis import parcel
from mutualis.parcel import Content, Declared
from mutualis.pipeline import Workspace
from sftp_hosts import key_pair

AS_EVER = True  # see conftest.py: other processes take part

SERVE = "import sys; from mutualis.cli import main; sys.argv = ['mutualis', *sys.argv[1:]]; main()"


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "space")
    made.create()
    made.transfer_host()
    return made


def parcel_of(space: Workspace) -> Path:
    sender = space.node("insurer-100")
    with sender.scratch() as folder:
        (folder / "gz.parquet").write_bytes(b"claims")
        return parcel.build(
            sender.outbox,
            kind="coded",
            sender=sender.name,
            recipient="ttp",
            period="2023H1",
            files={"gz.parquet.age": Content(folder / "gz.parquet", "gz", 1, (space.ttp.keys.recipient,))},
            keys=sender.keys,
            declared={"gz": Declared(1)},
        )


def test_a_parcel_goes_by_command_from_a_sender_through_the_host_to_the_inbox(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def transfer(*words: str) -> tuple[int, str]:
        code, out, err = run(monkeypatch, capsys, "transfer", *words)
        return code, out + err

    here = ("-w", str(space.path))
    (tmp_path / "id.pub").write_text(key_pair(tmp_path / "id"))
    sent = parcel_of(space)
    assert transfer("account", "insurer-100", str(tmp_path / "id.pub"), *here)[0] == 0
    words = [sys.executable, "-c", SERVE, "transfer", "serve", "--port", "0", *here]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            port = re.search(r"port (\d+), of insurer-100", server.stdout.readline())
            assert port is not None
            (tmp_path / "host.pub").write_text(server.stdout.readline().partition("key: ")[2])
            to = ("--user", "insurer-100", "--key", str(tmp_path / "id"), "--port", port[1])
            code, told = transfer("send", str(sent), *to, "--host-key", str(tmp_path / "id.pub"))
            assert (code, "was not sent" in told) == (1, True)
            code, told = transfer("send", str(sent), *to, "--host-key", str(tmp_path / "host.pub"))
            assert (code, "was sent to 127.0.0.1" in told) == (0, True)
        finally:
            server.terminate()
    code, told = transfer("collect", *here)
    assert (code, f"{sent.name} is in the inbox of ttp." in told) == (0, True)
    assert [path.name for path in space.ttp.receive("coded")] == [sent.name]


def test_a_file_that_is_no_key_is_told(
    space: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    code, _, err = run(
        monkeypatch, capsys, "transfer", "account", "ttp", str(tmp_path / "no.pub"), "-w", str(space.path)
    )
    assert (code, "cannot be read as a public key" in err) == (1, True)
