"""Keys: who may have which, how they are kept, rotated, shared and restored."""

import hashlib
import hmac
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mutualis import node, parcel, reference
from mutualis.model import MutualisError
from mutualis.node import Custodians, FileKeyRing, KeyRing, Node
from mutualis.node.escrow import combine, read_shares

PASSPHRASE = "open up, it is us"
TWO_PEOPLE = Custodians("ann", "bob")


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Node]]:
    nodes = node.create_country(tmp_path_factory.mktemp("country"), PASSPHRASE)
    yield nodes
    for each in nodes.values():
        each.close()


def codes(ring: KeyRing, purpose: str, count: int) -> str:
    """A digest of the codes of this many numbers, by the contract's formula."""
    subkey = ring.subkey(purpose, "person").encode()
    whole = hashlib.sha256()
    for number in range(count):
        whole.update(hmac.digest(subkey, f"{number:011d}".encode(), "sha256")[:16])
    return whole.hexdigest()


def test_a_country_has_seven_insurers_with_one_c1_key_of_one_version(country: dict[str, Node]) -> None:
    insurers = [each for each in country.values() if each.role == "insurer"]
    assert [each.name for each in insurers] == [insurer.name for insurer in reference.insurers()]
    assert len(insurers) == 7
    assert len({each.keys.key_id("c1") for each in insurers}) == 1
    assert len({each.keys.subkey("c1", "person") for each in insurers}) == 1
    assert len({each.keys.verify_key for each in country.values()}) == 10


def test_each_party_has_the_keys_of_its_role_and_no_other(country: dict[str, Node]) -> None:
    draws = {insurer.name for insurer in reference.insurers() if insurer.draws_sample}
    assert len(draws) == 1
    for each in country.values():
        others_key = {"sample"} if each.role == "insurer" and each.name not in draws else set()
        assert each.keys.purposes == reference.party(each.role).keys - others_key


def test_making_a_country_again_changes_no_key(country: dict[str, Node]) -> None:
    before = {name: each.keys.key_ids for name, each in country.items()}
    workspace = country["ttp"].path.parent.parent
    again = node.create_country(workspace, PASSPHRASE)
    assert {name: each.keys.key_ids for name, each in again.items()} == before
    for each in (*again.values(), *(reopened := node.open_country(workspace, PASSPHRASE)).values()):
        each.close()
    assert reopened.keys() == before.keys()


def test_a_subkey_follows_the_contract(country: dict[str, Node]) -> None:
    ring = country["ttp"].keys
    secret = ring.export_share(ring.key_id("c2"))
    expected = HKDF(SHA256(), 32, salt=None, info=b"mutualis/c2/provider/v1").derive(secret).hex()
    assert ring.subkey("c2", "provider") == expected
    kinds = {ring.subkey("c2", kind) for kind in ("person", "provider", "place", "practice")}
    assert len(kinds) == 4


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("centre", "c1"),
        ("centre", "c2"),
        ("ttp", "c1"),
        ("ttp", "hospital"),
        ("insurer-100", "c2"),
        ("insurer-100", "hospital"),
    ],
)
def test_a_party_never_gets_a_key_of_another_party(country: dict[str, Node], name: str, purpose: str) -> None:
    with pytest.raises(MutualisError, match=f"may not have a key for {purpose}"):
        node.create_key(country[name], purpose, TWO_PEOPLE)
    assert purpose not in country[name].keys.purposes


def test_the_centre_is_refused_an_insurers_or_the_ttps_key_under_any_purpose(country: dict[str, Node]) -> None:
    for owner, purpose in (("insurer-100", "c1"), ("ttp", "c2")):
        ring = country[owner].keys
        with pytest.raises(MutualisError, match="may not have it under any purpose"):
            country["centre"].admit_key("hospital", ring.export_share(ring.key_id(purpose)), TWO_PEOPLE)


def test_a_ring_that_was_moved_to_another_party_is_refused(country: dict[str, Node], tmp_path: Path) -> None:
    source = country["ttp"].path / "keys" / "ring.json"
    (tmp_path / "ring.json").write_bytes(source.read_bytes())
    with pytest.raises(MutualisError, match="belongs to ttp"):
        FileKeyRing(tmp_path / "ring.json", "centre", "centre", PASSPHRASE)
    facts = json.loads(source.read_bytes()) | {"party": "centre", "role": "centre"}
    (tmp_path / "ring.json").write_text(json.dumps(facts))
    with pytest.raises(MutualisError, match="cannot be opened"):
        FileKeyRing(tmp_path / "ring.json", "centre", "centre", PASSPHRASE)


def test_a_wrong_passphrase_and_an_altered_ring_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "n"
    Node.create(path, "centre", "centre", PASSPHRASE, custodians=TWO_PEOPLE).close()
    with pytest.raises(MutualisError, match="passphrase is wrong"):
        Node.open(path, PASSPHRASE + "!")
    ring = path / "keys" / "ring.json"
    sound = ring.read_text()
    ring.write_text(sound.replace('"n": 16384', '"n": 2'))
    Node.open(path, PASSPHRASE).close()
    for broken in ("{}", "no json", sound.replace('"ciphertext": "', '"ciphertext": "AAAA')):
        ring.write_text(broken)
        with pytest.raises(MutualisError):
            Node.open(path, PASSPHRASE)
    assert ring.stat().st_mode & 0o077 == 0


