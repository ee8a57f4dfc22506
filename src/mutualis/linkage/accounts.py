"""The account of a step: rows in, rows out, and what was dropped, by reason. Counts only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mutualis.linkage.permit import Permit

DONE = "linkage.step"


@dataclass(frozen=True)
class Account:
    """What a step of a party read, wrote and dropped; `facts` are further counts that it tells.

    `step` is its number, or the name of a flow that has no steps.
    """

    step: int | str
    party: str
    rows_in: Mapping[str, int]
    rows_out: Mapping[str, int]
    dropped: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, int] = field(default_factory=dict)


def enter(permit: Permit, account: Account) -> Account:
    """Enter an account in the ledger and log of the node; returns it."""
    counts = {
        **{f"in_{_plain(name)}_rows": rows for name, rows in account.rows_in.items()},
        **{f"out_{_plain(name)}_rows": rows for name, rows in account.rows_out.items()},
        **{f"dropped_{_plain(name)}_rows": rows for name, rows in account.dropped.items()},
    }
    permit.node.log(DONE, on=f"{permit.authorisation.id}/{account.step}", **counts)
    return account


def _plain(name: str) -> str:
    return name.replace("-", "_")
