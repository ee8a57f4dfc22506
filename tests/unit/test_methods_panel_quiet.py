"""The library of panels leaves the log of the program alone."""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
LOADED = f"""
import logging, sys
sys.path.insert(0, {str(TESTS)!r})
before = logging.getLogger().level, list(logging.getLogger().handlers)
from drawn_panels import drawn
from mutualis.methods.panel import Panel, pilot_effects
pilot_effects(Panel(drawn(), start=2018))
assert "pyfixest" in sys.modules
assert (logging.getLogger().level, list(logging.getLogger().handlers)) == before
"""


def test_an_estimate_makes_no_logger_tell_more() -> None:
    done = subprocess.run([sys.executable, "-c", LOADED], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
