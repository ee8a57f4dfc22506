"""Which deliveries were missing when tables were made, and which years and indicators they leave incomplete."""

import datetime as dt
from collections.abc import Iterable, Mapping

from mutualis import derived, reference
from mutualis.indicators import Indicator
from mutualis.ledger.calendar import ACCEPTED
from mutualis.model import DeliveryPeriod
from mutualis.node import Node
from mutualis.pipeline.calendar import at_centre
from mutualis.reference import Database
from mutualis.reference.databases import INSURER
from mutualis.release.values import Gap

YEARS_BACK = 1  # a booking month brings care of its own year and of the year before (booking window of 24 months)
NET = "_net"


def gaps(node: Node, years: Iterable[int], indicators: Iterable[Indicator]) -> tuple[Gap, ...]:
    """The official periods that not every sender of a database had delivered to this centre, though some had.

    Each with the years among `years` that it touches and the indicators that read what it would have brought.
    """
    wanted, reading = tuple(years), _reading(tuple(indicators))
    found = []
    for (code, period), accepted in sorted(_accepted(node).items()):
        database = reference.source_database(code)
        senders, touched = _senders(database), tuple(year for year in wanted if year in _years(database, period))
        named = reading.get(database.core_table, ())
        if accepted < senders and touched and named:
            found.append(Gap(code, str(period), senders - accepted, senders, touched, named))
    return tuple(found)


def _accepted(node: Node) -> dict[tuple[str, DeliveryPeriod], int]:
    """How many senders delivered each official period; those that nobody delivered are not due yet, or never were."""
    found: dict[tuple[str, DeliveryPeriod], int] = {}
    for row in at_centre(node, dt.date.max):
        if row.status == ACCEPTED:
            found[row.database, row.period] = found.get((row.database, row.period), 0) + 1
    return found


def _senders(database: Database) -> int:
    """How many parties deliver a database: the centre knows their number, not their names."""
    return len(reference.insurers()) if database.sender == INSURER else 1


def sentences(found: Iterable[Gap]) -> list[str]:
    """Each gap in words, for the closing notes of a stage."""
    return [
        f"{gap.database} {gap.period} is missing for {gap.lack} of {gap.senders} senders: "
        f"{', '.join(map(str, gap.years))} incomplete in {len(gap.indicators)} indicators"
        for gap in found
    ]


def _years(database: Database, period: DeliveryPeriod) -> range:
    first = period.year - YEARS_BACK if database.is_claims else period.year
    return range(first, period.year + 1)


def _reading(indicators: tuple[Indicator, ...]) -> Mapping[str, tuple[str, ...]]:
    """{core table: the indicators that are made of it}."""
    behind = {step.name: derived.sources(derived.STEPS, step.name) for step in derived.STEPS}
    found: dict[str, list[str]] = {}
    for each in indicators:
        tables = {core.removesuffix(NET) for table in each.sources for core in behind.get(table, ())}
        for core in sorted(tables):
            found.setdefault(core, []).append(each.name)
    return {core: tuple(names) for core, names in found.items()}
