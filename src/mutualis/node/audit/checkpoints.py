"""The node's side: it makes a checkpoint of its log and hands it to a witness with the proof that it only added."""

from dataclasses import dataclass
from functools import partial

from mutualis.ledger import Checkpoint, merkle
from mutualis.ledger.log import ALARM
from mutualis.model import MutualisError
from mutualis.node.audit import notes
from mutualis.node.audit.witness import Witness
from mutualis.node.room import Node


@dataclass(frozen=True)
class Submission:
    """What a witness is handed: a signed checkpoint, the size that the witness has, and the proof from that one."""

    note: str
    earlier: int
    proof: tuple[bytes, ...]


def checkpoint(node: Node) -> Checkpoint | None:
    """Sign the log as it is now; None where nothing was ever logged. Costs the entries since the last one."""
    if "sign" not in node.keys.purposes:
        raise MutualisError(
            f"The node of {node.name} has no key to sign with: it makes no checkpoint.",
            do=f"mutualis keys create --node {node.name} --purpose sign",
        )
    sign = partial(notes.write, node.name, verify_key=node.keys.verify_key, sign=node.keys.sign)
    return node.ledger.add_checkpoint(sign)


def submission(node: Node, earlier: int) -> Submission:
    """The node's newest checkpoint, with the proof that it begins with what the witness has."""
    made = node.ledger.checkpoints(earlier)
    if not made or (earlier and made[0].size != earlier):
        raise MutualisError(
            f"The witness has a checkpoint of {earlier:,} entries that {node.name} has not: something was taken back.",
            there_is=f"the node has {len(node.ledger.checkpoints()):,} checkpoints",
            do=ALARM,
        )
    added = [leaf for each in made[1:] for leaf in each.leaves]
    proof = merkle.extension_proof(made[0].tree, added) if earlier else []
    return Submission(made[-1].note, earlier, tuple(proof))


def witnessed(node: Node, witness: Witness) -> str | None:
    """Make a checkpoint, have it countersigned, and return it; None for an empty log."""
    made = checkpoint(node)
    if made is None and not witness.size(node.name):
        return None
    handed = submission(node, witness.size(node.name))
    return witness.take(handed.note, handed.earlier, handed.proof)
