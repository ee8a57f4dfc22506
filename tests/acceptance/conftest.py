"""A small country, and one with a linkage, that ran the whole way once, shared by all tests (and all test processes) of
this folder.
"""

import datetime as dt
import os
import pickle
from pathlib import Path
from typing import NamedTuple

import filelock
import polars as pl
import pytest

from mutualis import pipeline
from mutualis.linkage.accounts import Account
from mutualis.model import Years
from mutualis.pipeline import Silent, Workspace, linkage_quality
from mutualis.pipeline.linkage import Linkage, prepare
from mutualis.pipeline.linkage_steps import run
from mutualis.study.demo import Country, make_study_country

INSURED, YEARS, SEED = 1500, Years(2023, 2023), 5
LINKED, LINKED_YEARS, LINKED_SEED = 4_000, Years(2018, 2019), 3
AUTHORISATION, DAY = "ivc-20-284-a", dt.date(2026, 11, 23)


STUDIED = Country(insured=2_000, first=2018, last=2019, seed=3)


class Linked(NamedTuple):
    """A linkage that is done, its accounts, and the stays of its link set beside whose they are in truth."""

    linkage: Linkage
    accounts: list[Account]
    known: pl.DataFrame


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


@pytest.fixture(scope="session")
def studied(shared: Path) -> Workspace:
    """A country with planted effects, derived and sampled; tests copy it before they run a study."""
    space = Workspace(shared / "studied")
    with filelock.FileLock(shared / "studied.lock"):
        if not (shared / "studied.done").exists():
            space.create()
            make_study_country(space, STUDIED, Silent())
            (shared / "studied.done").touch()
    return space


@pytest.fixture(scope="session")
def linked(shared: Path) -> Linked:
    """A linkage after its twelve steps; tests read it and never change it."""
    space, told = Workspace(shared / "linked"), shared / "linked.told"
    linkage = Linkage(space, AUTHORISATION, DAY)
    with filelock.FileLock(shared / "linked.lock"):
        if not told.exists():
            pipeline.synthesise(space, LINKED, LINKED_YEARS, LINKED_SEED, False, Silent(), hospitals=True)
            for stage in (pipeline.accept, pipeline.code, pipeline.load):
                stage(space, Silent())
            prepare(linkage, space.hospitals)
            accounts = run(linkage, lambda each: _remember(linkage, each, shared / "linked.parquet"))
            told.write_bytes(pickle.dumps(accounts))
    return Linked(linkage, pickle.loads(told.read_bytes()), pl.read_parquet(shared / "linked.parquet"))


def _remember(linkage: Linkage, account: Account, path: Path) -> None:
    """Whose the stays are, written while the link set waits at the third party."""
    if account.step == 7:
        linkage_quality.known_stays(linkage).write_parquet(path)
