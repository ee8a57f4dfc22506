"""What the staff application keeps: accounts, passkeys, sessions, attempts, errands, and the log of what was done."""

from mutualis.staff.store.accounts import Account, AccountBook
from mutualis.staff.store.errands import ErrandBook
from mutualis.staff.store.opening import Store
from mutualis.staff.store.passkeys import Passkey, PasskeyBook
from mutualis.staff.store.sessions import Session, SessionBook

__all__ = [
    "Account",
    "AccountBook",
    "ErrandBook",
    "Passkey",
    "PasskeyBook",
    "Session",
    "SessionBook",
    "Store",
]
