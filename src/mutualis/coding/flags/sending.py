"""The centre: flags under the second code of the provider, each encrypted to the insurers."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from mutualis import parcel
from mutualis.coding import handover
from mutualis.coding.flags.parcels import parcel_of
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.parcel import sealing

KIND, FILE, TTP, READER = "flags", "flags.parquet.age", "ttp", "insurer"


@dataclass(frozen=True)
class Grant:
    """The authorisation under which flags go back: its number, and the days between which it holds."""

    number: str
    first: dt.date
    last: dt.date

    def must_hold(self, day: dt.date) -> None:
        """Raise on a day on which it does not hold."""
        if not self.number or not self.first <= day <= self.last:
            raise MutualisError(
                "There is no authorisation to give flags of providers back.",
                there_is=f"'{self.number}' holds from {self.first} until {self.last}" if self.number else "none",
                do="ask for one: a study that may look at providers may not tell of them yet",
            )


def send_flags(node: Node, flags: pl.DataFrame, grant: Grant, period: str) -> Path:
    """Send flags (columns provider, a second code, and flag, a text) to the third party; the parcel in the outbox.

    `period`: the last half-year that they are about, as 2021H2. Raises where the grant does not hold or nothing is
    flagged. In the order of the codes, which says nothing.
    """
    handover.require_role(node, "centre", "return of flags")
    grant.must_hold(dt.date.today())
    if flags.is_empty():
        raise MutualisError("There is no flag to give back.")
    readers = tuple(node.directory.party(each).recipient for each in node.directory.names(READER))
    with node.lock("coding"), node.scratch() as folder:
        handover.finish(node)
        rows = _sealed(flags, readers)
        path = parcel_of(
            node, rows, folder, kind=KIND, file=FILE, recipient=TTP, period=period, authorisation=grant.number
        )  # fmt: skip
        made = parcel.read_envelope(path).hash
        sent = handover.send(node, path, made_from=made, sender="")
    node.log("coding.flags_sent", on=period, rows=flags.height)
    return sent


def _sealed(flags: pl.DataFrame, readers: tuple[str, ...]) -> pl.DataFrame:
    """Texts of one length before they are encrypted: how long a flag is tells nothing."""
    texts = [each.encode() for each in flags["flag"]]
    longest = max(map(len, texts))
    sealed = [sealing.encrypt_bytes(each.ljust(longest), readers) for each in texts]
    return flags.select(code="provider").with_columns(sealed=pl.Series(sealed, dtype=pl.Binary)).sort("code")
