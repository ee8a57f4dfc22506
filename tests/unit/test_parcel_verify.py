"""A parcel is built whole and verified whole: signature, sender, names, sizes, checksums, in that order."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis import parcel
from mutualis.model import MutualisError
from mutualis.parcel import Content, ParcelError


class Signer:
    def __init__(self) -> None:
        self.key = Ed25519PrivateKey.generate()

    def sign(self, content: bytes) -> bytes:
        return self.key.sign(content)

    @property
    def public(self) -> str:
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


SIGNER, STRANGER = Signer(), Signer()
SENDERS = {"insurer-100": (SIGNER.public,), "insurer-200": (STRANGER.public,)}


def build(folder: Path, signer: Signer = SIGNER, sender: str = "insurer-100") -> Path:
    source = folder / "source.txt"
    source.write_bytes(b"0123456789\n" * 500)
    return parcel.build(
        folder / "made",
        kind="delivery",
        sender=sender,
        recipient="insurer-100",
        period="2023H1",
        files={"pp.txt.zst": Content(source, "pp", 500), "note.txt": Content(source, "note", 0)},
        keys=signer,
    )


def rule_of(path: Path, **wanted: str) -> str:
    with pytest.raises(ParcelError) as caught:
        parcel.verify(path, SENDERS, **wanted)
    return caught.value.rule


def test_a_parcel_that_was_built_is_taken_and_has_the_hash_in_its_name(tmp_path: Path) -> None:
    path = build(tmp_path)
    taken = parcel.verify(path, SENDERS, recipient="insurer-100", kind="delivery")
    assert path.name == f"delivery-2023H1-{taken.hash[:12]}.parcel"
    assert b"".join(taken.raw_blocks("pp.txt.zst")) == (tmp_path / "source.txt").read_bytes()
    assert taken.entry("pp.txt.zst").raw_size == 5_500
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_a_file_that_is_not_in_the_parcel_is_an_error_that_names_those_that_are(tmp_path: Path) -> None:
    taken = parcel.verify(build(tmp_path), SENDERS)
    with pytest.raises(ParcelError, match=r"gz\.txt\.zst.*note\.txt, pp\.txt\.zst"):
        taken.file("gz.txt.zst")


def break_manifest(path: Path) -> None:
    facts = json.loads((path / "manifest.json").read_bytes())
    (path / "manifest.json").write_text(json.dumps(facts | {"period": "2023H2"}))


def other_sender(path: Path) -> None:
    facts = json.loads((path / "manifest.json").read_bytes())
    (path / "manifest.json").write_text(json.dumps(facts | {"sender": "insurer-999"}))


def link(path: Path) -> None:
    (path / "note.txt").rename(path.parent / "elsewhere")
    (path / "note.txt").symlink_to(path.parent / "elsewhere")


def pipe(path: Path) -> None:
    (path / "note.txt").unlink()
    os.mkfifo(path / "note.txt")


def folder_for_file(path: Path) -> None:
    (path / "note.txt").unlink()
    (path / "note.txt").mkdir()


def flip(path: Path) -> None:
    content = bytearray((path / "pp.txt.zst").read_bytes())
    content[-1] ^= 1
    (path / "pp.txt.zst").write_bytes(content)


def link_manifest(path: Path) -> None:
    (path / "manifest.json").rename(path.parent / "elsewhere")
    (path / "manifest.json").symlink_to(path.parent / "elsewhere")


@pytest.mark.parametrize(
    ("damage", "rule"),
    [
        (break_manifest, "parcel.signature"),
        (other_sender, "parcel.sender"),
        (lambda path: (path / "manifest.sig").write_bytes(bytes(64)), "parcel.signature"),
        (lambda path: (path / "manifest.sig").write_bytes(b""), "parcel.signature"),
        (lambda path: (path / "manifest.sig").write_bytes(bytes(65)), "parcel.size"),
        (lambda path: (path / "manifest.sig").unlink(), "parcel.missing"),
        (lambda path: (path / "manifest.json").unlink(), "parcel.missing"),
        (lambda path: (path / "manifest.json").write_bytes(b" " * (1 << 21)), "parcel.size"),
        (lambda path: (path / "manifest.json").write_bytes(b"{"), "parcel.signature"),
        (lambda path: (path / "note.txt").unlink(), "parcel.missing"),
        (lambda path: (path / "more.txt").write_bytes(b""), "parcel.unexpected"),
        (lambda path: (path / "sub").mkdir(), "parcel.unexpected"),
        (lambda path: (path / "pp.txt.zst").write_bytes(b"x"), "parcel.size"),
        (flip, "parcel.checksum"),
        (link, "parcel.name"),
        (link_manifest, "parcel.name"),
        (pipe, "parcel.name"),
        (folder_for_file, "parcel.name"),
    ],
)
def test_a_damaged_parcel_is_refused_by_the_rule_it_breaks(
    tmp_path: Path, damage: Callable[[Path], object], rule: str
) -> None:
    path = build(tmp_path)
    damage(path)
    assert rule_of(path) == rule


def test_a_known_party_cannot_sign_in_the_name_of_another(tmp_path: Path) -> None:
    assert rule_of(build(tmp_path, STRANGER, "insurer-100")) == "parcel.sender"


def test_a_sender_we_do_not_know_is_told_apart_from_a_wrong_signature(tmp_path: Path) -> None:
    assert rule_of(build(tmp_path, Signer(), "insurer-999")) == "parcel.sender"
    assert rule_of(build(tmp_path, Signer(), "insurer-100")) == "parcel.signature"


def test_a_parcel_for_somebody_else_is_refused(tmp_path: Path) -> None:
    assert rule_of(build(tmp_path), recipient="centre") == "parcel.recipient"
    assert rule_of(build(tmp_path), kind="relay") == "parcel.manifest"


def test_content_is_not_read_before_the_signature_was_found_right(tmp_path: Path) -> None:
    path = build(tmp_path, Signer())
    shutil.rmtree(path / "pp.txt.zst", ignore_errors=True)
    (path / "pp.txt.zst").unlink()
    os.mkfifo(path / "pp.txt.zst")
    assert rule_of(path) == "parcel.signature"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_flipped_bit_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = build(tmp_path_factory.mktemp("flip"))
    name = data.draw(st.sampled_from(["manifest.json", "manifest.sig", "pp.txt.zst", "note.txt"]))
    content = bytearray((path / name).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    (path / name).write_bytes(content)
    assert rule_of(path) in ("parcel.signature", "parcel.sender", "parcel.checksum")


def test_building_the_same_parcel_twice_leaves_one(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_bytes(b"abc\n")
    made = [
        parcel.build(
            tmp_path / "made",
            kind="delivery",
            sender="insurer-100",
            recipient="insurer-100",
            period="2023H1",
            files={"pp.txt.zst": Content(source, "pp", 1)},
            keys=SIGNER,
            created="2023-09-01T10:00:00Z",
        )
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert list((tmp_path / "made").iterdir()) == [made[0]]


def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MutualisError, match="disk is full"):
        build(tmp_path)
    assert list((tmp_path / "made").iterdir()) == []


def test_a_source_that_is_missing_or_an_odd_name_stops_the_building(tmp_path: Path) -> None:
    for name, source in (("pp.txt", tmp_path / "nothing"), ("../pp.txt", tmp_path / "nothing")):
        with pytest.raises(MutualisError):
            parcel.build(
                tmp_path / "made",
                kind="delivery",
                sender="insurer-100",
                recipient="ttp",
                period="2023H1",
                files={name: Content(source, "pp", 1)},
                keys=SIGNER,
            )
    assert list((tmp_path / "made").iterdir()) == []


def test_a_compressed_source_is_copied_byte_for_byte_and_its_size_counted(tmp_path: Path) -> None:
    first = parcel.verify(build(tmp_path), SENDERS)
    again = parcel.build(
        tmp_path / "again",
        kind="delivery",
        sender="insurer-100",
        recipient="insurer-100",
        period="2023H2",
        files={"pp.txt.zst": Content(first.file("pp.txt.zst"), "pp", 500)},
        keys=SIGNER,
    )
    second = parcel.verify(again, SENDERS)
    assert second.entry("pp.txt.zst") == first.entry("pp.txt.zst")
