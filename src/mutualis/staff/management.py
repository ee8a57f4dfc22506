"""What is done with accounts by those who look after them, from the pages and from the command line; all is logged."""

from collections.abc import Collection

from mutualis.model import MutualisError
from mutualis.staff.settings import Settings
from mutualis.staff.store import Account, Store
from mutualis.staff.store.accounts import ACTIVE, DISABLED

COMMAND_LINE = "command line"


def add(
    store: Store,
    name: str,
    roles: Collection[str],
    *,
    practice: str = "",
    hospital: str = "",
    provider: str = "",
    subject: str = "",
    by: str = COMMAND_LINE,
) -> str:
    """Make an account; returns the code of its invitation, or '' when another system signs its owner in."""
    store.add_account(name, roles, practice=practice, hospital=hospital, provider=provider, subject=subject)
    store.told("added_account", name, by, roles=" ".join(sorted(roles)))
    return "" if provider else store.invite(name)


def reset(store: Store, name: str, by: str = COMMAND_LINE) -> str:
    """Take all keys and sessions of an account away; returns the code of a new invitation, as `add` does."""
    account = there(store, name)
    store.forget_keys(name)
    store.told("reset_account", name, by)
    return "" if account.provider else store.invite(name)


def disable(store: Store, name: str, by: str = COMMAND_LINE) -> None:
    """Close an account: its owner is out at once and cannot come in; its name stays taken."""
    there(store, name)
    store.set_status(name, DISABLED)
    store.told("disabled_account", name, by)


def enable(store: Store, name: str, by: str = COMMAND_LINE) -> None:
    """Open a closed account again; its keys are as they were."""
    there(store, name)
    store.set_status(name, ACTIVE)
    store.told("enabled_account", name, by)


def there(store: Store, name: str) -> Account:
    """The account of a name; an error when there is none."""
    account = store.account(name)
    if account is None:
        raise MutualisError("There is no account of this name.", do="mutualis staff account list names them")
    return account


def invitation(settings: Settings, code: str) -> str:
    """The link that an invited person opens."""
    return f"{settings.address}/invitation?code={code}"
