"""Queries in the researcher's zone: closed off from everything but what the person was granted."""

import polars as pl

from mutualis.engine import closed_query, tables_of
from mutualis.linkage.zone import Zone
from mutualis.model import MutualisError


def asked(zone: Zone, text: str) -> pl.DataFrame:
    """The answer to one SELECT over the granted tables that it names; each of them is read, and logged, once."""
    wanted = tables_of(text)
    if unknown := sorted(wanted - set(zone.tables)):
        raise MutualisError(
            f"The zone has no table '{unknown[0]}' for this person.", there_is=f"granted are {', '.join(zone.tables)}"
        )
    return closed_query({name: zone.read(name) for name in sorted(wanted)}, text)
