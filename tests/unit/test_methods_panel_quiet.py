"""The library of panels leaves the log of the program alone."""

import subprocess
import sys

LOADED = """
import logging
from mutualis.methods.panel.fit import _pyfixest
before = logging.getLogger().level, list(logging.getLogger().handlers)
_pyfixest()
assert "pyfixest" in __import__("sys").modules
assert (logging.getLogger().level, list(logging.getLogger().handlers)) == before
"""


def test_loading_it_makes_no_logger_tell_more() -> None:
    assert subprocess.run([sys.executable, "-c", LOADED], check=False).returncode == 0
