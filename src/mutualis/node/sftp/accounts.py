"""Upload accounts of a transfer host: a sender's public key or certificate authority, its folder, its quota.

An account's keys are lines as OpenSSH writes them: `ssh-ed25519 AAAA...`, or `cert-authority,principals="insurer-100"
ssh-ed25519 AAAA...` for certificates.
"""

from pathlib import Path

from mutualis import parcel
from mutualis.model import MutualisError
from mutualis.node.room import Node
from mutualis.parcel.durable import write_file

ROLE = "transfer_host"
QUOTA_BYTES, QUOTA_FILES = 64 << 30, 2_000


class Account:
    """A sender's folder at the host, with how much of its quota is used."""

    def __init__(
        self,
        folder: Path,
        quota_bytes: int = QUOTA_BYTES,
        quota_files: int = QUOTA_FILES,
        takes_registrations: bool = False,
    ) -> None:
        self.folder, self._bytes, self._files = folder, quota_bytes, quota_files
        self.takes_registrations = takes_registrations
        self._used = 0
        self.count()

    def count(self) -> None:
        """Look again what is there: parcels were picked up, uploads were dropped."""
        sizes = [path.lstat().st_size for path in self.folder.iterdir()]
        self._used, self._there = sum(sizes), len(sizes)

    def has_room_for_a_file(self) -> bool:
        return self._there < self._files

    def take(self, octets: int) -> bool:
        """Count bytes that are about to be written; False when they are more than is left."""
        if self._used + octets > self._bytes:
            return False
        self._used += octets
        return True


class Accounts:
    """The accounts at a node of the role transfer_host, which sees envelopes only and has no key to any parcel.

    With `takes_registrations` also the self-registrations of hospitals as plain XML, as 20/284 has it: who hosts them
    can then read them. In parcels nobody on the way can.
    """

    def __init__(
        self,
        host: Node,
        quota_bytes: int = QUOTA_BYTES,
        quota_files: int = QUOTA_FILES,
        takes_registrations: bool = False,
    ) -> None:
        if host.role != ROLE:
            raise MutualisError(f"The node of {host.name} hosts no uploads: its role is {host.role}.")
        self.host, self._quota = host, (quota_bytes, quota_files, takes_registrations)
        self._open: dict[str, Account] = {}
        self.host_key = host.store / "sftp" / "host-key"

    def add(self, sender: str, keys: str) -> None:
        """Give a sender an account; its keys are lines of an authorized_keys file. Adding again replaces the keys."""
        if not parcel.is_party_name(sender):
            raise MutualisError("An account is named as its party.", there_is="names look like insurer-100 or ttp")
        if not keys.strip():
            raise MutualisError(f"The account of {sender} needs a public key.", do="give its line as OpenSSH writes it")
        self.folder(sender).mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.keys_file(sender)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_file(path, keys.strip().encode() + b"\n", mode=0o600)
        self.host.log("account.added", on=sender)

    def names(self) -> list[str]:
        """The senders that have an account."""
        folder = self.host.store / "sftp" / "keys"
        return (
            sorted(path.name for path in folder.iterdir() if parcel.is_party_name(path.name)) if folder.is_dir() else []
        )

    def folder(self, sender: str) -> Path:
        return self.host.store / "sftp" / "uploads" / sender

    def keys_file(self, sender: str) -> Path:
        return self.host.store / "sftp" / "keys" / sender

    def account(self, sender: str) -> Account:
        """The account of a sender, one for all its sessions, so that they share the quota."""
        if sender not in self._open:
            self._open[sender] = Account(self.folder(sender), *self._quota)
        return self._open[sender]
