"""Every simulation of these families gives figures; how often they cover is printed by `make simulate`."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from mutualis.methods.simulating import simulate

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("family", ["costs", "counts", "survival", "equity", "survey", "series", "outliers", "odds"])
def test_every_simulation_of_a_family_gives_figures(family, monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    registered = importlib.import_module(f"simulations.{family}").SIMULATIONS
    for each in registered:
        found = simulate(each, replications=2)
        assert (each.name, found.refused) == (each.name, 0)
        assert np.isfinite([found.mean, found.rejected]).all()
        assert each.replications >= 300
    assert len({each.name for each in registered}) == len(registered)
