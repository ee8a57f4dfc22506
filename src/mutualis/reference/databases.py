"""The source databases that insurers deliver: names, rhythm, when a period is due, and the table that each becomes.

Facts: `databases.csv`. A database has a layout in `layouts/<code>.csv`.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from mutualis.model import DeliveryPeriod, MutualisError
from mutualis.reference.files import ROOT, read_rows

CHANGES = "mg"
INSURER = "insurer"


@dataclass(frozen=True)
class Database:
    """One source database. `rhythm_months`: months of an official period; `due_months`: months after its end until it
    is due, one number or one for each period of a year; `is_core`: in every half-yearly delivery of an insurer;
    `is_claims`: lines that corrections can take back; `sender`: the role that delivers it."""

    code: str
    letter: str
    rhythm_months: int
    due_months: tuple[int, ...]
    is_core: bool
    is_claims: bool
    sender: str
    core_table: str
    official: str
    nl: str
    fr: str
    de: str
    en: str
    grain: str
    source: str
    mark: str

    def periods(self, period: DeliveryPeriod) -> tuple[DeliveryPeriod, ...]:
        """The official periods of the database that a delivery of this period covers; none for another database's."""
        if period.letter and period.letter != self.letter:
            return ()
        return period.split(self.rhythm_months, self.letter)

    def due(self, period: DeliveryPeriod) -> dt.date:
        """The last day on which an official period is in time."""
        months = self.due_months[(period.number - 1) % len(self.due_months)]
        place = period.year * 12 + period.last % 100 - 1 + months
        return DeliveryPeriod.parse(f"{self.letter}{place // 12}M{place % 12 + 1:02d}").reference_day


@cache
def source_databases() -> tuple[Database, ...]:
    """All source databases, in the order of the file."""
    _, rows = read_rows(ROOT / "databases.csv")
    return tuple(
        Database(
            code=row["code"],
            letter=row["letter"],
            rhythm_months=int(row["rhythm_months"]),
            due_months=tuple(map(int, row["due_months"].split())),
            is_core=row["is_core"] == "1",
            is_claims=row["is_claims"] == "1",
            sender=row["sender"],
            core_table=row["core_table"],
            official=row["official"],
            nl=row["nl"],
            fr=row["fr"],
            de=row["de"],
            en=row["en"],
            grain=row["grain"],
            source=row["source"],
            mark=row["mark"],
        )
        for row in rows
    )


@cache
def source_database(code: str) -> Database:
    """One source database; an unknown code is an error."""
    for each in source_databases():
        if each.code == code:
            return each
    raise MutualisError(f"There is no source database '{code}'.", there_is=", ".join(delivered_codes()))


@cache
def delivered_codes() -> tuple[str, ...]:
    """The codes of all databases that a delivery may hold."""
    return tuple(each.code for each in source_databases())


@cache
def content_codes() -> tuple[str, ...]:
    """Those that travel as content; changes of number travel as identities."""
    return tuple(code for code in delivered_codes() if code != CHANGES)


@cache
def core_codes() -> tuple[str, ...]:
    """Those that every half-yearly delivery holds."""
    return tuple(each.code for each in source_databases() if each.is_core)


@cache
def claims_codes() -> tuple[str, ...]:
    """Those whose lines corrections can take back."""
    return tuple(each.code for each in source_databases() if each.is_claims)


def expected(period: DeliveryPeriod, there: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The databases that a delivery of a period must hold, and those that it may hold; `there` are those it has.

    An official period holds its own database (with Populatie come changes of number). A half-year of an insurer holds
    the core databases and any other that insurers deliver; one of the hub of records any that the hub delivers.
    """
    allowed = [each for each in source_databases() if each.periods(period)]
    if period.letter:
        return tuple(each.code for each in allowed[:1]), tuple(each.code for each in allowed)
    sender = next((each.sender for each in allowed if each.code in there and not each.is_core), INSURER)
    sender = INSURER if (set(core_codes()) - {CHANGES}) & set(there) else sender
    own = tuple(each.code for each in allowed if each.sender == sender)
    return (core_codes() if sender == INSURER else ()), own


def covered(period: str, databases: Iterable[str]) -> frozenset[tuple[str, str]]:
    """The (database, official period) pairs that a delivery of a period with these databases covers."""
    of = DeliveryPeriod.parse(period)
    known = (source_database(code) for code in databases if code in delivered_codes())
    return frozenset((each.code, str(part)) for each in known for part in each.periods(of))


@cache
def delivering_roles() -> tuple[str, ...]:
    """The roles of parties that deliver a source database."""
    return tuple(sorted({each.sender for each in source_databases()}))
