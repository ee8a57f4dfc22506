"""The Merkle tree of RFC 6962: roots of the published vectors, proofs that hold, and proofs that do not."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualis.ledger import merkle

# Entries and roots of the test vectors of Certificate Transparency (RFC 6962).
ENTRIES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [merkle.leaf_hash(bytes.fromhex(each)) for each in ENTRIES]
SIZES = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_published_vectors(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


@given(SIZES, st.data())
def test_a_frontier_that_goes_on_has_the_root_of_the_whole_log(size, data):
    kept = data.draw(st.integers(0, size))
    before = merkle.frontier(leaves(size)[:kept])
    later = merkle.Frontier(before.size, before.hashes)
    for leaf in leaves(size)[kept:]:
        later.add(leaf)
    assert later.root == merkle.root(leaves(size))
    assert len(later.hashes) == size.bit_count()


@given(SIZES, st.data())
def test_every_entry_is_shown_to_be_in_its_tree_and_no_other_is(size, data):
    place, all_of = data.draw(st.integers(0, size - 1)), leaves(size)
    proof, expected = merkle.inclusion_proof(all_of, place), merkle.root(all_of)
    assert merkle.is_included(all_of[place], place, size, proof, expected)
    assert not merkle.is_included(merkle.leaf_hash(b"forged"), place, size, proof, expected)
    assert not merkle.is_included(all_of[place], place, size, proof, hashlib.sha256(b"other").digest())
    assert size == 1 or not merkle.is_included(all_of[place], (place + 1) % size, size, proof, expected)
    assert not merkle.is_included(all_of[place], size, size, proof, expected)


@given(SIZES, st.data())
def test_a_later_tree_is_shown_to_begin_with_an_earlier_one_and_a_changed_one_is_not(size, data):
    earlier, all_of = data.draw(st.integers(1, size)), leaves(size)
    before, after = merkle.root(all_of[:earlier]), merkle.root(all_of)
    proof = merkle.consistency_proof(all_of, earlier)
    assert merkle.is_consistent(earlier, before, size, after, proof)
    changed = data.draw(st.integers(0, earlier - 1))
    forged = [*all_of[:changed], merkle.leaf_hash(b"forged"), *all_of[changed + 1 :]]
    for tried in (merkle.consistency_proof(forged, earlier), proof):
        assert not merkle.is_consistent(earlier, before, size, merkle.root(forged), tried)


def test_a_proof_of_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no entry 3 in a log of 3"):
        merkle.inclusion_proof(leaves(3), 3)
    with pytest.raises(ValueError, match="no tree of 4 entries in a log of 3"):
        merkle.consistency_proof(leaves(3), 4)
    assert not merkle.is_consistent(0, merkle.EMPTY, 3, merkle.root(leaves(3)), [])
    assert not merkle.is_consistent(2, merkle.root(leaves(2)), 3, merkle.root(leaves(3)), [])
