"""Passkeys: the public keys by which an authenticator shows whose it is (WebAuthn level 2)."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from mutualis.ledger.store import transaction
from mutualis.staff.schema import PASSKEY
from mutualis.staff.store.book import Book


@dataclass(frozen=True)
class Passkey:
    """A passkey of an account; `credential` is its id in base64url, `title` what its owner calls it."""

    credential: str
    account: str
    public_key: bytes = field(repr=False)
    sign_count: int
    title: str
    created: int
    last_used: int | None


class PasskeyBook(Book):
    """The part of the store about passkeys."""

    def add_passkey(self, credential: str, account: str, public_key: bytes, sign_count: int, title: str) -> None:
        """Keep a passkey that its authenticator has just made."""
        entry = {
            "credential": credential,
            "account": account,
            "public_key": public_key,
            "sign_count": sign_count,
            "title": title,
            "created": self.now(),
        }
        with transaction(self.engine) as work:
            work.execute(PASSKEY.insert().values(entry))

    def passkey(self, credential: str) -> Passkey | None:
        """The passkey of an id."""
        with transaction(self.engine) as work:
            row = work.execute(sa.select(PASSKEY).where(PASSKEY.c.credential == credential)).mappings().first()
        return Passkey(**row) if row else None

    def passkeys(self, account: str) -> list[Passkey]:
        """The passkeys of an account, the oldest first."""
        asked = sa.select(PASSKEY).where(PASSKEY.c.account == account)
        with transaction(self.engine) as work:
            ordered = asked.order_by(PASSKEY.c.created, PASSKEY.c.credential)
            return [Passkey(**row) for row in work.execute(ordered).mappings()]

    def used_passkey(self, credential: str, sign_count: int) -> None:
        """Note that a passkey was used, and the count that its authenticator told."""
        with transaction(self.engine) as work:
            entry = {"sign_count": sign_count, "last_used": self.now()}
            work.execute(PASSKEY.update().where(PASSKEY.c.credential == credential).values(entry))

    def rename_passkey(self, account: str, credential: str, title: str) -> bool:
        """Give a passkey of an account another title; False when the account has no such passkey."""
        own = (PASSKEY.c.account == account) & (PASSKEY.c.credential == credential)
        with transaction(self.engine) as work:
            return work.execute(PASSKEY.update().where(own).values(title=title)).rowcount == 1

    def remove_passkey(self, account: str, credential: str) -> bool:
        """Forget a passkey of an account; False when the account has no such passkey."""
        own = (PASSKEY.c.account == account) & (PASSKEY.c.credential == credential)
        with transaction(self.engine) as work:
            return work.execute(PASSKEY.delete().where(own)).rowcount == 1
