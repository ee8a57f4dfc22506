"""The manifest of a parcel, format `mutualis-parcel-1`: what is in it, from whom, for whom, and how to check it.

The manifest is JSON in UTF-8. Its SHA-256 is the parcel's hash; its bytes are what the sender signs.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = "mutualis-parcel-1"
KINDS = (
    *("delivery", "coded", "relay", "problems", "feedback", "linkage"),
    *("sample", "sample_relay", "sample_list", "sample_answer"),
    *("flags", "flags_asked", "flags_returned"),
)


@dataclass(frozen=True)
class FileEntry:
    """One file: `size` and `sha256` of the bytes on disk, `raw_size` in bytes after decompression or decryption."""

    name: str
    database: str
    rows: int
    size: int
    raw_size: int
    sha256: str


@dataclass(frozen=True)
class Declared:
    """What the sender says of a database: rows, and control totals in cents by official variable code."""

    rows: int
    totals: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """The envelope of a parcel. `replaces` is the hash of the parcel that this one supersedes; `created` is UTC."""

    kind: str
    sender: str
    recipient: str
    period: str
    layout_version: str
    created: str
    files: tuple[FileEntry, ...]
    key_ids: Mapping[str, str] = field(default_factory=dict)
    replaces: str | None = None
    declared: Mapping[str, Declared] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    format: str = FORMAT

    def to_bytes(self) -> bytes:
        """The bytes that are signed: JSON with sorted keys, one final newline."""
        return (json.dumps(asdict(self), sort_keys=True, indent=1, ensure_ascii=True) + "\n").encode()

    @property
    def hash(self) -> str:
        """The parcel's hash, for a manifest that was just made; of a received parcel take `Parcel.hash`."""
        return manifest_hash(self.to_bytes())

    @property
    def folder_name(self) -> str:
        return f"{self.kind}-{self.period}-{self.hash[:12]}.parcel"


def manifest_hash(content: bytes) -> str:
    """SHA-256 of the manifest's bytes, 64 hex characters."""
    return hashlib.sha256(content).hexdigest()
