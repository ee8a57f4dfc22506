"""Notes on actions: who noted what, about which series, and from which day it holds. A note is never changed."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from mutualis.ledger.store import moment, transaction
from mutualis.staff.population.own import Provider
from mutualis.staff.wrong import Wrong

LONGEST, MOST = 500, 200
METADATA = sa.MetaData()
ACTION = sa.Table(
    "population_action",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("provider_kind", sa.String(20), nullable=False),
    sa.Column("provider", sa.String(80), nullable=False, index=True),
    sa.Column("series", sa.String(80), nullable=False),
    sa.Column("from_day", sa.String(10), nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("who", sa.String(80), nullable=False),
    sa.Column("written", sa.String(20), nullable=False),
)


@dataclass(frozen=True)
class Action:
    """What a practice or hospital did, from a day on."""

    series: str
    from_day: dt.date
    what: str
    who: str
    written: str


class Notes:
    """The notes in the store of the staff application; the table is made where there is none."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        with transaction(engine) as work:
            METADATA.create_all(work)

    def add(self, provider: Provider, series: str, from_day: str, what: str, who: str) -> None:
        """Keep a note; a day that is none and an empty or very long text are refused."""
        told = " ".join(what.split())
        if not told or len(told) > LONGEST:
            raise Wrong("learning.wrong_note", most=str(LONGEST))
        if len(self.of(provider)) >= MOST:
            raise Wrong("learning.wrong_many", most=str(MOST))
        entry = {
            "provider_kind": provider.by, "provider": provider.code, "series": series,
            "from_day": _day(from_day).isoformat(), "what": told, "who": who, "written": moment(),
        }  # fmt: skip
        with transaction(self.engine) as work:
            work.execute(ACTION.insert().values(entry))

    def of(self, provider: Provider, series: str = "") -> list[Action]:
        """The notes of one provider, the oldest day first."""
        wanted = (ACTION.c.provider_kind == provider.by) & (ACTION.c.provider == provider.code)
        if series:
            wanted &= ACTION.c.series == series
        with transaction(self.engine) as work:
            rows = work.execute(sa.select(ACTION).where(wanted).order_by(ACTION.c.from_day, ACTION.c.number)).mappings()
            return [
                Action(row["series"], dt.date.fromisoformat(row["from_day"]), row["what"], row["who"], row["written"])
                for row in rows
            ]


def _day(told: str) -> dt.date:
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        raise Wrong("learning.wrong_day") from None
