"""Faults of a finished parcel: what goes wrong, or is done, between an insurer's extract and its node."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import zstandard

from mutualis import reference
from mutualis.model import MutualisError
from mutualis.synthetic.planting import Planted, read_planted, severity_of, write_planted

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
BOMB_BYTES = 64 << 20
BROKEN_FILE = "gz.txt.zst"
NAMED_HASH = 12


class Signer(Protocol):
    """What a fault needs that only somebody with the sender's key can make."""

    def sign(self, content: bytes) -> bytes:
        """The Ed25519 signature over the content."""


@dataclass(frozen=True)
class ParcelFault:
    """A fault of a parcel and the rule that must find it; `is_signed` when it needs the sender's key to be made."""

    kind: str
    file: str
    rule: str
    is_signed: bool
    alter: Callable[[Path], None]


def apply_parcel_fault(kind: str, parcel_folder: Path, signer: Signer | None = None) -> Path:
    """Alter a finished delivery; returns its folder (another name where its manifest was signed again).

    Faults that need the sender's key are refused without a signer.
    """
    fault = _known(kind)
    if fault.is_signed and signer is None:
        raise MutualisError(
            f"The parcel fault '{kind}' needs the sender's key.", do="give the sender's key ring as signer"
        )
    fault.alter(parcel_folder)
    return _sign_again(parcel_folder, signer) if fault.is_signed and signer else parcel_folder


def plant_parcel_faults(
    parcels: list[Path], planted: Path, signers: Mapping[str, Signer] | None = None
) -> list[Planted]:
    """Alter some of the finished deliveries, one a kind, and add them to `planted.csv`.

    Deliveries that already carry a planted fault are left alone. `signers` gives the key rings by insurer for the kinds
    that need one; without them those kinds are left out.
    """
    rows = read_planted(planted)
    taken = {(row.insurer, row.period) for row in rows}
    of_insurers = [path for path in parcels if (path / BROKEN_FILE).is_file()]
    order = sorted(of_insurers, key=_period, reverse=True)
    free = [path for path in order if (_sender(path), _period(path)) not in taken]
    usable = [fault for fault in PARCEL_FAULTS if signers or not fault.is_signed]
    added = []
    for fault, path in zip(usable, free, strict=False):
        sender, period = _sender(path), _period(path)
        apply_parcel_fault(fault.kind, path, (signers or {}).get(sender))
        severity = severity_of(fault.rule)
        added.append(Planted(fault.kind, sender, period, fault.file, 0, "", fault.rule, severity))
    write_planted(planted, rows + added)
    return added


def _known(kind: str) -> ParcelFault:
    found = [fault for fault in PARCEL_FAULTS if fault.kind == kind]
    if not found:
        kinds = ", ".join(fault.kind for fault in PARCEL_FAULTS)
        raise MutualisError(f"There is no parcel fault '{kind}'.", there_is=f"the kinds are {kinds}")
    return found[0]


def _manifest(path: Path) -> dict[str, Any]:
    return dict(json.loads((path / MANIFEST).read_text("utf-8")))


def _sender(path: Path) -> str:
    return str(_manifest(path)["sender"])


def _period(path: Path) -> str:
    return path.name.split("-")[1]


def _write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    _writable(path)
    (path / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True), "utf-8")


def _writable(path: Path) -> None:
    """Files of a parcel may be read-only; whoever breaks it does not mind."""
    for each in (path, *path.iterdir()):
        each.chmod(0o755 if each.is_dir() else 0o644)


def _sign_again(path: Path, signer: Signer) -> Path:
    content = (path / MANIFEST).read_bytes()
    (path / SIGNATURE).write_bytes(signer.sign(content))
    kind, period = path.name.split("-")[:2]
    target = path.parent / f"{kind}-{period}-{hashlib.sha256(content).hexdigest()[:NAMED_HASH]}.parcel"
    return path.rename(target)


def _truncate(path: Path) -> None:
    _writable(path)
    content = (path / BROKEN_FILE).read_bytes()
    (path / BROKEN_FILE).write_bytes(content[: len(content) // 2])


def _flip_byte(path: Path, name: str) -> None:
    _writable(path)
    content = bytearray((path / name).read_bytes())
    content[len(content) // 2] ^= 0x01
    (path / name).write_bytes(content)


def _flip_content(path: Path) -> None:
    _flip_byte(path, BROKEN_FILE)


def _flip_signature(path: Path) -> None:
    _flip_byte(path, SIGNATURE)


def _lose_file(path: Path) -> None:
    _writable(path)
    (path / BROKEN_FILE).unlink()


def _add_file(path: Path) -> None:
    _writable(path)
    (path / "notes.txt").write_text("not in the manifest\n", "utf-8")


def _unknown_sender(path: Path) -> None:
    _write_manifest(path, {**_manifest(path), "sender": "insurer-777"})


def _replay(path: Path) -> None:
    """The same parcel once more, under another folder name."""
    name = path.name.rsplit("-", 1)[0]
    shutil.copytree(path, path.parent / f"{name}-{'f' * NAMED_HASH}.parcel")


def _bomb(path: Path) -> None:
    """A small file that becomes much larger than its manifest says."""
    content = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(b"0" * BOMB_BYTES)
    _replace_file(path, content)


def _cut_frame(path: Path) -> None:
    """A file that ends in the middle of its frame, with a manifest that knows its size and checksum."""
    content = (path / BROKEN_FILE).read_bytes()
    _replace_file(path, content[: len(content) * 2 // 3])


def _replace_file(path: Path, content: bytes) -> None:
    _writable(path)
    (path / BROKEN_FILE).write_bytes(content)
    manifest = _manifest(path)
    for entry in manifest["files"]:
        if entry["name"] == BROKEN_FILE:
            entry.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
    _write_manifest(path, manifest)


def _traversal(path: Path) -> None:
    manifest = _manifest(path)
    manifest["files"][0]["name"] = "../../../" + manifest["files"][0]["name"]
    _write_manifest(path, manifest)


def _unknown_layout(path: Path) -> None:
    version = "mutualis-99"
    if version in reference.versions("gz"):
        raise MutualisError(f"The layout version '{version}' exists by now.", do="name another one here")
    _write_manifest(path, {**_manifest(path), "layout_version": version})


PARCEL_FAULTS = (
    ParcelFault("wrong_signature", "manifest", "parcel.signature", False, _flip_signature),
    ParcelFault("wrong_checksum", "gz", "parcel.checksum", False, _flip_content),
    ParcelFault("truncated_file", "gz", "parcel.size", False, _truncate),
    ParcelFault("unknown_sender", "manifest", "parcel.sender", False, _unknown_sender),
    ParcelFault("replayed_parcel", "manifest", "", False, _replay),
    ParcelFault("missing_file", "gz", "parcel.missing", False, _lose_file),
    ParcelFault("zstd_bomb", "gz", "parcel.bomb", True, _bomb),
    ParcelFault("path_traversal", "manifest", "parcel.name", True, _traversal),
    ParcelFault("truncated_frame", "gz", "parcel.truncated", True, _cut_frame),
    ParcelFault("unknown_layout", "manifest", "parcel.layout", True, _unknown_layout),
    ParcelFault("unexpected_file", "manifest", "parcel.unexpected", False, _add_file),
)
