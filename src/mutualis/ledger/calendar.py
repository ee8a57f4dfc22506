"""The calendar of deliveries: which official period of which database each sender has delivered, and what is late.

Read from the deliveries of a ledger: at the trusted third party by insurer, at the centre by sender code. Periods that
were closed take no delivery any more.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from mutualis import reference
from mutualis.ledger.audit import AuditBook
from mutualis.ledger.deliveries import Delivery
from mutualis.model import DeliveryPeriod
from mutualis.reference import Database

ACCEPTED, REFUSED, RECEIVED, LATE, DUE = "accepted", "refused", "received", "late", "due"
STATUS = {"relayed": ACCEPTED, "loaded": ACCEPTED, "refused": REFUSED, "received": RECEIVED}
CLOSED = "period.closed"


@dataclass(frozen=True, order=True)
class PeriodRow:
    """One official period of a database and sender. `status`: accepted, refused, received (under way), late or due;
    `due` is the last day in time, `received` the moment in UTC, `rows` its lines, `delivery` the start of the hash."""

    database: str
    period: DeliveryPeriod
    sender: str
    status: str
    due: dt.date
    received: str = ""
    rows: int = 0
    delivery: str = ""
    is_closed: bool = False


def calendar(
    deliveries: Iterable[Delivery],
    roles: Mapping[str, str],
    on: dt.date,
    *,
    closed: Collection[str] = (),
    until: dt.date | None = None,
) -> tuple[PeriodRow, ...]:
    """A row for each database, official period and sender (`roles`: name or code to role), as it stands on a day.

    A database's periods run from the first to the last that anybody delivered, or to the last that ended by `until`.
    """
    found = [each for each in deliveries if each.status in STATUS and each.totals]
    best = _best(found)
    rows: list[PeriodRow] = []
    for database in reference.source_databases():
        senders = sorted(name for name, role in roles.items() if role == database.sender)
        for period in _periods(database, [period for code, period, _ in best if code == database.code], until):
            rows += [_row(database, period, sender, best, on, closed) for sender in senders]
    return tuple(sorted(rows))


def roles_of_codes(deliveries: Iterable[Delivery]) -> dict[str, str]:
    """The role of each sender code, told by the databases that it ever delivered."""
    found: dict[str, str] = {}
    for each in deliveries:
        for code in sorted(set(each.totals) & set(reference.content_codes())):
            found.setdefault(each.sender, reference.source_database(code).sender)
    return found


def missing(rows: Iterable[PeriodRow]) -> tuple[PeriodRow, ...]:
    """The periods that a sender has not delivered though another one has: results without them are incomplete."""
    kept = tuple(rows)
    there = {(row.database, row.period) for row in kept if row.status == ACCEPTED}
    return tuple(row for row in kept if row.status != ACCEPTED and (row.database, row.period) in there)


def close(book: AuditBook, period: str) -> None:
    """Close an official period: a delivery that covers it is refused from now on. Safe to repeat."""
    name = str(DeliveryPeriod.parse(period))
    if name not in closed_periods(book):
        book.record_event(CLOSED, name)


def closed_periods(book: AuditBook) -> frozenset[str]:
    """The official periods that take no delivery any more."""
    return frozenset(event.subject for event in book.events(CLOSED))


def closed_among(book: AuditBook, period: str, databases: Iterable[str]) -> tuple[str, ...]:
    """The closed official periods that a delivery would cover, as `gz G2022M01`."""
    shut = closed_periods(book)
    found = sorted(reference.covered(period, databases)) if shut else []
    return tuple(f"{database} {official}" for database, official in found if official in shut)


Best = dict[tuple[str, DeliveryPeriod, str], Delivery]


def _best(found: list[Delivery]) -> Best:
    """The delivery that counts for each database, official period and sender: an accepted one before any other."""
    order = sorted(found, key=lambda each: (STATUS[each.status] == ACCEPTED, each.received, each.hash))
    return {
        (code, DeliveryPeriod.parse(official), each.sender): each
        for each in order
        for code, official in reference.covered(each.period, each.totals)
    }


def _periods(database: Database, known: list[DeliveryPeriod], until: dt.date | None) -> Iterator[DeliveryPeriod]:
    if not known:
        return
    period, last = min(known), max(known)
    while period <= last or (until is not None and period.reference_day <= until):
        yield period
        period = period.next()


def _row(
    database: Database, period: DeliveryPeriod, sender: str, best: Best, on: dt.date, closed: Collection[str]
) -> PeriodRow:
    delivery, due = best.get((database.code, period, sender)), database.due(period)
    is_closed = str(period) in closed
    if delivery is None:
        return PeriodRow(database.code, period, sender, LATE if on > due else DUE, due, is_closed=is_closed)
    rows = int(delivery.totals[database.code].get("rows", 0))
    told = (delivery.received, rows, delivery.hash[:12], is_closed)
    return PeriodRow(database.code, period, sender, STATUS[delivery.status], due, *told)
