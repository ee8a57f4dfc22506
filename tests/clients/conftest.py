"""What the tests with outside clients share: one server for all of them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from atlas_country import published

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one release."""
    return published(tmp_path_factory)


@pytest.fixture(scope="session")
def address(releases: Path) -> Iterator[str]:
    """The address of a running server over it."""
    from running import running

    with running(releases) as there:
        yield there
