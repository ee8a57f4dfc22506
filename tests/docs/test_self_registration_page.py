"""The example file of the page on self-registration is accepted by the command of the page, and one mistake is not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from docs.pages import ROOT, blocks, whole_commands
from mutualis.cli.app import build
from mutualis.parcel import self_registration as limits
from mutualis.parcel.registration_name import MAX_BYTES

PAGE = ROOT / "docs" / "self-registration.md"
NAME = "VIKZ-BEROERTE-007-2019-01.xml"


def example() -> str:
    (found,) = (block for block in blocks(PAGE) if block.startswith("<?xml"))
    return found


def check(folder: Path, text: str) -> tuple[int, str]:
    (words,) = (words for words in whole_commands(PAGE) if "check" in words)
    (folder / NAME).write_text(text, encoding="utf-8")
    done = CliRunner().invoke(build(), words)
    return done.exit_code, done.output


def test_the_example_is_accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert check(tmp_path, example()) == (0, "Written: problems.csv\nWritten: rules.csv\nAccepted: 3 stays.\n")
    assert (tmp_path / "feedback" / "problems.csv").read_text().splitlines() == ["rule,severity,file,line,field"]


def test_a_mistake_in_it_is_told_by_rule_and_line_without_its_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = check(
        tmp_path, example().replace(">27<", ">1999<").replace("<Slikscreening>0", "<Naam/><Slikscreening>0")
    )
    assert code == 3
    lines = told.splitlines()
    assert lines[-1] == "Refused."
    assert [line.split()[:4] for line in lines if line.startswith("selfreg.")] == [
        ["selfreg.element", "block", "13", "An"],
        ["selfreg.value", "block", "DeurNaaldTijd", "6"],
    ]
    assert "1999" not in told
    assert "Naam" not in told


def test_the_sender_and_a_file_that_is_not_there_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / NAME).write_text(example(), encoding="utf-8")
    done = CliRunner().invoke(build(), ["linkage", "self-registration", "check", NAME, "--sender", "hospital-011"])
    assert done.exit_code == 3
    assert "selfreg.sender" in done.output
    gone = CliRunner().invoke(build(), ["linkage", "self-registration", "check", "other.xml"])
    assert gone.exit_code == 1
    assert "There is no file other.xml" in str(gone.exception)


def test_every_limit_of_the_page_is_that_of_the_program() -> None:
    text = PAGE.read_text(encoding="utf-8")
    said = f"more than {MAX_BYTES // 1_000_000} MB, {limits.MAX_STAYS:,} stays, or {limits.MAX_RUN} characters"
    assert said in text
    assert limits.MAX_DEPTH == 3
    assert "more than three levels" in text
