"""The command line."""

from mutualis.cli.app import main

__all__ = ["main"]
