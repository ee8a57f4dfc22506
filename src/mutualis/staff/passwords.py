"""Passwords: argon2id, at least twelve characters, none of the common ones (NIST SP 800-63B, 5.1.1.2)."""

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from mutualis import reference
from mutualis.staff.settings import Hashing
from mutualis.staff.wrong import Wrong

SHORTEST, LONGEST = 12, 200


class Passwords:
    """Hashes and checks passwords. An account without one costs the same work as an account with one."""

    def __init__(self, cost: Hashing) -> None:
        self.hasher = PasswordHasher(cost.time_cost, cost.memory_kib, cost.parallelism)
        self.nobodys = self.hasher.hash(secrets.token_urlsafe(32))

    def hash(self, password: str) -> str:
        return self.hasher.hash(_plain(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether a password is the one of a hash; no hash is compared with nobody's, and is never right."""
        try:
            return self.hasher.verify(kept or self.nobodys, _plain(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Whether a hash was made with another cost than is set now."""
        return self.hasher.check_needs_rehash(kept)


def check(password: str, name: str) -> None:
    """Refuse a password that is too short, too long, common, or made of the name of its account."""
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise Wrong("staff.wrong_password_length", shortest=str(SHORTEST), longest=str(LONGEST))
    core = "".join(each for each in plain.casefold() if each.isalnum())
    if reference.is_common_password(core) or (name.casefold() in plain.casefold()) or len(set(core)) < 5:
        raise Wrong("staff.wrong_password_common")


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