def test_no_key_is_readable_in_the_ring_file_and_none_shows_when_printed(country: dict[str, Node]) -> None:
    ring = country["ttp"].keys
    stored = (country["ttp"].path / "keys" / "ring.json").read_bytes()
    for key in ring.keys:
        assert key.bytes not in stored
        assert key.secret.encode() not in stored
        assert key.secret not in repr(key)


def test_a_short_passphrase_is_refused_for_a_new_ring(tmp_path: Path) -> None:
    with pytest.raises(MutualisError, match="at least 8 characters"):
        Node.create(tmp_path / "n", "centre", "centre", "secret")


@pytest.mark.parametrize(("holder", "deputy"), [("", "bob"), ("ann", ""), ("ann", "Ann "), (" ", "bob")])
def test_a_key_is_not_made_without_a_holder_and_another_deputy(holder: str, deputy: str) -> None:
    with pytest.raises(MutualisError, match="holder"):
        Custodians(holder, deputy)


def test_every_key_is_in_the_custody_register(country: dict[str, Node]) -> None:
    for each in country.values():
        register = {entry.key_id: entry for entry in node.custody(each)}
        assert register.keys() == {key.id for key in each.keys.keys}
        assert all(entry.holder and entry.deputy and entry.criteria for entry in register.values())


def test_after_rotation_the_new_key_is_used_and_the_old_one_still_opens(tmp_path: Path) -> None:
    ttp = Node.create(tmp_path / "n", "ttp", "ttp", PASSPHRASE, custodians=TWO_PEOPLE)
    old_id, old_subkey, old_recipient = ttp.keys.key_id("c2"), ttp.keys.subkey("c2", "person"), ttp.keys.recipient
    sealed = parcel.encrypt_bytes(b"on its way", [old_recipient])
    signature, old_verify_key = ttp.keys.sign(b"x"), ttp.keys.verify_key
    for purpose in ("c2", "exchange", "sign"):
        node.rotate_key(ttp, purpose)
    assert ttp.keys.key_id("c2") != old_id
    assert ttp.keys.key_id("c2").startswith("c2-2-")
    assert ttp.keys.subkey("c2", "person") != old_subkey
    assert ttp.keys.subkey("c2", "person", old_id) == old_subkey
    assert ttp.keys.recipient != old_recipient
    assert ttp.keys.decrypt(sealed) == b"on its way"
    assert old_verify_key in ttp.public_keys.verify_keys[1:]
    assert parcel.is_signed_by(b"x", signature, old_verify_key)
    retired = {entry.key_id: entry for entry in node.custody(ttp)}[old_id]
    assert retired.retired is not None
    ttp.close()
    reopened = Node.open(tmp_path / "n", PASSPHRASE)
    assert reopened.keys.subkey("c2", "person", old_id) == old_subkey
    reopened.close()


def test_two_processes_that_open_a_ring_lose_no_key(tmp_path: Path) -> None:
    first = Node.create(tmp_path / "n", "ttp", "ttp", PASSPHRASE)
    second = Node.open(tmp_path / "n", PASSPHRASE)
    made = [node.rotate_key(first, "c2"), node.rotate_key(second, "ledger"), node.rotate_key(first, "c2")]
    reopened = Node.open(tmp_path / "n", PASSPHRASE)
    assert set(made) <= {key.id for key in reopened.keys.keys}
    for each in (first, second, reopened):
        each.close()


def test_restore_drill_any_three_of_five_shares_give_the_same_codes_and_two_give_nothing(tmp_path: Path) -> None:
    ttp = Node.create(tmp_path / "n", "ttp", "ttp", PASSPHRASE, custodians=TWO_PEOPLE)
    before, key_id = codes(ttp.keys, "c2", 100_000), ttp.keys.key_id("c2")
    shares = node.escrow(ttp, tmp_path / "shares")
    assert [path.name for path in shares] == [f"{key_id}-share-{number}-of-5.txt" for number in range(1, 6)]
    (tmp_path / "n" / "keys" / "ring.json").unlink()
    ttp.close()
    empty = Node.open(tmp_path / "n", PASSPHRASE)
    assert empty.keys.purposes == frozenset()
    for too_few in (shares[:2], [shares[0], shares[1], shares[0]]):
        with pytest.raises(MutualisError, match="restore nothing"):
            node.restore(empty, too_few)
    assert node.restore(empty, [shares[4], shares[0], shares[2]]) == key_id
    assert codes(empty.keys, "c2", 100_000) == before
    empty.close()


