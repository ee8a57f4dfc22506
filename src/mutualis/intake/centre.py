"""The content rules at the centre: on content whose identifiers are tokens or codes."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from mutualis.intake import sources
from mutualis.intake.check import check
from mutualis.intake.content import content_rules
from mutualis.intake.decision import decide
from mutualis.model import DeliveryPeriod
from mutualis.model.protocols import Engine


@dataclass(frozen=True)
class Checked:
    """The verdict on one database: its problems (rule, severity, file, line, field), and why the parcel is refused
    whole ("" where it is not)."""

    problems: pa.Table
    refused: str


def check_at_centre(
    engine: Engine, database: str, table: Any, period: DeliveryPeriod | None = None, temporary: Path | None = None
) -> Checked:
    """Run the rules that a database's columns allow at the centre. `period` adds the rules that need it."""
    table = getattr(table, "expr", table)
    with tempfile.TemporaryDirectory(prefix="intake-", dir=temporary) as folder:
        lookups = sources.code_lists(engine, Path(folder), period)
        found = check(engine, database, table, content_rules(database, "centre"), lookups)
    rows = int(engine.rows(table.aggregate(rows=table.count()))[0]["rows"])
    return Checked(found, decide(found, {database: rows}).reason)
