"""Where a person may go: the parts of the application, by role; a part that is not built in is left out."""

from collections.abc import Collection
from dataclasses import dataclass

from mutualis.staff.session import Person


@dataclass(frozen=True)
class Entry:
    """A page in the menu: its path, the key of its name (`staff.<key>`; what it is for is `staff.<key>_lead`), and the
    roles that may see it; no role is everybody who is signed in."""

    path: str
    key: str
    roles: frozenset[str] = frozenset()


ENTRIES = (
    Entry("/catalogue", "menu_catalogue", frozenset({"editor", "reviewer"})),
    Entry("/population", "menu_population", frozenset({"practice", "hospital"})),
    Entry("/accounts", "menu_accounts", frozenset({"admin"})),
    Entry("/log", "menu_log", frozenset({"admin"})),
    Entry("/account", "menu_account"),
)


def entries(person: Person | None, paths: Collection[str]) -> tuple[Entry, ...]:
    """The entries for a person, among the paths that the application answers."""
    if person is None:
        return ()
    return tuple(each for each in ENTRIES if each.path in paths and (not each.roles or each.roles & person.roles))
