"""The witness: keeps the checkpoints of other nodes' logs in a file of its own, and signs only those that added.

It sees sizes and roots, never an entry. Its file is lines of JSON, one for each log, only ever added to.
"""

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from mutualis import parcel
from mutualis.ledger import merkle
from mutualis.model import MutualisError
from mutualis.node.audit import notes
from mutualis.node.room import Node
from mutualis.parcel.durable import full_disk_told, sync

ROLE = "audit_witness"
ALARM = "keep both ledgers as they are and call the security adviser"


class Witness:
    """The witness's acts, at a node of the role audit_witness."""

    def __init__(self, node: Node) -> None:
        if node.role != ROLE:
            raise MutualisError(
                f"The node of {node.name} is no witness: its role is {node.role}.",
                do=f"name a node of the role {ROLE}, of another house than the log",
            )
        self.node = node

    def file(self, party: str) -> Path:
        """Where the checkpoints of a party's log are kept."""
        if not parcel.is_party_name(party):
            raise MutualisError("A checkpoint is of no party's log.", there_is="names look like insurer-100 or centre")
        return self.node.store / "witness" / f"{party}.notes"

    def kept(self, party: str) -> list[str]:
        """The countersigned checkpoints of a party, from the first on."""
        return read_file(self.file(party))

    def size(self, party: str) -> int:
        """How many entries the last checkpoint of a party had; 0 for none."""
        kept = self.kept(party)
        return notes.read(kept[-1]).size if kept else 0

    def take(self, note: str, earlier: int, proof: Sequence[bytes]) -> str:
        """Keep and countersign a checkpoint that only adds to the last one. A fork or a shorter log is refused.

        The same checkpoint again gets the same answer.
        """
        found = notes.read(note)
        if not notes.is_signed(found, found.party, self.node.directory.party(found.party).verify_keys):
            raise MutualisError(
                f"The checkpoint of {found.party} is not signed by it.", do="exchange public keys, or look who sent it"
            )
        with self.node.lock(f"witness-{found.party}"):
            kept = self.kept(found.party)
            last = notes.read(kept[-1]) if kept else None
            if last and (last.size, last.root) == (found.size, found.root):
                return kept[-1]
            self._check(found, last, earlier, proof)
            signed = notes.cosign(
                note, self.node.name, int(time.time()), self.node.keys.verify_key, self.node.keys.sign
            )
            _append(self.file(found.party), signed)
        return signed

    def _check(
        self, found: notes.Statement, last: notes.Statement | None, earlier: int, proof: Sequence[bytes]
    ) -> None:
        if last is None:
            return
        if found.size < last.size:
            self._refuse(found, "log.shrunk", "has become shorter", last)
        if earlier != last.size or not merkle.is_consistent(last.size, last.root, found.size, found.root, proof):
            self._refuse(found, "log.forked", "is another log than the one witnessed before (a fork)", last)

    def _refuse(self, found: notes.Statement, event: str, what: str, last: notes.Statement) -> None:
        self.node.log(event, on=found.party, offered_rows=found.size, witnessed_rows=last.size)
        raise MutualisError(
            f"The audit log of {found.party} {what}: it is not countersigned.",
            there_is=f"the checkpoint is of {found.size:,} entries, the last one witnessed of {last.size:,}",
            do=ALARM,
        )


def read_file(path: Path) -> list[str]:
    """The checkpoints in a witness's file. A last line that was cut off was never answered, and does not count."""
    if not path.exists():
        return []
    whole = path.read_text(encoding="utf-8").rpartition("\n")[0]
    try:
        return [str(json.loads(line)["note"]) for line in whole.splitlines()]
    except (ValueError, KeyError, TypeError) as error:
        raise MutualisError(f"The witness's file {path.name} cannot be read.", do=ALARM) from error


def _append(path: Path, note: str) -> None:
    """Add a line and have it on disk; a cut-off last line of an earlier crash goes first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = json.dumps({"moment": parcel.moment(), "note": note}).encode() + b"\n"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with full_disk_told(), os.fdopen(handle, "r+b") as file:
        whole = file.read().rfind(b"\n") + 1
        file.truncate(whole)
        file.seek(whole)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)
