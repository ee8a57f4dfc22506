"""Making a parcel: its files compressed, encrypted or copied, its manifest signed, the folder appearing whole."""

import datetime as dt
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from mutualis.model import MutualisError
from mutualis.parcel import frames, sealing
from mutualis.parcel.durable import appear, unfinished_folder
from mutualis.parcel.frames import HashingWriter
from mutualis.parcel.manifest import Declared, FileEntry, Manifest
from mutualis.parcel.names import MANIFEST_NAME, SIGNATURE_NAME, check_file_name
from mutualis.parcel.reading import parse_manifest


class Signer(Protocol):
    """What a parcel needs of a key ring."""

    def sign(self, content: bytes) -> bytes:
        """The Ed25519 signature over the content, 64 bytes."""


@dataclass(frozen=True)
class Content:
    """A file to go into a parcel: where it is, its database and rows.

    A name ending in `.age` is encrypted to `recipients`, one ending in `.zst` is compressed; a source that already has
    that ending is copied byte for byte and then needs `raw_size` (for `.zst` it is counted when left out).
    """

    path: Path
    database: str
    rows: int
    recipients: tuple[str, ...] = ()
    raw_size: int | None = None


def build(
    folder: Path,
    *,
    kind: str,
    sender: str,
    recipient: str,
    period: str,
    files: Mapping[str, Content],
    keys: Signer,
    layout_version: str = "mutualis-1",
    declared: Mapping[str, Declared] | None = None,
    key_ids: Mapping[str, str] | None = None,
    replaces: str | None = None,
    extra: Mapping[str, Any] | None = None,
    created: str | None = None,
) -> Path:
    """Write a signed parcel into `folder` and return its path; it appears there by rename, whole and on disk."""
    with unfinished_folder(folder) as unfinished:
        entries = tuple(_write(unfinished, name, content) for name, content in sorted(files.items()))
        manifest = Manifest(
            kind=kind,
            sender=sender,
            recipient=recipient,
            period=period,
            layout_version=layout_version,
            created=created or moment(),
            files=entries,
            key_ids=dict(key_ids or {}),
            replaces=replaces,
            declared=dict(declared or {}),
            extra=dict(extra or {}),
        )
        _sign(unfinished, manifest, keys)
        unfinished.chmod(0o755)
        return appear(unfinished, folder / manifest.folder_name)


def moment() -> str:
    """Now, in UTC, as a manifest writes it."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _sign(folder: Path, manifest: Manifest, keys: Signer) -> None:
    content = manifest.to_bytes()
    parse_manifest(content)
    (folder / MANIFEST_NAME).write_bytes(content)
    (folder / SIGNATURE_NAME).write_bytes(keys.sign(content))


def _write(folder: Path, name: str, content: Content) -> FileEntry:
    target = folder / check_file_name(name)
    if not content.path.is_file():
        raise MutualisError(f"File {name} of the parcel has no source.", there_is=f"no file {content.path.name}")
    with target.open("xb") as file:
        writer = HashingWriter(file)
        raw_size = _writing(name, content)(content, writer)
        file.flush()
        os.fsync(file.fileno())
    return FileEntry(name, content.database, content.rows, writer.size, raw_size, writer.sha256)


def _writing(name: str, content: Content) -> Callable[[Content, HashingWriter], int]:
    if name.endswith(".age") and content.path.suffix != ".age":
        return _encrypt
    if name.endswith(".zst") and content.path.suffix != ".zst":
        return _compress
    return _copy


def _encrypt(content: Content, writer: HashingWriter) -> int:
    return sealing.encrypt(content.path, writer, content.recipients)


def _compress(content: Content, writer: HashingWriter) -> int:
    return frames.compress(content.path, writer)


def _copy(content: Content, writer: HashingWriter) -> int:
    with content.path.open("rb") as file:
        while block := file.read(frames.BLOCK_BYTES):
            writer.write(block)
    return _raw_size(content)


def _raw_size(content: Content) -> int:
    if content.raw_size is not None:
        return content.raw_size
    if content.path.suffix == ".zst":
        return frames.measure(content.path)
    if content.path.suffix == ".age":
        raise MutualisError(
            f"File {content.path.name} is passed on encrypted without its size.",
            do="give the raw_size of its manifest entry",
        )
    return content.path.stat().st_size
