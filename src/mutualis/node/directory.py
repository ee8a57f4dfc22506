"""directory.json: the public keys of the parties that a node talks to, and the fingerprints of their coding keys."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mutualis.model import MutualisError
from mutualis.parcel.durable import write_file


@dataclass(frozen=True)
class PublicKeys:
    """A party as others know it: verify keys (hex, the current one first), age recipient, ids of its keys, and the
    people who keep them.
    """

    role: str
    verify_keys: tuple[str, ...]
    recipient: str
    key_ids: Mapping[str, str] = field(default_factory=dict)
    all_key_ids: tuple[str, ...] = ()
    custodians: tuple[str, ...] = ()


class Directory:
    """The parties in a node's directory.json."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def parties(self) -> dict[str, PublicKeys]:
        """Party name to public keys; empty where nothing was exchanged yet."""
        if not self._path.exists():
            return {}
        try:
            stored = json.loads(self._path.read_bytes())
            return {name: _public_keys(facts) for name, facts in stored.items()}
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise MutualisError(
                "directory.json of the node cannot be read.", do="exchange the public keys again"
            ) from error

    def party(self, name: str) -> PublicKeys:
        """The public keys of one party."""
        known = self.parties()
        if name not in known:
            raise MutualisError(
                f"The node does not know the party {name}.",
                there_is=f"it knows {', '.join(sorted(known)) or 'no parties'}",
                do="exchange public keys with it first",
            )
        return known[name]

    def names(self, role: str) -> tuple[str, ...]:
        """The names of the parties of a role."""
        return tuple(sorted(name for name, keys in self.parties().items() if keys.role == role))

    def enter(self, parties: Mapping[str, PublicKeys]) -> None:
        """Add or replace parties; those not named stay."""
        merged = self.parties() | dict(parties)
        content = {name: asdict(keys) for name, keys in sorted(merged.items())}
        write_file(self._path, (json.dumps(content, indent=1) + "\n").encode())

    def fingerprints(self) -> dict[str, str]:
        """Fingerprint of a key to the party that published it as its own."""
        published = ((key, name) for name, facts in self.parties().items() for key in facts.all_key_ids)
        return {key.rsplit("-", 1)[-1]: name for key, name in published}


def _public_keys(facts: dict[str, Any]) -> PublicKeys:
    lists = {name: tuple(facts.get(name, ())) for name in ("verify_keys", "all_key_ids", "custodians")}
    return PublicKeys(**(facts | lists))
