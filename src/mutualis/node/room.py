"""A party's node: one folder with its key ring, inbox, outbox, store, ledger and log."""

import contextlib
import os
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path

from mutualis import parcel, reference
from mutualis.ledger import Ledger
from mutualis.model import MutualisError
from mutualis.node import inbox, journal, routes, scratch
from mutualis.node.custodians import Custodians
from mutualis.node.directory import Directory, PublicKeys
from mutualis.node.keys import SHARED_PURPOSES, FileKeyRing, fingerprint, make_key, new_secret
from mutualis.node.locks import lock
from mutualis.node.settings import Settings, read_settings, write_settings
from mutualis.parcel.durable import full_disk_told

FOLDERS = ("keys", "inbox", "outbox", "store", "tmp", "log")
ENVELOPE_ONLY_ROLES = frozenset({"ttp"})


class Node:
    """The node in a folder, opened by the one who knows its passphrase. Make it with `create` or `open`."""

    def __init__(self, path: Path, settings: Settings, passphrase: str) -> None:
        self.path, self.name, self.role = path, settings.name, settings.role
        self.inbox, self.outbox, self.store, self.temporary = (
            path / name for name in ("inbox", "outbox", "store", "tmp")
        )
        for name in FOLDERS:
            (path / name).mkdir(mode=0o700, exist_ok=True)
        self.keys = FileKeyRing(path / "keys" / "ring.json", self.name, self.role, passphrase)
        self.directory = Directory(path / "directory.json")
        self._close = weakref.finalize(self, os.close, scratch.enter(path))
        self.ledger = Ledger(settings.ledger if "://" in settings.ledger else path / settings.ledger, self.role)

    @classmethod
    def create(
        cls,
        path: Path,
        name: str,
        role: str,
        passphrase: str,
        *,
        custodians: Custodians | None = None,
        purposes: Iterable[str] | None = None,
    ) -> "Node":
        """Make a node and a key for each purpose of its role (or for the purposes given), with their custodians."""
        if (path / "node.toml").exists():
            raise MutualisError(f"Folder {path.name} is a node already.", do="open it, or choose another folder")
        settings = Settings(name, role)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = cls(path, settings, passphrase)
        keepers = custodians or Custodians.by_function(name)
        for purpose in sorted(made.keys.allowed if purposes is None else purposes):
            if purpose not in made.keys.purposes:
                made.admit_key(purpose, new_secret(purpose), keepers)
        made.directory.enter({name: made.public_keys})
        write_settings(path, settings)
        return made

    @classmethod
    def open(cls, path: Path, passphrase: str) -> "Node":
        """The node in a folder. What a killed process left behind is removed when no other has the node open."""
        return cls(path, read_settings(path), passphrase)

    def close(self) -> None:
        """Let the node go, so that the next one to open it may sweep."""
        self._close()

    @property
    def public_keys(self) -> PublicKeys:
        """What other parties may know of this node's keys; empty texts for a key it has not got."""
        has = self.keys.purposes
        verify = self.keys.verify_keys if "sign" in has else ()
        recipient = self.keys.recipient if "exchange" in has else ""
        ids = tuple(key.id for key in self.keys.keys)
        return PublicKeys(self.role, verify, recipient, self.keys.key_ids, ids, self._custodians())

    def _custodians(self) -> tuple[str, ...]:
        """Who holds a key that is in use, or deputises."""
        used = [each for each in self.ledger.custody() if each.retired is None]
        return tuple(sorted({name for each in used for name in (each.holder, each.deputy)}))

    def admit_key(self, purpose: str, secret: bytes, custodians: Custodians, version: int | None = None) -> str:
        """Put key material into the ring and its custodians into the register; returns the key's id.

        Refused: a purpose that the role may not have, and a key that another party published as its own.
        """
        with self.lock("keys"):
            self.keys.reload()
            self.keys.check_purpose(purpose)
            key = make_key(purpose, secret, version or self.keys.next_version(purpose))
            self._check_owner(purpose, secret)
            entry = {"holder": custodians.holder, "deputy": custodians.deputy, "criteria": custodians.criteria}
            self.keys.add(key, lambda: self.ledger.record_custody(key.id, purpose=purpose, **entry))
            for retired in self.keys.of(purpose)[1:]:
                self.ledger.retire_custody(retired.id)
        self.log("key.admitted", on=key.id)
        return key.id

    def _check_owner(self, purpose: str, secret: bytes) -> None:
        owner = self.directory.fingerprints().get(fingerprint(secret), self.name)
        if owner != self.name and not (purpose in SHARED_PURPOSES and self._shares_with(owner)):
            raise MutualisError(
                f"This key belongs to {owner}: a node of {self.name} may not have it under any purpose.",
                do="keep that key at the party it belongs to",
            )

    def _shares_with(self, owner: str) -> bool:
        """Whether both are parties that code with the one C1 key."""
        return {self.directory.party(owner).role, self.role} <= set(reference.roles_with_key("c1"))

    def receive(self, kind: str | None = None) -> list[Path]:
        """The parcels waiting in the inbox, of a kind or all, in order of period then name. Nothing is opened."""
        return inbox.waiting(self.inbox, kind)

    def open_parcel(
        self, path: Path, kind: str | None = None, limits: parcel.Limits = parcel.DEFAULT_LIMITS
    ) -> parcel.Parcel:
        """The parcel, verified: signed by a party we know, of a kind that it may send, addressed to us, whole."""
        known = self.directory.parties() | {self.name: self.public_keys}
        senders = {name: keys.verify_keys for name, keys in known.items()}
        opened = parcel.verify(path, senders, recipient=self.name, kind=kind, limits=limits)
        routes.check_route(opened.manifest.kind, known[opened.manifest.sender].role, self.role)
        return opened

    def decrypt(self, opened: parcel.Parcel, name: str, folder: Path) -> Path:
        """Decrypt a file of a parcel into a folder (of `scratch`), under its name without `.age`, mode 0600."""
        entry, target = opened.entry(name), folder / name.removesuffix(".age")
        with full_disk_told():
            size = self.keys.decrypt_file(opened.file(name), target)
        if size != entry.raw_size:
            target.unlink()
            raise parcel.ParcelError("parcel.size", f"File {name} has not its declared size after decryption.")
        return target

    def done(self, parcel_path: Path) -> Path:
        """Move a parcel from the inbox to store/received. The trusted third party keeps the envelope only."""
        return inbox.keep(parcel_path, self.store / "received", self.role in ENVELOPE_ONLY_ROLES)

    def refuse(self, parcel_path: Path, reason: str) -> Path:
        """Move a parcel from the inbox to store/refused, with the reason in a file beside it."""
        kept = inbox.keep(parcel_path, self.store / "refused", self.role in ENVELOPE_ONLY_ROLES, every_copy=True)
        inbox.write_reason(kept, reason)
        return kept

    def scratch(self) -> contextlib.AbstractContextManager[Path]:
        """A folder in `tmp/` for decrypted or half-made files, removed when the block ends."""
        return scratch.scratch_folder(self.temporary)

    @contextlib.contextmanager
    def lock(self, name: str) -> Iterator[None]:
        """One holder at a time for work of this name; a second gets an error that says who runs it and since when."""
        with lock(self.store / "locks" / f"{name}.lock", name):
            yield

    def log(self, event: str, on: str = "", **counts: journal.Count) -> None:
        """Write an event with counts to log/node.log and to the ledger's audit. Refuses what may be an identifier."""
        journal.check_line(event, on, counts)
        self.ledger.record_event(event, on, counts)
        with full_disk_told():
            journal.write_line(self.path / "log" / "node.log", event, on, counts)

    @contextlib.contextmanager
    def audited(self, what: str, on: str = "", **counts: journal.Count) -> Iterator[None]:
        """Write an act to the audit log, then do it: the block that hands data out begins when the entry is on disk.

        Fail-closed: where the ledger cannot be written there is an error and nothing was handed out. An act that ends
        with an error gets a second entry, `<what>.failed`.
        """
        self.log(what, on, **counts)
        try:
            yield
        except BaseException:
            with contextlib.suppress(MutualisError):
                self.log(f"{what}.failed", on)
            raise
