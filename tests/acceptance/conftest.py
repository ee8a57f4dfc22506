"""A small country that ran the whole way once, shared by all tests (and all test processes) of this folder."""

import os
from pathlib import Path

import filelock
import pytest

from mutualis import pipeline
from mutualis.model import Years
from mutualis.pipeline import Silent, Workspace

INSURED, YEARS, SEED = 1500, Years(2023, 2023), 5


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this test run see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="session")
def country(shared: Path) -> Workspace:
    """The workspace after every stage; tests read it and never change it."""
    space = Workspace(shared / "country")
    with filelock.FileLock(shared / "country.lock"):
        if not (shared / "country.done").exists():
            pipeline.synthesise(space, INSURED, YEARS, SEED, False, Silent())
            pipeline.run(space, Silent())
            (shared / "country.done").touch()
    return space
