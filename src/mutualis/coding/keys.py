"""Which keys are in use at the trusted third party: the C1 keys it takes codes of, and the one C2 key it codes with.

The third party never has C1; it knows the id of that key. The first accepted parcel fixes it; another one is taken only
after every insurer has said which code of the old key became which of the new one (`rotation`). Codes of two keys never
stand in one parcel. The C2 key is the one of the first relay for good: another would give every person a second code.
"""

from collections.abc import Mapping

from mutualis.node import Node
from mutualis.parcel import ParcelError

C1 = "c1"
C2 = "c2"
C1_TAKEN = "coding.c1_taken"
C1_TRANSITION = "coding.c1_transition"
C2_IN_USE = "coding.c2_in_use"


def check_c1(node: Node, sender: str, key_ids: Mapping[str, str]) -> None:
    """Refuse a parcel whose codes were not made with one key that is in use."""
    key_id = key_ids.get(C1, "")
    if set(key_ids) != {C1}:
        raise _refused("names more keys than one, or none", "codes of two keys may not stand in one parcel")
    taken = taken_c1(node)
    published = node.directory.party(sender).key_ids.get(C1, key_id)
    if key_id not in taken and (taken or key_id != published):
        raise _refused(f"was coded with the key {key_id}", f"in use is {', '.join(sorted(taken)) or published}")


def taken_c1(node: Node) -> frozenset[str]:
    """The ids of the C1 keys whose codes are taken."""
    return frozenset(event.subject for event in node.ledger.events(C1_TAKEN))


def take_c1(node: Node, key_id: str) -> None:
    """Take codes of this C1 key from now on."""
    if key_id not in taken_c1(node):
        node.ledger.record_event(C1_TAKEN, key_id)


def c2_subkey(node: Node, kind: str) -> str:
    """The subkey of the C2 key in use, for a kind of identity."""
    return node.keys.subkey(C2, kind, c2_key_id(node))


def c2_key_id(node: Node) -> str:
    """The id of the C2 key that all codes were made with; at the first call the current one, from then on that one."""
    events = node.ledger.events(C2_IN_USE)
    if events:
        return events[0].subject
    node.ledger.record_event(C2_IN_USE, node.keys.key_id(C2))
    return node.keys.key_id(C2)


def _refused(what: str, there_is: str) -> ParcelError:
    return ParcelError(
        "parcel.manifest",
        f"The parcel {what}.",
        there_is=there_is,
        do="code the delivery with the key in use; a new key needs a transition parcel of every insurer first",
    )
