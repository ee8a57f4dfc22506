"""Accounts: who may sign in, what they may do, and whose figures they may see."""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from mutualis.ledger.store import transaction
from mutualis.model import MutualisError
from mutualis.staff.schema import ACCOUNT, INVITATION, PASSKEY, SESSION
from mutualis.staff.session import ROLES
from mutualis.staff.store.book import Book, fingerprint, fresh

INVITATION_DAYS = 7
ACTIVE, DISABLED = "active", "disabled"
ACCOUNT_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


@dataclass(frozen=True)
class Account:
    """An account. `handle` is what an authenticator knows it by; `provider` and `subject` what another system does."""

    name: str
    roles: frozenset[str]
    practice: str
    hospital: str
    status: str
    password: str | None = field(repr=False)
    handle: str = field(repr=False)
    provider: str | None
    subject: str | None
    created: int
    last_in: int | None

    @property
    def is_active(self) -> bool:
        return self.status == ACTIVE


class AccountBook(Book):
    """The part of the store about accounts."""

    def add_account(
        self,
        name: str,
        roles: Collection[str],
        *,
        practice: str = "",
        hospital: str = "",
        provider: str = "",
        subject: str = "",
    ) -> None:
        """Make an account that nobody can use yet; an invitation or another system lets its owner in."""
        _check(name, roles, practice, hospital, provider, subject)
        entry = {
            "name": name,
            "roles": sorted(roles),
            "practice": practice,
            "hospital": hospital,
            "status": ACTIVE,
            "handle": secrets.token_urlsafe(64),
            "provider": provider or None,
            "subject": subject or None,
            "created": self.now(),
        }
        with transaction(self.engine) as work:
            taken = (ACCOUNT.c.name == name) | ((ACCOUNT.c.provider == provider) & (ACCOUNT.c.subject == subject))
            if work.execute(sa.select(ACCOUNT.c.name).where(taken)).first():
                raise MutualisError(
                    "There is an account of this name or of this person at the other system already.",
                    do="choose another name, or see mutualis staff account list",
                )
            work.execute(ACCOUNT.insert().values(entry))

    def account(self, name: str) -> Account | None:
        """The account of a name, disabled ones too."""
        return self._one(ACCOUNT.c.name == name)

    def account_of_handle(self, handle: str) -> Account | None:
        """The account that an authenticator names."""
        return self._one(ACCOUNT.c.handle == handle)

    def account_of_subject(self, provider: str, subject: str) -> Account | None:
        """The account of a person whom another system names."""
        return self._one((ACCOUNT.c.provider == provider) & (ACCOUNT.c.subject == subject))

    def accounts(self) -> list[Account]:
        """All accounts by name."""
        with transaction(self.engine) as work:
            return [_account(row) for row in work.execute(sa.select(ACCOUNT).order_by(ACCOUNT.c.name)).mappings()]

    def invite(self, name: str) -> str:
        """A code that lets the owner of an account choose a password, once and within a week; earlier ones are void."""
        code = fresh()
        with transaction(self.engine) as work:
            work.execute(INVITATION.delete().where(INVITATION.c.account == name))
            entry = {"hash": fingerprint(code), "account": name, "expires": self.now() + INVITATION_DAYS * 86400}
            work.execute(INVITATION.insert().values(entry))
        return code

    def invited(self, code: str) -> Account | None:
        """The account that an invitation is for; None when it is used, void or too old."""
        there = (INVITATION.c.hash == fingerprint(code)) & (INVITATION.c.expires > self.now())
        with transaction(self.engine) as work:
            name = work.execute(sa.select(INVITATION.c.account).where(there)).scalar()
        account = self.account(name) if name else None
        return account if account and account.is_active else None

    def set_password(self, name: str, password_hash: str) -> None:
        """Keep the hash of a password; the invitation is used up."""
        with transaction(self.engine) as work:
            work.execute(ACCOUNT.update().where(ACCOUNT.c.name == name).values(password=password_hash))
            work.execute(INVITATION.delete().where(INVITATION.c.account == name))

    def set_status(self, name: str, status: str) -> None:
        """Make an account active or disabled; a disabled one is out at once."""
        with transaction(self.engine) as work:
            work.execute(ACCOUNT.update().where(ACCOUNT.c.name == name).values(status=status))
            if status == DISABLED:
                work.execute(SESSION.delete().where(SESSION.c.account == name))
                work.execute(INVITATION.delete().where(INVITATION.c.account == name))

    def forget_keys(self, name: str) -> None:
        """Take away the password, the passkeys and the sessions of an account, as when its owner lost them."""
        with transaction(self.engine) as work:
            work.execute(ACCOUNT.update().where(ACCOUNT.c.name == name).values(password=None))
            work.execute(PASSKEY.delete().where(PASSKEY.c.account == name))
            work.execute(SESSION.delete().where(SESSION.c.account == name))

    def came_in(self, name: str) -> None:
        """Note when an account was last used."""
        with transaction(self.engine) as work:
            work.execute(ACCOUNT.update().where(ACCOUNT.c.name == name).values(last_in=self.now()))

    def _one(self, which: sa.ColumnElement[bool]) -> Account | None:
        with transaction(self.engine) as work:
            row = work.execute(sa.select(ACCOUNT).where(which)).mappings().first()
        return _account(row) if row else None


def _account(row: Any) -> Account:
    return Account(**{**row, "roles": frozenset(row["roles"])})


def _check(name: str, roles: Collection[str], practice: str, hospital: str, provider: str, subject: str) -> None:
    """Refuse an account that could see nobody's figures, or everybody's."""
    if not ACCOUNT_NAME.fullmatch(name):
        raise MutualisError(
            "This is no name for an account.", do="use 2 to 40 small letters, digits, points, lines; as j.peeters"
        )
    if not roles or set(roles) - set(ROLES):
        raise MutualisError("An account needs a role.", there_is=", ".join(ROLES))
    for role, code in (("practice", practice), ("hospital", hospital)):
        if (role in roles) != bool(code):
            raise MutualisError(f"The role {role} and the code of one {role} go together.", do="give both or neither")
    if bool(provider) != bool(subject):
        raise MutualisError("Another system and the name of the person there go together.", do="give both or neither")
