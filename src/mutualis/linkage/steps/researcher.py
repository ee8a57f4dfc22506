"""The researcher: works in the zone at the project store, on what was granted (step 12)."""

import polars as pl

from mutualis.linkage.accounts import Account, enter
from mutualis.linkage.gate import OPEN_SET
from mutualis.linkage.permit import Permit
from mutualis.linkage.zone import Zone


def read_open_set(permit: Permit, zone: Zone) -> tuple[Account, dict[str, pl.DataFrame]]:
    """Step 12: the tables as this person sees them; every read is in the log of the project store."""
    number = permit.step_that("reads", OPEN_SET)
    tables = {name: zone.read(name) for name in zone.tables}
    rows = {name: frame.height for name, frame in tables.items()}
    return enter(permit, Account(number, permit.node.name, {OPEN_SET: sum(rows.values())}, rows)), tables
