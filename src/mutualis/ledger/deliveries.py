"""What a ledger knows of deliveries: status, counts, which one replaced which, and the problems found in each."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from mutualis.ledger.schema import CURRENT, DELIVERY, PROBLEM_COUNT
from mutualis.ledger.store import moment, transaction
from mutualis.model import MutualisError

SENDER_CODE = re.compile(r"sender-[a-z]{10}")
NAMELESS_ROLES = frozenset({"centre"})


@dataclass(frozen=True)
class Delivery:
    """A delivery as the ledger has it. `sender` is a party's name, or at the centre the code only the TTP can name."""

    hash: str
    kind: str
    period: str
    sender: str
    received: str
    status: str
    declared_rows: int | None = None
    accepted_rows: int | None = None
    set_aside_rows: int | None = None
    totals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    replaced_by: str | None = None


@dataclass(frozen=True)
class ProblemCount:
    """How often a rule was broken in a file of a delivery; `declared_rows` is of the whole delivery."""

    rule: str
    severity: str
    file: str
    count: int
    delivery: str = ""
    period: str = ""
    declared_rows: int | None = None


class DeliveryBook:
    """The delivery part of a ledger."""

    engine: sa.Engine
    role: str

    def record_delivery(
        self,
        hash: str,
        *,
        kind: str,
        period: str,
        sender: str,
        status: str = "received",
        declared_rows: int | None = None,
        totals: Mapping[str, Mapping[str, int]] | None = None,
    ) -> bool:
        """Enter a delivery by its parcel's hash. True when it is new, False when it was known: then nothing changes."""
        self._check_sender(sender)
        entry = {"hash": hash, "kind": kind, "period": period, "sender": sender, "status": status}
        with transaction(self.engine) as work:
            if work.execute(sa.select(DELIVERY.c.hash).where(DELIVERY.c.hash == hash)).first():
                return False
            more = {"received": moment(), "declared_rows": declared_rows, "totals": totals or {}}
            work.execute(DELIVERY.insert().values(**entry, **more))
            return True

    def known(self, hash: str) -> Delivery | None:
        """The delivery with this hash, or None."""
        with transaction(self.engine) as work:
            row = work.execute(sa.select(DELIVERY).where(DELIVERY.c.hash == hash)).mappings().first()
        return Delivery(**row) if row else None

    def set_status(
        self,
        hash: str,
        status: str,
        *,
        accepted_rows: int | None = None,
        set_aside_rows: int | None = None,
        declared_rows: int | None = None,
        totals: Mapping[str, Mapping[str, int]] | None = None,
    ) -> None:
        """Set the status of a known delivery and the counts that are given; the others stay as they are."""
        given = {
            "accepted_rows": accepted_rows,
            "set_aside_rows": set_aside_rows,
            "declared_rows": declared_rows,
            "totals": totals,
        }
        with transaction(self.engine) as work:
            self._update(
                work, hash, {"status": status, **{key: value for key, value in given.items() if value is not None}}
            )

    def set_replaced(self, old_hash: str, new_hash: str) -> None:
        """Say that a delivery was replaced by another; both stay."""
        with transaction(self.engine) as work:
            self._update(work, new_hash, {"status": DELIVERY.c.status})
            self._update(work, old_hash, {"status": "replaced", "replaced_by": new_hash})

    def complete_load(
        self,
        hash: str,
        versions: Mapping[str, int],
        *,
        accepted_rows: int | None = None,
        set_aside_rows: int | None = None,
        replaces: str | None = None,
    ) -> None:
        """In one transaction: the delivery is `loaded`, readers get these versions, the replaced one is marked."""
        counts = {"accepted_rows": accepted_rows, "set_aside_rows": set_aside_rows}
        given = {key: value for key, value in counts.items() if value is not None}
        with transaction(self.engine) as work:
            self._update(work, hash, {"status": "loaded", **given})
            if replaces:
                self._update(work, replaces, {"status": "replaced", "replaced_by": hash})
            _set_current(work, versions)

    def set_current(self, versions: Mapping[str, int]) -> None:
        """The versions of tables that readers use from now on; tables not named keep theirs."""
        with transaction(self.engine) as work:
            _set_current(work, versions)

    def current(self) -> dict[str, int]:
        """The versions of tables that readers use."""
        with transaction(self.engine) as work:
            return {row.table: row.version for row in work.execute(sa.select(CURRENT).order_by(CURRENT.c.table))}

    def deliveries(
        self,
        *,
        kind: str | None = None,
        period: str | None = None,
        sender: str | None = None,
        status: str | None = None,
    ) -> list[Delivery]:
        """The deliveries that fit what is given, in order of period, time and hash."""
        wanted = {"kind": kind, "period": period, "sender": sender, "status": status}
        filters = [DELIVERY.c[name] == value for name, value in wanted.items() if value is not None]
        order = (DELIVERY.c.period, DELIVERY.c.received, DELIVERY.c.hash)
        with transaction(self.engine) as work:
            found = work.execute(sa.select(DELIVERY).where(*filters).order_by(*order)).mappings().all()
        return [Delivery(**row) for row in found]

    def record_problem_counts(self, hash: str, counts: Iterable[ProblemCount]) -> None:
        """Enter the problem counts of a known delivery, in place of earlier ones of the same delivery."""
        rows = [
            {
                "delivery": hash,
                "rule": item.rule,
                "file": item.file,
                "severity": str(item.severity),
                "count": item.count,
            }
            for item in counts
        ]
        with transaction(self.engine) as work:
            work.execute(PROBLEM_COUNT.delete().where(PROBLEM_COUNT.c.delivery == hash))
            if rows:
                work.execute(PROBLEM_COUNT.insert(), rows)

    def problem_history(self, sender: str | None = None, rule: str | None = None) -> list[ProblemCount]:
        """Problem counts of the deliveries of a sender (all senders when None) that were not replaced, by period."""
        filters: list[sa.ColumnElement[bool]] = [DELIVERY.c.replaced_by.is_(None)]
        filters += [DELIVERY.c.sender == sender] if sender is not None else []
        filters += [PROBLEM_COUNT.c.rule == rule] if rule is not None else []
        columns = (*PROBLEM_COUNT.c, DELIVERY.c.period, DELIVERY.c.declared_rows)
        order = (
            DELIVERY.c.period,
            DELIVERY.c.received,
            PROBLEM_COUNT.c.delivery,
            PROBLEM_COUNT.c.rule,
            PROBLEM_COUNT.c.file,
        )
        question = sa.select(*columns).join(DELIVERY).where(*filters).order_by(*order)
        with transaction(self.engine) as work:
            return [ProblemCount(**row) for row in work.execute(question).mappings()]

    def _update(self, work: sa.Connection, hash: str, values: Mapping[str, object]) -> None:
        if work.execute(DELIVERY.update().where(DELIVERY.c.hash == hash).values(**values)).rowcount != 1:
            raise MutualisError(
                f"Delivery {hash[:12]} is not in the ledger of this node.", do="record the delivery before its results"
            )

    def _check_sender(self, sender: str) -> None:
        if self.role in NAMELESS_ROLES and sender and not SENDER_CODE.fullmatch(sender):
            raise MutualisError(
                f"The ledger of a node of role {self.role} holds no sender's name.",
                there_is="the relay parcel carries the sender's code in extra.sender_code",
            )


def _set_current(work: sa.Connection, versions: Mapping[str, int]) -> None:
    work.execute(CURRENT.delete().where(CURRENT.c.table.in_(list(versions))))
    if versions:
        work.execute(CURRENT.insert(), [{"table": name, "version": number} for name, number in versions.items()])
