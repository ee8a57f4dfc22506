"""What readers of the warehouse use: the current versions, the net state, the booking window, people under one code."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import ibis
from ibis import _

from mutualis.model import C2, Column, MutualisError
from mutualis.model.protocols import Engine, Lake
from mutualis.node import Node
from mutualis.tables import Table, core, find
from mutualis.warehouse.lakes import WritableLake

WINDOWS = (18, 21, 24)
HOPS = 3


def current(node: Node) -> dict[str, int]:
    """The version of each core table that readers use: recorded when the last parcel was complete."""
    names = {table.name for table in core.TABLES}
    return {table: version for table, version in node.ledger.current().items() if table in names}


def use_current(node: Node, engine: Engine, lake: Lake) -> dict[str, int]:
    """Let the engine read the core tables in their current versions (empty where nothing was loaded); the versions."""
    versions = current(node)
    for table in core.TABLES:
        engine.use(table.name, lake.files(table.name, versions[table.name]) if table.name in versions else [])
    return versions


def history(lines: Any) -> Any:
    """All lines as delivered, corrections beside what they correct."""
    return lines.expr if isinstance(lines, Table) else lines


def within(lines: Any, months: int = 24) -> Any:
    """The lines booked within so many accounting months from January of the service year (18: year and half the next).

    Windows in use: 18 (performance year), 21 (the flag COMPTABLE_21) and 24 (all that may still be billed).
    """
    if months not in WINDOWS:
        raise MutualisError(f"There is no booking window of {months} months.", there_is="the windows are 18, 21 and 24")
    month, day = lines.booking_month, lines.service_day
    # Integer division keeps whole months on every engine: a year is 12 of them.
    booked = (month // 100).cast("int64") * 12 + (month % 100).cast("int64")
    return history(lines).filter(booked - day.year().cast("int64") * 12 <= months)


def resolved(lines: Any, number_change: Any = None, columns: Iterable[str] = ()) -> Any:
    """The lines with the canonical code of each person whose number changed; nothing changed: the lines as they are.

    `columns` are the person columns (by default those of the declared table with domain C2). Give `number_change` only
    where the table has rows: without it no join is made.
    """
    plain = history(lines)
    if number_change is None:
        return plain
    names = tuple(columns) or _person_columns(lines, plain)
    return under_canonical(plain, names, canonical(number_change))


def under_canonical(plain: Any, names: Iterable[str], latest: Any) -> Any:
    """The rows with the person columns `names` replaced where `latest` (of `canonical`) gives another code."""
    for name in names:
        renamed = latest.select(changed_id=_.old_person_id, canonical_id=_.person_id)
        met = plain.left_join(renamed, plain[name] == renamed.changed_id).select(*plain.columns, "canonical_id")
        plain = met.mutate(**{name: ibis.coalesce(met.canonical_id, met[name])}).drop("canonical_id")
    return plain


def canonical(number_change: Any) -> Any:
    """One row a code that is no longer used: `old_person_id` and the code that its chain of changes ends in."""
    changes = history(number_change)
    order = ibis.window(
        group_by="old_person_id", order_by=[changes.change_day.desc(), changes.person_id, changes.delivery_id]
    )
    latest = changes.mutate(turn=ibis.row_number().over(order)).filter(_.turn == 0).select("old_person_id", "person_id")
    for hop in range(HOPS):
        following = latest.select(**{f"from_{hop}": _.old_person_id, f"to_{hop}": _.person_id})
        # The join is closed by a select first: Ibis loses track of columns taken from an open self-join.
        met = latest.left_join(following, latest.person_id == following[f"from_{hop}"])
        closed = met.select("old_person_id", "person_id", f"to_{hop}")
        latest = closed.select("old_person_id", person_id=ibis.coalesce(closed[f"to_{hop}"], closed.person_id))
    return latest.filter(_.old_person_id != _.person_id)


def _person_columns(lines: Any, plain: Any) -> tuple[str, ...]:
    declared: dict[str, Column] = dict(lines.columns) if isinstance(lines, Table) else {}
    if not declared and plain.op().__class__.__name__ == "UnboundTable":
        declared = dict(find(plain.get_name()).columns)
    found = tuple(name for name, column in declared.items() if column.domain == C2)
    if not found:
        raise MutualisError("It is not known which columns hold persons.", do="name them in `columns`")
    return found


def history_rows(lake: Lake, node: Node, table: str) -> list[dict[str, object]]:
    """One row a version of a table, newest first: when, what, which parcel, rows added and removed, pinned by whom."""
    pins: dict[int, list[str]] = {}
    for pin in node.ledger.pins(table):
        pins.setdefault(pin.version, []).append(pin.by)
    now = node.ledger.current().get(table)
    rows = []
    for version in lake.history(table):
        delivery = node.ledger.known(version.metadata.get("delivery", ""))
        rows.append(
            {
                "version": version.number,
                "time": version.committed,
                "operation": version.operation,
                "delivery": version.metadata.get("delivery", "")[:12],
                "period": delivery.period if delivery else "",
                "sender_code": delivery.sender if delivery else "",
                "rows_added": int(version.metadata.get("rows_added", 0)),
                "rows_removed": int(version.metadata.get("rows_removed", 0)),
                "pinned_by": ", ".join(pins.get(version.number, [])),
                "is_current": version.number == now,
            }
        )
    return rows


def clean(node: Node, lake: WritableLake) -> list[Path]:
    """Delete the files of core tables that neither readers, nor the newest version, nor a pin need; their paths."""
    versions, gone = current(node), []
    for table in core.TABLES:
        kept = [pin.version for pin in node.ledger.pins(table.name)]
        kept += [versions[table.name]] if table.name in versions else []
        gone += lake.clean(table.name, kept)
    return gone
