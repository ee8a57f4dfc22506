"""Opening a parcel: signature first, then manifest, names, sizes and checksums. Nothing is trusted before."""

import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from mutualis.parcel import frames
from mutualis.parcel.errors import ParcelError
from mutualis.parcel.limits import DEFAULT_LIMITS, Limits
from mutualis.parcel.manifest import FileEntry, Manifest, manifest_hash
from mutualis.parcel.names import MANIFEST_NAME, SIGNATURE_NAME
from mutualis.parcel.reading import parse_manifest
from mutualis.parcel.sealing import is_signed_by


@dataclass(frozen=True)
class Parcel:
    """A parcel whose signature, manifest, names, sizes and checksums were found right."""

    path: Path
    hash: str
    manifest: Manifest

    def entry(self, name: str) -> FileEntry:
        """The manifest's entry of a file; a ParcelError `parcel.missing` where the parcel has no such file."""
        for entry in self.manifest.files:
            if entry.name == name:
                return entry
        have = ", ".join(entry.name for entry in self.manifest.files) or "no files"
        raise ParcelError("parcel.missing", f"The parcel has no file {name}.", there_is=f"it has {have}")

    def file(self, name: str) -> Path:
        """Where a file of the manifest is."""
        return self.path / self.entry(name).name

    def has(self, name: str) -> bool:
        return any(entry.name == name for entry in self.manifest.files)

    def raw_blocks(self, name: str, block_bytes: int = frames.BLOCK_BYTES) -> Iterator[bytes]:
        """The decompressed bytes of a `.zst` file in blocks of this size, as many in all as declared."""
        return frames.raw_blocks(self.file(name), self.entry(name).raw_size, block_bytes)


def verify(
    path: Path,
    senders: Mapping[str, Sequence[str]],
    *,
    recipient: str | None = None,
    kind: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Parcel:
    """The parcel in this folder, or a ParcelError with the first rule it breaks.

    `senders` gives the verify keys (64 hex characters) of each party that may send; `recipient` is who we are.
    """
    content = _small_file(path / MANIFEST_NAME, limits.manifest_bytes)
    signature = _small_file(path / SIGNATURE_NAME, 64)
    signers = _signers(content, signature, senders)
    if not signers:
        raise _unsigned(content, senders, limits)
    manifest = parse_manifest(content, limits)
    _check_parties(manifest, signers, recipient, kind)
    _check_folder(path, manifest)
    for entry in manifest.files:
        _check_file(path / entry.name, entry)
    return Parcel(path, manifest_hash(content), manifest)


def _signers(content: bytes, signature: bytes, senders: Mapping[str, Sequence[str]]) -> set[str]:
    """Who signed it: the party that it names where that one did, so that not every key of a country is tried."""
    try:
        named = str(json.loads(content)["sender"])
    except (ValueError, KeyError, TypeError, RecursionError):
        named = ""
    for names in ([named] if named in senders else [], senders):
        if found := {each for each in names if any(is_signed_by(content, signature, key) for key in senders[each])}:
            return found
    return set()


def read_envelope(path: Path, limits: Limits = DEFAULT_LIMITS) -> Manifest:
    """The manifest as it stands, **not verified**: for a carrier that must know the recipient and can check nothing."""
    return parse_manifest(_small_file(path / MANIFEST_NAME, limits.manifest_bytes), limits)


def _unsigned(content: bytes, senders: Mapping[str, Sequence[str]], limits: Limits) -> ParcelError:
    """The error for a manifest that no known party signed: an unknown sender, else a wrong signature."""
    try:
        known = parse_manifest(content, limits).sender in senders
    except ParcelError:
        known = True
    if known:
        return ParcelError(
            "parcel.signature",
            "The signature does not fit the manifest.",
            do="let the sender sign and send the parcel again",
        )
    return ParcelError(
        "parcel.sender",
        "The sender of the parcel is not known to this node.",
        there_is=f"known are {', '.join(sorted(senders)) or 'no parties'}",
        do="exchange public keys with the sender first (directory.json)",
    )


def _check_parties(manifest: Manifest, signers: set[str], recipient: str | None, kind: str | None) -> None:
    if manifest.sender not in signers:
        raise ParcelError("parcel.sender", "The manifest names another sender than the party that signed it.")
    if recipient is not None and manifest.recipient != recipient:
        raise ParcelError(
            "parcel.recipient",
            f"The parcel is addressed to {manifest.recipient}, not to {recipient}.",
            do="bring it to the inbox of the party it is addressed to",
        )
    if kind is not None and manifest.kind != kind:
        raise ParcelError(
            "parcel.manifest", f"The parcel is of kind {manifest.kind}.", there_is=f"expected here: {kind}"
        )


def _check_folder(path: Path, manifest: Manifest) -> None:
    present = {item.name for item in os.scandir(path)}
    expected = {entry.name for entry in manifest.files}
    if missing := sorted(expected - present):
        raise ParcelError(
            "parcel.missing", f"The parcel lacks {', '.join(missing)}.", do="send the parcel again, whole"
        )
    if strange := len(present - expected - {MANIFEST_NAME, SIGNATURE_NAME}):
        raise ParcelError(
            "parcel.unexpected",
            f"The parcel holds {strange} files that its manifest does not name.",
            there_is=f"named are {', '.join(sorted(expected)) or 'no files'}",
        )


def _check_file(path: Path, entry: FileEntry) -> None:
    with _regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size != entry.size:
            raise ParcelError(
                "parcel.size",
                f"File {entry.name} has {size:,} bytes.",
                there_is=f"{entry.size:,} bytes in the manifest",
            )
        if hashlib.file_digest(file, "sha256").hexdigest() != entry.sha256:
            raise ParcelError(
                "parcel.checksum", f"The checksum of file {entry.name} is wrong.", do="send the parcel again"
            )


def _regular(path: Path) -> BufferedReader:
    """The file opened for reading; a link, device or folder in its place is refused."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError as error:
        raise ParcelError(
            "parcel.missing", f"The parcel lacks {path.name}.", do="send the parcel again, whole"
        ) from error
    except OSError as error:
        raise ParcelError("parcel.name", f"{path.name} of the parcel is not a plain file.") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise ParcelError("parcel.name", f"{path.name} of the parcel is not a plain file.")
    return os.fdopen(handle, "rb")


def _small_file(path: Path, limit: int) -> bytes:
    with _regular(path) as file:
        content = bytes(file.read(limit + 1))
    if len(content) > limit:
        raise ParcelError("parcel.size", f"{path.name} of the parcel is larger than {limit:,} bytes.")
    return content
