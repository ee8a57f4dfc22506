"""Derived tables written by hand in SQL, as the benchmark times them, give the rows of the steps."""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "derive.py"


@pytest.fixture(scope="module")
def benchmark():
    described = importlib.util.spec_from_file_location("derive_benchmark", SCRIPT)
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def test_the_sql_by_hand_and_the_steps_give_the_same_rows(benchmark, tmp_path, capsys):
    benchmark.write_country(tmp_path, 300)
    engine = benchmark.opened(tmp_path)
    for name in benchmark.NAMES:
        benchmark.compare(engine, name, tmp_path, rounds=1)
    engine.close()
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(benchmark.NAMES)
    assert all(line.endswith("same rows") for line in told)
