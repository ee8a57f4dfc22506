"""Key escrow: a coding key split in shares (SLIP-39): any three of five custodians restore it, two learn nothing.

A share is a text file: a few `name: value` lines, an empty line, and the words of the share.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import shamir_mnemonic as slip39

from mutualis.model import MutualisError
from mutualis.node.custodians import Custodians
from mutualis.node.keys import make_key
from mutualis.node.room import Node
from mutualis.parcel.durable import write_file

FORMAT = "mutualis-share-1"
THRESHOLD, SHARES = 3, 5
ESCROWED_PURPOSES = ("c1", "c2", "hospital", "rn", "project", "patient")


def escrow(node: Node, folder: Path, purposes: Iterable[str] | None = None) -> list[Path]:
    """Write five share files for each coding key of the node, retired ones too; give each to another custodian."""
    wanted = set(ESCROWED_PURPOSES if purposes is None else purposes)
    keys = [key for key in node.keys.keys if key.purpose in wanted]
    if not keys:
        raise MutualisError(
            f"The node of {node.name} has no coding key to split.", there_is=", ".join(sorted(node.keys.purposes))
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = [path for key in keys for path in _write_shares(node, key.id, folder)]
    node.log("key.escrowed", keys=len(keys), shares=len(paths))
    return paths


def _write_shares(node: Node, key_id: str, folder: Path) -> list[Path]:
    key = node.keys.by_id(key_id)
    [shares] = slip39.generate_mnemonics(1, [(THRESHOLD, SHARES)], node.keys.export_share(key_id))
    paths = []
    for number, words in enumerate(shares, start=1):
        facts = {"format": FORMAT, "key": key.id, "purpose": key.purpose, "version": key.version, "party": node.name}
        more = {"share": f"{number} of {SHARES}", "needed": f"any {THRESHOLD}"}
        text = "".join(f"{name}: {value}\n" for name, value in (facts | more).items()) + f"\n{words}\n"
        path = folder / f"{key.id}-share-{number}-of-{SHARES}.txt"
        write_file(path, text.encode(), mode=0o600)
        paths.append(path)
    return paths


def restore(node: Node, files: Sequence[Path], custodians: Custodians | None = None) -> str:
    """Put the key of these share files (three or more of one key) back into the node's ring; returns the key's id."""
    facts, words = read_shares(files)
    node.keys.check_purpose(facts["purpose"])
    secret = combine(words)
    if make_key(facts["purpose"], secret, int(facts["version"])).id != facts["key"]:
        raise MutualisError("The shares do not give the key that they name.", do="check which share was altered")
    keepers = custodians or Custodians.by_function(node.name)
    key_id = node.admit_key(facts["purpose"], secret, keepers, int(facts["version"]))
    node.log("key.restored", on=key_id, shares=len(files))
    return key_id


def read_shares(files: Sequence[Path]) -> tuple[dict[str, str], list[str]]:
    """What the share files say of their key, and the words of as many shares as are needed."""
    read = [_read_share(path) for path in files]
    if len({facts["key"] for facts, _ in read}) > 1:
        raise MutualisError("The share files are of more than one key.", do="restore one key at a time")
    words = sorted({words for _, words in read})
    if len(words) < THRESHOLD:
        raise MutualisError(
            f"{len(words)} different shares restore nothing.",
            there_is=f"any {THRESHOLD} of {SHARES} shares of a key do",
        )
    return read[0][0], words[:THRESHOLD]


def _read_share(path: Path) -> tuple[dict[str, str], str]:
    try:
        head, words = path.read_text(encoding="utf-8").strip().split("\n\n")
        facts = dict(line.split(": ", 1) for line in head.splitlines())
        if facts["format"] != FORMAT or not {"key", "purpose", "version"} <= facts.keys():
            raise ValueError("another format")
    except (OSError, ValueError, KeyError) as error:
        raise MutualisError(
            f"File {path.name} is not a key share.", there_is=f"share files are of format {FORMAT}"
        ) from error
    return facts, words.strip()


def combine(words: Sequence[str]) -> bytes:
    """The key in these shares."""
    try:
        return bytes(slip39.combine_mnemonics(words))
    except slip39.MnemonicError as error:
        raise MutualisError(
            "The shares do not fit together.",
            there_is="a word is wrong, or they were made at different times",
            do="use three shares of one escrow, or another share in place of the damaged one",
        ) from error
