"""`kill -9` at random moments of `load`, and two loads of one parcel at once: no row lost, none twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PROGRAM = TESTS / "acceptance" / "killed_loads.py"
SMALL, LONG = 8, 200


def outcome(folder, kills, seed=1):
    paths = os.pathsep.join([str(TESTS), str(TESTS.parent / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(folder), str(kills), str(seed)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=60 + 10 * kills,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def check_killed(found, kills):
    assert found["wrong"] == []
    assert found["killed"] == kills
    assert set(found["codes"]) == {0}
    assert found["end"]["rows"] == found["expected"]
    assert found["end"]["distinct_lines"] == found["expected"]["core_care_line"]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return outcome(tmp_path_factory.mktemp("fire"), SMALL)


def test_loads_killed_at_random_moments_lose_no_row_and_load_none_twice(small):
    check_killed(small["killed"], SMALL)


def test_of_two_loads_of_one_parcel_at_once_one_wins_and_the_other_says_so(small):
    found = small["together"]
    assert found["codes"] in ([0, 3], [0, 0])
    assert found["end"]["rows"] == found["expected"]
    assert found["end"]["distinct_lines"] == found["expected"]["core_care_line"]


@pytest.mark.torture
def test_two_hundred_killed_loads_lose_no_row_and_load_none_twice(tmp_path):
    check_killed(outcome(tmp_path, LONG, seed=2)["killed"], LONG)
