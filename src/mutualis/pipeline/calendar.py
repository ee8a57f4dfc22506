"""The calendar of deliveries at the third party's node or the centre's, and closing a period at every node."""

import datetime as dt

from mutualis import coding, ledger
from mutualis.ledger import PeriodRow
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.pipeline.workspace import Workspace


def by_insurer(space: Workspace, on: dt.date, until: dt.date | None = None) -> tuple[PeriodRow, ...]:
    """What the trusted third party knows: each official period by the name of its sender."""
    return coding.calendar(space.ttp, on, until)


def by_sender_code(space: Workspace, on: dt.date, until: dt.date | None = None) -> tuple[PeriodRow, ...]:
    """What the centre knows: the same by sender code."""
    return at_centre(space.centre, on, until)


def at_centre(node: Node, on: dt.date, until: dt.date | None = None) -> tuple[PeriodRow, ...]:
    """The calendar of a centre's node."""
    found = node.ledger.deliveries(kind="relay")
    return ledger.calendar(found, ledger.roles_of_codes(found), on, until=until)


def close(space: Workspace, period: str) -> None:
    """Close an official period at the third party and at every sender of the workspace; safe to repeat."""
    rows = by_insurer(space, dt.date.min)
    known = {str(row.period) for row in rows}
    if period not in known:
        raise MutualisError(
            f"Nobody has delivered {period}, so it cannot be closed.",
            there_is=f"{len(known)} official periods are known" + (f", as {min(known)}" if known else ""),
        )
    for node in (space.ttp, *space.senders()):
        ledger.close(node.ledger, period)
        node.log("period.closed", on=period)
