"""What the centre reads for a linkage: its net tables, and the permanent sample where an authorisation is about it."""

from collections.abc import Mapping
from typing import Any

from mutualis import tables
from mutualis.linkage.claims import SAMPLE
from mutualis.linkage.permit import Permit
from mutualis.model.protocols import Engine, Lake
from mutualis.pipeline.derive import net_tables


def given_of(permit: Permit, engine: Engine, lake: Lake) -> Mapping[str, Any]:
    """The expressions of the centre's tables by name; the sample is among them where it is drawn and asked."""
    given = net_tables(engine)
    if not permit.authorisation.population.sample or lake.version(SAMPLE) is None:
        return given
    engine.use(SAMPLE, lake.files(SAMPLE))
    return {**given, SAMPLE: tables.find(SAMPLE).expr}
