"""A command as a person gives it."""

import sys

import pytest

from mutualis import cli


def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture, *words: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error in one line."""
    monkeypatch.setattr(sys, "argv", ["mutualis", *words])
    code = 0
    try:
        cli.main()
    except SystemExit as end:
        code = int(end.code or 0)
    told = capsys.readouterr()
    return code, told.out, " ".join(told.err.split())
