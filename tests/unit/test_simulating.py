"""The runner of simulations: what it counts, and that every simulation of every family gives figures."""

import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mutualis.methods.simulating import Simulation, simulate, table, written
from mutualis.model import MutualisError

ROOT = Path(__file__).parents[2]
NAN = float("nan")


def normal(generator, width=1.96, truth=5.0):
    value = generator.normal(truth, 1.0)
    return value, value - width, value + width


def test_an_interval_that_is_right_is_held_and_one_that_is_too_narrow_is_not():
    right = simulate(Simulation("right", normal, 5.0, 1_000))
    assert right.verdict == "held"
    assert right.covered == pytest.approx(0.95, abs=2 * right.error)
    assert right.mean == pytest.approx(5.0, abs=0.1)
    assert right.spread == pytest.approx(1.0, abs=0.1)
    narrow = simulate(Simulation("narrow", lambda dice: normal(dice, 1.5), 5.0, 1_000))
    assert narrow.verdict == "NOT HELD"


def test_the_size_of_a_test_is_held_to_where_the_truth_is_nought_and_a_power_is_not():
    assert simulate(Simulation("power", lambda dice: (*normal(dice), 0.001), 5.0, 500)).verdict == "held"
    liberal = Simulation("size", lambda dice: (*normal(dice, truth=0.0), 0.01), 0.0, 500)
    assert simulate(liberal).verdict == "NOT HELD"


def test_a_test_without_interval_is_held_to_its_size_alone():
    found = simulate(Simulation("test", lambda dice: (1.0, np.nan, np.nan, dice.random()), 0.0, 1_000))
    assert np.isnan(found.covered)
    assert found.rejected == pytest.approx(0.05, abs=0.015)
    assert found.verdict == "held"
    assert " - " in written(found)


def test_replications_have_branches_of_one_seed_so_that_fewer_are_the_first_of_many():
    seen = []
    simulation = Simulation("seen", lambda dice: seen.append(dice.random()) or (0.0, -1.0, 1.0), 0.0, 5)
    simulate(simulation)
    simulate(simulation, 3)
    assert seen[5:] == seen[:3]
    assert len(set(seen[:5])) == 5


def test_a_replication_that_is_refused_is_counted_and_never_held():
    def sometimes(generator):
        if generator.random() < 0.01:
            raise MutualisError("No.")
        return normal(generator)

    found = simulate(Simulation("refused", sometimes, 5.0, 500))
    assert 0 < found.refused < 20
    assert found.verdict == "NOT HELD"
    assert table([found])["verdict"].to_list() == ["NOT HELD"]

    def never(_):
        raise MutualisError("No.")

    assert simulate(Simulation("never", never, 0.0, 3)).verdict == "NOT HELD"


def test_a_figure_without_interval_and_test_is_told_and_held_to_nothing():
    found = simulate(Simulation("recall", lambda dice: (normal(dice)[0], NAN, NAN, NAN), 1.0, 20))
    assert found.verdict == "told"
    assert "covered      -    rejected      - " in written(found)


def test_few_replications_say_nothing():
    assert simulate(Simulation("few", normal, 5.0, 20)).verdict == "too few to say"
    with pytest.raises(MutualisError, match="needs a replication"):
        simulate(Simulation("none", normal, 5.0, 0))


@pytest.fixture(scope="module")
def simulations():
    sys.path.insert(0, str(ROOT))
    try:
        yield importlib.import_module("simulations.panel").SIMULATIONS
    finally:
        sys.path.remove(str(ROOT))


def test_every_simulation_of_panels_gives_figures(simulations):
    for each in simulations:
        found = simulate(each, 2)
        assert found.refused == 0, each.name
        assert np.isfinite(found.mean), each.name
    assert len({each.name for each in simulations}) == len(simulations)


@pytest.mark.parametrize(("width", "code", "said"), [(1.96, 0, "2 held"), (1.2, 1, "2 NOT HELD")])
def test_the_command_prints_a_line_each_and_ends_with_one_where_something_is_not_held(
    simulations, monkeypatch, capsys, width, code, said
):
    made = tuple(Simulation(name, lambda dice: normal(dice, width), 5.0, 400) for name in ("first", "second"))
    monkeypatch.setattr("simulations.panel.SIMULATIONS", made)
    monkeypatch.setattr(sys, "argv", ["simulations", "panel"])
    assert importlib.import_module("simulations.__main__").main() == code
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[:2]] == ["first", "second"]
    assert lines[-1] == f"2 simulations: {said}"


def test_a_family_that_is_not_there_is_refused(simulations, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["simulations", "none"])
    with pytest.raises(SystemExit):
        importlib.import_module("simulations.__main__").main()
    assert "there is no family none; there are " in capsys.readouterr().err


def test_importing_methods_does_not_load_the_packages_of_studies():
    code = "import sys, mutualis.methods; print({'pyfixest', 'statsmodels', 'scipy', 'sklearn'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
