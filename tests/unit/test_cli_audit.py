"""`mutualis audit checkpoint|show|verify` on the nodes of a workspace."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from command_line import run
from mutualis.node.settings import LEDGER
from mutualis.pipeline import Workspace

UNLOCK = "DROP TRIGGER event_no_UPDATE; DROP TRIGGER event_no_DELETE; DROP TRIGGER checkpoint_no_DELETE;"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audited") / "space"
    space = Workspace(path)
    space.create()
    space.close()
    return path


@pytest.fixture
def space(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "space"))


def change(space: Path, node: str, sql: str) -> None:
    with sqlite3.connect(space / "nodes" / node / LEDGER) as raw:
        raw.executescript(f"{UNLOCK} {sql}")
    raw.close()


def test_a_changed_entry_and_a_cut_tail_are_found_by_command(
    space: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def audit(*words: str) -> tuple[int, str]:
        code, out, err = run(monkeypatch, capsys, "audit", *words, "-w", str(space))
        return code, out + err

    code, told = audit("verify", "ttp")
    assert code == 0
    assert told.splitlines()[-1].split()[2:4] == ["0", "0"]
    assert "key.admitted" in audit("show", "ttp")[1]
    code, told = audit("checkpoint")
    assert code == 0
    assert len([line for line in told.splitlines() if line.endswith("countersigned by witness.")]) == 10
    assert audit("verify")[0] == 0
    change(space, "ttp", "UPDATE event SET moment = '2020-01-01T00:00:00Z' WHERE number = 2")
    change(space, "centre", "DELETE FROM event WHERE number > 1; DELETE FROM checkpoint")
    code, told = audit("verify")
    assert code == 1
    assert "ttp: Entry 2 (number 2) was changed, or another stands in its place." in told
    assert "centre: The tail is gone: witness saw" in told
    assert "insurer-100: " not in told
    assert (
        "has become shorter" in audit("checkpoint", "centre")[1] or "was taken back" in audit("checkpoint", "centre")[1]
    )