def test_every_choice_of_three_shares_restores_the_key(tmp_path: Path) -> None:
    ttp = Node.create(tmp_path / "n", "ttp", "ttp", PASSPHRASE)
    shares = node.escrow(ttp, tmp_path / "shares", ["c2"])
    secret = ttp.keys.export_share(ttp.keys.key_id("c2"))
    for chosen in itertools.combinations(shares, 3):
        _, words = read_shares(chosen)
        assert combine(words) == secret
    ttp.close()


def test_shares_that_are_altered_mixed_or_of_a_foreign_key_restore_nothing(
    country: dict[str, Node], tmp_path: Path
) -> None:
    ttp, centre, insurer = (country[name] for name in ("ttp", "centre", "insurer-100"))
    mine, theirs = node.escrow(ttp, tmp_path / "ttp"), node.escrow(insurer, tmp_path / "insurer")
    with pytest.raises(MutualisError, match="more than one key"):
        node.restore(ttp, [*mine[:2], theirs[0]])
    with pytest.raises(MutualisError, match="may not have a key for c2"):
        node.restore(centre, mine)
    forged = []
    for path in mine[:3]:
        forged.append(tmp_path / path.name)
        forged[-1].write_text(path.read_text().replace("c2", "hospital"))
    with pytest.raises(MutualisError, match="belongs to ttp"):
        node.restore(centre, forged)
    text = mine[0].read_text().split()
    text[-1], text[-2] = text[-2], text[-1]
    (tmp_path / "swapped.txt").write_text(
        mine[0].read_text().rsplit("\n\n", 1)[0] + "\n\n" + " ".join(text[-33:]) + "\n"
    )
    with pytest.raises(MutualisError):
        node.restore(ttp, [tmp_path / "swapped.txt", *mine[1:3]])
    (tmp_path / "junk.txt").write_text("not a share")
    with pytest.raises(MutualisError, match="not a key share"):
        node.restore(ttp, [tmp_path / "junk.txt"])
    assert centre.keys.purposes == reference.party("centre").keys


def test_a_new_c1_reaches_all_insurers_in_the_same_version_when_the_country_is_made_again(tmp_path: Path) -> None:
    nodes = node.create_country(tmp_path, PASSPHRASE)
    old_id = nodes["insurer-300"].keys.key_id("c1")
    new_id = node.rotate_key(nodes["insurer-300"], "c1")
    again = node.create_country(tmp_path, PASSPHRASE)
    insurers = [each for each in again.values() if each.role == "insurer"]
    assert {each.keys.key_id("c1") for each in insurers} == {new_id}
    assert all(each.keys.subkey("c1", "person", old_id) for each in insurers)
    for each in (*nodes.values(), *again.values()):
        each.close()


def test_c1_is_given_to_insurers_only_and_taken_from_insurers_only(country: dict[str, Node], tmp_path: Path) -> None:
    giver, taker = country["insurer-100"], country["insurer-200"]
    for name in ("ttp", "centre"):
        with pytest.raises(MutualisError, match="not given"):
            node.export_c1(giver, name, tmp_path)
    with pytest.raises(MutualisError, match="does not know the party"):
        node.export_c1(giver, "insurer-999", tmp_path)
    path = node.export_c1(giver, taker.name, tmp_path)
    assert giver.keys.current("c1").secret.encode() not in path.read_bytes()
    assert node.import_c1(taker, path) == giver.keys.key_id("c1")
    with pytest.raises(MutualisError):
        node.import_c1(country["insurer-300"], path)
    with pytest.raises(MutualisError, match="may not have a key for c1"):
        node.import_c1(country["centre"], path)


def test_a_shared_key_with_a_forged_sender_is_not_taken(country: dict[str, Node], tmp_path: Path) -> None:
    giver, taker = country["insurer-100"], country["insurer-200"]
    signed = json.loads(taker.keys.decrypt(node.export_c1(giver, taker.name, tmp_path).read_bytes()))
    forged = signed | {"message": signed["message"].replace("insurer-100", "insurer-300")}
    for content in (forged, signed | {"signature": "00"}, {"message": "{}"}, [], {"message": "x", "signature": "zz"}):
        (tmp_path / "forged.age").write_bytes(
            parcel.encrypt_bytes(json.dumps(content).encode(), [taker.keys.recipient])
        )
        with pytest.raises(MutualisError, match="not taken"):
            node.import_c1(taker, tmp_path / "forged.age")


def test_a_key_that_is_not_there_is_an_error_that_says_what_there_is(country: dict[str, Node]) -> None:
    with pytest.raises(MutualisError, match=r"no key for c1.*c2, exchange, ledger, sign"):
        country["ttp"].keys.key_id("c1")
    with pytest.raises(MutualisError, match="has no key c2-9"):
        country["ttp"].keys.subkey("c2", "person", "c2-9-abc")
    for purpose, kind in (("sign", "person"), ("c2", "../x")):
        with pytest.raises(MutualisError):
            country["ttp"].keys.subkey(purpose, kind)
    with pytest.raises(MutualisError, match="rotate"):
        node.create_key(country["ttp"], "c2", TWO_PEOPLE)
