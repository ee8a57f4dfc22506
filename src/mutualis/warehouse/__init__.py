"""The warehouse: coded parcels become versions of the core tables, read in their current versions."""

from mutualis.warehouse.corrections import net
from mutualis.warehouse.lakes import WritableLake
from mutualis.warehouse.load import Check, Checked, Loaded, load
from mutualis.warehouse.reading import canonical, clean, current, history, history_rows, resolved, use_current, within
from mutualis.warehouse.sample import load_sample

__all__ = [
    "Check",
    "Checked",
    "Loaded",
    "WritableLake",
    "canonical",
    "clean",
    "current",
    "history",
    "history_rows",
    "load",
    "load_sample",
    "net",
    "resolved",
    "use_current",
    "within",
]
