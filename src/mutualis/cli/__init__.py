"""The command line."""

from mutualis.cli.entry import main

__all__ = ["main"]
