"""What only the trusted third party writes down: the code of each sender, and which C1 codes are one person."""

import secrets
import string
from collections.abc import Mapping

import sqlalchemy as sa

from mutualis.ledger.schema import ALIAS, SENDER
from mutualis.ledger.store import transaction
from mutualis.model import MutualisError


class TrustBook:
    """The part of a ledger that exists in a node of the role ttp only."""

    engine: sa.Engine
    role: str

    def sender_code(self, party: str) -> str:
        """The code of a sender, random, made once and the same ever after."""
        self._only_ttp("names behind sender codes")
        with transaction(self.engine) as work:
            known = work.execute(sa.select(SENDER.c.code).where(SENDER.c.party == party)).scalar()
            if known is None:
                known = "sender-" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(10))
                work.execute(SENDER.insert().values(party=party, code=known))
        return str(known)

    def sender_named(self, code: str) -> str:
        """The party behind a sender's code."""
        self._only_ttp("names behind sender codes")
        with transaction(self.engine) as work:
            party = work.execute(sa.select(SENDER.c.party).where(SENDER.c.code == code)).scalar()
        if party is None:
            raise MutualisError("This sender code was never given by this node.", do="check which parcel it came with")
        return str(party)

    def senders(self) -> dict[str, str]:
        """Party name to sender code, of all senders that have one."""
        self._only_ttp("names behind sender codes")
        with transaction(self.engine) as work:
            return {row.party: row.code for row in work.execute(sa.select(SENDER).order_by(SENDER.c.party))}

    def aliases(self) -> dict[str, str]:
        """C1 code to canonical C1 code, of all codes that are not their own canonical code."""
        self._only_ttp("aliases of C1 codes")
        with transaction(self.engine) as work:
            return {row.code: row.canonical for row in work.execute(sa.select(ALIAS))}

    def set_aliases(self, aliases: Mapping[str, str]) -> None:
        """Add or change aliases in one transaction. A canonical code may not itself be an alias: chains are refused."""
        self._only_ttp("aliases of C1 codes")
        rows = [{"code": code, "canonical": canonical} for code, canonical in sorted(aliases.items())]
        if not rows:
            return
        with transaction(self.engine) as work:
            work.execute(
                ALIAS.delete().where(ALIAS.c.code == sa.bindparam("old")), [{"old": row["code"]} for row in rows]
            )
            work.execute(ALIAS.insert(), rows)
            other = ALIAS.alias()
            chained = work.execute(
                sa.select(ALIAS.c.code).join(other, other.c.code == ALIAS.c.canonical).limit(1)
            ).first()
            if chained:
                raise MutualisError(
                    "An alias points to a code that is itself an alias.",
                    do="follow chains to their end before entering them",
                )

    def _only_ttp(self, what: str) -> None:
        if self.role != "ttp":
            raise MutualisError(
                f"The ledger of a node of role {self.role} holds no {what}.", there_is="only the ttp's does"
            )
